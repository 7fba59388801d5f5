"""Pages of the console, a file for each."""

from __future__ import annotations

from api.routes.console import (
    bring,
    calendars,
    denials,
    draws,
    embedded,
    exceptions,
    expert_acts,
    experts,
    fees,
    log,
    open_calls,
    papers,
    rooms,
    small,
    tenders,
    today,
)

PAGES = (
    today.pages,
    tenders.pages,
    papers.pages,
    exceptions.pages,
    draws.pages,
    rooms.pages,
    fees.pages,
    log.pages,
    embedded.pages,
    denials.pages,
    bring.pages,
    small.pages,
    calendars.pages,
    experts.pages,
    expert_acts.pages,
    open_calls.pages,
)
