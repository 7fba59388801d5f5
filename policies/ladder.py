"""逐级扩大: where candidates for a seat come from when its own specialty and area hold too few, one recorded step at a time.

The system takes L1 to L4. L0 (standbys, then a replacement round) belongs to the draw; L5 to L8 need people and are only told.
Nothing is widened without a step, and a step never narrows; a seat that stays short is refused in words by whoever climbs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from policies.areas import area_of
from policies.profiles import PolicyDay
from policies.specialties import Classification, parent
from policies.tender_facts import Scope
from policies.vocabulary.expert import Specialty
from policies.vocabulary.ids import RegionCode
from policies.vocabulary.source import Source
from policies.vocabulary.tender import LawFamily, SeatDemand

TAKEN_BY_SYSTEM = ("L1", "L2", "L3", "L4")
TAKEN_BY_PERSONS = ("L5", "L6")  # only where somebody has asked for it and another person has approved
_NEXT = {LawFamily.TENDERING: ("L5", "L7", "L8"), LawFamily.PROCUREMENT: ("L5", "L6", "L7", "L8")}


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    until: str
    approval: str
    taken_by: Literal["draw", "system", "person"]
    next: str


@dataclass(frozen=True, slots=True)
class Library:
    """其他依法组建的专家库: its name, and the agreement on which its experts are shared."""

    title: str
    agreement: str


@dataclass(frozen=True, slots=True)
class Widening:
    """One step that could be taken for a seat: who would then qualify, on which ground, with whose approval."""

    step: str
    scope: Scope
    title: str
    approval: str
    basis: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step that was taken for seat number `seat`, with the pool it found."""

    seat: int
    widening: Widening
    pool: int
    wanted: int  # places of the seat
    enough: int  # where the ladder may stop

    @property
    def reason(self) -> str:
        step = self.widening.step
        found = f"第{step}级（{self.widening.title}）合格专家{self.pool}名"
        return f"{found}，达到下限{self.enough}名" if self.pool >= self.enough else f"{found}，不足下限{self.enough}名"


@dataclass(frozen=True, slots=True)
class Climb:
    """All steps taken, and the scope in which each seat stands now."""

    steps: tuple[StepTaken, ...]
    scopes: tuple[Scope, ...]

    @property
    def widened(self) -> tuple[StepTaken, ...]:
        """The steps beyond what was applied for."""
        return tuple(taken for taken in self.steps if taken.widening.step != TAKEN_BY_SYSTEM[0])

    @property
    def short_seats(self) -> tuple[int, ...]:
        """The seats that hold too few after their last step: no further step by the system can help."""
        last = {taken.seat: taken for taken in self.steps}
        return tuple(seat for seat, taken in last.items() if taken.pool < taken.wanted)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The ladder of one tender: its rules of the day, its classification, and the areas it starts from."""

    rules: PolicyDay
    known: Callable[[str], Classification]  # by edition
    home: tuple[RegionCode, ...]
    approved: tuple[str, ...] = ()  # of TAKEN_BY_PERSONS, for this tender

    @property
    def taken(self) -> tuple[str, ...]:
        """How far this ladder may be climbed, step by step: what the system takes, then what was approved, and no further."""
        return (*TAKEN_BY_SYSTEM, *(step for step in TAKEN_BY_PERSONS if step in self.approved))

    @property
    def libraries(self) -> dict[str, Library]:
        """Other lawfully built libraries with which this centre has an agreement, by the mark that their experts' numbers begin with."""
        return self.rules.ask("ladder.libraries", dict[str, Library])

    @property
    def per_place(self) -> int:
        return self.rules.count("ladder.per_place")

    def steps(self, seat: SeatDemand) -> Iterator[Widening]:
        """L1 to L4 for one seat, and what was approved beyond; none is narrower than the one before."""
        for step in self.taken:
            yield self._widening(step, self._scope(step, seat))

    def told(self, family: LawFamily) -> tuple[Widening, ...]:
        """What the law allows after the system's last step; a person must decide."""
        nowhere = Scope(())
        return tuple(self._widening(step, nowhere) for step in _NEXT[family] if step not in self.approved)

    def _scope(self, step: str, seat: SeatDemand) -> Scope:
        codes = self._codes(step, seat.codes, self.known(seat.edition))
        areas = self._with_neighbours() if step not in TAKEN_BY_SYSTEM[:3] else self.home
        libraries = tuple(sorted(self.libraries)) if step in TAKEN_BY_PERSONS and "L5" in self.approved else ()
        return Scope(tuple(Specialty(seat.edition, code) for code in codes), areas, libraries)

    def _codes(self, step: str, asked: Sequence[str], tree: Classification) -> tuple[str, ...]:
        """The codes asked for (an upper level stands for all below it), then their siblings, then whole and similar groups."""
        own = {code for each in asked for code in (each, *tree.below(each))}
        if step == "L1":
            return tuple(sorted(own))
        if step == "L2":
            return tuple(sorted(own.union(*(tree.siblings(code) for code in asked))))
        groups = {parent(code) for code in asked}
        groups |= {other for group in groups for other in self._similar().get(group, ())}
        return tuple(sorted(own.union(groups, *(tree.below(group) for group in groups))))

    def _widening(self, step: str, scope: Scope) -> Widening:
        setting = self.rules.profile.setting(f"ladder.{step}", self.rules.day)
        form = _Step.model_validate(setting.value)
        return Widening(step, scope, setting.title, form.approval, setting.sources)

    def _similar(self) -> dict[str, tuple[str, ...]]:
        return self.rules.ask("ladder.similar", dict[str, tuple[str, ...]])

    def _with_neighbours(self) -> tuple[RegionCode, ...]:
        beside = self.rules.ask("ladder.neighbours", dict[str, tuple[str, ...]])
        return tuple(sorted({*self.home, *(RegionCode(area) for home in self.home for area in beside.get(home, ()))}))


def home_areas(regions: Iterable[str]) -> tuple[RegionCode, ...]:
    """The areas from which a draw starts: the host's, and for a remote evaluation those of the sub-venues as well."""
    return tuple(sorted({area_of(region) for region in regions}))


def climb(seats: Sequence[SeatDemand], ladder: Ladder, count: Callable[[Scope], int], *, least: str = TAKEN_BY_SYSTEM[0]) -> Climb:
    """Takes for each seat as few steps as it needs; every step is recorded, the first one too.

    A seat stops where its pool reaches `per_place` experts for each place, but not before step `least`: seats are counted one by
    one, and whether one committee can be formed of all of them is the draw's question.
    """
    steps: list[StepTaken] = []
    for number, seat in enumerate(seats):
        for widening in ladder.steps(seat):
            steps.append(StepTaken(number, widening, count(widening.scope), seat.count, ladder.per_place * seat.count))
            if steps[-1].pool >= steps[-1].enough and (widening.step >= least or not seat.count):
                break
    last = {taken.seat: taken for taken in steps}
    return Climb(tuple(steps), tuple(taken.widening.scope for taken in last.values()))
