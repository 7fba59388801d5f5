"""地域: which city an administrative code belongs to, and what it is called."""

from __future__ import annotations

from functools import cache
from typing import Any

from policies.dated import DATA, in_force, load
from policies.vocabulary.ids import RegionCode

_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})  # 直辖市: the whole municipality is one area
_DIRECT_COUNTIES = "90"  # 省直辖县级: no city above it, so each is its own area


def area_of(region: str) -> RegionCode:
    """The area (city level) of a GB/T 2260 code: 430104 → 430100; a municipality is one area.

    >>> area_of("430181"), area_of("500112"), area_of("429004")
    ('430100', '500000', '429004')
    """
    if region[:2] in _MUNICIPALITIES:
        return RegionCode(region[:2] + "0000")
    if region[2:4] == _DIRECT_COUNTIES:
        return RegionCode(region)
    return RegionCode(region[:4] + "00")


def area_name(region: str) -> str:
    """What people call the place; the code itself where the list at hand has no name."""
    places = _places()
    return places.get(region) or places.get(area_of(region)) or region


@cache
def _places() -> dict[str, str]:
    regions = load(DATA / "regions.yaml", dict[str, Any])
    latest = in_force(regions, regions.in_force[-1][0])
    return {**{code + "0000": name for code, name in latest["provinces"].items()}, **latest["places"]}
