"""What a round must fill: open seats, rules in force, the members who stay; and what of it a person meets or breaks (spec §7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dispatch.verifier.manifest import Rule, SeatClass
from dispatch.verifier.pool import Partners
from dispatch.verifier.register import Register
from dispatch.verifier.seating import can_sit

Composition = Mapping[int, int]  # kind → how many of it


@dataclass(frozen=True, slots=True)
class Problem:
    """One round's question. Masks are numbers whose bit c stands for seat class c, or bit k for the k-th region rule."""

    register: Register
    partners: Partners
    seats: tuple[SeatClass, ...]
    open: tuple[int, ...]
    rules: tuple[Rule, ...]
    staying: tuple[int, ...]
    fits: tuple[int, ...]  # by kind of person
    region_rules: tuple[Rule, ...]
    pattern: tuple[int, ...]  # by kind of person
    cap: int | None

    @property
    def wanted(self) -> int:
        return sum(self.open)

    def fit(self, person: int) -> int:
        return self.fits[self.register.kind_of[person]]

    def bounds(self) -> list[tuple[int, int]]:
        """What the staying members leave of each region rule: at least, at most so many of the new ones."""
        left = []
        for place, rule in enumerate(self.region_rules):
            held = sum(self.pattern[self.register.kind_of[person]] >> place & 1 for person in self.staying)
            least, most = (rule.bound - held, 64) if rule.kind == "region_min" else (0, rule.bound - held)
            left.append((max(0, least), most))
        return left

    def group_counts(self, people: Collection[int] = ()) -> Counter[str]:
        """Members of each employer among the staying and these people; people without employer are never counted."""
        groups = self.register.groups
        return Counter(groups[person] for person in (*self.staying, *people) if groups[person])


def problem_of(
    register: Register, partners: Partners, seats: tuple[SeatClass, ...], rules: tuple[Rule, ...], sitting: Mapping[int, str]
) -> Problem:
    """The problem of filling all seats that the sitting members (person → seat class) do not hold, under these rules."""
    region_rules = tuple(rule for rule in rules if _binds(rule))
    held = Counter(sitting.values())
    caps = [rule.bound for rule in rules if rule.kind == "group_cap"]
    return Problem(
        register=register,
        partners=partners if any(rule.kind == "apart" for rule in rules) else {},
        seats=seats,
        open=tuple(seat.count - held[seat.seat] for seat in seats),
        rules=rules,
        staying=tuple(sitting),
        fits=tuple(_mask(not seat.labels.isdisjoint(labels) for seat in seats) for labels, _ in register.kinds),
        region_rules=region_rules,
        pattern=tuple(_mask(region in rule.regions for rule in region_rules) for _, region in register.kinds),
        cap=min(caps, default=None),
    )


def _binds(rule: Rule) -> bool:
    """A region rule that can make a difference: not a minimum of none, not a maximum of all seats."""
    return (rule.kind == "region_min" and rule.bound > 0) or (rule.kind == "region_max" and rule.bound < 64)


def _mask(bits: Iterable[bool]) -> int:
    return sum(1 << place for place, bit in enumerate(bits) if bit)


def is_lawful(problem: Problem, people: Sequence[int]) -> bool:
    """Whether these people are a lawful completion: the seats exactly filled, and every rule kept with the staying members."""
    if len(people) != problem.wanted or not can_sit([problem.fit(person) for person in people], problem.open):
        return False
    if problem.cap is not None and max(problem.group_counts(people).values(), default=0) > problem.cap:
        return False
    if any(problem.partners.get(person, frozenset()).intersection((*people, *problem.staying)) for person in people):
        return False
    patterns = [problem.pattern[problem.register.kind_of[person]] for person in people]
    inside = (sum(pattern >> place & 1 for pattern in patterns) for place in range(len(problem.region_rules)))
    return all(least <= number <= most for number, (least, most) in zip(inside, problem.bounds(), strict=True))


def composition_fits(problem: Problem, composition: Composition) -> bool:
    """Whether so many of each kind can take all open seats and keep the region rules; employers and pairs are another matter."""
    masks = [problem.fits[kind] for kind, number in composition.items() for _ in range(number)]
    if len(masks) != problem.wanted or not can_sit(masks, problem.open):
        return False
    for place, (least, most) in enumerate(problem.bounds()):
        number = sum(number for kind, number in composition.items() if problem.pattern[kind] >> place & 1)
        if not least <= number <= most:
            return False
    return True
