"""From a path to what its file means: pool, application, venues, bidders; the file's type decides how it is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from dispatch.adapters.sheets import LARGEST_DOCUMENT, is_sheet, read_bytes, read_lines, read_sheets
from dispatch.intake.application import DEFAULT_PROFILE, read_application
from dispatch.intake.application_sheet import members_of_sheets
from dispatch.intake.bidders import BidderList, read_bidders
from dispatch.intake.cells import Line
from dispatch.intake.documents import read_document
from dispatch.intake.pool_rows import PoolReading, read_pool
from dispatch.intake.relations import read_relations
from dispatch.intake.venues import read_venues
from policies.vocabulary.tender import Tender
from policies.vocabulary.venue import Venue

Watch = Callable[[Iterable[Line]], Iterable[Line]]  # sees every line go by, e.g. to show progress


def _unwatched(lines: Iterable[Line]) -> Iterable[Line]:
    return lines


def read_pool_file(path: Path, *, demo: bool, on: date, relations: Sequence[Path] = (), watch: Watch = _unwatched) -> PoolReading:
    """A pool file (CSV, XLSX) with its relation and equity files. Raises a Refused of intake for a file that is none."""
    reading = read_pool(watch(read_lines(path)), demo=demo, on=on)
    known = {expert.no for expert in reading.experts}
    for other in relations:
        found = read_relations(read_lines(other), demo=demo, known=known)
        reading = replace(
            reading,
            relations=reading.relations + found.relations,
            equity=reading.equity + found.equity,
            relation_errors=reading.relation_errors + found.errors,
            warnings=reading.warnings + found.warnings,
        )
    return reading


def read_application_file(path: Path, *, demo: bool, default_profile: str = DEFAULT_PROFILE) -> Tender:
    """An application from YAML, JSON or the XLSX form. Raises BadApplication and the refusals of files."""
    values = members_of_sheets(read_sheets(path)) if is_sheet(path) else _document(path)
    return read_application(values, demo=demo, default_profile=default_profile)


def read_venues_file(path: Path) -> tuple[Venue, ...]:
    """Venues from YAML or JSON. Raises BadVenues and the refusals of files."""
    return read_venues(_document(path))


def read_bidders_file(path: Path, *, demo: bool) -> BidderList:
    """A bidder list from YAML or JSON. Raises BadBidderList and the refusals of files."""
    return read_bidders(_document(path), demo=demo)


def _document(path: Path) -> dict[str, Any]:
    return read_document(read_bytes(path, LARGEST_DOCUMENT), path.suffix)
