"""V20 to V22 and V24: the panel, the standbys and the seats follow from the seed, and are those logged at draw time (spec §7, §8)."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import Any

from dispatch.verifier.case import Case, Drawn, Opened, Standing
from dispatch.verifier.form import Json
from dispatch.verifier.lotteries import composition_of
from dispatch.verifier.problem import Composition, Problem
from dispatch.verifier.refusals import Broken, demand
from dispatch.verifier.seating import can_sit, smallest_vector
from dispatch.verifier.steps import step
from dispatch.verifier.strict_json import canonical
from dispatch.verifier.tickets import drawn_index, ticket_order
from dispatch.verifier.walk import Walked, walk, walk_of_standbys


@step("V20")
def the_walk_follows(case: Case, opened: Opened, standing: Standing, seed: bytes) -> tuple[Problem, Drawn]:
    """Everybody drawn or skipped, in ticket order and with the reason; in a lottery the index that was drawn."""
    out, problem = opened.entry["out"], standing.problem(case)
    drawn = Drawn(ticket_order(case, seed, standing.candidates(case)))
    index = drawn_index(case, seed, _total(case)) if case.manifest.is_lottery and opened.r == 0 else None
    demand(out["panel"] == index, "抽签序号与重新计算的不同", "the drawn index differs from the one recomputed")
    picked = _picked(case, index) if index is not None else None
    if picked is not None and "ids" in picked:
        inside = {case.register.place[id_] for id_ in picked["ids"]}
        walked = Walked([], tuple(person for person in drawn.order if person in inside))
    else:
        walked = _walked(case, problem, drawn, composition_of(picked, case.register) if picked else None)
    given = out["walk"] if not case.manifest.standby else out["walk"][: len(walked.records)]
    same_records(given, walked.records)
    return problem, replace(drawn, panel=walked.taken, records=len(walked.records))


def _walked(case: Case, problem: Problem, drawn: Drawn, composition: Composition | None) -> Walked:
    walked = walk(problem, drawn.order, case.limit, composition)
    if walked is None:
        raise Broken("不存在合规的评委会", "there is no lawful panel")
    return walked


def _total(case: Case) -> int:
    return sum(panel["count"] for panel in case.transcript["panels"])


def _picked(case: Case, index: int) -> Json:
    """The panel or composition that takes this index: each takes `count` of them in turn."""
    for panel in case.transcript["panels"]:
        index -= panel["count"]
        if index < 0:
            break
    picked: Json = panel
    return picked


def same_records(given: list[Any], expected: list[Any]) -> None:
    """Raises Broken at the first record that differs."""
    if given == expected:
        return
    equal = takewhile(lambda pair: pair[0] == pair[1], zip(given, expected, strict=False))
    place = sum(1 for _ in equal)
    here, there = (records[place] if place < len(records) else None for records in (given, expected))
    shown, due = (f"{record[0][:8]}… {record[1][:60]}" if record else "—" for record in (here, there))
    raise Broken(f"第 {place + 1} 条：记录为 {shown}，应为 {due}", f"record {place + 1} is {shown}, must be {due}")


@step("V21")
def the_standbys_follow(case: Case, opened: Opened, problem: Problem, drawn: Drawn) -> Drawn:
    """The second walk: whoever could take the place of one member, in ticket order."""
    out, wanted = opened.entry["out"], case.manifest.standby
    if not wanted:
        demand(not out["standby"], "本次抽取不设候补", "standbys where none are drawn")
        return drawn
    walked = walk_of_standbys(problem, drawn.panel, drawn.order, wanted, case.limit)
    same_records(out["walk"][drawn.records :], walked.records)
    demand(out["standby"] == [case.register.ids[person] for person in walked.taken], "候补名单与重新计算的不同", "the standbys differ")
    return replace(drawn, standbys=walked.taken)


@step("V22")
def the_seats_follow(case: Case, opened: Opened, problem: Problem, drawn: Drawn) -> Drawn:
    """New members in the order drawn, on the lexicographically smallest classes that fit."""
    masks = [problem.fit(person) for person in drawn.panel]
    vector = smallest_vector(masks, lambda narrowed: can_sit(narrowed, problem.open))
    seats = tuple(problem.seats[place].seat for place in vector)
    rows = [[case.register.ids[person], seat] for person, seat in zip(drawn.panel, seats, strict=True)]
    demand(opened.entry["out"]["seats"] == rows, "席位与重新计算的不同", "the seats differ from those recomputed")
    return replace(drawn, seats=seats)


@step("V24")
def the_result_was_logged(case: Case, opened: Opened, seed: bytes, last_release: int) -> None:
    """The result event comes after the releases and opens to this seed and this outcome."""
    body, suite = opened.end.body, case.suite
    demand(opened.end.idx > last_release, "结果早于各方释放", "the result comes before a release")
    demand(body["S"] == suite.h("vd1/seedc", seed).hex(), "种子不是结果事件所承诺的", "the seed is not the one the result event commits to")
    outcome = suite.h("vd1/result", canonical(opened.entry["out"]), bytes.fromhex(opened.entry["salt"]))
    demand(body["R"] == outcome.hex(), "结果不是当时记入日志的那一个", "the outcome is not the one logged at draw time")
