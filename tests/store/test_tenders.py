"""Applications are found by what people ask for — a section however it is spelled, a tenderer, a state — on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from operator import attrgetter

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dispatch.store.base import Row
from dispatch.store.tables.tender import TenderEventRow, TenderRow, TenderUnitRow
from dispatch.store.tables.venue import GatePassRow, SeatPlanRow, VenueRow
from dispatch.store.tenders import SqlTenders
from dispatch.workflow.pages import page_of
from dispatch.workflow.records import Among, TenderRecord, TenderState
from policies.vocabulary.tender import Appointment, Tender, Unit
from tests.policies.builders import NOW, a_tender

TENDERER = Unit("某局", "91430100MA4L16JQ9B")
TABLES = (TenderRow, TenderUnitRow, TenderEventRow, VenueRow, SeatPlanRow, GatePassRow)
OVER = (TenderState.REPORTED, TenderState.CANCELLED)


@pytest.fixture
def tenders(new_database: Callable[[], Engine]) -> Iterator[SqlTenders]:
    engine = new_database()
    Row.metadata.create_all(engine, tables=[Row.metadata.tables[row.__tablename__] for row in TABLES])
    with Session(engine) as session:
        yield SqlTenders(session)
    engine.dispose()


def kept(tenders: SqlTenders, tender: Tender, state: TenderState = TenderState.APPLIED) -> TenderRecord:
    record = TenderRecord(tender.id, f"token of {tender.id}", tender, state, "经办人", NOW)
    tenders.save(record)
    return record


def test_a_section_is_found_however_its_number_is_spelled_and_has_one_application(tenders: SqlTenders) -> None:
    first = kept(tenders, a_tender(number="JY-2026-1"))
    respelled = a_tender(number="ｊｙ 2026-1")
    assert tenders.of_section(respelled) == first
    assert tenders.of_section(a_tender(number="JY-2026-1", section="2")) is None
    with pytest.raises(IntegrityError):
        kept(tenders, respelled)


def test_a_tenderer_is_found_by_the_credit_code_and_else_by_the_name(tenders: SqlTenders) -> None:
    coded = kept(tenders, a_tender(number="A", tenderer=TENDERER))
    named = kept(tenders, a_tender(number="B", tenderer=Unit("某 局")))
    assert tenders.of_tenderer(replace(TENDERER, name="新名称")) == [coded]
    assert tenders.of_tenderer(Unit("某局")) == [named]


def test_what_is_not_over_is_found_without_reading_what_is(tenders: SqlTenders) -> None:
    full = kept(tenders, a_tender(number="A"), TenderState.FULL)
    kept(tenders, a_tender(number="B"), TenderState.REPORTED)
    assert tenders.in_states(TenderState.APPROVED, TenderState.FULL) == [full]


def test_sections_that_share_and_sittings_of_one_committee_know_whose_it_is(tenders: SqlTenders) -> None:
    first = kept(tenders, a_tender(number="A"))
    further = kept(tenders, a_tender(number="A", section="2", shares=first.id))
    again = kept(tenders, a_tender(number="A", section="1-复会1", appointment=Appointment("recall", "", "", "", of=first.id)))
    assert (tenders.sharing(first.id), tenders.recalls_of(first.id)) == ([further], [again])


def filed(tenders: SqlTenders, count: int) -> list[TenderRecord]:
    """Two at each moment, their states in turn; the one filed last first."""
    for n in range(count):
        tender = a_tender(number=f"N{n:03d}", tenderer=TENDERER if n % 5 == 0 else Unit(f"局{n}"))
        state = tuple(TenderState)[n % len(TenderState)]
        tenders.save(TenderRecord(tender.id, f"token{n:03d}", tender, state, "经办人", NOW + n // 2 * timedelta(days=1)))
    return sorted(tenders.all(), key=lambda record: (record.applied_at, record.id), reverse=True)


@pytest.mark.parametrize("among", [Among(), Among(OVER), Among(unit=TENDERER.uscc), Among(OVER, TENDERER.name)])
def test_pages_of_a_list_hold_each_tender_once_in_one_order(tenders: SqlTenders, among: Among) -> None:
    wanted = [
        record
        for record in filed(tenders, 60)
        if (not among.states or record.state in among.states) and (among.unit is None or record.tender.tenderer == TENDERER)
    ]
    found, after = [], ""
    while after or not found:
        page = page_of(partial(tenders.page, among=among), iter, attrgetter("token"), after, most=7)
        found, after = [*found, *page.lines], page.next
    assert found == wanted


def test_a_tender_is_found_by_its_number_with_or_without_section_and_by_the_beginning_of_its_token(tenders: SqlTenders) -> None:
    first, second = (kept(tenders, a_tender(number="JY-2026-1", section=section)) for section in ("1", "2"))
    other = replace(kept(tenders, a_tender(number="JY-2026-11")), token="abcdef0123")
    tenders.save(other)
    asked = ("ｊｙ2026-1", "JY-2026-1/2", "abcdef", "abc", "JY-2026", " / ")
    assert [tenders.numbered(text, 9) for text in asked] == [[first, second], [second], [other], [], [], []]


def test_the_tenders_of_a_day_are_those_that_check_in_on_it(tenders: SqlTenders) -> None:
    first = kept(tenders, a_tender(number="A"))
    at = first.tender.checkin_at
    moved = replace(
        first, tender=replace(first.tender, checkin_at=at + timedelta(days=3), opening_at=first.tender.opening_at + timedelta(days=3))
    )
    days = [(at, at + timedelta(days=1)), (at + timedelta(days=3), at + timedelta(days=4))]
    assert [tenders.sitting(*day, 9) for day in days] == [[first], []]
    tenders.save(moved)
    assert [tenders.sitting(*day, 9) for day in days] == [[], [moved]]
