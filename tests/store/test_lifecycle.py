"""Entries about experts are added and never changed, on both databases; only the end of a key erases one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from dispatch.store.migrate import bring_up_to_date

NewDatabase = Callable[[], Engine]


@pytest.fixture
def engine(new_database: NewDatabase) -> Engine:
    made = new_database()
    bring_up_to_date(made)
    run(made, "INSERT INTO expert_entry VALUES ('r', 1, 'leave', :key, :sealed, 0)")
    return made


def run(engine: Engine, statement: str) -> None:
    values = {name: name.encode() for name in ("key", "sealed") if f":{name}" in statement}
    with engine.begin() as connection:
        connection.execute(text(statement), values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE expert_entry SET sealed = :key",
        "UPDATE expert_entry SET kind = 'lift'",
        "UPDATE expert_entry SET seq = 2",
        "UPDATE expert_entry SET log_idx = 7",
        "DELETE FROM expert_entry",
        "INSERT INTO expert_entry VALUES ('r', 1, 'lift', :key, :key, 0)",
    ],
)
def test_no_entry_is_changed_or_taken_away(engine: Engine, statement: str):
    with pytest.raises(DatabaseError):
        run(engine, statement)


def test_nor_replaced_on_sqlite(engine: Engine):
    statement = "INSERT OR REPLACE INTO expert_entry VALUES ('r', 1, 'lift', :key, :key, 0)"
    with pytest.raises(DatabaseError):
        run(engine, statement)


def test_the_key_of_an_entry_may_be_emptied(engine: Engine):
    run(engine, "UPDATE expert_entry SET wrapped_dek = :key WHERE ref = 'r'")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT wrapped_dek, sealed FROM expert_entry")).one() == (b"key", b"sealed")
