"""Bad input at the real command line: one clear sentence, Chinese first, exit code 1, and every row of the database as before."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import Result

import api.cli
from dispatch.bootstrap import Services
from dispatch.intake import shipped
from dispatch.intake.columns import POOL_COLUMNS
from tests.api.shop import run, services_in
from tests.intake.builders import a_row, a_workbook, an_application

CHINESE, ENGLISH = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]{3,}")
Dump = tuple[str, ...]


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Services:
    """A centre that has a pool, venues and an application already, brought in by the same command line."""
    made = services_in(tmp_path_factory.mktemp("centre"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api.cli, "services", lambda: made)
        for words in (
            ("pool", "import", shipped.PARTNERS),
            ("venues", "import", shipped.VENUES),
            ("tender", "apply", shipped.APPLICATIONS[0]),
        ):
            assert run(api.cli.app, *words).exit_code == 0
    return made


@pytest.fixture(autouse=True)
def as_before(centre: Services, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test brings, all tables are row for row as they were."""
    monkeypatch.setattr(api.cli, "services", lambda: centre)
    before = rows_of(centre)
    yield
    assert rows_of(centre) == before


def rows_of(centre: Services) -> Dump:
    with sqlite3.connect(centre.settings.data_dir / "dispatch.db") as database:
        return tuple(database.iterdump())


def assert_one_sentence(outcome: Result, *said: str) -> None:
    assert outcome.exit_code == 1 and "Traceback" not in outcome.output
    chinese, english = outcome.output.strip().splitlines()
    assert CHINESE.search(chinese) and ENGLISH.search(english) and not CHINESE.match(english)
    assert all(word in chinese for word in said), chinese


def csv_of(*lines: list[Any]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines)
    return text.getvalue().encode("utf-8")


def pool_with(**changes: Any) -> bytes:
    return csv_of(list(POOL_COLUMNS), [a_row(**{"专家编号": "NEW1", **changes})[name] for name in POOL_COLUMNS])


def application(**changes: Any) -> bytes:
    return yaml.safe_dump(an_application(**changes), allow_unicode=True).encode("utf-8")


def venues(change: Callable[[dict[str, Any]], object]) -> bytes:
    """The shipped venues with a change to the first one."""
    document = yaml.safe_load(shipped.VENUES.read_text("utf-8"))
    change(document["venues"][0])
    return yaml.safe_dump(document, allow_unicode=True).encode("utf-8")


def without_booths(venue: dict[str, Any]) -> None:
    for room in venue["rooms"]:
        room["booths"] = []


WAYS = {"pool": ("pool", "import"), "tender": ("tender", "apply"), "bidders": ("tender", "bidders"), "venues": ("venues", "import")}
KINDS = [("x.docx", b"PK\x03\x04"), ("x.pdf", b"%PDF-1.7"), ("x", b"abc")]


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize(("name", "content"), KINDS, ids=["Word", "PDF", "none"])
def test_unknown_file_type(way: tuple[str, str], name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    assert_one_sentence(run(api.cli.app, *way, tmp_path / name), "类型")


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("suffix", ["yaml", "xlsx", "json", "csv"])
def test_empty_file(way: tuple[str, str], suffix: str, tmp_path: Path) -> None:
    (tmp_path / f"x.{suffix}").write_bytes(b"")
    assert_one_sentence(run(api.cli.app, *way, tmp_path / f"x.{suffix}"))


WRONG_COLUMNS = {
    "one is missing": [name for name in POOL_COLUMNS if name != "银行卡号"],
    "one is named twice": [*POOL_COLUMNS, "姓名"],
    "none is known": ["甲", "乙", "丙"],
}


@pytest.mark.parametrize("columns", WRONG_COLUMNS.values(), ids=WRONG_COLUMNS)
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_wrong_column(columns: list[str], suffix: str, tmp_path: Path) -> None:
    line = [a_row().get(name, "x") for name in columns]
    (tmp_path / f"x.{suffix}").write_bytes(csv_of(columns, line) if suffix == "csv" else a_workbook(columns, line))
    assert_one_sentence(run(api.cli.app, *WAYS["pool"], tmp_path / f"x.{suffix}"))


BAD_DIGITS = {
    "identity number": ("证件号码", "620000197001010015"),
    "credit code": ("单位统一社会信用代码", "91620000DEMX00014X"),
    "card": ("银行卡号", "6200000000000000019"),
}


@pytest.mark.parametrize(("column", "value"), BAD_DIGITS.values(), ids=BAD_DIGITS)
def test_bad_check_digit_names_row_and_column_and_nothing_is_stored(column: str, value: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(pool_with(**{column: value}))
    outcome = run(api.cli.app, *WAYS["pool"], tmp_path / "x.csv")
    assert outcome.exit_code == 1 and "Traceback" not in outcome.output
    assert "第 1 行" in outcome.output and column in outcome.output and value not in outcome.output


def test_bad_check_digit_of_a_tenderer_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(application(tenderer={"name": "示例中心", "uscc": "91620000DEMX00014X"}))
    assert_one_sentence(run(api.cli.app, *WAYS["tender"], tmp_path / "x.yaml"), "uscc 的校验位")


APPLICATIONS: dict[str, tuple[dict[str, Any], str]] = {
    "in the past": ({"opening_at": "2026-12-08T09:00:00+08:00", "checkin_at": "2026-12-08T08:30:00+08:00"}, "早于"),
    "even committee": ({"reps": 2}, "单数"),
    "fewer experts than two thirds": ({"seats": [{"codes": ["A080104"], "count": 3}], "reps": 2}, "三分之二"),
    "check-in after the opening": ({"checkin_at": "2026-12-16T10:00:00+08:00"}, ""),
    "no seats": ({"seats": []}, ""),
    "unknown way of buying": ({"method": "猜拳"}, ""),
}


@pytest.mark.parametrize(("changes", "word"), APPLICATIONS.values(), ids=APPLICATIONS)
@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_application_against_the_rules(changes: dict[str, Any], word: str, suffix: str, tmp_path: Path) -> None:
    content = application(**changes) if suffix == "yaml" else json.dumps(an_application(**changes)).encode()
    (tmp_path / f"x.{suffix}").write_bytes(content)
    assert_one_sentence(run(api.cli.app, *WAYS["tender"], tmp_path / f"x.{suffix}"), word)


@pytest.mark.parametrize(
    "change",
    [without_booths, lambda venue: venue.update(rooms=[]), lambda venue: venue.pop("rooms"), lambda venue: venue.update(booths=1)],
    ids=["rooms without booths", "no rooms", "rooms left out", "unknown member"],
)
def test_venue_without_booths(change: Callable[[dict[str, Any]], object], tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(venues(change))
    assert_one_sentence(run(api.cli.app, *WAYS["venues"], tmp_path / "x.yaml"))


COMMANDS = {
    "approve what nobody applied for": ("tender", "approve", "JY-1", "--by", "乙"),
    "approve one's own": ("tender", "approve", "DEMO-2026-0001/1", "--by", "经办人"),
    "fee sheet before anybody sat": ("settle", "export", "--tender", "DEMO-2026-0001/1", "--out", "nowhere"),
    "fees of nobody": ("settle", "run", "--tender", "JY-1", "--check-by", "甲", "--approve-by", "乙"),
    "transcript of no draw": ("draw", "export", "--tender", "DEMO-2026-0001/1"),
}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_command_that_does_not_fit_is_one_sentence(words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert_one_sentence(run(api.cli.app, *words))
    assert list(tmp_path.iterdir()) == []


def test_bank_answer_that_is_none_is_one_sentence_and_no_other_counts(tmp_path: Path) -> None:
    (tmp_path / "x.xml").write_bytes(b"<html/>")
    assert_one_sentence(run(api.cli.app, "settle", "import-status", tmp_path / "x.xml"), "pain.002")
