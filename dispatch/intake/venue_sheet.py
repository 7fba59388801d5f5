"""场地与机位 as a workbook: sheet 场地 with one venue a line, sheet 机位 with one booth a line; in and out.

场地: 场地编号 名称 地址 行政区域代码 接收专家的区域 (several, separated by 、). 机位: 场地编号 评标室 分区 机位 相邻机位 可用.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dispatch.intake.cells import Cell, Line, NumberLostDigits, as_text, is_blank
from dispatch.intake.columns import table
from dispatch.intake.refusals import WrongColumns
from dispatch.intake.specialties import split_words
from policies.vocabulary.venue import Venue

VENUES, BOOTHS = "场地", "机位"
VENUE_COLUMNS = ("场地编号", "名称", "地址", "行政区域代码", "接收专家的区域")
BOOTH_COLUMNS = ("场地编号", "评标室", "分区", "机位", "相邻机位", "可用")
VENUE_ALIASES = {"场地编号": ("编号", "场地代码"), "名称": ("场地名称",), "地址": ("场地地址",), "接收专家的区域": ("接收区域",)}
BOOTH_ALIASES = {"场地编号": ("场地",), "评标室": ("房间", "评标室编号"), "机位": ("机位编号", "席位", "卡位"), "可用": ("是否可用",)}
_USABLE = {"是": True, "否": False}


def members_of_venue_sheets(sheets: Mapping[str, Sequence[Line]]) -> dict[str, Any]:
    """The members that the two sheets hold, as a YAML document would. Raises EmptyFile, NoHeader, WrongColumns."""
    for name in (VENUES, BOOTHS):
        if name not in sheets or all(is_blank(line) for line in sheets[name]):
            raise WrongColumns(what=f"缺少工作表“{name}”", what_en=f"the sheet {name} is missing")
    venues: dict[str, dict[str, Any]] = {}
    for _, cells in table(sheets[VENUES], VENUE_COLUMNS, aliases=VENUE_ALIASES).records():
        number = _text(cells["场地编号"])
        if number in venues:
            raise WrongColumns(what=f"场地“{number[:32]}”出现了两次", what_en=f"the venue {number[:32]} stands twice")
        venues[number] = _venue(number, cells)
    for _, cells in table(sheets[BOOTHS], BOOTH_COLUMNS, aliases=BOOTH_ALIASES).records():
        number = _text(cells["场地编号"])
        _add_booth(venues.setdefault(number, {"id": number, "rooms": {}})["rooms"], cells)
    return {"venues": [{**venue, "rooms": list(venue["rooms"].values())} for venue in venues.values()]}


def venue_tables(venues: Iterable[Venue]) -> dict[str, list[tuple[str, ...]]]:
    """The two sheets of these venues, which `members_of_venue_sheets` reads."""
    listed = list(venues)
    rows = [(venue.id, venue.name, venue.address, venue.region, "、".join(venue.regions)) for venue in listed]
    booths = [
        (venue.id, room.id, room.zone, booth.id, "、".join(booth.beside), "是" if booth.usable else "否")
        for venue in listed
        for room in venue.rooms
        for booth in room.booths
    ]
    return {VENUES: [VENUE_COLUMNS, *rows], BOOTHS: [BOOTH_COLUMNS, *booths]}


def venue_members(venues: Iterable[Venue]) -> dict[str, Any]:
    """These venues as a YAML document, which `read_venues` reads."""
    return {"venues": [_members(venue) for venue in venues]}


def _venue(number: str, cells: Mapping[str, Cell]) -> dict[str, Any]:
    return {
        "id": number,
        "name": _text(cells["名称"]),
        "address": _text(cells["地址"]),
        "region": _text(cells["行政区域代码"]),
        "regions": list(split_words(_text(cells["接收专家的区域"]))),
        "rooms": {},
    }


def _add_booth(rooms: dict[str, dict[str, Any]], cells: Mapping[str, Cell]) -> None:
    room_id, zone, usable = _text(cells["评标室"]), _text(cells["分区"]), _text(cells["可用"])
    room = rooms.setdefault(room_id, {"id": room_id, "zone": zone, "booths": []})
    if zone and zone != room["zone"]:
        room["zone"] = f"{room['zone']} / {zone}"  # two zones for one room: no zone of ours, and refused as such
    beside = list(split_words(_text(cells["相邻机位"])))
    booth = {"id": _text(cells["机位"]), "beside": beside} | ({"usable": _USABLE.get(usable, usable)} if usable else {})
    room["booths"].append(booth)


def _members(venue: Venue) -> dict[str, Any]:
    rooms = [
        {
            "id": str(room.id),
            "zone": room.zone,
            "booths": [
                {"id": str(booth.id), "beside": [str(other) for other in booth.beside]} | ({} if booth.usable else {"usable": False})
                for booth in room.booths
            ],
        }
        for room in venue.rooms
    ]
    named = {"id": str(venue.id), "name": venue.name, "address": venue.address, "region": str(venue.region)}
    return {**named, "regions": [str(region) for region in venue.regions], "rooms": rooms}


def _text(cell: Cell) -> str:
    try:
        return as_text(cell)
    except NumberLostDigits:
        return "?"
