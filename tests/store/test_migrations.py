"""The migrations and the tables of the code say the same, on both databases, to the last trigger."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from dispatch.store import schema
from dispatch.store.base import Row
from dispatch.store.migrate import MIGRATIONS, bring_up_to_date
from dispatch.store.refusals import UnknownTables
from dispatch.store.tables import finance, log
from tests.store.databases import described

NewDatabase = Callable[[], Engine]


def upgraded(engine: Engine) -> Engine:
    bring_up_to_date(engine)
    return engine


def made_from_the_tables(engine: Engine) -> Engine:
    with engine.begin() as connection:
        Row.metadata.create_all(connection)
        schema.guard(connection)
    return engine


def test_an_upgraded_database_is_the_one_that_the_code_describes(new_database: NewDatabase):
    assert described(upgraded(new_database())) == described(made_from_the_tables(new_database()))


def test_a_second_upgrade_changes_nothing(new_database: NewDatabase):
    engine = upgraded(new_database())
    before = described(engine)
    assert described(upgraded(engine)) == before


@pytest.mark.parametrize("revision", ["0001", "0099_later"], ids=["of former development", "of a newer version"])
def test_a_database_of_a_version_that_is_not_known_is_refused_and_stays_as_it_is(new_database: NewDatabase, revision: str):
    engine = upgraded(new_database())
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    before = described(engine)
    with pytest.raises(UnknownTables):
        bring_up_to_date(engine)
    assert described(engine) == before


def test_every_insert_only_table_has_its_guards_after_the_upgrade(new_database: NewDatabase):
    triggers = [line for line in described(upgraded(new_database())) if line.startswith("trigger ")]
    for table in (*log.FROZEN_TABLES, *finance.INSERT_ONLY):
        assert any(f" ON {table} " in line or f" ON public.{table} " in line for line in triggers), table


def test_every_table_on_sqlite_is_strict(new_database: NewDatabase):
    engine = upgraded(new_database())
    tables = [line for line in described(engine) if line.startswith("table ")]
    assert engine.dialect.name != "sqlite" or all(line.endswith(" STRICT") for line in tables)


def test_after_the_upgrade_a_log_entry_cannot_be_changed(new_database: NewDatabase):
    engine = upgraded(new_database())
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO tlog_head (origin, size) VALUES ('o', 0)"))
        connection.execute(text("INSERT INTO tlog_entry VALUES ('o', 0, 'kind', :empty, :empty, '', :empty)"), {"empty": b""})
    with pytest.raises(DatabaseError, match="append-only"), engine.begin() as connection:
        connection.execute(text("UPDATE tlog_entry SET kind = 'other'"))


def test_migrations_are_numbered_without_gap():
    numbers = sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]
