"""Applications are found by what people ask for — a section however it is spelled, a tenderer, a state — on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dispatch.store.base import Row
from dispatch.store.tables.tender import TenderRow
from dispatch.store.tenders import SqlTenders
from dispatch.workflow.records import TenderRecord, TenderState
from policies.vocabulary.tender import Appointment, Tender, Unit
from tests.policies.builders import NOW, a_tender

TENDERER = Unit("某局", "91430100MA4L16JQ9B")


@pytest.fixture
def tenders(new_database: Callable[[], Engine]) -> Iterator[SqlTenders]:
    engine = new_database()
    Row.metadata.create_all(engine, tables=[Row.metadata.tables[TenderRow.__tablename__]])
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
