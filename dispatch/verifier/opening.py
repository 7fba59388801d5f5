"""V14: each round is lawfully opened, those who left are named, and it ends once (spec §5, §9)."""

from __future__ import annotations

from dataclasses import replace

from dispatch.verifier.case import Case, Opened, Standing
from dispatch.verifier.events import Event
from dispatch.verifier.form import Json
from dispatch.verifier.refusals import Broken, demand
from dispatch.verifier.shape import rising
from dispatch.verifier.steps import step


@step("V14")
def the_round_is_lawfully_opened(case: Case, r: int, standing: Standing) -> Opened:
    """Its number, its opening, its vacancies, its one end, and the replies exactly where they are due."""
    entry = case.transcript["rounds"][r]
    demand(entry["r"] == r, "轮次未从 0 起连续编号", "the rounds are not numbered from 0 without gaps")
    demand(not standing.infeasible, "在无法组成之后又开一轮", "a round after an infeasible one")
    if r == 0:
        opening, draw_at = _opening_of_round_0(case, entry["kind"]), case.manifest.raw["times"]["draw_at"]
    else:
        vacate = case.events.find("vacate", r)
        if vacate is None:
            raise Broken("没有离席事件开启本轮", "no vacate event opens the round")
        standing = vacated(case, vacate, standing)
        opening, draw_at = vacate.idx, vacate.body["draw_at"]
    demand(standing.open_seats(case.manifest) > 0, "没有空席", "no seat is open")
    end = _the_one_end(case, r, entry["kind"])
    demand(end.idx > opening, "本轮在开启前就结束", "the round ends before it is opened")
    _replies_are_there_exactly_where_due(case, r, entry)
    return Opened(r, entry, standing, opening, draw_at, end)


def _opening_of_round_0(case: Case, kind: str) -> int:
    """The last commit; an infeasible round 0 needs no commits, only the pool event."""
    return case.pool_event.idx if kind == "infeasible" else last_commit(case)


def last_commit(case: Case) -> int:
    """Index of the event that opens round 0; raises Broken unless all parties have committed."""
    commits = [event for event in case.events if event.kind == "commit"]
    demand(len(commits) == len(case.manifest.parties), "并非每个参与方都作出承诺", "a party has not committed")
    return max(commit.idx for commit in commits)


def vacated(case: Case, vacate: Event, standing: Standing) -> Standing:
    """The standing without those whom the vacate event names: seated members, none twice, opened in `vacated`."""
    named = case.transcript["vacated"].get(str(vacate.r))
    demand(vacate.idx > standing.ended_at, "离席早于上一轮的结果或递补", "the vacancies come before the end of the round before")
    demand(not standing.unsettled, "上一轮尚未递补", "the round before was not settled")
    if named is None:
        raise Broken("离席名单未公开", "the vacancies are not opened")
    hashed = sorted([case.suite.h("vd1/vac", case.manifest.m, bytes.fromhex(id_)).hex(), reason] for id_, reason in named)
    demand(rising(named) and hashed == vacate.body["vac"], "公开的离席名单与事件不符", "the vacancies opened are not those of the event")
    people = [case.register.place.get(id_, -1) for id_, _ in named]
    demand(len(set(people)) == len(people), "同一人离席两次", "somebody is vacated twice")
    demand(standing.sitting.keys() >= set(people), "离席的不是在席成员", "somebody vacated is no seated member")
    return replace(standing, sitting={person: seat for person, seat in standing.sitting.items() if person not in people})


def _the_one_end(case: Case, r: int, kind: str) -> Event:
    result, infeasible = case.events.find("result", r), case.events.find("infeasible", r)
    end, other = (infeasible, result) if kind == "infeasible" else (result, infeasible)
    if end is None or other is not None:
        raise Broken("本轮没有唯一的结束事件", "the round has not exactly one end of its kind")
    return end


def _replies_are_there_exactly_where_due(case: Case, r: int, entry: Json) -> None:
    """`accepted`, `settled` and the settle event: all or none, and none only where no settlement took place."""
    settle = case.events.find("settle", r)
    given = {settle is not None, entry["accepted"] is not None, entry["settled"] is not None}
    due = bool(case.manifest.standby) and entry["kind"] == "drawn"
    last_of_cancelled = r == len(case.transcript["rounds"]) - 1 and case.final["status"] == "cancelled"
    lawful = given == {True} if due and not last_of_cancelled else len(given) == 1 if due else True not in given
    demand(lawful, "应答与递补不在应有之处", "replies and settlement are not exactly where they are due")
