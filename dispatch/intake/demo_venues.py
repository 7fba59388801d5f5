"""演示场地: the host centre and five partner cities, with rooms, booths and who sits beside whom."""

from __future__ import annotations

from typing import Any

from dispatch.intake.demo_shape import CITY, HOST, PARTNERS
from dispatch.intake.regions import place_name
from dispatch.intake.venues import EXPERT_ZONE, REPRESENTATIVE_ZONE
from policies.vocabulary.ids import RegionCode

_TOKENS = {HOST: "CS", **dict(zip(PARTNERS, ("ZZ", "XT", "HY", "YY", "CD"), strict=True))}
_HOST_ROOMS, _HOST_BOOTHS = 12, 4
_PARTNER_ROOMS, _PARTNER_BOOTHS = 8, 3


def demo_venues() -> dict[str, Any]:
    """Six venues as a document; the host receives experts of its city and counties, a partner those of its city."""
    host_regions = [str(region) for region, _ in CITY.regions]
    host = _venue(HOST, host_regions, _rooms("CS", _HOST_ROOMS, _HOST_BOOTHS) + _representatives("CS", 3))
    return {"venues": [host, *(_partner(region) for region in PARTNERS)]}


def _partner(region: RegionCode) -> dict[str, Any]:
    token = _TOKENS[region]
    return _venue(region, [str(region)], _rooms(token, _PARTNER_ROOMS, _PARTNER_BOOTHS) + _representatives(token, 1))


def _venue(region: RegionCode, regions: list[str], rooms: list[dict[str, Any]]) -> dict[str, Any]:
    city = place_name(region)
    return {
        "id": _TOKENS[region], "name": f"{city}公共资源交易中心（演示）", "address": f"{city}示例路1号", "region": str(region),
        "regions": regions, "rooms": rooms,
    }  # fmt: skip


def _rooms(token: str, rooms: int, booths: int) -> list[dict[str, Any]]:
    return [_room(f"{token}-3{nth:02d}", EXPERT_ZONE, booths) for nth in range(1, rooms + 1)]


def _representatives(token: str, rooms: int) -> list[dict[str, Any]]:
    return [_room(f"{token}-2{nth:02d}", REPRESENTATIVE_ZONE, 2) for nth in range(1, rooms + 1)]


def _room(room: str, zone: str, booths: int) -> dict[str, Any]:
    """Booths of a room stand in a row: each shares a wall with the next."""
    row = [f"{room}-{nth}" for nth in range(1, booths + 1)]
    return {"id": room, "zone": zone, "booths": [{"id": booth, "beside": row[nth + 1 : nth + 2]} for nth, booth in enumerate(row)]}
