"""Small random rounds in which seats, caps, minima, pairs and type counts bind often, and most of which can be drawn."""

from __future__ import annotations

from collections import Counter
from random import Random  # noqa: TID251  the generator is Hypothesis's own, given as an argument

from hypothesis import strategies as st

from dispatch.draw.committee import Opening, Person, Sorter, partners_of
from dispatch.draw.manifest import Rule
from tests.draw.brute import Quotas, Row, RuleLine, Small, Venue

REGIONS = ("R0", "R1", "R2")
GROUPS = ("", "g0", "g1", "g2", "g3")


def small_rounds(typed: bool = False) -> st.SearchStrategy[Small]:
    return st.randoms(use_true_random=True).map(lambda chance: _mostly_possible(chance, typed))


def venue_lists() -> st.SearchStrategy[tuple[Venue, ...]]:
    return st.randoms(use_true_random=True).map(lambda chance: tuple(_venue(chance, k) for k in range(chance.randint(2, 4))))


def _mostly_possible(chance: Random, typed: bool) -> Small:
    small = _round(chance, typed)
    for _ in range(chance.choice((0, 3, 8, 20))):
        if small.panels:
            break
        small = _round(chance, typed)
    return small


def _round(chance: Random, typed: bool) -> Small:
    labels = ("L0", "L1", "L2")[: chance.randint(1, 3)]
    seats = tuple((frozenset(_some(chance, labels)), chance.randint(1, 2)) for _ in range(chance.randint(1, 3)))
    groups = chance.choice((GROUPS, GROUPS[1:4], GROUPS[:3], ("", "")))
    rows = [(f"e{k}", _some(chance, labels), chance.choice(REGIONS), chance.choice(groups)) for k in range(chance.randint(4, 9))]
    stays = chance.choice((0, 0, 1, 2))
    pairs = frozenset(_pair(chance, rows) for _ in range(chance.choice((0, 0, 1, 3, 5))))
    rules = _rules(chance, bool(pairs))
    candidates = rows[stays:]
    chance.shuffle(candidates)
    size = sum(count for _, count in seats)
    return Small(seats, rules, tuple(rows[:stays]), tuple(candidates), pairs, _quotas(chance, candidates, size) if typed else None)


def _rules(chance: Random, apart: bool) -> tuple[RuleLine, ...]:
    rules: list[RuleLine] = []
    if chance.random() < 0.6:
        rules.append(("group_cap", chance.choice((1, 1, 2)), frozenset()))
    for _ in range(chance.choice((0, 1, 1, 2))):
        rules.append(("region_min", chance.randint(1, 2), frozenset(_some(chance, REGIONS))))
    if chance.random() < 0.4:
        rules.append(("region_max", chance.randint(0, 2), frozenset(_some(chance, REGIONS))))
    if apart:
        rules.append(("apart", 0, frozenset()))
    chance.shuffle(rules)
    return tuple(rules)


def _some(chance: Random, options: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(chance.sample(options, chance.randint(1, min(2, len(options))))))


def _pair(chance: Random, rows: list[Row]) -> tuple[str, str]:
    first, second = sorted(chance.sample([row[0] for row in rows], 2))
    return first, second


def _quotas(chance: Random, rows: list[Row], size: int) -> Quotas:
    """A composition of as many members as there are open seats, of types that have candidates."""
    found = Counter((row[1], row[2]) for row in chance.sample(rows, min(size, len(rows))))
    return tuple(sorted(found.items()))


def _venue(chance: Random, k: int) -> Venue:
    low = chance.choice((0, 0, 1, 2))
    return f"V{k}", frozenset(_some(chance, REGIONS)), low, chance.choice((low, low + 1, 64))


def sorter_of(small: Small) -> Sorter:
    kinds = None if small.quotas is None else {type: k for k, (type, _) in enumerate(small.quotas)}
    return Sorter(tuple(wanted for wanted, _ in small.seats), rules_of(small), kinds)


def rules_of(small: Small) -> tuple[Rule, ...]:
    return tuple(Rule(kind, f"{kind}#{k}", bound, found) for k, (kind, bound, found) in enumerate(small.rules))


def opening_of(small: Small) -> Opening:
    quotas = None if small.quotas is None else tuple(number for _, number in small.quotas)
    counts = tuple(count for _, count in small.seats)
    return Opening(counts, rules_of(small), persons(small, small.staying), partners_of(small.pairs), quotas)


def persons(small: Small, rows: tuple[Row, ...]) -> tuple[Person, ...]:
    sorter = sorter_of(small)
    return tuple(sorter.person(*row) for row in rows)
