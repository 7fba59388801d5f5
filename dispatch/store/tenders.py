"""Applications, their moments and their ladder: rows in, values out."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, text, update
from sqlalchemy.orm import Session

from dispatch.draw.tender_numbers import folded
from dispatch.sealing.blind_index import normalised
from dispatch.store.rows import begins, behind, some_at_a_time
from dispatch.store.tables.tender import LadderStepRow, TenderEventRow, TenderRow, TenderUnitRow
from dispatch.store.tables.venue import GatePassRow, SeatPlanRow
from dispatch.workflow.records import Among, Moment, TenderRecord, TenderState
from policies.vocabulary.ids import RegionCode
from policies.vocabulary.roles import Event
from policies.vocabulary.tender import Appointment, LawFamily, Method, SeatDemand, Tender, Unit

EVERYBODYS = Among()
_HEX = re.compile("[0-9a-f]{6,}")


class SqlTenders:
    def __init__(self, session: Session) -> None:
        self._session = session

    def hold(self, token: str) -> None:
        """Lets one person at a time act on this tender; nodes go on, for they repeat what they do. SQLite has one writer anyway."""
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:token))"), {"token": token})

    def get(self, tender_id: str) -> TenderRecord | None:
        row = self._session.get(TenderRow, tender_id)
        return to_domain(row) if row else None

    def by_token(self, token: str) -> TenderRecord | None:
        row = self._session.scalar(select(TenderRow).where(TenderRow.token == token))
        return to_domain(row) if row else None

    def by_draw(self, m: str) -> TenderRecord | None:
        row = self._session.scalar(select(TenderRow).where(TenderRow.draw == m))
        return to_domain(row) if row else None

    def all(self) -> list[TenderRecord]:
        return [to_domain(row) for row in self._session.scalars(select(TenderRow).order_by(TenderRow.applied_at, TenderRow.id))]

    def page(self, after: str, most: int, among: Among = EVERYBODYS) -> list[TenderRecord]:
        """At most so many behind the tender of this token, the one filed last first."""
        last = self._session.scalar(select(TenderRow).where(TenderRow.token == after)) if after else None
        wanted = _among(select(TenderRow), among).order_by(TenderRow.applied_at.desc(), TenderRow.id.desc()).limit(most)
        if last is not None:
            wanted = wanted.where(behind((TenderRow.applied_at, TenderRow.id), (last.applied_at, last.id)))
        each = (wanted.where(TenderRow.state == state.value) for state in among.states) if among.states else (wanted,)
        rows = [row for one in each for row in self._session.scalars(one)]  # of each state so many: an index holds them in order
        return [to_domain(row) for row in sorted(rows, key=lambda row: (row.applied_at, row.id), reverse=True)[:most]]

    def sitting(self, starts_at: datetime, ends_at: datetime, most: int, among: Among = EVERYBODYS) -> list[TenderRecord]:
        """At most so many whose check-in lies within that time, in its order."""
        within = _among(select(TenderRow), among).where(TenderRow.checkin_at >= starts_at, TenderRow.checkin_at < ends_at)
        return [to_domain(row) for row in self._session.scalars(within.order_by(TenderRow.checkin_at, TenderRow.id).limit(most))]

    def numbered(self, text: str, most: int) -> list[TenderRecord]:
        """The sections of this number, or the one whose token begins so; however the number is spelled, with its section or without."""
        number, _, section = text.rpartition("/")
        named = TenderRow.section == f"{folded(number)}/{folded(section)}" if number else TenderRow.number == folded(text)
        start = text.strip().lower()
        asked = (named, begins(TenderRow.token, start)) if _HEX.fullmatch(start) else (named,)
        rows = (row for which in asked for row in self._session.scalars(select(TenderRow).where(which).order_by(TenderRow.id).limit(most)))
        return list({row.id: to_domain(row) for row in rows}.values())[:most]

    def by_tokens(self, tokens: Iterable[str]) -> dict[str, TenderRecord]:
        asked = (self._session.scalars(select(TenderRow).where(TenderRow.token.in_(piece))) for piece in some_at_a_time(tokens))
        return {row.token: to_domain(row) for rows in asked for row in rows}

    def in_states(self, *states: TenderState) -> list[TenderRecord]:
        return self._asked(TenderRow.state.in_([state.value for state in states]))

    def of_section(self, tender: Tender) -> TenderRecord | None:
        """The application for this section, however its number is spelled: one section has one draw."""
        return next(iter(self._asked(TenderRow.section == _section(tender))), None)

    def of_tenderer(self, unit: Unit) -> list[TenderRecord]:
        return self._asked(TenderRow.tenderer == _key(unit))

    def sharing(self, tender_id: str) -> list[TenderRecord]:
        """The sections that have the committee of this one."""
        return self._asked(TenderRow.shares == tender_id)

    def recalls_of(self, tender_id: str) -> list[TenderRecord]:
        """The further sittings of this tender's committee."""
        return self._asked(TenderRow.recalls == tender_id)

    def _asked(self, which: Any) -> list[TenderRecord]:
        return [
            to_domain(row) for row in self._session.scalars(select(TenderRow).where(which).order_by(TenderRow.applied_at, TenderRow.id))
        ]

    def save(self, record: TenderRecord) -> None:
        is_new = self._session.get(TenderRow, record.id) is None
        self._session.merge(to_row(record))
        self._session.flush()
        if is_new:  # whose it is never changes
            self._session.add_all([TenderUnitRow(unit=unit, tender=record.id) for unit in _units(record.tender)])
            self._session.flush()

    def bidders(self, tender_id: str) -> bytes | None:
        """The sealed bidder list, if one was filed."""
        return self._session.scalar(select(TenderRow.bidders).where(TenderRow.id == tender_id))

    def save_bidders(self, tender_id: str, sealed: bytes) -> None:
        self._session.execute(update(TenderRow).where(TenderRow.id == tender_id).values(bidders=sealed))

    def moments(self, tender_id: str) -> dict[Event, Moment]:
        asked = select(TenderEventRow.event, TenderEventRow.at, TenderEventRow.log_idx).where(TenderEventRow.tender == tender_id)
        return {Event(event): Moment(Event(event), at, log_idx) for event, at, log_idx in self._session.execute(asked)}

    def events_of(self, tender_ids: Iterable[str]) -> dict[str, frozenset[Event]]:
        """The moments that have come for each of these, without when."""
        found: dict[str, set[Event]] = defaultdict(set)
        for piece in some_at_a_time(tender_ids):
            wanted = select(TenderEventRow.tender, TenderEventRow.event).where(TenderEventRow.tender.in_(piece))
            for tender, event in self._session.execute(wanted):
                found[tender].add(Event(event))
        return {tender: frozenset(events) for tender, events in found.items()}

    def add_moment(self, tender_id: str, moment: Moment) -> None:
        self._session.add(TenderEventRow(tender=tender_id, event=moment.event.value, at=moment.at, log_idx=moment.log_idx))
        self._session.flush()

    def add_ladder_step(self, tender_id: str, seat: int, step: str, record: dict[str, Any], log_idx: int) -> None:
        text = json.dumps(record, ensure_ascii=False)
        self._session.add(LadderStepRow(tender=tender_id, seat=seat, step=step, record=text, log_idx=log_idx))
        self._session.flush()

    def ladder(self, tender_id: str) -> list[dict[str, Any]]:
        """The steps of the latest plan; every plan climbs from seat 0, step L1, and earlier ones stay on record."""
        rows = self._ladder_rows(tender_id, LadderStepRow.seat >= 0)
        begun = max((n for n, row in enumerate(rows) if (row.seat, row.step) == (0, "L1")), default=0)
        return [{"seat": row.seat, "step": row.step, **json.loads(row.record), "log_idx": row.log_idx} for row in rows[begun:]]

    def widenings(self, tender_id: str) -> list[dict[str, Any]]:
        """Requests for further steps and their approvals, all of them, in order; they stand under no seat."""
        rows = self._ladder_rows(tender_id, LadderStepRow.seat < 0)
        return [{"step": row.step, **json.loads(row.record), "log_idx": row.log_idx} for row in rows]

    def _ladder_rows(self, tender_id: str, which: ColumnElement[bool]) -> Sequence[LadderStepRow]:
        wanted = select(LadderStepRow).where(LadderStepRow.tender == tender_id, which)
        return self._session.scalars(wanted.order_by(LadderStepRow.id)).all()


def _section(tender: Tender) -> str:
    return f"{folded(tender.number)}/{folded(tender.section)}"


def _among(wanted: Select[Any], among: Among) -> Select[Any]:
    if among.unit is not None:
        wanted = wanted.where(TenderRow.id.in_(select(TenderUnitRow.tender).where(TenderUnitRow.unit == among.unit)))
    if among.venue is not None:
        places = (select(row.token).where(row.token == TenderRow.token, row.venue == among.venue) for row in (SeatPlanRow, GatePassRow))
        wanted = wanted.where(or_(*(place.exists() for place in places)))
    return wanted


def _units(tender: Tender) -> set[str]:
    units = (tender.tenderer, tender.agent)
    return {name for unit in units if unit for name in (unit.uscc, unit.name) if name}


def _key(unit: Unit) -> str:
    return normalised(unit.uscc) or normalised(unit.name)


def to_row(record: TenderRecord) -> TenderRow:
    tender, appointment = record.tender, record.tender.appointment
    return TenderRow(
        id=record.id,
        token=record.token,
        body=json.dumps(tender_to_json(tender), ensure_ascii=False),
        section=_section(tender),
        number=folded(tender.number),
        tenderer=_key(tender.tenderer),
        shares=tender.shares or None,
        recalls=(appointment.of or None) if appointment else None,
        state=record.state.value,
        checkin_at=tender.checkin_at,
        applied_by=record.applied_by,
        applied_at=record.applied_at,
        approved_by=record.approved_by,
        approved_at=record.approved_at,
        draw=record.draw,
        refusal=json.dumps(record.refusal, ensure_ascii=False) if record.refusal else None,
    )


def to_domain(row: TenderRow) -> TenderRecord:
    return TenderRecord(
        id=row.id,
        token=row.token,
        tender=tender_from_json(json.loads(row.body)),
        state=TenderState(row.state),
        applied_by=row.applied_by,
        applied_at=row.applied_at,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        draw=row.draw,
        refusal=tuple(json.loads(row.refusal)) if row.refusal else (),
    )


def tender_to_json(tender: Tender) -> dict[str, Any]:
    body = asdict(tender)
    body["opening_at"], body["checkin_at"] = tender.opening_at.isoformat(), tender.checkin_at.isoformat()
    body["duration"] = int(tender.duration.total_seconds())
    return body


def tender_from_json(body: dict[str, Any]) -> Tender:
    return Tender(
        **{
            **body,
            "law_family": LawFamily(body["law_family"]),
            "method": Method(body["method"]),
            "region": RegionCode(body["region"]),
            "host_centre": RegionCode(body["host_centre"]),
            "opening_at": datetime.fromisoformat(body["opening_at"]),
            "checkin_at": datetime.fromisoformat(body["checkin_at"]),
            "duration": timedelta(seconds=body["duration"]),
            "tenderer": Unit(**body["tenderer"]),
            "agent": Unit(**body["agent"]) if body["agent"] else None,
            "avoid_units": tuple(Unit(**unit) for unit in body["avoid_units"]),
            "appointment": Appointment(**body["appointment"]) if body.get("appointment") else None,
            "seats": tuple(SeatDemand(tuple(seat["codes"]), seat["count"], seat["edition"]) for seat in body["seats"]),
        }
    )
