"""Brings a database to the tables of this version, and never further back."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy import Engine, func, select

from dispatch.store.refusals import UnknownTables

MIGRATIONS = Path(__file__).parent / "migrations"
ONE_AT_A_TIME = 0x65_64_6D_69_67  # any number that nobody else on this server locks


def bring_up_to_date(engine: Engine) -> None:
    """Runs the migrations that this database has not seen, in one transaction; a second time changes nothing.

    Of nodes that start together one does it and the others wait: SQLite by BEGIN IMMEDIATE, PostgreSQL by an advisory lock.
    Raises UnknownTables for a database that has seen a migration which this version does not have.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as fault:  # nothing was run: it looks for the way first
            raise UnknownTables() from fault
        connection.commit()
