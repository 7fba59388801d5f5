"""What a party's operator sees: how far the mirror and every draw have come, and what his agent would not do."""

from __future__ import annotations

from typing import Any

from dispatch.agents.equipment import Equipment
from dispatch.agents.refusals import NotOneDraw

WHOLE, LEAST = 64, 8  # characters of an m, and of a beginning that names one


def standing_of(kit: Equipment, remarks: list[dict[str, object]]) -> dict[str, Any]:
    """The status as members; safe to show."""
    return {
        "party": kit.j,
        "supervisor": int(kit.supervisor),
        "log": {"origin": kit.mirror.origin, "size": kit.mirror.size, "embedded": int(kit.trust.embedded)},
        "draws": [_draw(kit, m) for m in kit.diary.all("manifest")],
        "remarks": remarks,
    }


def draw_named(kit: Equipment, given: str) -> str:
    """The m of the one draw known here that begins so; a whole m is taken as it is. Raises NotOneDraw."""
    known = {*kit.mirror.draws(), *kit.diary.all("manifest")}
    found = [given] if len(given) == WHOLE else [m for m in known if len(given) >= LEAST and m.startswith(given)]
    if len(found) != 1:
        raise NotOneDraw(given=given[:WHOLE])
    return found[0]


def _draw(kit: Equipment, m: str) -> dict[str, Any]:
    sight = kit.sight(m)
    rounds = [key.rpartition("/")[2] for key in kit.diary.all("sent") if key.startswith(m)]
    return {
        "m": m,
        "commit": _index(kit, "commit-idx", m),
        "releases": {key.rpartition("/")[2]: _index(kit, "release-idx", key) for key in kit.diary.all("release") if key.startswith(m)},
        "sent": sorted(map(int, rounds)),
        "status": "" if sight is None else sight.history.status or "open",
        "false_entries": [] if sight is None else list(sight.strangers),
    }


def _index(kit: Equipment, kind: str, key: str) -> int | None:
    kept = kit.diary.read(kind, key)
    return None if kept is None else int(kept)
