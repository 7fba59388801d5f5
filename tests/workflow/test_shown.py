"""No read model shows what the matrix hides: every role at every moment, over a tender whose every fact lies in the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC

import pytest
from pydantic import RootModel, TypeAdapter

from dispatch.sealing.person import PersonCodec
from dispatch.workflow.accounts import CONSOLE_ROLES
from dispatch.workflow.capsules import id_of, reach_person
from dispatch.workflow.gate import passages
from dispatch.workflow.refusals import NotAllowed
from dispatch.workflow.shown import ANYBODY, Sights, Viewer, sights_of
from dispatch.workflow.shown_committee import open_names
from dispatch.workflow.shown_draws import draw_page, draw_shown
from dispatch.workflow.shown_fees import settlement_page
from dispatch.workflow.shown_rooms import rooms_shown, venue_lines
from dispatch.workflow.shown_tenders import OF_THE_DAY, tender_page, tender_shown
from dispatch.workflow.shown_today import today_shown
from dispatch.workflow.work import Work
from policies.calendar import LOCAL
from policies.disclosure import Sight
from policies.vocabulary.expert import Bank, Contact, Identity
from policies.vocabulary.roles import Event, Field, Role
from tests.api.town import Town
from tests.api.towns import REMOTE, a_sub_venue, earlier, ended_town

LINE = [event for event in Event if event not in (Event.VENUE_NOTICE, Event.BID_DEADLINE)]
ROLES = (Role.PUBLIC, *CONSOLE_ROLES)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must stay hidden, by the field that opens it; `never` opens for nobody in these pages."""

    never: frozenset[str]
    by_field: dict[Field, frozenset[str]]
    names: frozenset[str]


@pytest.fixture(scope="module")
def town() -> Town:
    return ended_town()


@pytest.fixture(scope="module")
def secrets(town: Town) -> Secrets:
    with town.embedded.services.work(reads_only=True) as work:
        record = work.uow.tenders.get(REMOTE)
        assert record is not None
        never, names, booths, codes, venues = set(), set(), set(), set(), set()
        codec = PersonCodec(work.means.keys, work.means.entropy)
        for kept, passage in passages(record, work).values():
            call = work.uow.calls.get(passage.capability)
            assert call is not None
            person = work.uow.registry.person(reach_person(call, work.means).ref)
            assert person is not None
            identity, bank = codec.open(Identity, person), codec.open(Bank, person)
            never |= {identity.id_no, codec.open(Contact, person).phone, bank.card, passage.capability, id_of(call, work.means), person.ref}
            names.add(identity.name)
            booths.add(passage.booth)
            codes.add(passage.report)
            venues.add(kept.venue)
        host = {venue for venue in venues if venue.startswith("CS")}
        by_field = {
            Field.TENDER: frozenset({record.id, record.tender.title, record.tender.tenderer.name}),
            Field.BOOTH: frozenset(booths),
            Field.PERSON_DRAWN: frozenset(codes),
            Field.SUBVENUE: frozenset(venues - host),
            Field.SPECIALTY: frozenset(code for seat in record.tender.seats for code in seat.codes),
        }
        return Secrets(frozenset(never), by_field, frozenset(names))


def viewer_of(role: Role, work: Work) -> Viewer:
    record = work.uow.tenders.get(REMOTE)
    assert record is not None
    scopes = {Role.TENDERER: record.tender.tenderer.uscc, Role.SUBVENUE: a_sub_venue(record, work)}
    return ANYBODY if role is Role.PUBLIC else Viewer(role.value, role, scopes.get(role, ""))


def everything_of_the_tender(viewer: Viewer, sights: Sights, work: Work) -> str:
    """What this viewer gets of one tender and its draw, as one text."""
    parts: list[object] = [tender_page(viewer, work), today_shown(viewer, work), draw_page(viewer, work)]
    parts.append(draw_shown(str(sights.record.draw), viewer, work))
    parts.append(settlement_page(viewer, work))
    if sights.may(Field.TENDER) or sights.may(Field.TIME):
        parts.append(tender_shown(sights.record.token, viewer, work))
    return "".join(RootModel[object](part).model_dump_json() for part in parts)


def each_moment(role: Role, town: Town) -> Iterator[tuple[Event, Viewer, Sights, Work]]:
    for event in LINE:
        with earlier(town.embedded.services, event).work(reads_only=True) as work:
            record = work.uow.tenders.get(REMOTE)
            assert record is not None
            viewer = viewer_of(role, work)
            yield event, viewer, sights_of(record, viewer, work), work


@pytest.mark.parametrize("role", ROLES)
def test_nothing_shows_a_name_a_number_or_an_id_of_a_person(role: Role, town: Town, secrets: Secrets) -> None:
    for event, viewer, sights, work in each_moment(role, town):
        text = everything_of_the_tender(viewer, sights, work)
        assert [each for each in secrets.never | secrets.names if each in text] == [], event


@pytest.mark.parametrize("role", ROLES)
def test_nothing_shows_what_the_matrix_hides(role: Role, town: Town, secrets: Secrets) -> None:
    for event, viewer, sights, work in each_moment(role, town):
        text = everything_of_the_tender(viewer, sights, work)
        for field, hidden in secrets.by_field.items():
            may = sights.fully(field) if field is Field.TENDER else sights.of(field) is not Sight.NO
            fees_say_codes = field is Field.PERSON_DRAWN and sights.fully(Field.FEE)
            assert may or fees_say_codes or [each for each in hidden if each in text] == [], (event, field)


@pytest.mark.parametrize("role", ROLES)
def test_the_hour_stands_nowhere_in_a_tender_for_whom_it_is_closed(role: Role, town: Town) -> None:
    for event, viewer, sights, work in each_moment(role, town):
        if sights.may(Field.TENDER) and not sights.fully(Field.TIME):
            shown = tender_shown(sights.record.token, viewer, work)
            text = RootModel[object](replace(shown, moments=())).model_dump_json()
            assert OF_THE_DAY.isdisjoint(moment.event for moment in shown.moments), event
            hours = [f"{sights.record.tender.opening_at.astimezone(zone):%Y-%m-%dT%H:%M}" for zone in (UTC, LOCAL)]
            assert [hour for hour in hours if hour in text] == [], event


def test_in_the_end_the_host_sees_what_was_hidden_before(town: Town, secrets: Secrets) -> None:
    texts = [everything_of_the_tender(viewer, sights, work) for _, viewer, sights, work in each_moment(Role.HOST, town)]
    assert all(each in texts[-1] for hidden in secrets.by_field.values() for each in hidden)


@pytest.mark.parametrize("role", ROLES)
def test_names_open_only_where_the_matrix_says_so(role: Role, town: Town, secrets: Secrets) -> None:
    for event in LINE:
        with earlier(town.embedded.services, event).work() as work:
            record = work.uow.tenders.get(REMOTE)
            assert record is not None
            sights = sights_of(record, viewer_of(role, work), work)
            if sights.fully(Field.PERSON_DRAWN):
                shown = open_names(sights, work)
                assert {each.name for each in shown} <= secrets.names
                assert any(each.code for each in shown) <= sights.fully(Field.PSEUDONYM_LINK)
            else:
                with pytest.raises(NotAllowed):
                    open_names(sights, work)


def test_opening_names_is_in_the_log_before_a_name_is_read(town: Town) -> None:
    with town.embedded.services.work() as work:
        record, before = work.uow.tenders.get(REMOTE), work.uow.log.size
        assert record is not None
        open_names(sights_of(record, Viewer("HOST", Role.HOST), work), work)
        (entry,) = work.uow.log.entries(before)
        assert entry.read()["e"] == "capability" and entry.read()["purpose"] == "console:HOST"


def test_a_sub_venue_sees_its_own_booths_only(town: Town) -> None:
    with town.embedded.services.work(reads_only=True) as work:
        record = work.uow.tenders.get(REMOTE)
        assert record is not None
        viewer = viewer_of(Role.SUBVENUE, work)
        shown = tender_shown(record.token, viewer, work)
        assert {booth.venue for booth in shown.committee.booths} == {viewer.scope}
        assert [line.id for line in venue_lines(viewer, work)] == [viewer.scope]


def test_the_host_does_not_know_the_sub_venues_before_evaluation_opens(town: Town) -> None:
    with earlier(town.embedded.services, Event.BOOTH_ENTERED).work(reads_only=True) as work:
        record = work.uow.tenders.get(REMOTE)
        assert record is not None
        people = tender_shown(record.token, Viewer("HOST", Role.HOST), work).committee
        assert people.sub_venues == () and {each.venue[:2] for each in (*people.booths, *people.arrivals)} <= {"CS"}


def test_another_tenderer_sees_nothing_of_the_tender(town: Town) -> None:
    stranger = Viewer("TEN", Role.TENDERER, "91620000DEMX000000")
    with town.embedded.services.work(reads_only=True) as work:
        record = work.uow.tenders.get(REMOTE)
        assert record is not None and tender_page(stranger, work).lines == ()
        with pytest.raises(NotAllowed):
            tender_shown(record.token, stranger, work)


@pytest.mark.parametrize("event", LINE)
def test_a_room_plan_bears_tender_codes_from_check_in_only(event: Event, town: Town) -> None:
    with earlier(town.embedded.services, event).work(reads_only=True) as work:
        shown = rooms_shown("CS", None, Viewer("HOST", Role.HOST), work) if _has("CS", work) else None
        record = work.uow.tenders.get(REMOTE)
        assert record is not None and shown is not None
        assert (record.token in TypeAdapter(object).dump_json(shown).decode()) == (LINE.index(event) >= LINE.index(Event.CHECKED_IN))


def _has(venue: str, work: Work) -> bool:
    return any(each.id == venue for each in work.uow.venues.all())
