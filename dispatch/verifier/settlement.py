"""V25: who of those called accepted, who of them is seated by rank, in which seats and booths (spec §9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dispatch.verifier.booths import seat_at_booths
from dispatch.verifier.case import Case, Drawn, Opened, Standing
from dispatch.verifier.limit import Limit
from dispatch.verifier.problem import Problem
from dispatch.verifier.question import Question, question_of
from dispatch.verifier.refusals import demand
from dispatch.verifier.search import completion
from dispatch.verifier.seating import smallest_vector
from dispatch.verifier.steps import step
from dispatch.verifier.strict_json import canonical
from dispatch.verifier.suite import u32
from dispatch.verifier.supply import Supply, supply_of


@step("V25")
def the_settlement_follows(case: Case, opened: Opened, problem: Problem, drawn: Drawn, standing: Standing) -> Standing:
    """The seated are members from now on; without standbys the panel itself is. Returns the standing after the round."""
    everybody = standing.drawn | set(drawn.called)
    if not case.manifest.standby:
        sitting = {**standing.sitting, **dict(zip(drawn.panel, drawn.seats, strict=True))}
        return replace(standing, sitting=sitting, drawn=everybody, ended_at=opened.end.idx)
    settle = case.events.find("settle", opened.r)
    if settle is None:
        return replace(standing, drawn=everybody, ended_at=opened.end.idx, unsettled=True)
    _settled_in_time(case, opened, settle.idx)
    accepted = _opened_replies(case, opened, drawn, settle.body["acc"])
    undrawn = [person for person in standing.candidates(case) if person not in everybody]
    seated, seats = settled(problem, accepted, undrawn, case.limit)
    rows = [[case.register.ids[person], seat] for person, seat in zip(seated, seats, strict=True)]
    given = opened.entry["settled"]
    demand(given["seats"] == rows, "递补席位与重新计算的不同", "the seats of the settlement differ from those recomputed")
    booths, standing = seat_at_booths(case, standing, seated)
    demand(given["booths"] == booths, "递补机位与重新计算的不同", "the booths of the settlement differ from those recomputed")
    sitting = {**standing.sitting, **dict(zip(seated, seats, strict=True))}
    return replace(standing, sitting=sitting, drawn=everybody, ended_at=settle.idx)


def _settled_in_time(case: Case, opened: Opened, at: int) -> None:
    following = case.events.find("vacate", opened.r + 1) or case.events.ordered[-1]
    demand(opened.end.idx < at < following.idx, "递补不在结果之后、下一离席或结束之前", "the settlement is out of its time")


def _opened_replies(case: Case, opened: Opened, drawn: Drawn, committed: str) -> list[int]:
    """The accepted list: as committed, only people called, in draw order."""
    accepted = opened.entry["accepted"]
    hashed = case.suite.h("vd1/acc", case.manifest.m, u32(opened.r), canonical(accepted))
    demand(hashed.hex() == committed, "应答名单不是递补事件所承诺的", "the accepted list is not the one the settle event commits to")
    rank = {case.register.ids[person]: place for place, person in enumerate(drawn.called)}
    places = [rank.get(id_, -1) for id_ in accepted]
    in_order = all(before < after for before, after in zip([-1, *places], places, strict=False))
    demand(in_order, "应答名单含未被通知的人，或未按抽取顺序", "the accepted list names somebody not called, or is out of draw order")
    return [drawn.called[place] for place in places]


def settled(problem: Problem, accepted: Sequence[int], undrawn: Sequence[int], limit: Limit) -> tuple[list[int], list[str]]:
    """Who of the accepted is seated, in order, and in which seat class: whoever can sit without making the committee impossible."""
    question = question_of(problem)
    real = supply_of(problem.register, problem.partners, [*accepted, *undrawn])
    if completion(question, real, (), limit) is not None:
        seated = _seated(question, real, accepted, limit)
        rest = supply_of(problem.register, problem.partners, [*seated, *undrawn])
    else:
        rest = _imagined(problem)
        seated = _seated(question, rest, accepted, limit)

    def possible(masks: Sequence[int]) -> bool:
        forced = [question.forced(person, mask) for person, mask in zip(seated, masks, strict=True)]
        return completion(question, rest, forced, limit) is not None

    vector = smallest_vector([problem.fit(person) for person in seated], possible)
    return seated, [problem.seats[place].seat for place in vector]


def _seated(question: Question, supply: Supply, accepted: Sequence[int], limit: Limit) -> list[int]:
    seated: list[int] = []
    for person in accepted:
        forced = [question.forced(other) for other in (*seated, person)]
        if completion(question, supply, forced, limit) is not None:
            seated.append(person)
    return seated


def _imagined(problem: Problem) -> Supply:
    """As many as wanted of every region named in a rule in force, and of one in no rule; all labels, no employer, no pair."""
    every_class = (1 << len(problem.open)) - 1
    named = {region for rule in problem.region_rules for region in rule.regions}
    patterns = {0, *(sum(1 << k for k, rule in enumerate(problem.region_rules) if region in rule.regions) for region in named)}
    return Supply({}, (), tuple((every_class, pattern) for pattern in sorted(patterns)))
