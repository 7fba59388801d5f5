"""Every table of every compartment, imported in one place so that migrations and tests see all of them; and their guards."""

from __future__ import annotations

from sqlalchemy import Connection

from dispatch.store.tables import finance, lifecycle, log, notifier, registry, rules, tasks, tender, venue, web, worker

COMPARTMENTS = {
    "registry": registry,
    "lifecycle": lifecycle,
    "tender": tender,
    "worker": worker,
    "notifier": notifier,
    "venue": venue,
    "finance": finance,
    "log": log,
    "tasks": tasks,
    "web": web,
    "rules": rules,
}


def guard(connection: Connection) -> None:
    """Lays the triggers that make insert-only tables refuse change; laying them again changes nothing."""
    for statement in (statement for tables in (log, finance, lifecycle) for statement in tables.guard_ddl(connection.dialect.name)):
        connection.exec_driver_sql(statement)
