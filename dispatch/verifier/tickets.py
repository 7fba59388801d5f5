"""Tickets (签号): the seed gives every candidate a number, and the numbers give the order (spec §7, §8)."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.verifier.case import Case
from dispatch.verifier.limit import Limit
from dispatch.verifier.register import Register
from dispatch.verifier.suite import Suite, lp, u32

_AT_ONCE = 4096


def ticket_order(case: Case, seed: bytes, candidates: Sequence[int]) -> tuple[int, ...]:
    """The candidates of a round in the order of its tickets."""
    return tickets_in_order(case.suite, seed, case.register, candidates, case.limit)


def tickets_in_order(suite: Suite, seed: bytes, register: Register, candidates: Sequence[int], limit: Limit) -> tuple[int, ...]:
    """Candidates by (ticket, id); ticket = min over i < weight of H("vd1/ticket", S_r, id, u32 i)."""
    ids, weights = register.ids, register.weights
    running, prefix = suite.running, lp(b"vd1/ticket") + lp(seed) + u32(32)
    tails = [lp(u32(number)) for number in range(64)]
    keyed: list[tuple[bytes, int]] = []
    for start in range(0, len(candidates), _AT_ONCE):
        limit.check()
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
