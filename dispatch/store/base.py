"""What every table shares: names of constraints, UTC times, STRICT tables and immediate transactions on SQLite."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Dialect, Engine, LargeBinary, MetaData, String, TypeDecorator, create_engine, event
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.schema import CreateTable

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# Of every connection to SQLite. Sixteen megabytes of pages: with the usual two, a long insert writes most index pages many times.
PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "secure_delete=ON", "cache_size=-16384")


class UtcTime(TypeDecorator[datetime]):
    """An aware time, stored as whole microseconds since 1970 in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone reached the database")
        delta = value - datetime(1970, 1, 1, tzinfo=UTC)
        return (delta.days * 86400 + delta.seconds) * 1_000_000 + delta.microseconds

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value // 1_000_000, UTC).replace(microsecond=value % 1_000_000)


class Day(TypeDecorator[date]):
    """A calendar day, stored as its ordinal (1 = 0001-01-01), so that it compares as a number everywhere."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        return None if value is None else value.toordinal()

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromordinal(value)


class Flag(TypeDecorator[bool]):
    """Yes or no, stored as 1 or 0 (STRICT tables know no boolean)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class Row(DeclarativeBase):
    """Base of all rows; rows never leave dispatch.store."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: String,
        bytes: LargeBinary,
        datetime: UtcTime,
        date: Day,
        int: BigInteger,
        bool: Flag,
    }


@compiles(BigInteger, "sqlite")
def _integer_on_sqlite(element: Any, compiler: Any, **words: Any) -> str:
    return "INTEGER"


@compiles(String, "sqlite")
def _text_on_sqlite(element: Any, compiler: Any, **words: Any) -> str:
    return "TEXT"


@compiles(CreateTable, "sqlite")
def _strict_on_sqlite(element: CreateTable, compiler: Any, **words: Any) -> str:
    return str(compiler.visit_create_table(element, **words)).rstrip() + " STRICT\n"


def engine_for(url: str) -> Engine:
    """An engine for `url`; on SQLite every transaction is BEGIN IMMEDIATE, with WAL and foreign keys.

    A fault of the database never repeats the values it was given: they may be personal data, and faults end in logs.
    """
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": 30, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, record: object) -> None:
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        reads_only = connection.get_execution_options().get("reads_only", False)
        connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")

    return engine
