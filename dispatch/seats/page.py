"""席位图页面: one venue's picture with the same facts as a table beneath, to be printed, projected or read aloud; no scripts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape

from dispatch.seats.picture import show
from dispatch.seats.sitting import Placed, SeatPlan
from dispatch.seats.svg import FONTS
from dispatch.seats.view import Shown, ShownRoom, Stage, Use, moments, shown_rooms
from policies.calendar import LOCAL
from policies.vocabulary.venue import Venue

_STYLE = f"""
:root {{ color-scheme: light }}
body {{ margin: 0; background: #fff; color: #1b2430; font: 16px/1.6 {FONTS} }}
main {{ max-width: 118rem; margin: 0 auto; padding: 1rem }}
figure {{ margin: 0 0 1.5rem; break-inside: avoid; page-break-inside: avoid }}
figure svg {{ display: block; width: 100%; height: auto; max-height: 96vh }}
summary {{ cursor: pointer; padding: .5rem 0; font-weight: 600 }}
table {{ border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }}
caption {{ text-align: left; padding: .5rem 0; color: #4a5563 }}
th, td {{ border: 1px solid #98a1ae; padding: .3rem .6rem; text-align: left }}
thead th {{ background: #eef0f3 }}
@page {{ size: A3 landscape; margin: 10mm }}
@media print {{ main {{ padding: 0 }} figure svg {{ max-height: 260mm }} }}
"""


def page(venue: Venue, plan: SeatPlan, *, at: Stage, when: tuple[datetime, ...] = (), held: Iterable[Placed] = ()) -> str:
    """A whole HTML page: a picture and a table for each moment, by default for each at which a slot of the plan begins."""
    standing = tuple(held)
    chosen = when or moments(plan, venue.id)
    figures = "".join(_figure(venue, plan, at, moment, standing) for moment in chosen)
    title = escape(f"{venue.name}席位图")
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><style>{_STYLE}</style>'
    empty = "<p>本场地没有席位安排。 No seat is set aside at this venue.</p>"
    return f'<!doctype html><html lang="zh-CN"><head>{head}</head><body><main>{figures or empty}</main></body></html>\n'


def _figure(venue: Venue, plan: SeatPlan, at: Stage, moment: datetime, held: tuple[Placed, ...]) -> str:
    picture = show(venue, plan, at=at, when=moment, held=held)
    caption = f"{escape(venue.name)}，{moment.astimezone(LOCAL):%Y-%m-%d %H:%M}"
    rows = "".join(_row(room, booth) for room in shown_rooms(venue, (*plan.placed, *held), at, moment) for booth in room.booths)
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("区域 Zone", "评标室 Room", "机位 Booth", "状态 State", "项目代号 Tender"))
    table = f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f"<figure>{picture}</figure><details><summary>文字版 As a table</summary>{table}</details>"


def _row(room: ShownRoom, booth: Shown) -> str:
    state = f"{booth.use.value} {booth.use.english}" + (f"（{booth.sitter.value}）" if booth.use in (Use.TAKEN, Use.SET_ASIDE) else "")
    cells = (room.room.zone, room.room.id, booth.booth, state, booth.token or "—")
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
