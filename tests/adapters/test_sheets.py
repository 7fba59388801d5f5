"""Files are opened by what they are; noise and damage are one sentence, never a traceback."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.adapters import sheets
from dispatch.adapters.sheets import read_lines, read_sheets
from dispatch.intake.refusals import BrokenQuotes, DamagedFile, EmptyFile, FileTooLarge, LockedFile, NotText, OtherContent, UnknownFileType
from policies.vocabulary.refused import Refused
from tests.intake.builders import a_workbook

TEXT = "专家编号,姓名\r\nCS1,张三\r\n"
LINES = [["专家编号", "姓名"], ["CS1", "张三"]]


def a_file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    assert list(read_lines(a_file(tmp_path, "pool.csv", TEXT.encode(encoding)))) == LINES


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_csv_with_other_delimiters_is_read(tmp_path: Path, delimiter: str) -> None:
    assert list(read_lines(a_file(tmp_path, "pool.CSV", TEXT.replace(",", delimiter).encode()))) == LINES


def test_workbook_gives_text_numbers_and_days(tmp_path: Path) -> None:
    path = a_file(tmp_path, "pool.xlsx", a_workbook(["a", "b", "c"], ["x", 1.5, date(2013, 7, 1)]))
    assert list(read_lines(path)) == [["a", "b", "c"], ["x", 1.5, date(2013, 7, 1)]]
    assert list(read_sheets(path)) == ["表1"]


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("pool.docx", b"x", UnknownFileType),
        ("pool", b"x", UnknownFileType),
        ("pool.xlsx", b"a,b\n", OtherContent),
        ("pool.csv", a_workbook(["a"]), OtherContent),
        ("pool.xls", b"\xef\xbb\xbf<html><table><tr><td>a</td></tr></table></html>", OtherContent),
        ("pool.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), LockedFile),
        ("pool.csv", b"", EmptyFile),
        ("pool.xlsx", b" \n", EmptyFile),
        ("pool.csv", b"\xef\xbb\xbf\xff\xfe\x00", NotText),
        ("pool.csv", bytes(range(256)) * 40, NotText),
        ("pool.csv", b"a,\0b\n", NotText),
        ("pool.csv", b'a,b\n"x,y\n', BrokenQuotes),
        ("pool.csv", b"a," * 300, FileTooLarge),
        ("pool.xlsx", b"PK\x03\x04" + b"x" * 100, DamagedFile),
        ("pool.xlsx", a_workbook(["a"])[:-200], DamagedFile),
        ("pool.xls", b"\xd0\xcf\x11\xe0" + b"x" * 600, DamagedFile),
    ],
)
def test_file_that_cannot_be_read_is_one_refusal(tmp_path: Path, name: str, content: bytes, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        list(read_lines(a_file(tmp_path, name, content)))


def test_content_that_differs_from_the_name_is_told_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(OtherContent) as refusal:
        read_lines(a_file(tmp_path, "pool.xls", b"<?xml version='1.0'?><Workbook/>"))
    assert "内容却是 XML 表格" in refusal.value.chinese and "but the content is an XML spreadsheet" in refusal.value.english


def test_quotation_mark_that_is_never_closed_is_told_with_its_line(tmp_path: Path) -> None:
    path = a_file(tmp_path, "pool.csv", b'a,b\n"x\ny",z\n"x,y\nm,n\n')
    with pytest.raises(BrokenQuotes, match="第 4 行"):
        list(read_lines(path))


def test_file_over_the_limit_is_refused_before_it_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "LARGEST_TABLE", 10)
    with pytest.raises(FileTooLarge):
        read_lines(a_file(tmp_path, "pool.csv", TEXT.encode()))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=2000),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xef\xbb\xbf"]),
    st.sampled_from(["csv", "xlsx", "xls"]),
)
def test_any_noise_is_lines_or_a_refusal(tmp_path: Path, noise: bytes, start: bytes, suffix: str) -> None:
    try:
        list(read_lines(a_file(tmp_path, f"noise.{suffix}", start + noise)))
    except Refused as refusal:
        assert refusal.chinese and refusal.english
