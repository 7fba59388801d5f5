"""Completability once more, without a solver: layer by layer over employers, keeping every reachable state.

Source: docs/spec/draw-protocol.md §7 (b)–(d). Exact, slower than the model; each is held against the other and brute force.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

from dispatch.draw.committee import Person, Type, tally_of
from dispatch.draw.question import Answer, Question, VenueChoice
from dispatch.draw.seats import classes_of


class _Bound(NamedTuple):
    """Members whose pattern has this bit: at least `low`, at most `high`."""

    bit: int
    low: int
    high: int


class _State(NamedTuple):
    """Open seats of each class, members counted for each bound, type counts still to come (None: no composition)."""

    open: tuple[int, ...]
    inside: tuple[int, ...]
    quotas: tuple[int, ...] | None


class _Link(NamedTuple):
    """How a state was reached: the last person added, and what came before."""

    person: Person | None
    before: _Link | None


_Reached = dict[_State, _Link]
_UNBOUND = 10**6


@dataclass(frozen=True, slots=True)
class _Search:
    question: Question
    bounds: tuple[_Bound, ...]

    def complete(self, forced: tuple[Person, ...], out: frozenset[str]) -> tuple[Person, ...] | None:
        """(d): the panel found, unless it holds a listed pair; then one of the two is in and his partners out, or he is out."""
        panel = self.ignoring_pairs(forced, out)
        held = {person.id for person in forced}
        torn = next((person for person in panel or () if person.id not in held and self._conflicts(person, panel or ())), None)
        if torn is None:
            return panel
        partners = self.question.opening.partners[torn.id]
        with_him = self.complete((*forced, torn), out | partners) if held.isdisjoint(partners) else None
        return with_him or self.complete(forced, out | {torn.id})

    def ignoring_pairs(self, forced: tuple[Person, ...], out: frozenset[str]) -> tuple[Person, ...] | None:
        """(b), (c): whether the state "all filled, all minima met" is reached."""
        opening = self.question.opening
        tally = tally_of(opening, forced)
        if tally is None:
            return None
        reached = self._start()
        for person in forced:
            reached = self._add(reached, person)
        held = {person.id for person in forced}
        free = [person for person in self.question.crowd.everyone() if person.id not in held and person.id not in out]
        caps = [rule.bound for rule in opening.rules if rule.kind == "group_cap"]
        for group, members in self._groups(free):
            room = min(caps) - tally.groups.get(group, 0) if caps and group else opening.size
            reached = self._layer(reached, members, room)
        goal = next((link for state, link in reached.items() if self._is_goal(state)), None)
        return None if goal is None else tuple(_walk_back(goal))

    def _start(self) -> _Reached:
        opening = self.question.opening
        inside = tuple(self._cut(bound, sum(p.type.pattern >> bound.bit & 1 for p in opening.staying)) for bound in self.bounds)
        over = any(number > bound.high for number, bound in zip(inside, self.bounds, strict=True))
        return {} if over else {_State(opening.counts, inside, opening.quotas): _Link(None, None)}

    def _groups(self, free: Iterable[Person]) -> Iterator[tuple[str, list[list[Person]]]]:
        """Members of each group by type; of equal groups no more than there are open seats."""
        groups: dict[str, dict[Type, list[Person]]] = {}
        for person in free:
            groups.setdefault(person.group, {}).setdefault(person.type, []).append(person)
        for members in groups.pop("", {}).values():
            yield "", [members]
        equal: dict[object, int] = {}
        taken = {person.group for person in (*self.question.opening.staying, *self.question.forced)}
        for group, types in groups.items():
            looks = (group if group in taken else "", frozenset((type, len(members)) for type, members in types.items()))
            equal[looks] = equal.get(looks, 0) + 1
            if equal[looks] <= self.question.opening.size or self.question.opening.partners:
                yield group, list(types.values())

    def _layer(self, reached: _Reached, members: list[list[Person]], room: int) -> _Reached:
        """From each state, all that adding at most `room` of this group reaches."""
        layer = {0: reached}  # by number taken from the group
        for same in members:
            after: dict[int, _Reached] = {used: dict(states) for used, states in layer.items()}
            for used, states in layer.items():
                for number, person in enumerate(same[: max(room - used, 0)], start=used + 1):
                    states = self._add(states, person)
                    if not states:
                        break
                    after[number] = {**states, **after.get(number, {})}
            layer = after
        return {state: link for states in layer.values() for state, link in states.items()}

    def _add(self, reached: _Reached, person: Person) -> _Reached:
        found: _Reached = {}
        for state, link in reached.items():
            for after in self._steps(state, person):
                found.setdefault(after, _Link(person, link))
        return found

    def _steps(self, state: _State, person: Person) -> Iterator[_State]:
        inside = tuple(
            self._cut(bound, number + (person.type.pattern >> bound.bit & 1))
            for bound, number in zip(self.bounds, state.inside, strict=True)
        )
        if any(number > bound.high for number, bound in zip(inside, self.bounds, strict=True)):
            return
        quotas = state.quotas
        if quotas is not None:
            kind = person.type.kind
            if kind < 0 or not quotas[kind]:
                return
            quotas = (*quotas[:kind], quotas[kind] - 1, *quotas[kind + 1 :])
        for k in classes_of(person.type.fit):
            if state.open[k]:
                yield _State((*state.open[:k], state.open[k] - 1, *state.open[k + 1 :]), inside, quotas)

    def _is_goal(self, state: _State) -> bool:
        met = all(number >= bound.low for number, bound in zip(state.inside, self.bounds, strict=True))
        return met and not any(state.open) and not any(state.quotas or ())

    def _cut(self, bound: _Bound, number: int) -> int:
        """A minimum need not be counted further than it is met."""
        return min(number, bound.low) if bound.high == _UNBOUND else number

    def _conflicts(self, person: Person, panel: tuple[Person, ...]) -> bool:
        partners = self.question.opening.partners.get(person.id, frozenset())
        return any(other.id in partners for other in panel)


def layered(question: Question) -> Answer | None:
    """A completion, or None if none exists."""
    choice = question.choice
    if choice is None:
        return _decide(question, ())
    for venues in combinations(range(len(choice.candidates)), choice.count):
        if choice.taken.issubset(venues):
            found = _decide(question, tuple(_venue_bounds(choice, venues)))
            if found is not None:
                return replace(found, venues=frozenset(venues))
    return None


def _decide(question: Question, more: tuple[_Bound, ...]) -> Answer | None:
    opening = question.opening
    fixed = (*opening.staying, *question.forced)
    out = frozenset().union(*(opening.partners.get(person.id, frozenset()) for person in fixed))
    bounds = [_Bound(k, rule.bound, _UNBOUND) for k, rule in enumerate(opening.rules) if rule.kind == "region_min"]
    bounds += [_Bound(k, 0, rule.bound) for k, rule in enumerate(opening.rules) if rule.kind == "region_max"]
    panel = _Search(question, (*bounds, *more)).complete(question.forced, out)
    return None if panel is None else Answer(panel)


def _venue_bounds(choice: VenueChoice, venues: Iterable[int]) -> Iterator[_Bound]:
    for k in venues:
        yield _Bound(choice.first_bit + k, choice.candidates[k].seats_min, choice.candidates[k].seats_max)


def _walk_back(link: _Link | None) -> Iterator[Person]:
    while link is not None and link.person is not None:
        yield link.person
        link = link.before
