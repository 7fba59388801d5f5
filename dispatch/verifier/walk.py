"""V20 to V22 in themselves: the walk in ticket order to the first completable panel, and the walk of the standbys (spec §7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dispatch.verifier.limit import Limit
from dispatch.verifier.problem import Composition, Problem
from dispatch.verifier.question import Forced, Profile, Question, question_of
from dispatch.verifier.search import Completion, completion
from dispatch.verifier.seating import can_sit
from dispatch.verifier.supply import Supply, supply_of

Record = list[str]  # [id, verdict]
DRAWN, NO_SEAT, NO_COMPOSITION, NOT_COMPLETABLE = "drawn", "no seat left", "rule composition", "not completable"
STANDBY, NO_PLACE = "standby", "no place"


@dataclass(frozen=True, slots=True)
class Walked:
    """The records of a walk and whom it took, in order."""

    records: list[Record]
    taken: tuple[int, ...]


def walk(problem: Problem, order: Sequence[int], limit: Limit, composition: Composition | None = None) -> Walked | None:
    """The first completable panel in this order of the candidates; None if no lawful panel exists at all."""
    question = question_of(problem, composition)
    supply = supply_of(problem.register, problem.partners, order)
    first = completion(question, supply, (), limit)
    if first is None:
        return None
    progress = _Progress(problem, question, supply, limit, dict(composition) if composition is not None else None, first)
    records = list(progress.records(order))
    return Walked(records, tuple(progress.taken))


@dataclass(slots=True)
class _Progress:
    """Who is taken so far, and what is known about the rest: a skipped one never becomes possible again (spec §7, monotone)."""

    problem: Problem
    question: Question
    supply: Supply
    limit: Limit
    left: dict[int, int] | None  # of each kind of a composition
    rest: Completion  # a known completion of those taken
    taken: list[int] = field(default_factory=list)
    forced: list[Forced] = field(default_factory=list)
    groups: Counter[str] = field(default_factory=Counter)
    dead: set[Profile] = field(default_factory=set)
    dead_in: set[tuple[Profile, str]] = field(default_factory=set)

    def records(self, order: Iterable[int]) -> Iterator[Record]:
        """One record for each candidate until the last seat is filled.

        People of one kind whose employer has nobody in the committee share their verdict until somebody is taken.
        """
        register, partners = self.problem.register, self.problem.partners
        self.groups = self.problem.group_counts()
        known: dict[tuple[int, str | None], str] = {}  # group None: any employer with nobody in the committee, or none
        for person in order:
            if len(self.taken) == self.problem.wanted:
                return
            kind, group = register.kind_of[person], register.groups[person]
            single = person in partners
            verdict = None if single else known.get((kind, group)) or (None if group in self.groups else known.get((kind, None)))
            if verdict is None:
                verdict = self.verdict(person)
                if verdict == DRAWN:
                    known.clear()
                elif not single:
                    shared = group not in self.groups and (verdict != NOT_COMPLETABLE or self.profile(person) in self.dead)
                    known[kind, None if shared else group] = verdict
            yield [register.ids[person], verdict]

    def verdict(self, person: int) -> str:
        """What happens to this candidate now; takes him if a lawful completion exists."""
        self.limit.check()
        problem, kind = self.problem, self.problem.register.kind_of[person]
        if not can_sit([problem.fit(other) for other in (*self.taken, person)], problem.open):
            return NO_SEAT
        broken = self.broken_rule(person)
        if broken:
            return f"rule {broken}"
        if self.left is not None and not self.left.get(kind):
            return NO_COMPOSITION
        rest = self.rest_beside(person)
        if rest is None:
            return NOT_COMPLETABLE
        self.take(person, kind, rest)
        return DRAWN

    def take(self, person: int, kind: int, rest: Completion) -> None:
        self.taken.append(person)
        self.forced.append(self.question.forced(person))
        self.rest = rest
        if self.left is not None:
            self.left[kind] -= 1
        if self.problem.register.groups[person]:
            self.groups[self.problem.register.groups[person]] += 1

    def broken_rule(self, person: int) -> str | None:
        """The first rule in order whose upper bound this person would break."""
        register = self.problem.register
        group, region = register.groups[person], register.kinds[register.kind_of[person]][1]
        sitting = (*self.problem.staying, *self.taken)
        for rule in self.problem.rules:
            if rule.kind == "group_cap" and group and self.groups[group] >= rule.bound:
                return rule.name
            if rule.kind == "region_max" and region in rule.regions:
                inside = sum(register.kinds[register.kind_of[other]][1] in rule.regions for other in sitting)
                if inside >= rule.bound:
                    return rule.name
            if rule.kind == "apart" and not self.problem.partners.get(person, frozenset()).isdisjoint(sitting):
                return rule.name
        return None

    def profile(self, person: int) -> Profile:
        return self.question.profile_of[self.question.kind_of[person]]

    def rest_beside(self, person: int) -> Completion | None:
        """A completion of those taken and this person: the known one with him exchanged in, or one searched for."""
        profile, group = self.profile(person), self.question.group(person)
        single = person in self.problem.partners
        if profile in self.dead or (not single and (profile, group) in self.dead_in):
            return None
        exchanged = self.exchanged(person, profile, group)
        if exchanged is not None:
            return exchanged
        forced = self.question.forced(person)
        found = completion(self.question, self.supply, (*self.forced, forced), self.limit)
        if found is None and ((not group and not single) or not self.would_do(profile)):
            self.dead.add(profile)
        elif found is None and not single:
            self.dead_in.add((profile, group))
        return found

    def would_do(self, profile: Profile) -> bool:
        """Whether at least somebody of that profile without employer and pair could be taken, if there were one."""
        return completion(self.question, self.supply, (*self.forced, Forced(profile)), self.limit) is not None

    def exchanged(self, person: int, profile: Profile, group: str) -> Completion | None:
        """The known completion with this person in place of one alike, if employers and pairs allow it."""
        rest = self.rest
        if person in rest.persons:
            return Completion(rest.loose, rest.persons - {person})
        if not self.problem.partners.get(person, frozenset()).isdisjoint(rest.persons):
            return None
        alike = [key for key, number in rest.loose.items() if number and key[0] == profile]
        if not alike:
            return None
        away = (profile, group) if (profile, group) in alike else alike[0]
        loose = Counter(rest.loose)
        loose[away] -= 1
        colleagues = self.groups[group] + sum(number for (_, other), number in loose.items() if other == group)
        colleagues += sum(self.question.group(other) == group for other in rest.persons)
        if group and self.question.cap is not None and colleagues >= self.question.cap:
            return None
        return Completion(loose, rest.persons)


def walk_of_standbys(problem: Problem, panel: Sequence[int], order: Iterable[int], wanted: int, limit: Limit) -> Walked:
    """Records `standby` or `no place` for the candidates outside the panel, until enough are found or all were asked."""
    exchange = _Exchange(problem, panel)
    records, taken, inside = list[Record](), list[int](), set(panel)
    known: dict[tuple[int, str], bool] = {}
    register = problem.register
    for person in order:
        if len(taken) == wanted:
            break
        if person in inside:
            continue
        group = register.groups[person]
        key = register.kind_of[person], group if group in exchange.groups else ""
        fits = known.get(key) if person not in problem.partners else None
        if fits is None:
            limit.check()
            fits = any(exchange.allows(person, place) for place in range(len(panel)))
            if person not in problem.partners:
                known[key] = fits
        records.append([register.ids[person], STANDBY if fits else NO_PLACE])
        if fits:
            taken.append(person)
    return Walked(records, tuple(taken))


class _Exchange:
    """May one candidate replace one member of the panel, all others staying?"""

    def __init__(self, problem: Problem, panel: Sequence[int]) -> None:
        self.problem, self.panel = problem, panel
        self.groups = problem.group_counts(panel)
        fits = [problem.fit(person) for person in panel]
        classes = range(len(problem.open))
        self.free = [[can_sit([*fits[:at], *fits[at + 1 :], 1 << c], problem.open) for c in classes] for at in range(len(panel))]
        self.patterns = [problem.pattern[problem.register.kind_of[person]] for person in panel]
        self.bounds = problem.bounds()

    def allows(self, person: int, place: int) -> bool:
        """Whether the panel without its member at `place` and with this person is a lawful completion."""
        problem, leaving = self.problem, self.panel[place]
        fit, groups = problem.fit(person), problem.register.groups
        if not any(free and fit >> c & 1 for c, free in enumerate(self.free[place])):
            return False
        colleagues = self.groups[groups[person]] - (groups[leaving] == groups[person])
        if problem.cap is not None and groups[person] and colleagues >= problem.cap:
            return False
        others = {*self.panel, *problem.staying} - {leaving}
        if not problem.partners.get(person, frozenset()).isdisjoint(others):
            return False
        joining = problem.pattern[problem.register.kind_of[person]]
        for bit, (least, most) in enumerate(self.bounds):
            inside = sum(pattern >> bit & 1 for pattern in self.patterns) - (self.patterns[place] >> bit & 1) + (joining >> bit & 1)
            if not least <= inside <= most:
                return False
        return True
