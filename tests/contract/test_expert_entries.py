"""Two people who write about one expert at once lose nothing and overtake nobody, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dispatch.workflow.experts import conduct, review, service
from dispatch.workflow.experts.entries import Act, Kind
from dispatch.workflow.experts.refusals import NothingToDecide
from tests.workflow.library import ANNA, NO, Library, a_library, suspend


@pytest.fixture
def library(new_database: Callable[[], Engine], tmp_path: Path) -> Library:
    return a_library(tmp_path, url=new_database().url.render_as_string(hide_password=False))


def at_once(act: Callable[[int], object], hands: int = 6) -> list[object]:
    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(act, range(hands)))


def test_entries_written_at_once_are_all_there_each_with_its_number(library: Library):
    at_once(lambda nth: library.do(service.train, NO, f"培训{nth}", Act(f"经办人{nth}", "年度培训")))
    entries = library.known().entries
    assert [entry.seq for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert {entry.facts["course"] for entry in entries} == {f"培训{nth}" for nth in range(6)}


def test_a_matter_is_decided_once_however_many_decide_it(library: Library):
    library.do(suspend, NO, "enquiry", ANNA)
    library.do(review.appeal, NO, 2, Act("陈经办", "不服"))

    def decide(nth: int) -> str:
        try:
            library.do(review.decide, NO, None, Act(f"复核人{nth}", "复核"), granted=nth % 2 == 0)
        except NothingToDecide:
            return "too late"
        return "decided"

    assert sorted(map(str, at_once(decide, 4))) == ["decided", *["too late"] * 3]
    assert [entry.kind for entry in library.known().entries].count(Kind.REVIEW) == 1


def test_points_noted_at_once_add_up(library: Library):
    at_once(lambda nth: library.do(conduct.take_points, NO, "late", Act(f"经办人{nth}", "迟到")))
    assert library.state().points == 18
