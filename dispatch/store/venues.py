"""Venues, booths set aside, and gate passes: rows in, values out."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from dispatch.store.rows import as_record, as_row, save, some_at_a_time
from dispatch.store.tables.venue import GatePassRow, SeatPlanRow, VenueRow
from dispatch.workflow.records import GatePass, Reserved
from policies.vocabulary.ids import BoothId, RegionCode, RoomId, VenueId
from policies.vocabulary.venue import Booth, Room, Venue


class SqlVenues:
    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> list[Venue]:
        return [_venue(json.loads(row.body)) for row in self._session.scalars(select(VenueRow).order_by(VenueRow.id))]

    def save_all(self, venues: Iterable[Venue]) -> None:
        for venue in venues:
            self._session.merge(VenueRow(id=venue.id, body=json.dumps(asdict(venue), ensure_ascii=False)))
        self._session.flush()

    def reserved(self, starts_at: datetime, ends_at: datetime) -> list[Reserved]:
        overlapping = select(SeatPlanRow).where(SeatPlanRow.starts_at < ends_at, SeatPlanRow.ends_at > starts_at)
        found = [as_record(Reserved, row) for row in self._session.scalars(overlapping)]
        return sorted(found, key=attrgetter("venue", "booth", "token"))  # here: for the order alone a planner would walk an index by venue

    def reserved_before(self, moment: datetime, tokens: Iterable[str]) -> list[Reserved]:
        """What was set aside for these tenders and is over by then."""
        ended = select(SeatPlanRow).where(SeatPlanRow.ends_at <= moment).order_by(SeatPlanRow.starts_at, SeatPlanRow.booth)
        asked = (self._session.scalars(ended.where(SeatPlanRow.token.in_(piece))) for piece in some_at_a_time(tokens))
        return [as_record(Reserved, row) for rows in asked for row in rows]

    def set_aside(self, venue: str, starts_at: datetime, ends_at: datetime) -> list[Reserved]:
        """What begins within that time at one venue."""
        within = select(SeatPlanRow).where(SeatPlanRow.venue == venue, SeatPlanRow.starts_at >= starts_at, SeatPlanRow.starts_at < ends_at)
        return [as_record(Reserved, row) for row in self._session.scalars(within.order_by(SeatPlanRow.starts_at, SeatPlanRow.booth))]

    def next_start(self, venue: str, moment: datetime) -> datetime | None:
        """When something begins there next, from that moment on."""
        coming = select(SeatPlanRow.starts_at).where(SeatPlanRow.venue == venue, SeatPlanRow.starts_at >= moment)
        return self._session.scalar(coming.order_by(SeatPlanRow.starts_at).limit(1))

    def last_start(self, venue: str, moment: datetime) -> datetime | None:
        """When something began there last before that moment."""
        before = select(SeatPlanRow.starts_at).where(SeatPlanRow.venue == venue, SeatPlanRow.starts_at < moment)
        return self._session.scalar(before.order_by(SeatPlanRow.starts_at.desc()).limit(1))

    def reserved_for(self, token: str) -> list[Reserved]:
        rows = self._session.scalars(select(SeatPlanRow).where(SeatPlanRow.token == token).order_by(SeatPlanRow.venue, SeatPlanRow.booth))
        return [as_record(Reserved, row) for row in rows]

    def reserve(self, booths: Iterable[Reserved]) -> None:
        self._session.add_all([SeatPlanRow(**as_row(booth)) for booth in booths])
        self._session.flush()

    def free(self, token: str) -> None:
        """Nothing is set aside for this tender any more."""
        self._session.execute(delete(SeatPlanRow).where(SeatPlanRow.token == token))

    def gate_pass(self, mark: bytes) -> GatePass | None:
        row = self._session.get(GatePassRow, mark)
        return as_record(GatePass, row) if row else None

    def gate_passes(self, token: str) -> list[GatePass]:
        rows = self._session.scalars(select(GatePassRow).where(GatePassRow.token == token).order_by(GatePassRow.mark))
        return [as_record(GatePass, row) for row in rows]

    def save_gate_pass(self, gate_pass: GatePass) -> None:
        save(self._session, GatePassRow, gate_pass)


def _venue(body: dict[str, Any]) -> Venue:
    rooms = tuple(_room(room) for room in body["rooms"])
    regions = tuple(RegionCode(region) for region in body["regions"])
    return Venue(VenueId(body["id"]), body["name"], body["address"], RegionCode(body["region"]), regions, rooms)


def _room(body: dict[str, Any]) -> Room:
    room = RoomId(body["id"])
    booths = tuple(Booth(BoothId(b["id"]), room, tuple(BoothId(x) for x in b["beside"]), b["usable"]) for b in body["booths"])
    return Room(room, VenueId(body["venue"]), body["zone"], booths)
