"""待办: what waits is found without reading about everybody, and nothing that waits is missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dispatch.workflow.experts import conduct, leaving, review, service
from dispatch.workflow.experts.correction import ask_correction
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.experts.known import each_of, rules_of
from dispatch.workflow.experts.shown import due, due_of
from dispatch.workflow.experts.watched import point_anew, to_look_at
from tests.workflow.library import ANNA, BORIS, NO, Library, a_library

SECOND, THIRD, FOURTH = "SL000002", "SL000003", "SL000004"
CLARA = Act("陈经办", "本人书面提出")
Step = Callable[[Library], object]
STEPS: dict[str, Step] = {
    "nothing yet": lambda library: None,
    "points that propose": lambda library: library.do(conduct.take_points, NO, "ZJ508", ANNA),
    "a suspension that answers them": lambda library: library.do(conduct.suspend, NO, "points", BORIS),
    "an appeal": lambda library: library.do(review.appeal, NO, 1, CLARA),
    "which strikes them out": lambda library: library.do(review.decide, NO, None, Act("吴复核", "复核"), granted=True),
    "training": lambda library: library.do(service.train, FOURTH, "培训", ANNA),
    "a correction": lambda library: library.do(ask_correction, SECOND, {"职务/职称": "高级工程师"}, CLARA),
    "somebody leaves": lambda library: library.do(leaving.leave_the_pool, THIRD, ANNA),
    "another is barred for ever": lambda library: library.do(leaving.leave_the_pool, FOURTH, BORIS, ground="bribe"),
    "years pass": lambda library: library.wait(3 * 366),
    "he is erased": lambda library: library.do(leaving.erase, THIRD, CLARA),
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return a_library(tmp_path, 4)


def told(library: Library) -> tuple[list[str], list[str]]:
    """What waits as it is found, and as reading about everybody finds it."""
    with library.work(reads_only=True) as work:
        everybody = each_of(work.uow.lifecycle.refs(), work)
        return sorted(map(str, due(work))), sorted(str(each) for known in everybody for each in due_of(known, work))


def test_whatever_happens_nothing_that_waits_is_missed(library: Library) -> None:
    seen = []
    for name, step in STEPS.items():
        step(library)
        found, all_there_is = told(library)
        assert found == all_there_is, name
        seen.append(len(found))
    assert seen == [0, 1, 0, 1, 1, 1, 2, 2, 2, 2, 1]


def test_who_is_not_waited_for_is_not_read(library: Library) -> None:
    library.do(service.train, NO, "培训", ANNA)
    library.do(leaving.leave_the_pool, SECOND, ANNA)
    with library.work(reads_only=True) as work:
        assert list(to_look_at(rules_of(work), work)) == []


def test_where_training_is_a_duty_everybody_without_is_looked_at(library: Library) -> None:
    library.do(service.train, NO, "培训", ANNA)
    with library.work(reads_only=True) as work:
        rules = replace(rules_of(work), training_required=True)
        assert len(list(to_look_at(rules, work))) == 3


def test_pointers_that_were_lost_are_made_again(library: Library) -> None:
    library.do(conduct.take_points, NO, "ZJ508", ANNA)
    with library.work() as work:
        (known,) = each_of(work.uow.lifecycle.refs(), work)
        work.uow.lifecycle.point(known.ref, "", known.on)
    assert told(library)[0] == []
    with library.work() as work:
        assert point_anew(work) == 1
    assert len(told(library)[0]) == 1
