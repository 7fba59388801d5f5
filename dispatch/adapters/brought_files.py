"""From a path to what its file means: pool, application, venues, bidders; the file's type decides how it is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from dispatch.adapters.sheets import LARGEST_DOCUMENT, Opened, Sheet, is_sheet, read_bytes, read_sheets, sheets_of
from dispatch.intake import application_sheet, bidder_sheet, calendars, venue_sheet
from dispatch.intake.application import DEFAULT_PROFILE, read_application
from dispatch.intake.application_sheet import members_of_sheets
from dispatch.intake.bidder_sheet import members_of_bidder_sheets
from dispatch.intake.bidders import BidderList, read_bidders
from dispatch.intake.calendars import YearOff, read_calendar, read_calendar_lines
from dispatch.intake.cells import Line, is_blank
from dispatch.intake.column_names import POOL_COLUMNS, SUSPENDED_UNTIL
from dispatch.intake.columns import Table
from dispatch.intake.documents import read_document
from dispatch.intake.mapping import HEAD, NOTHING_LAID_DOWN, ColumnMapping, propose_mapping
from dispatch.intake.mapping_file import read_mapping
from dispatch.intake.national import national_lines
from dispatch.intake.pool_columns import Day
from dispatch.intake.pool_rows import PoolReading, collected, pool_table
from dispatch.intake.refusals import BadMapping, EmptyFile, NoHeader, SeveralTables
from dispatch.intake.relations import RelationReading, joined, read_relations, strangers
from dispatch.intake.shapes import (
    EQUITY,
    RELATION,
    RELATION_SHAPES,
    Proposed,
    Shape,
    best_shape,
    pool_shape,
    propose_table,
    refuse_strangers,
)
from dispatch.intake.venue_sheet import members_of_venue_sheets
from dispatch.intake.venues import read_venues
from policies.vocabulary.tender import Tender
from policies.vocabulary.venue import Venue

T = TypeVar("T")
Watch = Callable[[Iterable[Line], int], Iterable[Line]]  # sees every line of so many go by, e.g. to show progress
_POOL = Shape("专家库", POOL_COLUMNS, (SUSPENDED_UNTIL,))
RELATION_SHEETS = ("关系", "股权")
APPLICATION, BIDDERS, VENUES, CALENDAR = "application", "bidders", "venues", "calendar"  # kinds of small files
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
    """The sheet of a file that holds the pool; its lines are read as the table is walked.

    Raises the refusals of files, and NoHeader, BadMapping, SeveralTables, WrongColumns.
    """
    sheets = sheets_of(path)
    meant = _of_pool(laid_down)
    opened = _pool_sheet(sheets, meant).open()
    table = pool_table(watch(opened.lines, opened.count), meant)
    return PoolFile(table, tuple(sheet for sheet in sheets if sheet.name in RELATION_SHEETS))


def propose_pool(path: Path, relations: Sequence[Path], laid_down: ColumnMapping, on: date) -> tuple[Proposed, ...]:
    """All tables of a pool file and of the files beside it, the pool first. Raises as `open_pool_file`, but for WrongColumns."""
    shape, meant = pool_shape(on), _of_pool(laid_down)
    sheets = sheets_of(path)
    pool = propose_table(_pool_sheet(sheets, meant).open().lines, "", shape, meant)
    beside = [(sheet.name, sheet) for sheet in sheets if sheet.name in RELATION_SHEETS]
    return pool, *_propose_relations((*beside, *_tables(relations)), laid_down)


def propose_relations(paths: Sequence[Path], laid_down: ColumnMapping) -> tuple[Proposed, ...]:
    """The tables of files of relations and equity. Raises the refusals of files, NoHeader, BadMapping."""
    return tuple(_propose_relations(_tables(paths), laid_down))


def _pool_sheet(sheets: Sequence[Sheet], meant: ColumnMapping) -> Sheet:
    """The one sheet that holds the pool: instructions, templates and hidden sheets may stand beside it.

    Raises SeveralTables where two that are seen do, and where none does what keeps the first from it.
    """
    candidates = [sheet for sheet in sheets if sheet.name not in RELATION_SHEETS]
    if len(candidates) == 1:
        return candidates[0]
    refusals: list[NoHeader | EmptyFile | BadMapping] = []
    headed: dict[Sheet, bool] = {}  # and whether it is a whole pool
    for sheet in candidates:
        try:
            headed[sheet] = _is_pool(list(islice(sheet.open().lines, HEAD)), meant)
        except (NoHeader, EmptyFile, BadMapping) as fault:
            refusals.append(fault)
    if not headed:
        raise next((fault for fault in refusals if isinstance(fault, BadMapping)), refusals[0] if refusals else EmptyFile())
    whole = [sheet for sheet, is_whole in headed.items() if is_whole and not sheet.is_hidden]
    if len(whole) > 1:
        raise SeveralTables(names="、".join(sheet.name for sheet in whole))
    return max(headed, key=lambda sheet: (not sheet.is_hidden, headed[sheet]))


def _is_pool(head: Sequence[Line], meant: ColumnMapping) -> bool:
    """Whether a sheet has every column of a pool and something under them. Raises NoHeader, EmptyFile, BadMapping."""
    proposal = propose_mapping(head, meant)
    return not proposal.missing and not all(map(is_blank, head[proposal.begins :]))


def _of_pool(laid_down: ColumnMapping) -> ColumnMapping:
    return laid_down.of_sheet("", (*POOL_COLUMNS, SUSPENDED_UNTIL), (*RELATION.known, *EQUITY.known), main=True)


def _of_relations(laid_down: ColumnMapping) -> ColumnMapping:
    """What is laid down for the tables beside a pool: names that are columns of none of them are refused."""
    kept = replace(laid_down, strict=False)
    refuse_strangers(kept, {}, (*RELATION_SHAPES, _POOL))
    return kept


def _propose_relations(tables: Iterable[tuple[str, Sheet]], laid_down: ColumnMapping) -> Iterator[Proposed]:
    of_relations = _of_relations(laid_down)
    for label, sheet in tables:
        shape, lines = best_shape(sheet.open().lines, label, of_relations, RELATION_SHAPES)
        yield propose_table(lines, label, shape, shape.meant(of_relations, label, RELATION_SHAPES))


def _tables(paths: Sequence[Path]) -> Iterator[tuple[str, Sheet]]:
    """The tables of these files under a name each: of a workbook every sheet that has a header of ours, of a text file the one."""
    for path in paths:
        sheets = sheets_of(path)
        if len(sheets) == 1:
            yield path.stem, sheets[0]
            continue
        headed = [sheet for sheet in sheets if _has_header(sheet)]
        yield from ((sheet.name, sheet) for sheet in headed or sheets[:1])


def _has_header(sheet: Sheet) -> bool:
    try:
        best_shape(sheet.open().lines, sheet.name, NOTHING_LAID_DOWN, RELATION_SHAPES)
    except (NoHeader, EmptyFile):
        return False
    return True


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


def read_relation_files(
    beside: Sequence[Sheet], paths: Sequence[Path], *, demo: bool, laid_down: ColumnMapping = NOTHING_LAID_DOWN
) -> RelationReading:
    """All relations and equity: sheets of the pool's own workbook, then files. Raises the refusals of files."""
    of_relations = _of_relations(laid_down)
    tables = (*((sheet.name, sheet) for sheet in beside), *_tables(paths))
    return joined([read_relations(sheet.open().lines, demo=demo, laid_down=of_relations, sheet=label) for label, sheet in tables])


def read_pool_file(path: Path, *, demo: bool, on: date, relations: Sequence[Path] = ()) -> PoolReading:
    """A pool file (CSV, XLSX) as a whole with its relation and equity files. Raises a Refused of intake for a file that is none."""
    file = open_pool_file(path)
    reading = collected(file.table, Day(on, demo))
    found = read_relation_files(file.beside, relations, demo=demo)
    known = {expert.no for expert in reading.experts}
    return replace(
        reading,
        relations=found.relations,
        equity=found.equity,
        relation_errors=found.errors,
        warnings=reading.warnings + found.warnings + strangers(found, known),
    )


def read_application_file(
    path: Path, *, demo: bool, default_profile: str = DEFAULT_PROFILE, laid_down: ColumnMapping = NOTHING_LAID_DOWN
) -> Tender:
    """An application from YAML, JSON or a form (XLSX, XLS, CSV). Raises BadApplication and the refusals of files."""
    values = members_of_sheets(read_sheets(path), laid_down) if is_sheet(path) else _document(path)
    return read_application(values, demo=demo, default_profile=default_profile)


def read_venues_file(path: Path, laid_down: ColumnMapping = NOTHING_LAID_DOWN) -> tuple[Venue, ...]:
    """Venues from YAML, JSON or tables (XLSX, XLS, CSV). Raises BadVenues and the refusals of files."""
    return read_venues(members_of_venue_sheets(read_sheets(path), laid_down) if is_sheet(path) else _document(path))


def read_bidders_file(path: Path, *, demo: bool, laid_down: ColumnMapping = NOTHING_LAID_DOWN) -> BidderList:
    """A bidder list from YAML, JSON or tables (XLSX, XLS, CSV). Raises BadBidderList and the refusals of files."""
    return read_bidders(members_of_bidder_sheets(read_sheets(path), laid_down) if is_sheet(path) else _document(path), demo=demo)


def read_calendar_file(path: Path, laid_down: ColumnMapping = NOTHING_LAID_DOWN) -> tuple[YearOff, ...]:
    """Holidays and made-up workdays from YAML, JSON, CSV, XLSX or XLS. Raises BadCalendar and the refusals of files."""
    if not is_sheet(path):
        return read_calendar(_document(path))
    return _first_with_header(sheets_of(path), lambda opened: read_calendar_lines(opened.lines, laid_down))


def propose_small(path: Path, kind: str, laid_down: ColumnMapping) -> tuple[Proposed, ...]:
    """What the tables of a form or list seem to be; nothing of a document that names its members itself. Raises the refusals of files."""
    if not is_sheet(path):
        _document(path)
        return ()
    sheets = read_sheets(path)
    if kind == CALENDAR:
        shape, meant = calendars.SHAPE, laid_down.of_sheet("", calendars.COLUMNS, ())
        return (_first_with_header(sheets_of(path), lambda opened: propose_table(opened.lines, "", shape, meant)),)
    if kind == VENUES:
        found = venue_sheet.venue_sheets(sheets, laid_down)
        return tuple(propose_table(lines, name, shape, shape.meant(laid_down, name, venue_sheet.SHAPES)) for name, shape, lines in found)
    return (bidder_sheet.FORM if kind == BIDDERS else application_sheet.FORM).proposed(sheets, laid_down)


def _document(path: Path) -> dict[str, Any]:
    return read_document(read_bytes(path, LARGEST_DOCUMENT), path.suffix)
