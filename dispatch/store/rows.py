"""The two small functions between rows and records, for rows whose columns carry the record's own names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from enum import StrEnum
from typing import Any, TypeVar, get_type_hints

from sqlalchemy import insert, inspect, select, update
from sqlalchemy.orm import Session

from dispatch.store.base import Row

R = TypeVar("R")


Columns = tuple[tuple[str, type[Any] | None], ...]  # names, each with its enumeration if it is one
_COLUMNS: dict[Any, Columns] = {}


def _columns(record: Any) -> Columns:
    if record not in _COLUMNS:
        hints = get_type_hints(record)
        enums = {name: hint for name, hint in hints.items() if isinstance(hint, type) and issubclass(hint, StrEnum)}
        _COLUMNS[record] = tuple((field.name, enums.get(field.name)) for field in fields(record))
    return _COLUMNS[record]


def as_record(record: type[R], row: Row) -> R:
    """The record whose fields are the row's columns of the same names."""
    return record(**{name: enum(getattr(row, name)) if enum else getattr(row, name) for name, enum in _columns(record)})


def as_row(record: Any) -> dict[str, Any]:
    """Column values of a record; enumerations become their text."""
    return {name: _plain(getattr(record, name)) for name, _ in _columns(type(record))}


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value


def save(session: Session, table: type[Row], record: Any) -> None:
    """Inserts the record, or brings its row up to date."""
    session.merge(table(**as_row(record)))
    session.flush()


def merge_all(session: Session, table: type[Row], records: Iterable[Any], *, key: str, page: int = 1000) -> None:
    """Inserts or updates many records, a page at a time."""
    pending: list[dict[str, Any]] = []
    for record in records:
        pending.append(as_row(record))
        if len(pending) == page:
            _write_page(session, table, pending, key)
            pending = []
    if pending:
        _write_page(session, table, pending, key)


def _write_page(session: Session, table: type[Row], page: list[dict[str, Any]], key: str) -> None:
    column = inspect(table).columns[key]
    known: set[Any] = set()
    for start in range(0, len(page), 500):
        known |= set(session.scalars(select(column).where(column.in_([row[key] for row in page[start : start + 500]]))))
    fresh, changed = [row for row in page if row[key] not in known], [row for row in page if row[key] in known]
    if fresh:
        session.execute(insert(table), fresh)
    if changed:
        session.execute(update(table), changed)
