"""参评记录: nobody is marked before it is over, and each question opens only the rows that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dispatch.store.tables.registry import NOT_OVER
from dispatch.workflow import engagements
from dispatch.workflow.engagements import engage, engaged_on, engagements_of, engagements_since, past_committees, remember_encounters
from dispatch.workflow.work import Work
from tests.workflow.library import a_library

LONG_AGO, LATELY, SOON = date(2020, 3, 5), date(2026, 11, 5), date(2026, 12, 16)


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    """Three people sat long ago, two of them lately; one is called for soon."""
    with a_library(tmp_path).work() as work:
        for n, (on, refs) in enumerate(((LONG_AGO, "abc"), (LATELY, "ab"))):
            for ref in refs:
                engage(f"{n}{ref}", ref, (on,), work)
            remember_encounters({f"{n}{ref}" for ref in refs}, f"committee {n}", (), work)
        engage("2a", "a", (SOON,), work)
        yield work


@pytest.fixture
def opened(work: Work, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which rows are opened."""
    found: list[str] = []

    class Watched:
        def __init__(self, box: engagements.Box) -> None:
            self._box = box

        def open(self, sealed: bytes, place: str) -> bytes:
            found.append(place)
            return self._box.open(sealed, place)

    original = engagements._box
    monkeypatch.setattr(engagements, "_box", lambda means: Watched(original(means)))
    return found


def test_who_is_called_stands_in_no_row_until_the_report_is_signed(work: Work) -> None:
    (row,) = work.uow.registry._session.connection().exec_driver_sql("SELECT who, over FROM engagement WHERE id = '2a'")
    assert tuple(row) == (b"", NOT_OVER.toordinal())


def test_one_persons_history_opens_his_rows_and_those_that_are_not_over(work: Work, opened: list[str]) -> None:
    assert {each.id for each in engagements_of(["b"], work)} == {"0b", "1b"}
    assert sorted(opened) == ["0b", "1b", "2a"]


def test_a_look_back_opens_nothing_older(work: Work, opened: list[str]) -> None:
    assert {each.id for each in engagements_since(date(2026, 6, 1), work)} == {"1a", "1b", "2a"} == set(opened)


def test_who_is_taken_on_a_day_is_found_among_what_is_not_over(work: Work, opened: list[str]) -> None:
    assert (engaged_on((SOON,), work), opened) == (frozenset("a"), ["2a"])


def test_a_committee_of_the_same_month_before_the_look_back_does_not_count(work: Work) -> None:
    assert past_committees(LATELY, work) == [(LATELY, ["a", "b"])]
    assert past_committees(LATELY.replace(day=6), work) == []
