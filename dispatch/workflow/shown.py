"""披露: everything that is shown passes here; what the visibility matrix does not give this role at this moment does not exist.

A page leaves out what its viewer may not see; a thing asked for by name is refused, and the refusal is kept
(docs/spec/sealing.md §3: default deny, refusals are logged without the value asked for).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dispatch.workflow.moments import latest
from dispatch.workflow.records import Among, TenderRecord, TenderState
from dispatch.workflow.refusals import NotAllowed, UnknownTender
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.disclosure import Sight, cell, happened, visible
from policies.profiles import profile
from policies.vocabulary.roles import Event, Field, Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a user's name, his one role, and the venue or unit to which a role that sees only its own is bound."""

    name: str
    role: Role
    scope: str = ""


ANYBODY = Viewer("", Role.PUBLIC)


@dataclass(frozen=True, slots=True)
class Locked:
    """A field that this viewer will see later, and from which event on; None is never."""

    field: Field
    opens: Event | None


@dataclass(frozen=True, slots=True)
class Sights:
    """What one viewer may see of one tender after the moments that have come; nothing of a tender that is not his."""

    record: TenderRecord
    viewer: Viewer
    events: frozenset[Event]
    is_his: bool

    def of(self, field: Field) -> Sight:
        """How much of a field he may see; the rules are those of the day on which the application was filed."""
        if not self.is_his:
            return Sight.NO
        rules, day = profile(self.record.tender.profile), local_day(self.record.applied_at)
        return visible(field, self.viewer.role, self.events, rules, day)

    def may(self, field: Field) -> bool:
        return self.of(field) is not Sight.NO

    def fully(self, field: Field) -> bool:
        """The thing itself, neither a token nor a coarse form; where only his own opens, the caller must keep to that."""
        return self.of(field) in (Sight.YES, Sight.OWN)

    def require(self, field: Field) -> Sight:
        """Raises NotAllowed; who catches it keeps the refusal by `keep_denial`."""
        sight = self.of(field)
        if sight is Sight.NO:
            raise self.refusal(field)
        return sight

    def require_fully(self, field: Field) -> None:
        """As `require`, where a token or a coarse form is not enough."""
        if not self.fully(field):
            raise self.refusal(field)

    def refusal(self, field: Field) -> NotAllowed:
        return NotAllowed(field=field.value, event=latest(self.events).value)

    def locked(self, *fields: Field) -> tuple[Locked, ...]:
        """Those of these fields that are still closed, each with the event that opens it."""
        return tuple(Locked(field, self._opens(field)) for field in fields if not self.may(field))

    def _opens(self, field: Field) -> Event | None:
        if not self.is_his:
            return None
        rules, day = profile(self.record.tender.profile), local_day(self.record.applied_at)
        come = happened(self.events)
        steps = (step.event for step in cell(field, self.viewer.role, rules, day))
        return next((event for event in steps if event not in come), None)


def sights_of(record: TenderRecord, viewer: Viewer, work: Work) -> Sights:
    return next(iter(sights_of_each([record], viewer, work)))


def sights_of_each(records: Collection[TenderRecord], viewer: Viewer, work: Work) -> Iterator[Sights]:
    """The same of several tenders, whose moments are asked for together."""
    events = work.uow.tenders.events_of(record.id for record in records)
    for record in records:
        yield Sights(record, viewer, events.get(record.id) or frozenset({Event.SUBMITTED}), _is_his(record, viewer, work))


def among_of(viewer: Viewer, states: tuple[TenderState, ...] = ()) -> Among:
    """Among which tenders this viewer's are found; `Sights` decides on each."""
    unit = viewer.scope if viewer.role is Role.TENDERER else None
    return Among(states, unit, viewer.scope if viewer.role is Role.SUBVENUE else None)


def tender_by_token(token: str, work: Work) -> TenderRecord:
    """Raises UnknownTender; the number itself stands in no address."""
    record = work.uow.tenders.by_token(token)
    if record is None:
        raise UnknownTender(tender=token[:32])
    return record


def keep_denial(viewer: Viewer, refusal: NotAllowed, work: Work) -> None:
    """That this question was refused, without the value asked for."""
    field, event = str(refusal.facts.get("field", "")), str(refusal.facts.get("event", ""))
    work.uow.web.deny(viewer.name, viewer.role.value, field, event, work.now)


def _is_his(record: TenderRecord, viewer: Viewer, work: Work) -> bool:
    """A tenderer sees his own tenders, a sub-venue those that sit with it; everybody else's role is for the whole centre."""
    if viewer.role is Role.TENDERER:
        units = (record.tender.tenderer, record.tender.agent)
        return any(unit and viewer.scope and viewer.scope in (unit.uscc, unit.name) for unit in units)
    if viewer.role is Role.SUBVENUE:
        passes = work.uow.venues.gate_passes(record.token)
        there = {kept.venue for kept in passes or work.uow.venues.reserved_for(record.token)}
        return viewer.scope in there
    return True
