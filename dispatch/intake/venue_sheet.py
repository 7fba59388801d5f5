"""场地与机位 as tables: one with a venue a line, one with a booth a line, or both in one; in and out.

场地: 场地编号 名称 地址 行政区域代码 接收专家的区域 (several, separated by 、). 机位: 场地编号 评标室 分区 机位 相邻机位 可用.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from dispatch.intake.cells import Cell, Line
from dispatch.intake.column_names import Aliases
from dispatch.intake.columns import Table
from dispatch.intake.forms import Sheets
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping
from dispatch.intake.places import Place, Row, placed, text_of
from dispatch.intake.refusals import EmptyFile, NoHeader, WrongColumns
from dispatch.intake.shapes import Shape, best_shape, refuse_strangers
from dispatch.intake.specialties import split_words
from dispatch.intake.words import choices
from policies.vocabulary.venue import Venue

VENUES, BOOTHS = "场地", "机位"
VENUE_COLUMNS = ("场地编号", "名称", "地址", "行政区域代码", "接收专家的区域")
BOOTH_COLUMNS = ("场地编号", "评标室", "分区", "机位", "相邻机位", "可用")
VENUE_ALIASES: Aliases = {
    "场地编号": ("编号", "场地代码", "场地号", "中心编号", "场所编号", "交易中心编号"),
    "名称": ("场地名称", "中心名称", "场所名称", "交易中心名称", "评标场地"),
    "地址": ("场地地址", "详细地址", "所在地址", "中心地址"),
    "行政区域代码": ("行政区划代码", "区域代码", "区划代码", "行政区划", "所在区划"),
    "接收专家的区域": ("接收区域", "接收区划", "接收专家区域", "服务区域", "专家来源区域"),
}
BOOTH_ALIASES: Aliases = {
    "场地编号": ("场地", "场地代码", "场地号", "中心编号", "场所编号", "所属场地"),
    "评标室": ("房间", "评标室编号", "房间号", "房间编号", "评标室号", "评标室名称"),
    "分区": ("区域", "功能区", "分区名称", "区域类型", "功能分区"),
    "机位": ("机位编号", "席位", "卡位", "机位号", "席位号", "卡位号", "工位", "工位号", "座位号"),
    "相邻机位": ("相邻", "邻近机位", "相邻席位", "邻座", "相邻工位"),
    "可用": ("是否可用", "能否使用", "机位状态", "使用状态"),
}
_ZONES = {
    "专家区": ("评标区", "专家评标区", "评审区", "专家评审区"),
    "招标人代表区": ("代表区", "招标人区", "业主代表区", "业主评委区", "采购人代表区"),
    "监督区": ("监督室", "监控区"),
    "隔离区": ("隔离夜评区", "封闭区"),
    "休息区": ("休息室",),
}
_USED = {"是": ("可用", "正常", "完好", "启用", "√", "Y", "1"), "否": ("不可用", "停用", "故障", "损坏", "维修", "×", "N", "0")}
VENUE = Shape(VENUES, VENUE_COLUMNS, (), VENUE_ALIASES)
BOOTH = Shape(
    BOOTHS, BOOTH_COLUMNS[1:4], (BOOTH_COLUMNS[0], *BOOTH_COLUMNS[4:]), BOOTH_ALIASES, {"分区": choices(_ZONES), "可用": choices(_USED)}
)
BOTH = Shape("场地与机位", (*VENUE_COLUMNS, *BOOTH_COLUMNS[1:4]), BOOTH.optional[1:], {**BOOTH_ALIASES, **VENUE_ALIASES}, BOOTH.words)
SHAPES = (BOTH, VENUE, BOOTH)
_VENUE_NAMES = {
    "id": "场地编号",
    "name": "名称",
    "address": "地址",
    "region": "行政区域代码",
    "regions": "接收专家的区域",
    "rooms": "评标室",
    "booths": "机位",
}
_ROOM_NAMES = {"id": "评标室", "zone": "分区", "booths": "机位"}
_BOOTH_NAMES = {"id": "机位", "beside": "相邻机位", "usable": "可用"}
_USABLE = {"是": True, "否": False}


def members_of_venue_sheets(sheets: Sheets, laid_down: ColumnMapping = NOTHING_LAID_DOWN) -> dict[str, Any]:
    """The members that the tables hold, as a YAML document would. Raises EmptyFile, NoHeader, BadMapping, WrongColumns."""
    found: dict[str, list[Table]] = {VENUES: [], BOOTHS: []}
    for name, shape, lines in venue_sheets(sheets, laid_down):
        table = shape.table(lines, shape.meant(laid_down, name, SHAPES))
        for kind in (VENUES, BOOTHS) if shape is BOTH else (shape.name,):
            found[kind].append(replace(table, lines=iter(kept)) if (kept := list(table.lines)) else table)
            table = replace(table, lines=iter(kept))
    for kind, tables in found.items():
        if not tables:
            raise WrongColumns(what=f"缺少工作表“{kind}”", what_en=f"the sheet {kind} is missing")
    venues: dict[str, Row] = {}
    for table in found[VENUES]:
        _take_venues(venues, table, joint=table in found[BOOTHS] or BOOTH_COLUMNS[3] in table.names)
    for table in found[BOOTHS]:
        _take_booths(venues, table)
    return {"venues": [Row({**venue, "rooms": list(venue["rooms"].values())}, venue.place, _VENUE_NAMES) for venue in venues.values()]}


def venue_sheets(sheets: Sheets, laid_down: ColumnMapping) -> Iterator[tuple[str, Shape, Iterable[Line]]]:
    """Which sheet holds what; a page that holds neither venues nor booths is passed over. Raises EmptyFile, NoHeader, BadMapping."""
    refuse_strangers(laid_down, sheets, SHAPES)
    met, refusal = 0, None
    for name, lines in sheets.items():
        try:
            shape, rest = best_shape(lines, name, laid_down, SHAPES)
            missing = shape.proposed(lines, shape.meant(laid_down, name, SHAPES)).missing
        except (NoHeader, EmptyFile) as fault:
            refusal = refusal or fault
            continue
        most = len(shape.wanted) - 2 if len(sheets) == 1 else len(shape.wanted) // 2
        if name in (VENUES, BOOTHS) or len(missing) <= most:
            met += 1
            yield name, shape, rest
    if not met:
        raise refusal or NoHeader(wanted="、".join(BOTH.wanted))


def _take_venues(venues: dict[str, Row], table: Table, *, joint: bool) -> None:
    """`joint`: one line a booth, so that a venue stands on many lines, or on the first of them only."""
    for place, cells in placed(table, VENUES):
        number = text_of(cells["场地编号"])
        if joint and (not number or number in venues):
            continue
        if number in venues:
            raise WrongColumns(what=f"场地“{number[:32]}”出现了两次", what_en=f"the venue {number[:32]} stands twice")
        venues[number] = Row(_venue(number, cells), place, _VENUE_NAMES)


def _take_booths(venues: dict[str, Row], table: Table) -> None:
    """What a merged cell holds stands in its first line only: venue and room of a booth are then those of the line above."""
    number = next(iter(venues)) if len(venues) == 1 and "场地编号" not in table.names else ""
    room = ""
    for place, cells in placed(table, BOOTHS):
        number = text_of(cells.get("场地编号")) or number
        room = text_of(cells["评标室"]) or room
        fresh = Row({"id": number, "rooms": {}}, place, _VENUE_NAMES)
        _add_booth(venues.setdefault(number, fresh)["rooms"], {**cells, "评标室": room}, place)


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
        "name": text_of(cells["名称"]),
        "address": text_of(cells["地址"]),
        "region": text_of(cells["行政区域代码"]),
        "regions": list(split_words(text_of(cells["接收专家的区域"]))),
        "rooms": {},
    }


def _add_booth(rooms: dict[str, Row], cells: Mapping[str, Cell], place: Place) -> None:
    room_id, zone, usable = text_of(cells["评标室"]), text_of(cells["分区"]), text_of(cells.get("可用"))
    room = rooms.setdefault(room_id, Row({"id": room_id, "zone": zone, "booths": []}, place, _ROOM_NAMES))
    if zone and zone != room["zone"]:
        room["zone"] = f"{room['zone']} / {zone}"  # two zones for one room: no zone of ours, and refused as such
    beside = list(split_words(text_of(cells.get("相邻机位"))))
    booth = {"id": text_of(cells["机位"]), "beside": beside} | ({"usable": _USABLE.get(usable, usable)} if usable else {})
    room["booths"].append(Row(booth, place, _BOOTH_NAMES))


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
