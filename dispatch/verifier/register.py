"""Everybody whom the draw knows: the frozen pool and the carried members (留任成员), by place in one list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dispatch.verifier.suite import lp, u32

Kind = tuple[tuple[str, ...], str]  # labels and region: those who share both differ only by employer, pairs and ticket


@dataclass(frozen=True, slots=True)
class Register:
    """Parallel columns; places 0 … pool_size−1 are the pool in its order, the carried members follow."""

    ids: Sequence[str]
    kind_of: Sequence[int]
    groups: Sequence[str]
    weights: Sequence[int]
    kinds: Sequence[Kind]
    place: Mapping[str, int]
    pool_size: int


def register_of(pool: list[list[Any]], carried: list[list[Any]]) -> Register:
    """Columns from the lists `[id, labels, region, group, weight]` and `[id, seat, labels, region, group]`."""
    numbers: dict[Kind, int] = {}
    rows = [(entry[1], entry[2]) for entry in pool] + [(entry[2], entry[3]) for entry in carried]
    kind_of = [numbers.setdefault((tuple(labels), region), len(numbers)) for labels, region in rows]
    ids = [entry[0] for entry in pool] + [entry[0] for entry in carried]
    return Register(
        ids=ids,
        kind_of=kind_of,
        groups=[entry[3] for entry in pool] + [entry[4] for entry in carried],
        weights=[entry[4] for entry in pool] + [1] * len(carried),
        kinds=list(numbers),
        place={id_: place for place, id_ in enumerate(ids)},
        pool_size=len(pool),
    )


def pool_records(register: Register) -> list[bytes]:
    """LP(id) ‖ LP(labels) ‖ LP(region) ‖ LP(group) ‖ LP(u32 weight) for each of the pool (spec §4)."""
    middles = [lp(",".join(labels).encode()) + lp(region.encode()) for labels, region in register.kinds]
    tails = {weight: lp(u32(weight)) for weight in set(register.weights)}
    id_head, no_group, group_head = u32(32), u32(0), u32(8)
    unhex = bytes.fromhex
    return [
        id_head + unhex(id_) + middles[kind] + (group_head + unhex(group) if group else no_group) + tails[weight]
        for id_, kind, group, weight in zip(
            register.ids[: register.pool_size], register.kind_of, register.groups, register.weights, strict=False
        )
    ]


def carried_record(entry: list[Any]) -> bytes:
    """LP(id) ‖ LP(seat) ‖ LP(labels) ‖ LP(region) ‖ LP(group) of a carried member."""
    id_, seat, labels, region, group = entry
    texts = (seat, ",".join(labels), region)
    return lp(bytes.fromhex(id_)) + b"".join(lp(text.encode()) for text in texts) + lp(bytes.fromhex(group))
