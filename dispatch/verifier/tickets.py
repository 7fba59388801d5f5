"""Tickets (签号): the seed gives every candidate a number, and the numbers give the order (spec §7, §8)."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.verifier.case import Case
from dispatch.verifier.suite import lp, u32

_AT_ONCE = 4096


def ticket_order(case: Case, seed: bytes, candidates: Sequence[int]) -> tuple[int, ...]:
    """Candidates by (ticket, id); ticket = min over i < weight of H("vd1/ticket", S_r, id, u32 i)."""
    ids, weights = case.register.ids, case.register.weights
    running, prefix = case.suite.running, lp(b"vd1/ticket") + lp(seed) + u32(32)
    tails = [lp(u32(number)) for number in range(64)]
    keyed: list[tuple[bytes, int]] = []
    for start in range(0, len(candidates), _AT_ONCE):
        case.limit.check()
        for person in candidates[start : start + _AT_ONCE]:
            id_ = bytes.fromhex(ids[person])
            if weights[person] == 1:
                ticket = running(prefix + id_ + tails[0]).digest()
            else:
                ticket = min(running(prefix + id_ + tail).digest() for tail in tails[: weights[person]])
            keyed.append((ticket + id_, person))
    keyed.sort()
    return tuple(person for _, person in keyed)


def drawn_index(case: Case, seed: bytes, total: int) -> int:
    """The index of a lottery: the i < total with the smallest (H("vd1/panel", S, u32 i), i)."""
    return min(range(total), key=lambda number: (case.suite.h("vd1/panel", seed, u32(number)), number))
