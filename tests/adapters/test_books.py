"""A workbook that kills its reader is one sentence: the service that asked goes on."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from dispatch.adapters import book_reader
from dispatch.adapters.books import Book
from dispatch.adapters.sheets import sheets_of
from dispatch.intake.refusals import DamagedFile
from dispatch.intake.table_files import book

OLD = Path(__file__).parents[1] / "intake" / "files" / "pool.xls"
KILLS = (2840, b"\x00\xa6^lX\xfc\x00\x00")  # a place of the XLS file that names a cell far away


def with_count(content: bytes, count: bytes) -> bytes:
    """The same workbook, which claims to hold so many shared texts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'count="', b'count="%s" was="' % count))
    return packed.getvalue()


def test_old_workbook_that_asks_for_all_memory_is_damaged(tmp_path: Path) -> None:
    content = bytearray(OLD.read_bytes())
    place, piece = KILLS
    content[place : place + len(piece)] = piece
    (tmp_path / "p.xls").write_bytes(content)
    with pytest.raises(DamagedFile):
        _ = [list(sheet.open().lines) for sheet in sheets_of(tmp_path / "p.xls")]


@pytest.mark.parametrize("count", [b"4294967295", b"18446744073709551615"])
def test_workbook_with_an_impossible_count_is_damaged_or_read(tmp_path: Path, count: bytes) -> None:
    (tmp_path / "p.xlsx").write_bytes(with_count(book({"一": [("甲", "乙")]}), count))
    try:
        assert list(sheets_of(tmp_path / "p.xlsx")[0].open().lines) == [["甲", "乙"]]
    except DamagedFile as refusal:
        assert refusal.chinese


def test_sheets_are_read_in_any_order_and_left_half_way() -> None:
    many = [(f"{n}",) for n in range(3 * book_reader.LINES)]
    opened = Book(book({"说明": many, "空": [], "名单": [("甲",), ("乙",)]}))
    _, first = opened.open(0)
    assert next(first) == ["0"] and opened.sheet_names == ("说明", "空", "名单")
    assert list(opened.open(2)[1]) == [["甲"], ["乙"]] and list(opened.open(1)[1]) == []
    assert len(list(opened.open(0)[1])) == len(many)
    with pytest.raises(RuntimeError):
        list(first)


def test_reader_ends_with_its_workbook() -> None:
    opened = Book(book({"一": [("甲",)]}))
    process = opened._process
    del opened
    assert process.poll() is not None


def test_answer_that_is_more_than_cells_is_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "evil.py").write_text("import pickle,sys,os\nsys.stdout.buffer.write(pickle.dumps(os.getcwd))\n", "utf-8")
    monkeypatch.setattr("dispatch.adapters.books._READER", tmp_path / "evil.py")
    with pytest.raises(DamagedFile):
        Book(b"anything")
