"""Small random rounds, drawn so that seats, caps, minima, pairs and type counts bind often."""

from __future__ import annotations

from hypothesis import strategies as st

from dispatch.draw.committee import Opening, Person, Sorter, partners_of
from dispatch.draw.manifest import Rule
from tests.draw.brute import Row, RuleLine, Small

LABELS = ("L0", "L1", "L2")
REGIONS = ("R0", "R1", "R2")
labels = st.sets(st.sampled_from(LABELS), min_size=1, max_size=2).map(lambda found: tuple(sorted(found)))
regions = st.sets(st.sampled_from(REGIONS), min_size=1, max_size=2).map(frozenset)
groups = st.sampled_from(("", "", "g0", "g1", "g2"))
looks = st.tuples(labels, st.sampled_from(REGIONS), groups)
rule_lines: st.SearchStrategy[RuleLine] = st.one_of(
    st.tuples(st.just("group_cap"), st.integers(1, 2), st.just(frozenset[str]())),
    st.tuples(st.just("region_min"), st.integers(1, 3), regions),
    st.tuples(st.just("region_max"), st.integers(0, 3), regions),
)


@st.composite
def small_rounds(draw: st.DrawFn, typed: bool = False) -> Small:
    seats = draw(st.lists(st.tuples(labels.map(frozenset), st.integers(1, 2)), min_size=1, max_size=3))
    few = draw(st.lists(looks, min_size=1, max_size=5))
    found = draw(st.lists(st.sampled_from(few), min_size=2, max_size=9))
    rows: list[Row] = [(f"e{k}", *look) for k, look in enumerate(found)]
    stays = draw(st.integers(0, min(2, len(rows) - 1)))
    lines = draw(st.lists(rule_lines, max_size=3))
    ids = [row[0] for row in rows]
    pairs = draw(st.sets(st.tuples(st.sampled_from(ids), st.sampled_from(ids)).filter(lambda pair: pair[0] < pair[1]), max_size=4))
    if pairs:
        lines.append(("apart", 0, frozenset()))
    size = sum(count for _, count in seats)
    quotas = draw(type_counts(rows[stays:], size)) if typed else None
    order = draw(st.permutations(rows[stays:]))
    return Small(tuple(seats), tuple(lines), tuple(rows[:stays]), tuple(order), frozenset(pairs), quotas)


@st.composite
def type_counts(draw: st.DrawFn, rows: list[Row], size: int) -> tuple[tuple[tuple[tuple[str, ...], str], int], ...]:
    """A composition with as many members as there are open seats, mostly of types that have candidates."""
    types = draw(st.lists(st.sampled_from([(row[1], row[2]) for row in rows]), min_size=size, max_size=size))
    return tuple((type, types.count(type)) for type in sorted(set(types)))


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
