"""The completability model: CP-SAT over numbers of interchangeable persons, asked for a proof, never for a choice.

Source: docs/spec/draw-protocol.md §7, "Completability is decided exactly". `layers` answers the same without a solver.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from dispatch.draw.committee import Person, Tally, Type, is_lawful, tally_of
from dispatch.draw.question import Answer, Question
from dispatch.draw.refusals import OracleGaveUp
from dispatch.draw.seats import classes_of

PATIENCE_SECONDS = 60.0


def prove(question: Question, seconds: float = PATIENCE_SECONDS) -> Answer | None:
    """A completion, or None if none exists. Raises OracleGaveUp when neither is proved in time."""
    tally = tally_of(question.opening, question.forced)
    return None if tally is None else _Model(question, tally).solve(seconds)


class _Bundle(NamedTuple):
    """Persons that the model cannot tell apart, and how many of them are taken (`number`, a solver variable)."""

    type: Type
    group: str
    persons: tuple[Person, ...]
    number: Any


@dataclass(slots=True)
class _Model:
    question: Question
    tally: Tally
    cp: Any = field(init=False)
    model: Any = field(init=False)
    bundles: list[_Bundle] = field(init=False)
    abundant: list[_Bundle] = field(init=False)

    def __post_init__(self) -> None:
        from ortools.sat.python import cp_model  # slow to import, and only a drawn round needs it

        self.cp = cp_model
        self.model = cp_model.CpModel()
        forced = {person.id for person in self.question.forced}
        self.bundles = [self._bundle(*few) for few in self._scarce(forced)]
        abundant = self.question.crowd.abundant.items()
        self.abundant = [self._bundle(type, "", tuple(p for p in persons if p.id not in forced)) for type, persons in abundant]

    def solve(self, seconds: float) -> Answer | None:
        self._fill_the_seats()
        self._keep_the_region_rules()
        self._keep_the_group_cap()
        self._keep_pairs_apart()
        self._keep_the_quotas()
        chosen = self._choose_venues()
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.linearization_level = 2
        solver.parameters.max_time_in_seconds = seconds
        status = solver.solve(self.model)
        if status == self.cp.INFEASIBLE:
            return None
        if status not in (self.cp.OPTIMAL, self.cp.FEASIBLE):
            raise OracleGaveUp(seconds=seconds)
        return Answer(self._panel(solver), frozenset(k for k, taken in enumerate(chosen) if solver.value(taken)))

    def _scarce(self, forced: set[str]) -> Iterator[tuple[Type, str, tuple[Person, ...]]]:
        for type, groups in self.question.crowd.scarce.items():
            for group, members in groups.items():
                yield type, group, tuple(person for person in members if person.id not in forced)
        for person in self.question.crowd.paired:
            if person.id not in forced and self.tally.ids.isdisjoint(self.question.opening.partners[person.id]):
                yield person.type, person.group, (person,)

    def _bundle(self, type: Type, group: str, persons: tuple[Person, ...]) -> _Bundle:
        wanted = self.question.opening.size - len(self.question.forced)
        return _Bundle(type, group, persons, self.model.new_int_var(0, min(len(persons), wanted), ""))

    def _all(self) -> list[_Bundle]:
        return self.bundles + self.abundant

    def _fill_the_seats(self) -> None:
        """Every class exactly full, every person in a class that he fits: a flow from fits to classes."""
        counts = self.question.opening.counts
        present: dict[int, list[Any]] = {}
        for bundle in self._all():
            present.setdefault(bundle.type.fit, []).append(bundle.number)
        for person in self.question.forced:
            present.setdefault(person.type.fit, []).append(1)
        into: dict[int, list[Any]] = {k: [] for k in range(len(counts))}
        for fit, numbers in present.items():
            flows = {k: self.model.new_int_var(0, counts[k], "") for k in classes_of(fit)}
            self.model.add(sum(flows.values()) == sum(numbers))
            for k, flow in flows.items():
                into[k].append(flow)
        for k, flows_in in into.items():
            self.model.add(sum(flows_in) == counts[k])

    def _keep_the_region_rules(self) -> None:
        for position, rule in enumerate(self.question.opening.rules):
            inside = self._inside(position, self.tally.inside[position])
            if rule.kind == "region_min":
                self.model.add(inside >= rule.bound)
            elif rule.kind == "region_max":
                self.model.add(inside <= rule.bound)

    def _inside(self, bit: int, already: int) -> Any:
        return sum((bundle.number for bundle in self._all() if bundle.type.pattern >> bit & 1), start=self.model.new_constant(already))

    def _keep_the_group_cap(self) -> None:
        """Abundant types are left out: whatever is chosen, enough of their members have untouched groups."""
        caps = [rule.bound for rule in self.question.opening.rules if rule.kind == "group_cap"]
        if not caps:
            return
        numbers: dict[str, list[Any]] = {}
        for bundle in self.bundles:
            if bundle.group:
                numbers.setdefault(bundle.group, []).append(bundle.number)
        for group, members in numbers.items():
            self.model.add(sum(members) <= min(caps) - self.tally.groups.get(group, 0))

    def _keep_pairs_apart(self) -> None:
        partners = self.question.opening.partners
        alone = {bundle.persons[0].id: bundle.number for bundle in self.bundles if len(bundle.persons) == 1}
        for id, number in alone.items():
            for other in partners.get(id, ()):
                if id < other and other in alone:
                    self.model.add(number + alone[other] <= 1)

    def _keep_the_quotas(self) -> None:
        for kind, quota in enumerate(self.question.opening.quotas or ()):
            already = sum(person.type.kind == kind for person in self.question.forced)
            self.model.add(sum(bundle.number for bundle in self._all() if bundle.type.kind == kind) == quota - already)

    def _choose_venues(self) -> list[Any]:
        choice = self.question.choice
        if choice is None:
            return []
        chosen = [self.model.new_bool_var("") for _ in choice.candidates]
        self.model.add(sum(chosen) == choice.count)
        members = (*self.question.opening.staying, *self.question.forced)
        for k, venue in enumerate(choice.candidates):
            bit = choice.first_bit + k
            inside = self._inside(bit, sum(person.type.pattern >> bit & 1 for person in members))
            self.model.add(inside >= venue.seats_min).only_enforce_if(chosen[k])
            self.model.add(inside <= venue.seats_max).only_enforce_if(chosen[k])
            if k in choice.taken:
                self.model.add(chosen[k] == 1)
        return chosen

    def _panel(self, solver: Any) -> tuple[Person, ...]:
        """Persons for the numbers; those of abundant types last, each one whose group and partners are free."""
        panel = list(self.question.forced)
        for bundle in self.bundles:
            panel.extend(bundle.persons[: solver.value(bundle.number)])
        tally = tally_of(self.question.opening, panel)
        for bundle in self.abundant:
            for _ in range(solver.value(bundle.number)):
                if tally is not None:
                    free = next(p for p in bundle.persons if p.id not in tally.ids and tally.breaks(p) is None)
                    panel.append(free)
                    tally = tally.plus(free)
        if not is_lawful(self.question.opening, panel):
            raise AssertionError("the oracle's witness is no lawful completion")
        return tuple(panel)
