"""The two small functions between rows and records, for rows whose columns carry the record's own names."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from enum import StrEnum
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar, get_type_hints

from sqlalchemy import ColumnElement, Connection, TypeDecorator, and_, inspect, or_
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.orm import Session

from dispatch.store.base import Row

R = TypeVar("R")
V = TypeVar("V")
MOST_ASKED = 500  # values in one IN (…)
PAGE = 1000  # rows that a statement takes at once
_ANY = DefaultDialect()  # our own column types are stored alike everywhere

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


def behind(columns: tuple[Any, Any], last: tuple[Any, Any]) -> ColumnElement[bool]:
    """Where a list in falling order goes on behind one of its rows; an index over both columns finds the place."""
    (first, second), (one, other) = columns, last
    return and_(first <= one, or_(first < one, second < other))


def begins(column: Any, start: str) -> ColumnElement[bool]:
    """Whose hexadecimal name begins so, as a range of an index: `LIKE` uses none under most collations."""
    return and_(column >= start, column <= start + "f" * 64)


def some_at_a_time(values: Iterable[V]) -> Iterator[list[V]]:
    """The values in pieces that one question can name."""
    rest = iter(values)
    while piece := list(islice(rest, MOST_ASKED)):
        yield piece


def insert_all(session: Session, table: type[Row], records: Iterable[Any]) -> None:
    """Inserts many new records in the driver's own way of many rows: SQLAlchemy's costs more than the insert itself."""
    insert_packed(session, table, packed(table, records))


def packed(table: type[Row], records: Iterable[Any]) -> Iterator[bytes]:
    """Each record as a row of its table, its values as drivers take them; bytes that only this process and its children read."""
    columns = list(inspect(table).columns)
    take = attrgetter(*(column.name for column in columns))
    own = [(place, column.type) for place, column in enumerate(columns) if isinstance(column.type, TypeDecorator)]
    taken = map(take, records)
    while page := list(islice(taken, PAGE)):
        values: list[Sequence[Any]] = list(zip(*page, strict=True))
        for place, kind in own:
            values[place] = [kind.process_bind_param(value, _ANY) for value in values[place]]
        yield from map(marshal.dumps, zip(*values, strict=True))


def insert_packed(session: Session, table: type[Row], rows: Iterable[bytes]) -> None:
    """Inserts new rows that were packed before. PostgreSQL takes them by COPY; the rest by executemany, a page at a time."""
    connection, names = session.connection(), _names(table)
    if connection.dialect.name == "postgresql":
        cursor: Any = connection.connection.cursor()
        with cursor, cursor.copy(f"COPY {table.__tablename__} ({', '.join(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(marshal.loads(row))
        return
    _execute(connection, _insert(table, names, "?"), rows)


def merge_packed(session: Session, table: type[Row], rows: Iterable[bytes], *, key: str) -> None:
    """Inserts rows that were packed before, or brings those of the same key up to date."""
    connection, names = session.connection(), _names(table)
    changes = ", ".join(f"{name} = excluded.{name}" for name in names)
    place = "%s" if connection.dialect.name == "postgresql" else "?"
    _execute(connection, f'{_insert(table, names, place)} ON CONFLICT ("{key}") DO UPDATE SET {changes}', rows)


def _execute(connection: Connection, statement: str, rows: Iterable[bytes]) -> None:
    waiting = iter(rows)
    while page := [marshal.loads(row) for row in islice(waiting, PAGE)]:
        connection.exec_driver_sql(statement, page)


def _names(table: type[Row]) -> list[str]:
    return [f'"{column.name}"' for column in inspect(table).columns]


def _insert(table: type[Row], names: Sequence[str], place: str) -> str:
    return f"INSERT INTO {table.__tablename__} ({', '.join(names)}) VALUES ({', '.join([place] * len(names))})"
