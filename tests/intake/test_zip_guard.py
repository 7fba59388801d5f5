"""A packed file is measured by unpacking it, not by what it says about itself."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from dispatch.intake import zip_guard
from dispatch.intake.refusals import DamagedFile, OpensTooLarge, UnknownFileType
from dispatch.intake.zip_guard import check_zip


def packed(size: int, **members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * size)
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_ordinary_file_passes() -> None:
    check_zip(packed(1000, a=b"x"))


def test_bomb_is_refused_before_it_is_opened() -> None:
    with pytest.raises(OpensTooLarge):
        check_zip(packed(zip_guard.RATIO_FROM + 2**20))


def test_bomb_that_lies_about_its_size_is_refused_all_the_same() -> None:
    honest = packed(zip_guard.RATIO_FROM + 2**20)
    size = (zip_guard.RATIO_FROM + 2**20).to_bytes(4, "little")
    with pytest.raises(OpensTooLarge):
        check_zip(honest.replace(size, (100).to_bytes(4, "little")))


def test_sum_of_many_members_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "LARGEST_UNPACKED", 5000)
    with pytest.raises(OpensTooLarge):
        check_zip(packed(3000, a=b"\0" * 3000))


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "MOST_MEMBERS", 1)
    with pytest.raises(OpensTooLarge):
        check_zip(packed(1, a=b"x"))


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + bytes(100), packed(1000)[:-30]])
def test_broken_archive_is_refused(content: bytes) -> None:
    with pytest.raises(DamagedFile):
        check_zip(content)


def a_sheet(cells: str, times: int = 1) -> bytes:
    return packed(0, **{"xl/worksheets/sheet2.xml": b"<worksheet><sheetData>" + cells.encode() * times + b"</sheetData></worksheet>"})


def test_large_honest_sheet_passes() -> None:
    check_zip(a_sheet('<row r="1000000"><c r="U1000000"/></row>'))


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFD1048576"/>',
        "<c r='xfd1048576'/>",
        '<x:c r = "XFD1048576" s="1"/>',
        '<c r="A4294967295"/>',
        '<row r="1048576"/><c r="ZZ1"/>',
        '<c r="AAAAAAAA1"/>',
    ],
)
def test_two_cells_far_apart_are_refused_before_they_fill_the_memory(cell: str) -> None:
    with pytest.raises(OpensTooLarge):
        check_zip(a_sheet('<c r="A1"/>' + cell))


def test_number_of_a_column_of_endless_letters_is_not_reckoned() -> None:
    sheet, begun = a_sheet(f'<c r="{"A" * 100_000}1"/>'), time.process_time()
    with pytest.raises(OpensTooLarge):
        check_zip(sheet)
    assert time.process_time() - begun < 1, "six seconds where it is reckoned, and hours for a million letters"


def test_far_cell_on_the_seam_of_two_pieces_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    for size in range(40, 60):
        monkeypatch.setattr(zip_guard, "_PIECE", size)
        with pytest.raises(OpensTooLarge):
            check_zip(a_sheet('<c r="A1"/><c r="XFD1048576" t="s"/><c r="A2"/>'))


def test_cell_that_does_not_say_where_it_stands_is_refused() -> None:
    with pytest.raises(DamagedFile):
        check_zip(a_sheet('<row r="1"><c><v>1</v></c></row>'))


def test_endless_rows_without_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_guard, "MOST_CELLS", 26 * 100_100)
    with pytest.raises(OpensTooLarge):
        check_zip(a_sheet("<row/>", times=200))


def test_anchors_of_pictures_are_no_rows() -> None:
    check_zip(packed(0, **{"xl/drawings/drawing1.xml": b"<xdr:row>5</xdr:row><c>x</c>"}))


@pytest.mark.parametrize("name", ["content.xml", "xl/workbook.bin"])
def test_other_packed_tables_are_no_xlsx(name: str) -> None:
    with pytest.raises(UnknownFileType):
        check_zip(packed(1, **{name: b"x"}))
