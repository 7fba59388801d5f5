"""`expert-dispatch seats`: plan the booths of a day for all tenders together, and show them as a table and as pictures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path

import typer
from rich.table import Table

from api import cli
from api.cli.output import JsonFlag, console, print_json, refusals_exit, say
from dispatch.adapters.brought_files import read_application_file, read_venues_file
from dispatch.seats.needs import Whose, needs_of
from dispatch.seats.page import page
from dispatch.seats.picture import show as draw_picture
from dispatch.seats.plan import plan_seats
from dispatch.seats.sitting import Placed, SeatPlan, Sitter, Sitting, Slot
from dispatch.seats.terms import seat_terms
from dispatch.seats.view import Stage, may_be_known, moments
from dispatch.workflow.book_booths import PLANNED, book_booths
from dispatch.workflow.moments import latest
from dispatch.workflow.work import Work
from policies.calendar import LOCAL, local_day
from policies.vocabulary.ids import BoothId, VenueId
from policies.vocabulary.roles import Event
from policies.vocabulary.tender import Tender
from policies.vocabulary.venue import Venue

app = typer.Typer(help="席位 · rooms and booths", no_args_is_help=True)

Day = typer.Option(..., "--date", formats=["%Y-%m-%d"], help="评标日期，如 2026-12-16 · the day")
VenuesFile = typer.Option(None, "--venues", exists=True, dir_okay=False, help="场地文件；默认用已录入的 · venues; else those stored")
TenderFiles = typer.Option(None, "--tenders", exists=True, dir_okay=False, help="抽取申请，可重复；只试排 · applications; a trial only")
Relax = typer.Option(None, "--relax", help="经监督人确认放宽的规则：H5、H2、H1 · rules given up by a supervisor")
Out = typer.Option(None, "--out", file_okay=False, help="写出 SVG、HTML、JSON 的目录 · where pictures go")


@app.command("plan")
@refusals_exit
def plan(
    day: datetime = Day,
    venues: Path | None = VenuesFile,
    tenders: list[Path] | None = TenderFiles,
    relax: list[str] | None = Relax,
    out: Path | None = Out,
    as_json: bool = JsonFlag,
) -> None:
    """排定一日的席位：所有项目一起排，先于抽取 · plan the booths of a day, all tenders together, before anybody is drawn."""
    relaxed = tuple(relax or ())
    if tenders:
        known, planned = _try(day.date(), venues, tenders, relaxed)
        _present(known, planned, Event.OPENED, out, as_json)
        return
    with cli.services().work() as work:
        for record in work.uow.tenders.in_states(*PLANNED):
            if local_day(record.tender.opening_at) == day.date():
                book_booths(record, work, relaxed)
    show(day, out, as_json)


@app.command("show")
@refusals_exit
def show(day: datetime = Day, out: Path | None = Out, as_json: bool = JsonFlag) -> None:
    """查看一日的席位；签到（E4）前只见预留，不见项目代号 · the booths of a day; no tender code before check-in."""
    with cli.services().work(reads_only=True) as work:
        known = tuple(work.uow.venues.all())
        planned = _stored(work, day.date())
        holders = filter(None, map(work.uow.tenders.by_token, sorted({placed.tender_token for placed in planned.placed})))
        stages = {record.token: latest(work.uow.tenders.moments(record.id)) for record in holders}
    _present(known, planned, stages, out, as_json)


def _try(day: date, venues: Path | None, tenders: list[Path], relaxed: tuple[str, ...]) -> tuple[tuple[Venue, ...], SeatPlan]:
    """A trial on files: tenders are numbered P01 … in the order of the files, and nothing is stored."""
    service = cli.services()
    if venues:
        known = read_venues_file(venues)
    else:
        with service.work(reads_only=True) as work:
            known = tuple(work.uow.venues.all())
    read = [read_application_file(file, demo=service.demo, default_profile=service.settings.profile) for file in tenders]
    of_day = [(f"P{nth:02d}", tender) for nth, tender in enumerate(read, start=1) if local_day(tender.opening_at) == day]
    terms = seat_terms(day)
    needs = tuple(need for token, tender in of_day for need in needs_of(tender, _whose(token, tender), known, terms))
    return known, plan_seats(Sitting(known, needs, terms=terms), relax=relaxed)


def _whose(token: str, tender: Tender) -> Whose:
    return Whose(token, tender.tenderer.uscc or tender.tenderer.name)


def _stored(work: Work, day: date) -> SeatPlan:
    midnight = datetime(day.year, day.month, day.day, tzinfo=LOCAL)
    kept = work.uow.venues.reserved(midnight, midnight + timedelta(days=1))
    booths = tuple(Placed(VenueId(r.venue), BoothId(r.booth), r.token, "", Slot(r.starts_at, r.ends_at), Sitter(r.sitter)) for r in kept)
    return SeatPlan(booths, tuple(sorted({code for r in kept for code in r.relaxed.split()})))


def _present(venues: tuple[Venue, ...], planned: SeatPlan, at: Stage, out: Path | None, as_json: bool) -> None:
    used = [venue for venue in venues if moments(planned, venue.id)]
    written = [str(path) for venue in used for path in _write(venue, planned, at, out)] if out else []
    if as_json:
        print_json({"relaxed": list(planned.relaxed), "booths": list(_rows(used, planned, at)), "files": written})
        return
    for venue in used:
        console.print(_table(venue, planned, at))
    if planned.relaxed:
        say(f"经监督人确认放宽：{'、'.join(planned.relaxed)}", f"relaxed: {', '.join(planned.relaxed)}")
    if not used:
        say("该日没有席位安排", "no booth is set aside on that day")
    for path in written:
        say(f"已写出 {path}", "")


def _write(venue: Venue, planned: SeatPlan, at: Stage, out: Path) -> Iterable[Path]:
    out.mkdir(parents=True, exist_ok=True)
    for moment in moments(planned, venue.id):
        picture = out / f"seats-{venue.id}-{moment.astimezone(LOCAL):%Y%m%d-%H%M}.svg"
        picture.write_text(draw_picture(venue, planned, at=at, when=moment), encoding="utf-8")
        yield picture
    whole = out / f"seats-{venue.id}.html"
    whole.write_text(page(venue, planned, at=at), encoding="utf-8")
    yield whole


def _rows(venues: Iterable[Venue], planned: SeatPlan, at: Stage) -> Iterable[dict[str, str]]:
    """Every booth that is set aside, with its tender's code only if that may be known."""
    for venue in venues:
        places = {booth.id: room for room in venue.rooms for booth in room.booths}
        for placed in sorted((p for p in planned.placed if p.venue == venue.id), key=lambda p: (p.slot, p.booth)):
            room, token = places[placed.booth], placed.tender_token if may_be_known(placed.tender_token, at) else ""
            where = {"venue": str(venue.id), "zone": room.zone, "room": str(room.id), "booth": str(placed.booth)}
            when = {"from": placed.slot.starts.astimezone(LOCAL).isoformat(), "to": placed.slot.ends.astimezone(LOCAL).isoformat()}
            yield where | when | {"for": placed.sitter.value, "tender": token}


def _table(venue: Venue, planned: SeatPlan, at: Stage) -> Table:
    heads = ("时间 Time", "区域 Zone", "评标室 Room", "机位 Booth", "用途 For", "项目代号 Tender")
    table = Table(*heads, title=venue.name, title_justify="left")
    for row in _rows([venue], planned, at):
        hours = f"{row['from'][11:16]}–{row['to'][11:16]}"
        table.add_row(hours, row["zone"], row["room"], row["booth"], row["for"], row["tender"] or "预留 set aside")
    return table
