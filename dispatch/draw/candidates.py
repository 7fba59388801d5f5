"""The pool as a draw reads it again and again: ids ready to be hashed, and everybody by look and group; made once, at the freeze.

A *look* is what seats and rules see of a person: labels and region. Nobody is added or left out here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dispatch.draw.pool import Labels, PoolRow

Look = tuple[Labels, str]
Groups = Mapping[str, Sequence[str]]  # group tag → ids
_ONLY = b"\x00\x00\x00\x04\x00\x00\x00\x00"  # LP(u32 0): the one ticket of whoever has weight 1


@dataclass(frozen=True, slots=True)
class Candidates:
    """`fed` in step with `ids`: LP(id) ‖ LP(u32 0); `heavy`: (position, weight) of those with more tickets than one."""

    ids: tuple[str, ...]
    fed: tuple[bytes, ...]
    heavy: tuple[tuple[int, int], ...]
    looks: Mapping[Look, Groups]

    def without(self, gone: Collection[PoolRow]) -> Mapping[Look, Groups]:
        """The looks less these rows; only what they touch is copied."""
        looks = dict(self.looks)
        for id, labels, region, group, _ in gone:
            groups = looks[labels, region]
            looks[labels, region] = {**groups, group: [other for other in groups[group] if other != id]}
        return looks


def candidates_of(rows: Sequence[PoolRow]) -> Candidates:
    """One pass over the rows; there may be 200,000."""
    ids, labels, regions, groups, weights = zip(*rows, strict=True) if rows else ((),) * 5
    looks: dict[Look, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for look, group, id in zip(zip(labels, regions, strict=True), groups, ids, strict=True):
        looks[look][group].append(id)
    return Candidates(
        ids=ids,
        fed=tuple([b"\x00\x00\x00\x20" + id + _ONLY for id in map(bytes.fromhex, ids)]),
        heavy=tuple((position, weight) for position, weight in enumerate(weights) if weight > 1),
        looks={look: dict(found) for look, found in looks.items()},
    )
