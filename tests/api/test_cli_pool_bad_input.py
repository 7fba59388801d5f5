"""Whatever is brought: one clear sentence, exit code 1, and the database as it was before; or it is read for what it is."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from api import bringing
from api.cli import pool
from dispatch.adapters import text_tables
from dispatch.bootstrap import Services
from dispatch.intake import shipped
from dispatch.intake.cells import Cell
from dispatch.intake.columns import POOL_COLUMNS
from tests.api.shop import facts, run, services_in
from tests.intake.builders import a_row, a_workbook, another_row

MILLION = 1_000_000


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """A centre that has somebody in its pool already."""
    folder = tmp_path_factory.mktemp("centre")
    made = services_in(folder)
    (folder / "pool.csv").write_bytes(csv_of(another_row()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("api.cli.services", lambda: made)
        assert facts(pool.app, "import", folder / "pool.csv")["stored"] == 1
    return made


@pytest.fixture(autouse=True)
def as_before(centre: Services, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("api.cli.services", lambda: centre)
    before = state(centre)
    yield
    assert state(centre) == before


def state(centre: Services) -> tuple[int, int, frozenset[bytes]]:
    with centre.work(reads_only=True) as work:
        people = frozenset(person.content_mark for person in work.uow.registry.persons())
        return work.uow.registry.count(), work.uow.log.size, people


def csv_of(*rows: dict[str, Cell]) -> bytes:
    """As another program writes it: nothing is made harmless."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([POOL_COLUMNS, *[[row[name] for name in POOL_COLUMNS] for row in rows]])
    return text.getvalue().encode("utf-8", "surrogatepass")


def book_of(**changes: Cell) -> bytes:
    return a_workbook(list(POOL_COLUMNS), [a_row(**changes)[name] for name in POOL_COLUMNS])


def with_sheet(change: Callable[[str], str], content: bytes | None = None) -> bytes:
    """A workbook whose sheet was changed by hand."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content or book_of())) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()).encode() if name == "xl/worksheets/sheet1.xml" else text)
    return target.getvalue()


def with_member(name: str, text: str) -> bytes:
    target = io.BytesIO(book_of())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr(name, text)
    return target.getvalue()


def empty_rows(text: str) -> str:
    rows = "".join(f'<row r="{number}" ht="15"/>' for number in range(1, MILLION + 1))
    return text[: text.index("<sheetData>")] + f"<sheetData>{rows}</sheetData></worksheet>"


def bomb() -> bytes:
    return with_sheet(lambda text: text.replace("</sheetData>", "</sheetData>" + "<!--" + " " * 40 * 2**20 + "-->"))


def starting_a_program(text: str) -> str:
    return text.replace("<v>0</v>", "<f>cmd|'/c calc'!A1</f><v>0</v>", 1)


def with_a_far_cell(text: str) -> str:
    return text.replace("</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


NOISE = bytes(range(256)) * 40_960  # 10 MB
HIGH_NOISE = bytes(value | 0x80 for value in range(256)) * 40_960
LINK = '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "10 MB of noise": ("x.csv", lambda: NOISE, "intake.not_text"),
    "10 MB of high noise": ("x.csv", lambda: HIGH_NOISE, "intake.not_text"),
    "10 MB of noise as a workbook": ("x.xlsx", lambda: b"PK\x03\x04" + NOISE, "intake.damaged"),
    "10 MB of noise as an old workbook": ("x.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE, "intake.damaged"),
    "noise under a workbook's name": ("x.xlsx", lambda: NOISE, "intake.other_content"),
    "picture": ("x.png", lambda: b"\x89PNG", "intake.file_type"),
    "formula that starts a program": ("x.xlsx", lambda: with_sheet(starting_a_program), "intake.runs_programs"),
    "text turned into such a formula": ("x.xlsx", lambda: book_of(姓名="=cmd|'/c calc'!A1"), "intake.runs_programs"),
    "link that starts a program": ("x.xlsx", lambda: with_member("xl/externalLinks/l.xml", LINK), "intake.runs_programs"),
    "ZIP bomb": ("x.xlsx", bomb, "intake.opens_too_large"),
    "two cells far apart": ("x.xlsx", lambda: with_sheet(with_a_far_cell), "intake.opens_too_large"),
    "torn workbook": ("x.xlsx", lambda: book_of()[:-300], "intake.damaged"),
    "mixed encodings": ("x.csv", lambda: csv_of(a_row()) + "CS2,李四\r\n".encode("gb18030"), "intake.mixed_encodings"),
    "a million empty lines": ("x.csv", lambda: b",,,,,\r\n" * MILLION, "intake.empty"),
    "a million empty rows": ("x.xlsx", lambda: with_sheet(empty_rows), "intake.empty"),
    "header alone": ("x.csv", csv_of, "intake.empty"),
    "no header": ("x.csv", lambda: csv_of(a_row()).split(b"\r\n", 1)[1], "intake.no_header"),
    "open quote": ("x.csv", lambda: csv_of(a_row()) + b'"CS2,', "intake.quotes"),
    "too many columns": ("x.csv", lambda: b"a," * 500, "intake.too_large"),
    "JSON without records": ("x.json", lambda: b"{}", "intake.document"),
    "deep JSON": ("x.json", lambda: b"[" * 100_000, "intake.document"),
}


@pytest.mark.parametrize("name", FILES)
def test_file_that_is_no_pool_is_one_sentence(tmp_path: Path, name: str) -> None:
    file, make, code = FILES[name]
    (tmp_path / file).write_bytes(make())
    outcome = run(pool.app, "import", tmp_path / file)
    assert (outcome.exit_code, "Traceback" in outcome.output) == (1, False)
    assert len(outcome.output.strip().splitlines()) == 2  # Chinese, and the same in English
    assert facts(pool.app, "import", tmp_path / file)["refused"]["code"] == code


ROWS: dict[str, tuple[dict[str, Any], str]] = {
    "function": ({"所在单位": "@SUM(A1:A9)"}, "value.formula"),
    "identity number as a float": ({"证件号码": 620000197001010014.0}, "value.lost_digits"),
    "identity number as rounded text": ({"证件号码": "6.20000197001010E+17"}, "value.lost_digits"),
    "identity number with zeros at its end": ({"证件号码": "620000197001010000"}, "value.lost_digits"),
    "card as a float": ({"银行卡号": 6200000000000000018.0}, "value.lost_digits"),
    "old identity number": ({"证件号码": "620000700101001"}, "id.old"),
    "two digits of a year": ({"出生日期": "70-01-01"}, "date.two_digits"),
    "republican year without its name": ({"出生日期": "059/1/1"}, "date.era"),
    "month without day": ({"从业起始时间": "1995年7月"}, "date.no_day"),
    "error of the spreadsheet": ({"姓名": "#N/A"}, "value.error"),
    "unseen character": ({"姓名": "张\u202e示例"}, "value.control"),
    "placeholder": ({"姓名": "无"}, "value.missing"),
}


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ROWS)
def test_bad_cell_is_one_sentence_and_nothing_is_stored(tmp_path: Path, name: str, suffix: str) -> None:
    changes, code = ROWS[name]
    changes = {"专家编号": "NEW1", **changes}
    (tmp_path / f"row.{suffix}").write_bytes(book_of(**changes) if suffix == "xlsx" else csv_of(a_row(**changes)))
    outcome = run(pool.app, "import", tmp_path / f"row.{suffix}")
    rejected = facts(pool.app, "import", tmp_path / f"row.{suffix}")["rejected"]
    assert (outcome.exit_code, [error["code"] for error in rejected]) == (1, [code])
    assert rejected[0]["message"] in outcome.output


def test_formula_in_a_text_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "row.csv").write_bytes(csv_of(a_row(姓名="=cmd|'/c calc'!A1")))
    assert [error["code"] for error in facts(pool.app, "import", tmp_path / "row.csv")["rejected"]] == ["value.formula"]


@pytest.mark.parametrize(
    "changes",
    [
        {"出生日期": "民国59年1月1日"},
        {"出生日期": 25569.0, "入库时间": "41456", "从业起始时间": "一九九五年七月一日"},
        {"证件号码": "６２００００197001010014", "手机号码": "+86 161-0000-0001"},
        {"手机号码": 16100000001.0, "行政区域代码": 430100.0, "专业分类版本": 2018.0},
    ],
    ids=["republican year", "day numbers and Chinese numerals", "full width", "numbers"],
)
def test_unusual_but_certain_cells_are_read(tmp_path: Path, changes: dict[str, Cell]) -> None:
    (tmp_path / "row.xlsx").write_bytes(book_of(**changes))
    found = facts(pool.app, "import", tmp_path / "row.xlsx", "--dry-run")
    assert (found["stored"], found["rejected"]) == (1, [])


def test_row_above_a_million_empty_ones_is_read(tmp_path: Path) -> None:
    (tmp_path / "tail.csv").write_bytes(csv_of(a_row(专家编号="NEW1")) + b",\r\n" * MILLION)
    assert facts(pool.app, "import", tmp_path / "tail.csv", "--dry-run")["stored"] == 1


def test_file_that_changes_while_it_is_imported_stores_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_tables, "_PIECE", 64)
    path = tmp_path / "pool.csv"
    path.write_bytes(shipped.PARTNERS.read_bytes())
    real = bringing.prepare

    def meanwhile(batches: Any, *rest: Any) -> Any:
        path.write_bytes(path.read_bytes().replace(b"P1000", b"P9000"))
        return real(batches, *rest)

    monkeypatch.setattr(bringing, "prepare", meanwhile)
    assert facts(pool.app, "import", path)["refused"]["code"] == "intake.changed"


def test_relation_file_that_is_none_keeps_the_pool_out(tmp_path: Path) -> None:
    (tmp_path / "pool.csv").write_bytes(csv_of(a_row(专家编号="NEW1")))
    (tmp_path / "r.csv").write_bytes(NOISE)
    outcome = run(pool.app, "import", tmp_path / "pool.csv", "--relations", tmp_path / "r.csv")
    assert (outcome.exit_code, "不是可读的文本" in outcome.output) == (1, True)
