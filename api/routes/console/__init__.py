"""Pages of the console, a file for each."""

from __future__ import annotations

from api.routes.console import bring, denials, draws, embedded, exceptions, fees, log, papers, rooms, tenders, today

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
)
