"""The two small functions between rows and records, for rows whose columns carry the record's own names."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from enum import StrEnum
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar, get_type_hints

from sqlalchemy import TypeDecorator, insert, inspect, select, update
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


def insert_all(session: Session, table: type[Row], records: Iterable[Any], page: int = 1000) -> None:
    """Inserts many new records in the driver's own way of many rows: SQLAlchemy's costs more than the insert itself.

    PostgreSQL takes them by COPY, and works on them while the next are made; the rest by executemany, a page at a time.
    """
    columns, connection = list(inspect(table).columns), session.connection()
    converters = [(place, as_stored) for place, column in enumerate(columns) if (as_stored := _as_stored(column.type, session))]
    take = attrgetter(*(column.name for column in columns))
    pages = _pages(map(take, records), converters, page)
    names = ", ".join(f'"{column.name}"' for column in columns)
    if connection.dialect.name == "postgresql":
        cursor: Any = connection.connection.cursor()
        with cursor, cursor.copy(f"COPY {table.__tablename__} ({names}) FROM STDIN") as copy:
            for rows in pages:
                for row in rows:
                    copy.write_row(row)
        return
    statement = f"INSERT INTO {table.__tablename__} ({names}) VALUES ({', '.join('?' * len(columns))})"
    for rows in pages:
        connection.exec_driver_sql(statement, rows)


def _as_stored(column: Any, session: Session) -> Callable[[Any], Any] | None:
    """How a value of one of our own column types is handed to the driver; others go as they are."""
    dialect = session.get_bind().dialect
    return (lambda value: column.process_bind_param(value, dialect)) if isinstance(column, TypeDecorator) else None


def _pages(rows: Iterator[Any], converters: Sequence[tuple[int, Callable[[Any], Any]]], page: int) -> Iterator[list[tuple[Any, ...]]]:
    """So many rows at a time, their values converted column by column."""
    while pending := list(islice(rows, page)):
        columns: list[Sequence[Any]] = list(zip(*pending, strict=True))
        for place, as_stored in converters:
            columns[place] = [as_stored(value) for value in columns[place]]
        yield list(zip(*columns, strict=True))
