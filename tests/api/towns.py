"""Two towns that web tests share, each built once in a run, and ways to look at one as somebody at some moment."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from api.app import make_app
from dispatch.bootstrap import Services
from dispatch.store.unit_of_work import SqlUnitOfWork
from dispatch.workflow.accounts import CONSOLE_ROLES, admit, create_account
from dispatch.workflow.records import DrawStep, Moment, TenderRecord
from dispatch.workflow.work import Work
from policies.vocabulary.roles import Event, Role
from tests.api.town import Town, a_town

REMOTE, WORKS = "DEMO-2026-0003/1", "DEMO-2026-0001/1"
PASSWORD = "correct horse battery"


@cache
def ended_town() -> Town:
    """The remote tender of the samples, one person declining, up to its announced result."""
    town = a_town(_folder(), 3, declining=1)
    town.until(REMOTE, Event.ANNOUNCED)
    make_accounts(town.embedded.services)
    return town


@cache
def calling_town(use: str = "api") -> Town:
    """The works tender of the samples, everybody called and nobody has answered; each use has one of its own."""
    town = a_town(_folder(), 1)
    town.answering = False
    town.settle_down(WORKS, DrawStep.REPLIES)
    while not town.texts:
        town.go_on(WORKS)
    make_accounts(town.embedded.services)
    return town


def _folder() -> Path:
    folder = tempfile.mkdtemp(prefix="town-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def make_accounts(services: Services) -> None:
    """A user for every role, named by its code; the sub-venue's is bound to one that was drawn, if any was."""
    with services.work() as work:
        record = work.uow.tenders.all()[0]
        scopes = {Role.TENDERER: record.tender.tenderer.uscc, Role.SUBVENUE: a_sub_venue(record, work)}
        first = create_account(Role.OPERATOR.value, Role.OPERATOR, PASSWORD, work=work)
        for role in CONSOLE_ROLES:
            work.uow.web.save_account(replace(first, name=role.value, role=role.value, scope=scopes.get(role, "")))


def a_sub_venue(record: TenderRecord, work: Work) -> str:
    drawn = sorted({kept.venue for kept in work.uow.venues.gate_passes(record.token)})
    others = [venue for venue in drawn if not venue.startswith("CS")]
    return (others or sorted(venue.id for venue in work.uow.venues.all()))[0]


@dataclass(frozen=True, slots=True)
class EarlierTenders:
    """Tenders as they were when `event` had just come; whatever is in the other tables stays there, to be hidden."""

    kept: Any
    event: Event

    def moments(self, tender_id: str) -> dict[Event, Moment]:
        found: dict[Event, Moment] = self.kept.moments(tender_id)
        later = list(Event)[list(Event).index(self.event) + 1 :]
        extra = {} if self.event in found else {self.event: Moment(self.event, max(each.at for each in found.values()), 0)}
        return {event: moment for event, moment in {**found, **extra}.items() if event not in later}

    def events_of(self, tender_ids: Iterable[str]) -> dict[str, frozenset[Event]]:
        return {tender_id: frozenset(self.moments(tender_id)) for tender_id in tender_ids}

    def __getattr__(self, name: str) -> Any:
        return getattr(self.kept, name)


def earlier(services: Services, event: Event) -> Services:
    """The same services, looking at a moment that has passed or is to come."""

    def opened(*, reads_only: bool = False) -> AbstractContextManager[SqlUnitOfWork]:
        return _opened(services, event, reads_only)

    return replace(services, open_uow=opened)


@contextmanager
def _opened(services: Services, event: Event, reads_only: bool) -> Iterator[SqlUnitOfWork]:
    with services.open_uow(reads_only=reads_only) as uow:
        yield replace(uow, tenders=EarlierTenders(uow.tenders, event))  # type: ignore[arg-type]


def an_app(services: Services) -> Flask:
    return make_app(services)


def client_of(app: Flask, role: Role, services: Services) -> FlaskClient:
    """A browser in which this role is signed in."""
    client = app.test_client()
    if role is not Role.PUBLIC:
        with services.work() as work:
            token = admit(role.value, True, work)
        assert token is not None
        client.set_cookie("session", token)
    return client
