"""A CSV file is looked through before it is read: mixed encodings, noise and changes are one sentence, whatever its size."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from dispatch.adapters import text_tables
from dispatch.adapters.sheets import read_bytes, read_lines
from dispatch.adapters.text_tables import survey, text_lines
from dispatch.intake.refusals import ChangedWhileRead, MixedEncodings, NotText

HEADER, ROW = "专家编号,姓名,所在单位\r\n", "CS1,张三,示例设计院\r\n"


def a_file(folder: Path, content: bytes) -> Path:
    path = folder / "pool.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(("first", "second", "line"), [("utf-8", "gb18030", 3), ("gb18030", "utf-8", 3), ("utf-8-sig", "gb18030", 3)])
def test_two_encodings_in_one_file_are_named_with_the_line(tmp_path: Path, first: str, second: str, line: int) -> None:
    path = a_file(tmp_path, (HEADER + "a,b,c\r\n").encode(first) + ROW.encode(second))
    with pytest.raises(MixedEncodings) as refusal:
        read_lines(path)
    assert refusal.value.facts == {"line": line}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_that_spreadsheets_write_is_read(tmp_path: Path, encoding: str) -> None:
    path = a_file(tmp_path, (HEADER + ROW * 3).encode(encoding))
    assert [len(line) for line in read_lines(path)] == [3] * 4
    assert list(read_lines(path))[1] == ["CS1", "张三", "示例设计院"]


def test_gb18030_that_happens_to_be_utf8_is_not_mistaken(tmp_path: Path) -> None:
    path = a_file(tmp_path, "联通,联通\r\n张三,李四\r\n".encode("gb18030"))
    assert list(read_lines(path)) == [["联通", "联通"], ["张三", "李四"]]


def test_delimiter_is_found_below_title_lines(tmp_path: Path) -> None:
    path = a_file(tmp_path, "评标专家库, 2026 年\r\na;b;c;d\r\n1;2;3;4\r\n".encode())
    assert list(read_lines(path))[1:] == [["a", "b", "c", "d"], ["1", "2", "3", "4"]]


@pytest.mark.parametrize("change", [b"CS2,\xe6\x9d\x8e,x\r\n", b"\xff\xfe\xfd"])
def test_file_that_changes_between_both_looks_is_refused(tmp_path: Path, change: bytes) -> None:
    path = a_file(tmp_path, (HEADER + ROW).encode())
    found = survey(path, 10**6)
    path.write_bytes(path.read_bytes() + change)
    with pytest.raises(ChangedWhileRead):
        list(text_lines(path, found))


def test_file_that_changes_while_its_lines_are_walked_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_tables, "_PIECE", 64)
    path = a_file(tmp_path, (HEADER + ROW * 2000).encode())
    lines = read_lines(path)
    next(lines)
    path.write_bytes(path.read_bytes().replace("张三".encode(), "李四".encode()))
    with pytest.raises(ChangedWhileRead):
        list(lines)


def test_whole_file_that_is_longer_than_it_was_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_file(tmp_path, b"x" * 100)
    sizes = count(50)
    monkeypatch.setattr("os.fstat", lambda number: type("S", (), {"st_size": next(sizes), "st_mtime_ns": 1})())
    with pytest.raises(ChangedWhileRead):
        read_bytes(path, 1000)


def test_ten_megabytes_of_noise_are_refused_at_the_first_line(tmp_path: Path) -> None:
    path = a_file(tmp_path, bytes(range(256)) * 40_000)
    with pytest.raises(NotText):
        read_lines(path)


def test_surrogate_half_of_a_character_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(NotText):
        read_lines(a_file(tmp_path, "编号".encode("utf-16") + b"\x00\xd8\x00"))
