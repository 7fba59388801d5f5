"""Every table of every compartment, imported in one place so that migrations and tests see all of them."""

from __future__ import annotations

from dispatch.store.tables import finance, log, notifier, registry, tasks, tender, venue, web, worker

COMPARTMENTS = {
    "registry": registry,
    "tender": tender,
    "worker": worker,
    "notifier": notifier,
    "venue": venue,
    "finance": finance,
    "log": log,
    "tasks": tasks,
    "web": web,
}
