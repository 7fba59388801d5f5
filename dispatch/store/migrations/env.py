"""Alembic's entry: the tables of dispatch.store over a connection that the caller opened."""

from __future__ import annotations

from alembic import context

from dispatch.store import schema
from dispatch.store.base import Row

connection = context.config.attributes["connection"]
assert schema.COMPARTMENTS
context.configure(connection=connection, target_metadata=Row.metadata, render_as_batch=True, transactional_ddl=True)
context.run_migrations()
