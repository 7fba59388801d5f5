"""Walks, standbys and settlements agree with the specification's cases, line by line."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch.draw.committee import Opening, Person, Sorter, partners_of
from dispatch.draw.crowd import bin_persons, gather
from dispatch.draw.layers import layered
from dispatch.draw.manifest import Rule
from dispatch.draw.oracle import Oracle
from dispatch.draw.question import Ask
from dispatch.draw.seats import smallest_places
from dispatch.draw.settlement import Answering, fill_by_rank
from dispatch.draw.standby import second_walk
from dispatch.draw.walk import Walk, first_panel
from tests.conformance.vectors import cases


class Case:
    """One line of a vector file, read as a round that is about to be drawn."""

    def __init__(self, body: dict[str, Any]) -> None:
        self.expect, self.classes = body["expect"], [seat["seat"] for seat in body["seats"]]
        rules = tuple(_rule(position, rule) for position, rule in enumerate(body["rules"]))
        kinds = {(tuple(labels), region): k for k, (labels, region, _) in enumerate(body["types"])} if "types" in body else None
        labels = tuple(frozenset(seat["labels"]) for seat in body["seats"])
        self.sorter, self.drawing_sorter = Sorter(labels, rules), Sorter(labels, rules, kinds)
        self.rows = {row[0]: (row[0], tuple(row[1]), row[2], row[3]) for row in body["people"]}
        fixed = [seat for _, seat in body["fixed"]]
        self.staying_ids = [id for id, _ in body["fixed"]]
        self.counts = tuple(seat["count"] - fixed.count(seat["seat"]) for seat in body["seats"])
        self.rules, self.partners = rules, partners_of(map(tuple, body["pairs"]))
        self.quotas = tuple(number for _, _, number in body["types"]) if "types" in body else None
        self.order, self.standby, self.replies = body["order"], body.get("standby", 0), body.get("replies", [])

    def people(self, ids: list[str], sorter: Sorter) -> tuple[Person, ...]:
        return tuple(sorter.person(*self.rows[id]) for id in ids)

    def opening(self, sorter: Sorter) -> Opening:
        return Opening(self.counts, self.rules, self.people(self.staying_ids, sorter), self.partners, self.quotas)

    def walk(self, ask: Ask) -> Walk | None:
        opening, candidates = self.opening(self.drawing_sorter), self.people(self.order, self.drawing_sorter)
        return first_panel(opening, candidates, gather(opening, bin_persons(candidates)), ask)

    def seats(self, walk: Walk) -> list[list[str]]:
        places = smallest_places([person.type.fit for person in walk.panel], self.counts)
        return [[person.id, self.classes[k]] for person, k in zip(walk.panel, places, strict=True)]


def _rule(position: int, rule: dict[str, Any]) -> Rule:
    bound = next((rule[name] for name in ("cap", "min", "max") if name in rule), 0)
    return Rule(rule["rule"], f"{rule['rule']}#{position}", bound, frozenset(rule.get("regions", ())))


@pytest.fixture(params=["oracle", "layers"])
def ask(request: pytest.FixtureRequest) -> Ask:
    return Oracle() if request.param == "oracle" else layered


@pytest.mark.parametrize("name", ["completability.jsonl", "composition.jsonl", "settlement.jsonl"])
def test_the_first_completable_panel_is_that_of_the_specification(name: str, ask: Ask) -> None:
    for body in cases(name):
        case = Case(body)
        walk = case.walk(ask)
        assert (walk is not None) == case.expect["feasible"], body["case"]
        assert [list(record) for record in (walk.records if walk else ())] == case.expect["walk"], body["case"]
        assert (case.seats(walk) if walk else []) == case.expect["seats"], body["case"]


def test_standbys_and_seats_by_rank_are_those_of_the_specification(ask: Ask) -> None:
    for body in cases("settlement.jsonl"):
        case = Case(body)
        walk = case.walk(ask)
        assert walk is not None
        opening, panel = case.opening(case.sorter), case.people([person.id for person in walk.panel], case.sorter)
        records = second_walk(opening, panel, case.people(case.order, case.sorter), case.standby)
        assert [list(record) for record in records] == case.expect["standby"], body["case"]
        called = [person.id for person in panel] + [id for id, verdict in records if verdict == "standby"]
        accepted = [id for id, reply in zip(called, case.replies, strict=False) if reply]
        assert accepted == case.expect["accepted"]
        undrawn = bin_persons(case.people([id for id in case.order if id not in called], case.sorter))
        settled = fill_by_rank(opening, Answering(case.people(accepted, case.sorter), undrawn, case.sorter), ask)
        assert [[person.id, case.classes[k]] for person, k in settled] == case.expect["settled"], (body["case"], body["why"])
