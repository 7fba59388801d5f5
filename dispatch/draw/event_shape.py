"""The members and types of every event body.

Source: docs/spec/draw-protocol.md §5.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dispatch.draw.shape import Check, Unfit, each, either, hexes, in_order, members, one_of, row, token, whole

COMPLETE, INFEASIBLE, CANCELLED = "complete", "infeasible", "cancelled"
RESULT = "result"
_hash, _round, _number = hexes(32), whole(0, 63), whole()


def _body(name: str, **more: Check) -> Check:
    return members({"e": one_of(name), "m": _hash, **more})


_SHAPES: Mapping[str, Check] = {
    "plan": _body("plan", publish_from=_number, prev=either("", _hash)),
    "pool": _body(
        "pool",
        **dict.fromkeys(("N", "nA", "nB", "nD", "nK"), _number),
        **dict.fromkeys(("P", "A", "B", "D", "K", "kid", "audit"), _hash),
    ),
    "commit": _body("commit", F=_hash, j=token, a=_hash, L=whole(1, 64)),
    "release": _body("release", r=_round, j=token, n=_number, seen=_hash),
    "result": _body("result", r=_round, S=_hash, R=_hash),
    "settle": _body("settle", r=_round, acc=_hash, ev=_hash),
    "vacate": _body("vacate", r=whole(1, 63), vac=in_order(each(row(_hash, token), 0, 64)), draw_at=_number, ev=_hash),
    "infeasible": _body("infeasible", r=_round),
    "final": _body(
        "final",
        rounds=whole(0, 64),
        status=one_of(COMPLETE, INFEASIBLE, CANCELLED),
        why=either("", token),
        idx=in_order(each(_number, 0, 10_000)),
    ),
}


def check_shape(body: Any) -> None:
    """Raises Unfit unless the body has exactly the members and types of its event."""
    kind = body.get("e") if isinstance(body, dict) else None
    if not isinstance(kind, str) or kind not in _SHAPES:
        raise Unfit("e", " | ".join(_SHAPES))
    _SHAPES[kind](body, "")
