"""The walk: experts in ticket order, each taken if a lawful committee with all taken so far and him still exists.

Source: docs/spec/draw-protocol.md §7; monotone, so one pass gives the first lawful panel in ticket order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dispatch.draw.committee import Opening, Person, Tally, Type, is_lawful, tally_of
from dispatch.draw.crowd import Crowd
from dispatch.draw.question import Answer, Ask, Question
from dispatch.draw.seats import Assignment

DRAWN, NO_SEAT, NOT_COMPLETABLE, RULE_COMPOSITION = "drawn", "no seat left", "not completable", "rule composition"
Record = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Walk:
    """Every record with its verdict, and the new members in the order drawn."""

    records: tuple[Record, ...]
    panel: tuple[Person, ...]


@dataclass(slots=True)
class Completer:
    """Who is taken so far, and a lawful completion known to hold them all; answers most questions without asking.

    `hopeless` holds types (or types in one group) that were refused: by monotony they stay refused in this walk.
    """

    opening: Opening
    crowd: Crowd
    ask: Ask
    witness: tuple[Person, ...]
    taken: tuple[Person, ...] = ()
    hopeless: set[Type | tuple[Type, str]] = field(default_factory=set)

    def admits(self, person: Person) -> bool:
        """Whether a lawful completion holds everybody taken and this person."""
        if any(person.id == other.id for other in self.witness):
            return True
        if person.type in self.hopeless or (not self._is_paired(person) and (person.type, person.group) in self.hopeless):
            return False
        if self._exchange(person):
            return True
        return self._ask_for(person)

    def take(self, person: Person) -> None:
        self.taken = (*self.taken, person)

    def _is_paired(self, person: Person) -> bool:
        return person.id in self.opening.partners

    def _exchange(self, person: Person) -> bool:
        """Tries him in place of one member of the witness who is not taken yet."""
        held = {other.id for other in self.taken}
        for leaving in self.witness:
            if leaving.id not in held:
                panel = (*(other for other in self.witness if other.id != leaving.id), person)
                if is_lawful(self.opening, panel):
                    self.witness = panel
                    return True
        return False

    def _ask_for(self, person: Person) -> bool:
        found = self._question(person)
        if found is not None:
            self.witness = found.panel
            return True
        if not self._is_paired(person):
            self.hopeless.add((person.type, person.group))
        free = Person("", person.type, "")  # nobody: what his type alone could still do, without group and partners
        if (not person.group and not self._is_paired(person)) or self._question(free) is None:
            self.hopeless.add(person.type)
        return False

    def _question(self, person: Person) -> Answer | None:
        return self.ask(Question(self.opening, self.crowd, (*self.taken, person)))


def first_panel(opening: Opening, order: Iterable[Person], crowd: Crowd, ask: Ask) -> Walk | None:
    """The first lawful panel in this order with the verdict on everybody passed; None if no lawful panel exists."""
    found = ask(Question(opening, crowd))
    tally = tally_of(opening)
    if found is None or tally is None:
        return None
    completer = Completer(opening, crowd, ask, found.panel)
    steps = _Steps(opening, tally, Assignment(opening.counts))
    records: list[Record] = []
    for person in order:
        verdict = steps.refuses(person) or (None if completer.admits(person) else NOT_COMPLETABLE)
        records.append((person.id, verdict or DRAWN))
        if verdict is None:
            completer.take(person)
            steps.take(person)
            if len(completer.taken) == opening.size:
                return Walk(tuple(records), completer.taken)
    raise AssertionError("a lawful panel exists, but the candidates do not hold it")


@dataclass(slots=True)
class _Steps:
    """The verdicts that need no look ahead: seats, upper bounds of rules, type counts."""

    opening: Opening
    tally: Tally
    seated: Assignment
    full: set[int] = field(default_factory=set)
    open: set[int] = field(default_factory=set)
    kinds: list[int] = field(default_factory=list)

    def refuses(self, person: Person) -> str | None:
        fit = person.type.fit
        if fit not in self.open:
            if fit in self.full or self.seated.with_one_more(fit) is None:
                self.full.add(fit)
                return NO_SEAT
            self.open.add(fit)
        broken = self.tally.breaks(person)
        if broken:
            return f"rule {broken}"
        return RULE_COMPOSITION if self._has_no_quota(person) else None

    def take(self, person: Person) -> None:
        seated = self.seated.with_one_more(person.type.fit)
        if seated is None:
            raise AssertionError("taken without a seat")
        self.seated, self.tally = seated, self.tally.plus(person)
        self.open.clear()
        self.kinds.append(person.type.kind)

    def _has_no_quota(self, person: Person) -> bool:
        quotas = self.opening.quotas
        if quotas is None:
            return False
        kind = person.type.kind
        return kind < 0 or self.kinds.count(kind) >= quotas[kind]
