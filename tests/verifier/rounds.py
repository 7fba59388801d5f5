"""Small random rounds for Hypothesis: few people, tight rules, pairs, carried members, compositions."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import strategies as st

from tests.verifier.brute import Person, Round

_REGIONS = ("R0", "R1", "R2")
_LABELS = ("L0", "L1", "L2")


@st.composite
def seat_classes(draw: st.DrawFn) -> list[dict[str, Any]]:
    """One to three classes, at most four seats."""
    seats = []
    for number in range(draw(st.integers(1, 3))):
        labels = sorted(draw(st.sets(st.sampled_from(_LABELS), min_size=1)))
        seats.append({"seat": f"s{number}", "labels": labels, "count": draw(st.integers(1, 2 if number < 2 else 1))})
    return seats


def one_rule() -> st.SearchStrategy[dict[str, Any]]:
    regions = st.sets(st.sampled_from(_REGIONS), min_size=1).map(sorted)
    return st.one_of(
        st.builds(lambda cap: {"rule": "group_cap", "cap": cap}, st.integers(1, 2)),
        st.builds(lambda named, least: {"rule": "region_min", "regions": named, "min": least}, regions, st.integers(1, 3)),
        st.builds(lambda named, most: {"rule": "region_max", "regions": named, "max": most}, regions, st.integers(0, 3)),
    )


@st.composite
def rounds(draw: st.DrawFn) -> tuple[Round, list[str]]:
    """A round and an order of its candidates."""
    seats = draw(seat_classes())
    held = sorted({label for seat in seats for label in seat["labels"]})
    groups = ["", *(f"g{number}" for number in range(draw(st.integers(1, 8))))]
    people: dict[str, Person] = {}
    for number in range(draw(st.integers(2, 9))):
        labels = tuple(sorted(draw(st.sets(st.sampled_from(held), min_size=1))))
        people[f"e{number}"] = (f"e{number}", labels, draw(st.sampled_from(_REGIONS)), draw(st.sampled_from(groups)))
    rules = draw(st.lists(one_rule(), max_size=4))
    couples = st.frozensets(st.sampled_from(sorted(people)), min_size=2, max_size=2)
    pairs = draw(st.frozensets(couples, max_size=5)) if draw(st.booleans()) else frozenset()
    rules += [{"rule": "apart"}] if pairs else []
    total = sum(seat["count"] for seat in seats)
    sitting = [id_ for id_, person in people.items() if set(person[1]) & set(seats[0]["labels"])][: draw(st.integers(0, 1))]
    fixed = dict.fromkeys(sitting if total > 1 else [], seats[0]["seat"])
    order = draw(st.permutations([id_ for id_ in people if id_ not in fixed]))
    types = draw(st.sampled_from([None, None, draw(_types(people, order, total - len(fixed)))]))
    return Round(seats, rules, people, pairs, fixed, types), list(order)


@st.composite
def _types(draw: st.DrawFn, people: dict[str, Person], order: list[str], wanted: int) -> dict[tuple[tuple[str, ...], str], int] | None:
    if wanted > len(order):
        return None
    return dict(Counter((people[id_][1], people[id_][2]) for id_ in draw(st.permutations(order))[:wanted]))
