"""不得同组: which pairs of experts may not sit together, each with its ground: put down as such (R10), or seen together too often (R13)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from dispatch.workflow.engagements import past_committees
from dispatch.workflow.roster import unit_keys
from dispatch.workflow.work import Work
from policies.encounters import familiar_pairs, pairs_since
from policies.profiles import PolicyDay
from policies.vocabulary.roster import RosterLine

ON_RECORD, FAMILIAR = "不宜同组", "频繁同组"
RefPair = tuple[str, str]


def kept_apart(lines: Collection[RosterLine], rules: PolicyDay, work: Work) -> dict[RefPair, str]:
    """Pairs of references among these experts, the smaller first, with the ground of each."""
    there = {line.ref for line in lines}
    first = pairs_since(rules)
    together = past_committees(first, work) if first else ()
    familiar = (pair for pair in familiar_pairs(together, rules) if there.issuperset(pair))
    return {**dict.fromkeys(familiar, FAMILIAR), **dict.fromkeys(_on_record(lines, work), ON_RECORD)}


def _on_record(lines: Collection[RosterLine], work: Work) -> Iterator[RefPair]:
    wanting = [line for line in lines if any(relation.kind == ON_RECORD for relation in line.relations or ())]
    if not wanting:
        return
    there = {line.ref for line in lines}
    by_mark = {unit_keys(no, "", work.means).name: ref for ref, no in work.uow.registry.numbers().items() if ref in there}
    for line in wanting:
        for relation in line.relations or ():
            other = by_mark.get(relation.other.name) if relation.kind == ON_RECORD else None
            if other and other != line.ref:
                yield min(line.ref, other), max(line.ref, other)
