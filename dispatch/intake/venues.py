"""场地文件: centres, rooms and booths from YAML; a venue in which nobody could sit is refused.

One venue: id, name, address, region, regions, rooms; one room: id, zone, booths; one booth: id, and `beside`, the booths
that share a wall, a sight line or a device with it. `beside` goes both ways, whichever side says it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dispatch.intake.members import Faults, Members
from dispatch.intake.refusals import BadVenues
from policies.vocabulary.ids import BoothId, RegionCode, RoomId, VenueId
from policies.vocabulary.venue import Booth, Room, Venue

EXPERT_ZONE, REPRESENTATIVE_ZONE = "专家区", "招标人代表区"
ZONES = (EXPERT_ZONE, REPRESENTATIVE_ZONE, "监督区", "隔离区", "休息区")
_TOKEN = re.compile(r"[A-Za-z0-9._-]{1,32}")  # docs/spec/draw-protocol.md §1: a token
_NAMES = {
    "venues": "场地", "rooms": "评标室", "booths": "机位", "beside": "相邻机位", "zone": "分区", "usable": "可用", "region": "行政区域代码",
    "regions": "接收专家的区域", "address": "地址", "name": "名称",
}  # fmt: skip


@dataclass(slots=True)
class _Site:
    """What stands in one venue, while it is read."""

    beside: dict[BoothId, set[BoothId]] = field(default_factory=dict)
    asked: dict[BoothId, Members] = field(default_factory=dict)
    broken: set[BoothId] = field(default_factory=set)
    layout: list[tuple[RoomId, str, list[BoothId]]] = field(default_factory=list)


def read_venues(values: Mapping[str, Any], *, demo: bool = False) -> tuple[Venue, ...]:
    """All venues of a document. Raises BadVenues, which names every faulty member, and every venue without booths."""
    faults = Faults(demo)
    members = Members(values, faults, names=_NAMES)
    venues = tuple(_venue(members, index, value) for index, value in enumerate(members.items("venues")))
    _refuse_twice(members, "venues", [venue.id for venue in venues])
    members.refuse_unknown()
    faults.stop(BadVenues)
    return venues


def _venue(of: Members, index: int, value: Any) -> Venue:
    one = of.group(f"venues[{index}]", value)
    site = _Site()
    for nth, room in enumerate(one.items("rooms")):
        _room(one, site, nth, room)
    _refuse_twice(one, "rooms", [room for room, _, _ in site.layout])
    _join_neighbours(site)
    venue_id = VenueId(one.matching("id", _TOKEN, "CS-1"))
    venue = Venue(venue_id, one.text("name"), one.text("address"), one.region("region"), _regions(one), _rooms(venue_id, site))
    if not venue.booths:
        one.wrong("booths", f"{EXPERT_ZONE}没有可用机位，无法接收评标；请补充机位", "has no usable booth in the expert zone; add booths")
    one.refuse_unknown()
    return venue


def _room(of: Members, site: _Site, nth: int, value: Any) -> None:
    one = of.group(f"rooms[{nth}]", value)
    booths: list[BoothId] = []
    for index, item in enumerate(one.items("booths")):
        booth = one.group(f"booths[{index}]", item)
        booth_id = BoothId(booth.matching("id", _TOKEN, "CS-101-1"))
        if booth_id in site.beside:
            booth.wrong("id", "在本场地出现了两次", "stands twice in this venue")
        site.asked.setdefault(booth_id, booth)
        site.beside.setdefault(booth_id, set()).update(BoothId(str(other)) for other in booth.items("beside", required=False))
        if "usable" in booth.values and not booth.flag("usable"):
            site.broken.add(booth_id)
        booth.refuse_unknown()
        booths.append(booth_id)
    site.layout.append((RoomId(one.matching("id", _TOKEN, "CS-101")), one.choice("zone", ZONES), booths))
    one.refuse_unknown()


def _join_neighbours(site: _Site) -> None:
    for booth, others in list(site.beside.items()):
        for other in sorted(others):
            if other not in site.beside or other == booth:
                chinese, english = f"机位 {booth} 的相邻机位 {other[:40]} 不在本场地", f"booth {booth}: {other[:40]} is not in this venue"
                site.asked[booth].wrong("beside", chinese, english)
            else:
                site.beside[other].add(booth)


def _rooms(venue: VenueId, site: _Site) -> tuple[Room, ...]:
    return tuple(
        Room(room, venue, zone, tuple(Booth(booth, room, tuple(sorted(site.beside[booth])), booth not in site.broken) for booth in booths))
        for room, zone, booths in site.layout
    )


def _regions(of: Members) -> tuple[RegionCode, ...]:
    regions = [RegionCode(str(region)) for region in of.items("regions")]
    if any(not re.fullmatch(r"[1-8][0-9]{5}", region) for region in regions):
        of.wrong("regions", "应为带引号的 6 位行政区域代码", "must be region codes of six digits in quotes")
    _refuse_twice(of, "regions", regions)
    return tuple(regions)


def _refuse_twice(of: Members, name: str, ids: list[Any]) -> None:
    if len(set(ids)) < len(ids):
        of.wrong(name, "有重复的编号", "repeats an id")
