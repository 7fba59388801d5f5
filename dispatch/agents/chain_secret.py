"""This party's chain in one draw: a secret that is drawn once, and the one value of each round that follows from it."""

from __future__ import annotations

from dispatch.agents.equipment import Equipment
from dispatch.agents.sight import Sight
from dispatch.draw.chain import anchor, check_value, value_of_round
from dispatch.draw.events import commit


def own_commit(kit: Equipment, sight: Sight) -> dict[str, object]:
    """The body of this party's commit event; the secret behind it is on the disk before the anchor exists."""
    secret = kit.diary.keep("secret", sight.m, kit.entropy(32))
    frozen, length = sight.history.frozen, sight.manifest.parties[kit.j]
    fixed = anchor(sight.history.m, frozen, kit.j, secret=secret, length=length)
    return commit(sight.m, frozen, kit.j, anchor=fixed, length=length)


def own_value(kit: Equipment, sight: Sight, r: int) -> bytes:
    """v_r, held against the anchor in the log before anybody gets it. Raises BadValue."""
    m, frozen = sight.history.m, sight.history.frozen
    secret = kit.diary.read("secret", sight.m) or b""
    value = value_of_round(m, frozen, kit.j, secret=secret, length=sight.manifest.parties[kit.j], r=r)
    check_value(m, frozen, kit.j, value=value, r=r, anchor=sight.history.anchors[kit.j])
    return value
