"""From a path to what its file means: pool, application, venues, bidders; the file's type decides how it is opened."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from dispatch.adapters.sheets import LARGEST_DOCUMENT, Opened, Sheet, is_sheet, read_bytes, read_lines, read_sheets, sheets_of
from dispatch.intake.application import DEFAULT_PROFILE, read_application
from dispatch.intake.application_sheet import members_of_sheets
from dispatch.intake.bidder_sheet import members_of_bidder_sheets
from dispatch.intake.bidders import BidderList, read_bidders
from dispatch.intake.calendars import YearOff, read_calendar, read_calendar_lines
from dispatch.intake.cells import Line
from dispatch.intake.columns import Table
from dispatch.intake.documents import read_document
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping, Proposal, propose_mapping
from dispatch.intake.mapping_file import read_mapping
from dispatch.intake.national import national_lines
from dispatch.intake.pool_columns import Day
from dispatch.intake.pool_rows import PoolReading, collected, pool_table
from dispatch.intake.refusals import EmptyFile, NoHeader
from dispatch.intake.relations import RelationReading, read_relations
from dispatch.intake.venue_sheet import members_of_venue_sheets
from dispatch.intake.venues import read_venues
from policies.vocabulary.ids import ExpertNo
from policies.vocabulary.tender import Tender
from policies.vocabulary.venue import Venue

T = TypeVar("T")
Watch = Callable[[Iterable[Line], int], Iterable[Line]]  # sees every line of so many go by, e.g. to show progress
RELATION_SHEETS = ("关系", "股权")
LARGEST_NATIONAL = 64 * 2**20  # JSON is read whole; about a hundred thousand experts


def unwatched(lines: Iterable[Line], count: int) -> Iterable[Line]:
    """Nobody looks on."""
    return lines


@dataclass(frozen=True, slots=True)
class PoolFile:
    """A pool file, opened: the table of experts, and the sheets beside it that hold relations or equity."""

    table: Table
    beside: tuple[Sheet, ...]


def open_pool_file(path: Path, laid_down: ColumnMapping = NOTHING_LAID_DOWN, watch: Watch = unwatched) -> PoolFile:
    """The first sheet of a file that has the header of a pool; its lines are read as the table is walked.

    Raises the refusals of files, and NoHeader, BadMapping, WrongColumns.
    """
    sheets = sheets_of(path)
    table = _first_with_header(sheets, lambda opened: pool_table(watch(opened.lines, opened.count), laid_down))
    return PoolFile(table, tuple(sheet for sheet in sheets if sheet.name in RELATION_SHEETS))


def propose_for_file(path: Path, laid_down: ColumnMapping = NOTHING_LAID_DOWN) -> Proposal:
    """What the columns of a pool file seem to be; of the sheet that `open_pool_file` takes. Raises as it, but for WrongColumns."""
    return _first_with_header(sheets_of(path), lambda opened: propose_mapping(opened.lines, laid_down))


def _first_with_header(sheets: Sequence[Sheet], read: Callable[[Opened], T]) -> T:
    """An instruction page or an empty one may stand before the sheet that is meant."""
    refusal: NoHeader | EmptyFile | None = None
    for sheet in (sheet for sheet in sheets if sheet.name not in RELATION_SHEETS):
        try:
            return read(sheet.open())
        except (NoHeader, EmptyFile) as fault:
            refusal = refusal or fault
    raise refusal or EmptyFile()


def read_mapping_file(path: Path) -> ColumnMapping:
    """A kept mapping of columns from YAML or JSON. Raises BadMapping and the refusals of files."""
    return read_mapping(_document(path))


def national_file(path: Path) -> tuple[Iterator[Line], int]:
    """The records of a file of the national data specification as lines, header first, and how many. Raises the refusals of files."""
    values = read_document(read_bytes(path, LARGEST_NATIONAL), path.suffix)
    lines = list(national_lines(values))
    return iter(lines), len(lines)


def read_relation_files(beside: Sequence[Sheet], paths: Sequence[Path], *, demo: bool, known: Collection[ExpertNo]) -> RelationReading:
    """All relations and equity: sheets of the pool's own workbook, then files. Raises the refusals of files."""
    sheets = (*beside, *(sheets_of(path)[0] for path in paths))
    found = [read_relations(sheet.open().lines, demo=demo, known=known) for sheet in sheets]
    return RelationReading(
        tuple(relation for one in found for relation in one.relations),
        tuple(equity for one in found for equity in one.equity),
        tuple(error for one in found for error in one.errors),
        tuple(warning for one in found for warning in one.warnings),
    )


def read_pool_file(path: Path, *, demo: bool, on: date, relations: Sequence[Path] = ()) -> PoolReading:
    """A pool file (CSV, XLSX) as a whole with its relation and equity files. Raises a Refused of intake for a file that is none."""
    file = open_pool_file(path)
    reading = collected(file.table, Day(on, demo))
    found = read_relation_files(file.beside, relations, demo=demo, known={expert.no for expert in reading.experts})
    return replace(
        reading,
        relations=found.relations,
        equity=found.equity,
        relation_errors=found.errors,
        warnings=reading.warnings + found.warnings,
    )


def read_application_file(path: Path, *, demo: bool, default_profile: str = DEFAULT_PROFILE) -> Tender:
    """An application from YAML, JSON or the XLSX form. Raises BadApplication and the refusals of files."""
    values = members_of_sheets(read_sheets(path)) if is_sheet(path) else _document(path)
    return read_application(values, demo=demo, default_profile=default_profile)


def read_venues_file(path: Path) -> tuple[Venue, ...]:
    """Venues from YAML, JSON or the XLSX form. Raises BadVenues and the refusals of files."""
    return read_venues(members_of_venue_sheets(read_sheets(path)) if is_sheet(path) else _document(path))


def read_bidders_file(path: Path, *, demo: bool) -> BidderList:
    """A bidder list from YAML, JSON or the XLSX form. Raises BadBidderList and the refusals of files."""
    return read_bidders(members_of_bidder_sheets(read_sheets(path)) if is_sheet(path) else _document(path), demo=demo)


def read_calendar_file(path: Path) -> tuple[YearOff, ...]:
    """Holidays and made-up workdays from YAML, JSON, CSV or XLSX. Raises BadCalendar and the refusals of files."""
    return read_calendar_lines(read_lines(path)) if is_sheet(path) else read_calendar(_document(path))


def _document(path: Path) -> dict[str, Any]:
    return read_document(read_bytes(path, LARGEST_DOCUMENT), path.suffix)
