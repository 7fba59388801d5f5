"""What a database says when it fails ends in logs, so it repeats no value."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dispatch.store.base import engine_for


def test_fault_of_the_database_repeats_no_value() -> None:
    with pytest.raises(DBAPIError) as fault, engine_for("sqlite://").connect() as connection:
        connection.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "示例甲"})
    assert "nowhere" in str(fault.value) and "示例甲" not in str(fault.value)
