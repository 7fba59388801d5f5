"""The yes-or-no question "can these people be completed to a lawful panel?", laid out as cells of like candidates (spec §7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dispatch.verifier.pool import Partners
from dispatch.verifier.problem import Composition, Problem
from dispatch.verifier.supply import Supply

Profile = tuple[int, int]  # slots that fit, pattern of region rules


@dataclass(frozen=True, slots=True)
class Forced:
    """Somebody who must be in: a person, or (person None) anybody of that profile without employer and pair."""

    profile: Profile
    group: str = ""
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """So many candidates alike, of whom at least and at most some are taken; `person` if it is one known person."""

    profile: Profile
    group: str
    least: int
    most: int
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Slots to be filled exactly, region rules to be kept, employers' caps and pairs to be respected.

    Slots are the seat classes. For a composition they are its types, each wanted n times; seats and region
    rules then follow from the types alone (spec §8, "Deciding it") and have been checked before.
    """

    slots: tuple[int, ...]
    profile_of: tuple[Profile, ...]  # by kind of person
    regions: tuple[tuple[int, int], ...]
    cap: int | None
    used: Mapping[str, int]  # members of each employer among the staying
    closed: frozenset[int]  # partners of the staying
    partners: Partners
    groups: Sequence[str]
    kind_of: Sequence[int]

    @property
    def wanted(self) -> int:
        return sum(self.slots)

    def forced(self, person: int, fits: int | None = None) -> Forced:
        """The person as one who must be in, if wanted in certain slots only."""
        profile = self.profile_of[self.kind_of[person]]
        return Forced(profile if fits is None else (fits, profile[1]), self.group(person), person)

    def group(self, person: int) -> str:
        return self.groups[person] if self.cap is not None else ""


def question_of(problem: Problem, composition: Composition | None = None) -> Question:
    """The question that a problem poses, if given with exactly these numbers of each kind."""
    profiles = tuple(zip(problem.fits, problem.pattern, strict=True))
    regions = tuple(problem.bounds())
    slots = problem.open
    if composition is not None:
        slots, regions = tuple(composition.values()), ()
        bits = {kind: 1 << place for place, kind in enumerate(composition)}
        profiles = tuple((bits.get(kind, 0), 0) for kind in range(len(problem.fits)))
    no_one: frozenset[int] = frozenset()
    return Question(
        slots=slots,
        profile_of=profiles,
        regions=regions,
        cap=problem.cap,
        used=problem.group_counts() if problem.cap is not None else {},
        closed=no_one.union(*(problem.partners.get(person, no_one) for person in problem.staying)),
        partners=problem.partners,
        groups=problem.register.groups,
        kind_of=problem.register.kind_of,
    )


def cells_of(question: Question, supply: Supply, forced: Sequence[Forced]) -> list[Cell]:
    """All that can be chosen from, forced people first; empty cells and hopeless ones are left out.

    Forced people are part of the supply too, unless it is an imagined one.

    A profile with twice as many untouched employers (or people without) as there are slots is *rich*: whatever
    else is chosen, an untouched employer remains, so its members count as people without employer, without end.
    """
    touched = Counter(one.group for one in forced if one.group)
    touched.update(question.used)
    known = [one.person for one in forced if one.person is not None and one.person not in question.partners]
    gone = Counter((question.profile_of[question.kind_of[person]], question.group(person)) for person in known)
    cells = [Cell(one.profile, one.group, 1, 1, one.person) for one in forced]
    rich, poor = _by_profile(question, supply, touched)
    cells += [Cell(profile, "", 0, question.wanted) for profile in rich]
    for (profile, group), number in poor.items():
        free = number - gone[profile, group]
        if group and question.cap is not None:
            free = min(free, question.cap - question.used.get(group, 0))
        if free > 0:
            cells.append(Cell(profile, group, 0, min(free, question.wanted)))
    return cells + _paired_cells(question, supply, forced, rich)


def _by_profile(question: Question, supply: Supply, touched: Mapping[str, int]) -> tuple[set[Profile], Counter[tuple[Profile, str]]]:
    rich = {profile for profile in supply.imagined if profile[0]}
    poor: Counter[tuple[Profile, str]] = Counter()
    for kind, groups in supply.by_kind.items():
        profile = question.profile_of[kind]
        if not profile[0] or profile in rich:
            continue
        if question.cap is None:
            groups = {"": sum(groups.values())}
        apart = groups.get("", 0) + sum(group not in touched for group in groups if group)
        if apart >= 2 * question.wanted:
            rich.add(profile)
        else:
            for group, number in groups.items():
                poor[profile, group] += number
    return rich, Counter({key: number for key, number in poor.items() if key[0] not in rich})


def _paired_cells(question: Question, supply: Supply, forced: Sequence[Forced], rich: set[Profile]) -> list[Cell]:
    """People in listed pairs, one by one; not those whose profile is rich (somebody without a pair does as well)."""
    barred = set(question.closed).union(*(question.partners.get(one.person, ()) for one in forced if one.person is not None))
    barred.update(one.person for one in forced if one.person is not None)
    cells = []
    for person in supply.paired:
        profile, group = question.profile_of[question.kind_of[person]], question.group(person)
        if profile[0] and profile not in rich and person not in barred:
            cells.append(Cell(profile, group, 0, 1, person))
    return cells
