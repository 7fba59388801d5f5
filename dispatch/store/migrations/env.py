"""Alembic's entry: the tables of dispatch.store over a connection that the caller opened.

Triggers are laid after the last migration, since Alembic's batch mode drops those of a table that it rebuilds.
"""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator

from dispatch.store import schema
from dispatch.store.base import Row


def plain_type(kind: str, item: Any, autogen: Any) -> str | Literal[False]:
    """A migration names the database's type, not ours: what was released must not change with our code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Row.metadata, render_as_batch=True, transactional_ddl=True, render_item=plain_type)
before = context.get_context().get_current_heads()
context.run_migrations()
if context.get_context().get_current_heads() != before:
    schema.guard(connection)
