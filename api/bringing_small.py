"""Small files from the hand of a user – venues, application, bidders, calendar – checked, told, and stored in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dispatch.adapters.brought_files import read_application_file, read_bidders_file, read_calendar_file, read_venues_file
from dispatch.bootstrap import Services
from dispatch.intake.bidders import BidderList
from dispatch.intake.calendars import YearOff, calendar_yaml
from dispatch.intake.error_sheet import write_marks
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping
from dispatch.intake.places import Mark
from dispatch.intake.refusals import BadMembers
from dispatch.workflow import apply as applications
from dispatch.workflow.bidders import file_bidders
from dispatch.workflow.calendars import DayChange, ask_calendar, calendar_in_force, day_changes, fresh_years
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.shown import Viewer, sights_of
from dispatch.workflow.venue_list import VenueReport, import_venues
from policies.calendar import WorkCalendar, work_calendar
from policies.vocabulary.roles import Field


@dataclass(frozen=True, slots=True)
class SmallWish:
    """What a user asks for: how columns are meant, whether only to check, whether it corrects what is there, where bad rows go."""

    laid_down: ColumnMapping = NOTHING_LAID_DOWN
    dry_run: bool = False
    replace: Act | None = None  # who corrects what is there, and why
    errors: Path | None = None


@dataclass(frozen=True, slots=True)
class Years:
    """Calendars that were checked: which of them the rules in force do not hold, and the text to add."""

    years: tuple[YearOff, ...]
    fresh: tuple[YearOff, ...]
    changes: tuple[DayChange, ...] = ()  # in working days

    @property
    def text(self) -> str:
        return calendar_yaml(self.fresh) if self.fresh else ""


class _OnlyChecked(Exception):
    """Leaves a unit of work by the back door, so that what was written in it is undone."""


@contextmanager
def faults_written(errors: Path | None) -> Iterator[None]:
    """A file whose rows are refused leaves them in the error sheet, if one was wished."""
    try:
        yield
    except BadMembers as refusal:
        marks = marks_of(refusal)
        if errors is not None and marks:
            write_marks(errors, marks)
        raise


def marks_of(refusal: BadMembers) -> tuple[Mark, ...]:
    """The faulty cells; none of a document, whose members have no row."""
    marks = refusal.facts.get("marks", ())
    return marks if isinstance(marks, tuple) else ()


def bring_venues(file: Path, service: Services, wish: SmallWish) -> VenueReport:
    """Venues, rooms and booths; those that are not in the file stay. Raises the refusals of intake, and BoothInUse."""
    with faults_written(wish.errors):
        venues = read_venues_file(file, wish.laid_down)
    with service.work(reads_only=wish.dry_run) as work:
        return import_venues(venues, work, dry_run=wish.dry_run)


def bring_application(file: Path, service: Services, wish: SmallWish, by: str) -> tuple[TenderRecord, bool]:
    """An application, and whether it is new; checked by the rules of the day also where nothing is stored.

    Raises the refusals of intake and of `apply`.
    """
    with faults_written(wish.errors):
        tender = read_application_file(file, demo=service.demo, default_profile=service.settings.profile, laid_down=wish.laid_down)
    try:
        with service.work() as work:
            known = work.uow.tenders.get(tender.id)
            record = applications.apply(tender, by=by, work=work)
            found = record, known is None or known.applied_at != record.applied_at
            if wish.dry_run:
                raise _OnlyChecked
    except _OnlyChecked:
        pass
    return found


def bring_bidders(file: Path, service: Services, wish: SmallWish, viewer: Viewer | None = None) -> tuple[BidderList, bool]:
    """A bidder list, and whether it changes anything. `viewer`: who may bring it only once he may see it (V2); none at the command line.

    Raises the refusals of intake and of `file_bidders`, and NotAllowed.
    """
    with faults_written(wish.errors):
        listed = read_bidders_file(file, demo=service.demo, laid_down=wish.laid_down)
    with service.work(reads_only=wish.dry_run) as work:
        if viewer is not None:
            sights_of(applications.tender_of(listed.id, work.uow), viewer, work).require_fully(Field.BIDDERS)
        return listed, file_bidders(listed, work, replace=wish.replace, dry_run=wish.dry_run)


def check_calendar(file: Path, wish: SmallWish) -> Years:
    """A year of holidays beside the rules that ship; nothing is ever stored. Raises the refusals of intake."""
    with faults_written(wish.errors):
        years = read_calendar_file(file, wish.laid_down)
    return _compared(years, work_calendar())


def bring_calendar(file: Path, service: Services, wish: SmallWish, act: Act) -> Years:
    """Years of holidays beside those in force in this centre; what differs waits for another person. Raises the refusals of intake."""
    with faults_written(wish.errors):
        years = read_calendar_file(file, wish.laid_down)
    with service.work(reads_only=wish.dry_run) as work:
        found = _compared(years, calendar_in_force(work))
        if not wish.dry_run:
            ask_calendar(years, act, work)
    return found


def _compared(years: tuple[YearOff, ...], calendar: WorkCalendar) -> Years:
    fresh = fresh_years(years, calendar)
    return Years(years, fresh, tuple(change for year in fresh for change in day_changes(year, calendar)))
