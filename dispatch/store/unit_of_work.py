"""One transaction over all compartments of this node: everything in it happens, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from dispatch.store.calendars import SqlCalendars
from dispatch.store.calls import SqlCalls
from dispatch.store.draws import SqlDraws
from dispatch.store.finance import SqlFinance
from dispatch.store.lifecycle import SqlLifecycle
from dispatch.store.log import SqlLog
from dispatch.store.registry import SqlRegistry
from dispatch.store.tasks import SqlTasks
from dispatch.store.tenders import SqlTenders
from dispatch.store.venues import SqlVenues
from dispatch.store.web import SqlWeb


@dataclass(frozen=True, slots=True)
class SqlUnitOfWork:
    registry: SqlRegistry
    lifecycle: SqlLifecycle
    tenders: SqlTenders
    draws: SqlDraws
    calls: SqlCalls
    venues: SqlVenues
    finance: SqlFinance
    log: SqlLog
    tasks: SqlTasks
    web: SqlWeb
    calendars: SqlCalendars


def units_of_work(engine: Engine, origin: str) -> Callable[..., AbstractContextManager[SqlUnitOfWork]]:
    """A function that opens a unit of work: it commits when the block ends, and rolls back when it raises.

    `reads_only=True` opens one that lets writers go on (SQLite: a deferred transaction) and is rolled back.
    """

    @contextmanager
    def opened(*, reads_only: bool = False) -> Iterator[SqlUnitOfWork]:
        connected = engine.connect().execution_options(reads_only=reads_only)
        with connected as connection, Session(connection, expire_on_commit=False) as session:
            yield _over(session, origin)
            if reads_only:
                session.rollback()
            else:
                session.commit()

    return opened


def _over(session: Session, origin: str) -> SqlUnitOfWork:
    return SqlUnitOfWork(
        registry=SqlRegistry(session),
        lifecycle=SqlLifecycle(session),
        tenders=SqlTenders(session),
        draws=SqlDraws(session),
        calls=SqlCalls(session),
        venues=SqlVenues(session),
        finance=SqlFinance(session),
        log=SqlLog(session, origin),
        tasks=SqlTasks(session),
        web=SqlWeb(session),
        calendars=SqlCalendars(session),
    )
