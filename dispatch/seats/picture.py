"""席位图: the rooms of one venue at one moment as a picture for a wall or a page; it draws tender codes, never persons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from dispatch.seats.marks import INK, OUT_OF_ORDER, PAPER, QUIET, RULE, WALL, Mark, definitions, marks
from dispatch.seats.sitting import Placed, SeatPlan, Sitter
from dispatch.seats.svg import box, line, picture, tag, text
from dispatch.seats.view import LARGEST_ROW, Shown, ShownRoom, Stage, Use, shown_rooms
from policies.calendar import LOCAL
from policies.vocabulary.venue import Venue

WIDE, HIGH, GAP, PAD, HEAD = 112, 96, 8, 16, 42  # booth, its gap, a room's margin and title line
MARGIN, BETWEEN, TOP, ZONE = 44, 22, 132, 58
HIDDEN = "签到前只显示预留，不显示项目代号 · before check-in: no tender codes"
OPEN = "只显示项目代号，不显示人员 · tender codes, no persons"
ZONES_ENGLISH = {
    "专家区": "Experts",
    "招标人代表区": "Representatives of the tenderer",
    "监督区": "Supervision",
    "隔离区": "Isolation",
    "休息区": "Rest",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper: as wide as `columns` cards of the widest kind of room; smaller rooms stand closer."""

    width: float

    def columns(self, card: float) -> int:
        return max(1, int((self.width - 2 * MARGIN + BETWEEN) // (card + BETWEEN)))


def show(venue: Venue, plan: SeatPlan, *, at: Stage, when: datetime, held: Iterable[Placed] = ()) -> str:
    """An SVG of one venue at one moment. Before check-in (E4) a booth is only set aside; from then on it bears its tender's code.

    `at` is one stage for all tenders or each tender's own, by token. Light, printable, told by text and pattern besides colour.
    """
    rooms = shown_rooms(venue, (*plan.placed, *held), at, when)
    known = marks(booth.token for room in rooms for booth in room.booths if booth.token)
    sheet = _sheet(rooms)
    drawn, bottom = _zones(rooms, sheet, known)
    legend, height = _legend(rooms, known, sheet, bottom)
    local = when.astimezone(LOCAL)
    title = f"{venue.name}席位图，{local:%Y年%m月%d日%H:%M}"
    parts = [definitions(known.values()), box(0, 0, sheet.width, height, fill=PAPER), _head(venue, plan, rooms, local, sheet.width)]
    return picture(sheet.width, height, title, describe(rooms), [*parts, *drawn, *legend])


def describe(rooms: Iterable[ShownRoom]) -> str:
    """The whole picture in words: what a screen reader says."""
    said = [f"{zone}：" + "；".join(_room_in_words(room) for room in group) for zone, group in _by_zone(rooms)]
    return "。".join(said) + "。"


def _room_in_words(shown: ShownRoom) -> str:
    busy = [booth.words for booth in shown.booths if booth.use is not Use.FREE]
    free = sum(booth.use is Use.FREE for booth in shown.booths)
    return f"{shown.room.id}室" + "，".join([*busy, f"空闲{free}个"])


def _by_zone(rooms: Iterable[ShownRoom]) -> list[tuple[str, list[ShownRoom]]]:
    order = {"专家区": 0, "招标人代表区": 1}
    ordered = sorted(rooms, key=lambda shown: (order.get(shown.room.zone, 2), shown.room.zone))
    return [(zone, list(group)) for zone, group in groupby(ordered, key=lambda shown: shown.room.zone)]


def _sheet(rooms: Iterable[ShownRoom]) -> Sheet:
    """The width that brings the picture nearest to a projector's 16:9."""
    zones = [group for _, group in _by_zone(rooms)]
    card = max((_card_width(group) for group in zones), default=900)
    widths = [2 * MARGIN + n * (card + BETWEEN) - BETWEEN for n in range(1, 9)]
    wide_enough = [width for width in widths if width >= 900] or widths[-1:]
    return Sheet(min(wide_enough, key=lambda width: abs(width / _height(zones, Sheet(width)) - 16 / 9)))


def _height(zones: list[list[ShownRoom]], sheet: Sheet) -> float:
    rows = sum(ZONE + -(-len(group) // sheet.columns(_card_width(group))) * (_card_height(group) + BETWEEN) for group in zones)
    return TOP + rows + 150


def _card_width(rooms: Iterable[ShownRoom]) -> float:
    widest = max(len(shown.booths) for shown in rooms)
    return max(2, min(LARGEST_ROW, widest)) * (WIDE + GAP) - GAP + 2 * PAD


def _card_height(rooms: Iterable[ShownRoom]) -> float:
    lines = max(-(-len(shown.booths) // LARGEST_ROW) or 1 for shown in rooms)
    return HEAD + lines * (HIGH + GAP) - GAP + PAD


def _head(venue: Venue, plan: SeatPlan, rooms: Iterable[ShownRoom], local: datetime, width: float) -> str:
    hidden = any(booth.use is Use.SET_ASIDE for room in rooms for booth in room.booths)
    note = HIDDEN if hidden else OPEN
    right = width - MARGIN
    parts = [
        text(venue.name, MARGIN, 62, 38, font_weight=700, fill=INK),
        text(f"席位图 · {note}", MARGIN, 100, 21, fill=QUIET),
        text(f"{local:%Y-%m-%d  %H:%M}", right, 62, 34, text_anchor="end", font_weight=700, fill=INK),
        line(MARGIN, 118, right, 118, stroke=INK, stroke_width=2.5),
    ]
    if plan.relaxed:
        words = f"⚠ 经监督人确认放宽 relaxed: {'、'.join(plan.relaxed)}"
        parts.append(text(words, right, 100, 21, text_anchor="end", font_weight=700, fill="#8f3a00"))
    return tag("g", *parts)


def _zones(rooms: Iterable[ShownRoom], sheet: Sheet, known: Mapping[str, Mark]) -> tuple[list[str], float]:
    drawn, y = [], float(TOP)
    for zone, group in _by_zone(rooms):
        drawn.append(_zone_title(zone, group, sheet, y))
        y += ZONE
        width, step = _card_width(group), _card_height(group) + BETWEEN
        columns = sheet.columns(width)
        for position, shown in enumerate(group):
            x = MARGIN + position % columns * (width + BETWEEN)
            drawn.append(_card(shown, x, y + position // columns * step, width, known))
        y += -(-len(group) // columns) * step
    return drawn, y


def _zone_title(zone: str, group: list[ShownRoom], sheet: Sheet, y: float) -> str:
    booths = sum(len(shown.booths) for shown in group)
    name = text(zone, MARGIN, y + 36, 26, font_weight=700, fill=INK)
    english = text(ZONES_ENGLISH.get(zone, ""), MARGIN + 27 * len(zone) + 12, y + 36, 20, fill=QUIET)
    count = text(f"{len(group)}室 · {booths}机位", sheet.width - MARGIN, y + 36, 21, text_anchor="end", fill=QUIET)
    return tag("g", name, english, count)


def _card(shown: ShownRoom, x: float, y: float, width: float, known: Mapping[str, Mark]) -> str:
    frame = box(x, y, width, _card_height([shown]), rx=10, fill="#f6f7f9", stroke=RULE, stroke_width=1.5)
    title = text(f"{shown.room.id} 室", x + PAD, y + 29, 22, font_weight=700, fill=INK)
    cells = []
    for position, booth in enumerate(shown.booths):
        left = x + PAD + position % LARGEST_ROW * (WIDE + GAP)
        top = y + HEAD + position // LARGEST_ROW * (HIGH + GAP)
        cells.append(_cell(booth, left, top, known))
        if booth.beside_next:
            cells.append(box(left + WIDE + 1.5, top + 12, GAP - 3, HIGH - 24, rx=2, fill=WALL))
    return tag("g", frame, title, *cells)


def _cell(booth: Shown, x: float, y: float, known: Mapping[str, Mark]) -> str:
    mark = known.get(booth.token)
    parts = [_ground(booth, mark, x, y), text(booth.label, x + WIDE - 9, y + 22, 17, text_anchor="end", fill=QUIET)]
    middle = x + WIDE / 2 + (9 if mark else 0)
    words, size = (mark.code, _fitting(mark.code)) if mark else (booth.use.value, 23)
    weight = 400 if booth.use in (Use.FREE, Use.BROKEN) else 700
    parts.append(text(words, middle, y + 59, size, text_anchor="middle", font_weight=weight, fill=QUIET if weight == 400 else INK))
    below = _below(booth)
    if below:
        parts.append(text(below, middle, y + 84, 16, text_anchor="middle", fill=QUIET))
    return tag("g", tag("title", _escaped(booth.words)), *parts)


def _ground(booth: Shown, mark: Mark | None, x: float, y: float) -> str:
    if mark:
        frame = box(x, y, WIDE, HIGH, rx=7, fill=mark.tint, stroke=mark.strong, stroke_width=2.5)
        return frame + box(x + 5, y + 6, 16, HIGH - 12, rx=3, fill=mark.fill)
    if booth.use is Use.SET_ASIDE:
        return box(x, y, WIDE, HIGH, rx=7, fill="#e7eaef", stroke=INK, stroke_width=2.5)
    fill = OUT_OF_ORDER if booth.use is Use.BROKEN else PAPER
    return box(x, y, WIDE, HIGH, rx=7, fill=fill, stroke=RULE, stroke_dasharray="5 4")


def _below(booth: Shown) -> str:
    if booth.sitter is Sitter.REPRESENTATIVE and booth.use in (Use.TAKEN, Use.SET_ASIDE):
        return "代表"
    return f"邻{'、'.join(booth.also_beside)}"[:12] if booth.also_beside else ""


def _fitting(code: str) -> float:
    return min(29.0, (WIDE - 36) / (0.64 * max(1, len(code))))


def _legend(rooms: Iterable[ShownRoom], known: Mapping[str, Mark], sheet: Sheet, top: float) -> tuple[list[str], float]:
    booths = [booth for room in rooms for booth in room.booths]
    columns = max(1, int((sheet.width - 2 * MARGIN) // 190))
    drawn = [line(MARGIN, top + 4, sheet.width - MARGIN, top + 4, stroke=RULE, stroke_width=1.5)]
    for position, (token, mark) in enumerate(known.items()):
        x, y = MARGIN + position % columns * 190, top + 24 + position // columns * 40
        words = f"{mark.code} · {sum(booth.token == token for booth in booths)}席"
        drawn.append(tag("g", box(x, y, 34, 26, rx=4, fill=mark.fill), text(words, x + 44, y + 21, 20, font_weight=600, fill=INK)))
    y = top + 24 + -(-len(known) // columns) * 40 + 22
    counts = [f"{use.value} {use.english} {sum(b.use is use for b in booths)}" for use in Use if any(b.use is use for b in booths)]
    drawn.append(text(f"机位 {len(booths)}：{'，'.join(counts)}", MARGIN, y, 19, fill=QUIET))
    drawn.append(text("相邻：共墙、视线或设备 neighbours", sheet.width - MARGIN, y, 19, text_anchor="end", fill=QUIET))
    drawn.append(box(sheet.width - MARGIN - 330, y - 17, 6, 22, rx=2, fill=WALL))
    return drawn, y + 34


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;")
