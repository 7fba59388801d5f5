"""提请: what the rules, or a person, propose to do about an expert. Nothing is done by itself: another decides, and the expert may appeal.

Source: domain rules SU-06, SU-07, SU-15 (《个人信息保护法》第二十四条).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from dispatch.workflow.experts.entries import Entry, Kind
from dispatch.workflow.experts.state import ExpertState, Stage, in_window
from policies.lifecycle import LifecycleRules


class Read(Protocol):
    """An expert's entries as they are read on a day by its rules, and what holds by them."""

    @property
    def entries(self) -> tuple[Entry, ...]: ...
    @property
    def rules(self) -> LifecycleRules: ...
    @property
    def on(self) -> date: ...
    @property
    def state(self) -> ExpertState: ...


@dataclass(frozen=True, slots=True)
class Proposal:
    """A suspension that is proposed: its ground, the setting behind it, why, and on which entries it rests."""

    ground: str
    setting: str
    says: str
    says_en: str
    basis: tuple[Entry, ...] = ()


def proposals(known: Read) -> tuple[Proposal, ...]:
    """What is proposed and not decided yet; points that a suspension has answered already do not count twice."""
    if known.state.stage is not Stage.IN_POOL:
        return ()
    return (*_of_points(known), *_of_training(known), *_of_persons(known))


def is_unfounded(known: Read) -> bool:
    """Whether a suspension goes on though an entry on which it rests was struck out since; lifting it is a person's decision too."""
    running = {spell.seq for spell in known.state.suspensions}
    return any(known.state.void.intersection(entry.facts.get("basis", ())) for entry in known.entries if entry.seq in running)


def _of_points(known: Read) -> Iterator[Proposal]:
    rules, points = known.rules, _unanswered(known)
    total = sum(entry.facts["points"] for entry in points)
    if points and total >= rules.total:
        says = f"{rules.window}个月内累计扣分{total}，达到{rules.total}分"
        yield Proposal(
            "points", "points_total", says, f"{total} points in {rules.window} months, {rules.total} are the limit", tuple(points)
        )
    for entry in points:
        if entry.facts["points"] >= rules.single:
            says, english = f"一次扣分{entry.facts['points']}，达到{rules.single}分", f"{entry.facts['points']} points at once"
            yield Proposal("points", "points_single", says, english, (entry,))
    for code, times in Counter(entry.facts["code"] for entry in points).items():
        if times >= rules.repeated.get(code, times + 1):
            says = f"{rules.window}个月内{rules.causes[code].title}{times}次" if code in rules.causes else f"{code} {times}次"
            basis = tuple(entry for entry in points if entry.facts["code"] == code)
            yield Proposal("points", "repeated", says, f"{code}: {times} times in {rules.window} months", basis)


def _of_training(known: Read) -> Iterator[Proposal]:
    until = known.state.trained_until
    if known.rules.training_required and (until is None or until < known.on):
        yield Proposal("untrained", "training_required", "没有在有效期内的培训", "no training is valid")


def _of_persons(known: Read) -> Iterator[Proposal]:
    for entry in known.entries:
        if entry.kind is Kind.PROPOSAL and entry.seq not in known.state.void | answered(known):
            says, english = f"{entry.by}提请：{entry.facts['title']}", f"proposed by {entry.by} on the ground `{entry.facts['ground']}`"
            yield Proposal(entry.facts["ground"], "suspension_by_two", says, english, (entry,))


def answered(known: Read) -> frozenset[int]:
    """Numbers of the entries on which some suspension rests; whether it holds still is another question."""
    return frozenset(seq for entry in known.entries if entry.kind is Kind.SUSPENSION for seq in entry.facts.get("basis", ()))


def _unanswered(known: Read) -> list[Entry]:
    valid = [entry for entry in known.entries if entry.seq not in known.state.void]
    answered = max((entry.seq for entry in valid if entry.kind is Kind.SUSPENSION and entry.facts["ground"] == "points"), default=0)
    return [entry for entry in in_window(valid, known.on, known.rules) if entry.seq > answered]
