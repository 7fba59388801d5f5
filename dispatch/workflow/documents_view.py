"""What every document is gathered from: one reader's sights of one tender, its draw, and how seats and venues are called."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from dispatch.documents.application import Demand
from dispatch.documents.draw_record import Logged, Unsealed
from dispatch.documents.words import ENDS, EVENTS, LOG_EVENTS, LOG_FACTS, ROLES
from dispatch.workflow.means import OFFICE
from dispatch.workflow.records import DrawRecord, TenderRecord
from dispatch.workflow.refusals import UnknownDraw
from dispatch.workflow.shown import Sights
from dispatch.workflow.shown_draws import DrawShown, EventShown, draw_shown
from dispatch.workflow.work import Work
from policies.specialties import classification
from policies.vocabulary.roles import Event, Field
from policies.vocabulary.venue import Venue


@dataclass(frozen=True, slots=True)
class View:
    """`names`: the reader asks that names be unsealed where he may know them.

    `digests` remembers the hash of a published transcript, which never changes, by its draw.
    """

    sights: Sights
    work: Work
    names: bool = False
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def record(self) -> TenderRecord:
        return self.sights.record

    @property
    def is_named(self) -> bool:
        """Whether the reader may know which tender this is."""
        return self.sights.fully(Field.TENDER)

    @property
    def reader(self) -> str:
        return ROLES[self.sights.viewer.role]

    def draw(self) -> DrawRecord:
        """Raises UnknownDraw before the draw is planned."""
        draw = self.work.uow.draws.get(self.record.draw) if self.record.draw else None
        if draw is None:
            raise UnknownDraw()
        return draw

    def draw_shown(self) -> DrawShown:
        return draw_shown(self.draw().m, self.sights.viewer, self.work)

    def moment(self, event: Event) -> datetime | None:
        found = self.work.uow.tenders.moments(self.record.id).get(event)
        return found.at if found else None

    def timeline(self) -> tuple[Unsealed, ...]:
        """The moments that have come, in the order of the log."""
        come = sorted(self.work.uow.tenders.moments(self.record.id).values(), key=lambda moment: moment.log_idx)
        return tuple(Unsealed(EVENTS[moment.event], moment.at, moment.log_idx) for moment in come)

    def demands(self) -> tuple[Demand, ...]:
        seats = enumerate(self.record.tender.seats)
        return tuple(Demand(n, seat.count, seat.edition, _named(seat.edition, seat.codes)) for n, seat in seats)

    def specialty(self, seat: int) -> str:
        demands = self.demands()
        return demands[seat].short if 0 <= seat < len(demands) else ""

    def events(self, first_round: int | None = None) -> tuple[Logged, ...]:
        """The draw's events in the log; those of rounds only from this round on, if one is named."""
        events = self.draw_shown().events
        wanted = [event for event in events if first_round is None or (event.round is not None and event.round >= first_round)]
        return tuple(map(self._logged, wanted))

    def venue(self, id: str) -> Venue | None:
        return next((venue for venue in self.work.uow.venues.all() if venue.id == id), None)

    def _logged(self, event: EventShown) -> Logged:
        signers = {OFFICE: "中心签章", **{party.token: party.name for party in self.work.means.parties}}
        facts = "\n".join(f"{LOG_FACTS[name]} {_SAID.get(value, value)}" for name, value in event.facts if name in LOG_FACTS)
        turn = f"第{event.round + 1}轮" if event.round is not None else ""
        return Logged(event.idx, LOG_EVENTS.get(event.kind, event.kind), signers.get(event.by, event.by), turn, facts, event.seen_at)


_SAID = {**ENDS, hashlib.sha256().hexdigest(): "（空）"}  # the root of an empty list is the hash of nothing


def seat_name(seat: int | None) -> str:
    return "" if seat is None else f"名额{seat + 1}"


def _named(edition: str, codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    names = classification(edition)
    return tuple((names.name(code), names.full_name(code)) for code in codes)
