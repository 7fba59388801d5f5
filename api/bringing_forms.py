"""What the forms of the import pages say: files, columns, words and values, each looked at before it counts."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import Any

from flask import request

from api.bringing_store import Brought, BroughtFiles, Named
from api.refusals import BadParameters, ColumnChosenTwice
from dispatch.adapters.brought_files import read_mapping_file
from dispatch.intake import application_sheet, bidder_sheet, calendars, venue_sheet
from dispatch.intake.column_names import POOL_COLUMNS, SUSPENDED_UNTIL
from dispatch.intake.mapping import NOTHING_LAID_DOWN, ColumnMapping
from dispatch.intake.refusals import UnknownFileType
from dispatch.intake.shapes import RELATION_SHAPES

LONGEST_NAME = 120  # of the end, which says what kind of file it is
MAPPINGS = (".yaml", ".yml", ".json")
_PLACE = re.compile("[0-9]{1,4}")
_SHAPES = (*RELATION_SHAPES, *venue_sheet.SHAPES, *application_sheet.FORM.shapes, *bidder_sheet.FORM.shapes, calendars.SHAPE)
OURS = frozenset((*POOL_COLUMNS, SUSPENDED_UNTIL, *chain.from_iterable(shape.known for shape in _SHAPES)))


def files_sent(field: str, kinds: tuple[str, ...]) -> list[Named]:
    """The files of one field of the form. Raises UnknownFileType."""
    found = []
    for sent in request.files.getlist(field):
        name = Path((sent.filename or "").replace("\\", "/")).name[-LONGEST_NAME:]
        if name and Path(name).suffix.lower() not in kinds:
            raise UnknownFileType(found=Path(name).suffix or name, wanted="、".join(kind[1:].upper() for kind in kinds))
        if name:
            found.append((name, sent.read()))
    return found


def mapping_sent(files: BroughtFiles) -> ColumnMapping:
    """A mapping that was kept, here or by the command line. Raises BadMapping and the refusals of files."""
    sent = files_sent("mapping", MAPPINGS)
    if not sent:
        return NOTHING_LAID_DOWN
    with files.in_the_clear(sent) as (path, *_):
        return read_mapping_file(path)


def words_sent() -> dict[tuple[str, str], str]:
    """Each word that the form showed, under its column, with what it stands for or nothing. Raises BadParameters."""
    columns, written, ours = (request.form.getlist(f"word-{each}") for each in ("column", "written", "ours"))
    if not len(columns) == len(written) == len(ours) or not OURS.issuperset(columns):
        raise BadParameters(names="word")
    return {(column, word): stands.strip() for column, word, stands in zip(columns, written, ours, strict=True)}


def meant(brought: Brought, words: dict[tuple[str, str], str]) -> dict[str, Any]:
    """What the form says of columns and words. Raises ColumnChosenTwice, BadParameters."""
    columns = _entries_sent()
    _refuse_twice(list(columns.values()))
    for sheet, chosen in _columns_sent().items():
        _refuse_twice(list(chosen.values()))
        columns |= {f"{sheet}第{int(place) + 1}列": value for place, value in chosen.items()}
    fixed = {name.removeprefix("fixed-"): value.strip() for name, value in request.form.items() if name.startswith("fixed-")}
    if not {*columns.values()} <= OURS | {""} or not OURS.issuperset(fixed):
        raise BadParameters(names="column")
    laid_down = {column: dict(pairs) for column, pairs in brought.words.items()}
    for (column, word), stands in words.items():
        laid_down.setdefault(column, {}).pop(word, None)
        if stands:
            laid_down[column][word] = stands
    return {"columns": columns, "fixed": {name: value for name, value in fixed.items() if value}, "words": laid_down}


def _refuse_twice(chosen: list[str]) -> None:
    twice = next((name for name in chosen if name and chosen.count(name) > 1), None)
    if twice:
        raise ColumnChosenTwice(column=twice)


def _entries_sent() -> dict[str, str]:
    """The names of a form that stand one by one, each with what it is read as. Raises BadParameters."""
    written, ours = (request.form.getlist(f"entry-{each}") for each in ("written", "ours"))
    if len(written) != len(ours):
        raise BadParameters(names="entry")
    return dict(zip(written, ours, strict=True))


def _columns_sent() -> dict[str, dict[str, str]]:
    """For each sheet, as its columns are named in a mapping, the place of a column and what it is read as. Raises BadParameters."""
    found: dict[str, dict[str, str]] = {}
    for name, value in request.form.items():
        if name.startswith("column-"):
            place, _, sheet = name.removeprefix("column-").partition("-")
            if not _PLACE.fullmatch(place):
                raise BadParameters(names="column")
            found.setdefault(f"{sheet}!" if sheet else "", {})[place] = value
    return found
