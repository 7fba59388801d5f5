"""Small committees by trying every possibility, restated from the specification without a single idea of the verifier's search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

Person = tuple[str, tuple[str, ...], str, str]  # id, labels, region, group


@dataclass(frozen=True)
class Round:
    """What one round may draw from and must keep to."""

    seats: Sequence[dict[str, Any]]
    rules: Sequence[dict[str, Any]]
    people: dict[str, Person]
    pairs: frozenset[frozenset[str]]
    fixed: dict[str, str] = field(default_factory=dict)
    types: dict[tuple[tuple[str, ...], str], int] | None = None

    def open(self) -> list[int]:
        held = Counter(self.fixed.values())
        return [seat["count"] - held[seat["seat"]] for seat in self.seats]

    def vectors(self, people: Sequence[Person]) -> Iterator[tuple[int, ...]]:
        """All class positions that fit the labels and overfill no class, in lexicographic order."""
        fits = [[c for c, seat in enumerate(self.seats) if set(seat["labels"]) & set(person[1])] for person in people]
        for vector in product(*fits):
            if all(vector.count(c) <= number for c, number in enumerate(self.open())):
                yield vector

    def keeps(self, people: Sequence[Person], upper_only: bool = False, count_types: bool = True) -> bool:
        """Whether the committee of these and the staying keeps every rule."""
        committee = [*people, *(self.people[id_] for id_ in self.fixed)]
        for rule in self.rules:
            inside = sum(person[2] in rule.get("regions", ()) for person in committee)
            groups = Counter(person[3] for person in committee if person[3])
            kind = rule["rule"]
            if kind == "group_cap" and max(groups.values(), default=0) > rule["cap"]:
                return False
            if kind == "region_max" and inside > rule["max"]:
                return False
            if kind == "region_min" and not upper_only and inside < rule["min"]:
                return False
            if kind == "apart" and any(frozenset((a[0], b[0])) in self.pairs for a, b in combinations(committee, 2)):
                return False
        if self.types is not None and count_types and not upper_only:
            return Counter((person[1], person[2]) for person in people) == Counter(self.types)
        return True

    def lawful(self, people: Sequence[Person], count_types: bool = True) -> bool:
        return len(people) == sum(self.open()) and any(True for _ in self.vectors(people)) and self.keeps(people, count_types=count_types)

    def completable(self, taken: Sequence[Person], supply: Iterable[Person], count_types: bool = True) -> bool:
        rest = [person for person in supply if person not in taken]
        missing = sum(self.open()) - len(taken)
        return missing >= 0 and any(self.lawful([*taken, *more], count_types) for more in combinations(rest, missing))

    def walk(self, order: Sequence[str]) -> list[list[str]] | None:
        """Records of the first walk, or None if no panel is lawful."""
        supply, taken, records = [self.people[id_] for id_ in order], list[Person](), list[list[str]]()
        if not self.completable((), supply):
            return None
        for person in supply:
            if len(taken) == sum(self.open()):
                break
            if self.completable([*taken, person], supply):
                taken.append(person)
                records.append([person[0], "drawn"])
            else:
                records.append([person[0], self.reason(taken, person)])
        return records

    def reason(self, taken: Sequence[Person], person: Person) -> str:
        if not any(True for _ in self.vectors([*taken, person])):
            return "no seat left"
        for place, rule in enumerate(self.rules):
            if not Round(self.seats, [rule], self.people, self.pairs, self.fixed).keeps([*taken, person], upper_only=True):
                return f"rule {rule['rule']}#{place}"
        if self.types is not None:
            used = sum((other[1], other[2]) == (person[1], person[2]) for other in taken)
            if used >= self.types.get((person[1], person[2]), 0):
                return "rule composition"
        return "not completable"

    def standbys(self, panel: Sequence[str], order: Sequence[str], wanted: int) -> list[list[str]]:
        members, records, found = [self.people[id_] for id_ in panel], list[list[str]](), 0
        for id_ in order:
            if found == wanted:
                break
            if id_ in panel:
                continue
            fits = any(self.lawful([*(m for m in members if m != j), self.people[id_]], count_types=False) for j in members)
            found += fits
            records.append([id_, "standby" if fits else "no place"])
        return records

    def settled(self, accepted: Sequence[str], undrawn: Sequence[str]) -> list[list[str]]:
        """Who of the accepted is seated, and where."""
        plain = Round(self.seats, self.rules, self.people, self.pairs, self.fixed)
        came, rest = [self.people[id_] for id_ in accepted], [self.people[id_] for id_ in undrawn]
        supply: list[Person] = [*came, *rest]
        if not plain.completable((), supply):
            labels = tuple(sorted({label for seat in self.seats for label in seat["labels"]}))
            regions = [*sorted({region for rule in self.rules for region in rule.get("regions", ())}), "nowhere"]
            rest = [(f"~{region}{n}", labels, region, "") for region in regions for n in range(sum(self.open()))]
            supply = rest
        taken: list[Person] = []
        for person in came:
            if plain.completable([*taken, person], supply):
                taken.append(person)
        missing = sum(self.open()) - len(taken)
        completions = [more for more in combinations([p for p in rest if p not in taken], missing) if plain.keeps([*taken, *more])]
        vectors = (vector[: len(taken)] for more in completions for vector in plain.vectors([*taken, *more]))
        return [[person[0], self.seats[c]["seat"]] for person, c in zip(taken, min(vectors), strict=True)]
