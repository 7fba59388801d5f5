"""Documents go through the same matrix as pages: every form for every role at every moment, over a tender that has been played."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

import pytest
from python_calamine import CalamineWorkbook

from dispatch.bootstrap import Services
from dispatch.documents.kinds import FORMS, Form, Kind, form_of
from dispatch.documents.paper import Fact, Facts, Paper, Table
from dispatch.documents.refusals import NotTheirDocument
from dispatch.kernel.canonical import canonical
from dispatch.sealing.person import PersonCodec
from dispatch.workflow.capsules import reach_person
from dispatch.workflow.documents import NOT_YET, listed, make, make_open, of_role, paper, view_for
from dispatch.workflow.fee_approval import fee_lines
from dispatch.workflow.gate import Passage, passages
from dispatch.workflow.publish import transcript
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.refusals import NotAllowed
from dispatch.workflow.shown import Viewer, sights_of
from dispatch.workflow.shown_calls import call_token
from dispatch.workflow.shown_documents import drawn_shown
from dispatch.workflow.work import Work
from policies.disclosure import Sight
from policies.vocabulary.expert import Bank, Contact, Identity
from policies.vocabulary.roles import Event, Field, Role
from tests.api.town import Town
from tests.api.towns import REMOTE, a_sub_venue, earlier, ended_town
from tests.documents.reading import said_in, squeezed, text_of

LINE = [event for event in Event if event not in (Event.VENUE_NOTICE, Event.BID_DEADLINE)]
READERS = [(form, role) for form in FORMS for role in form.readers]
each_reader = pytest.mark.parametrize(("form", "role"), READERS, ids=lambda each: str(getattr(each, "kind", each)))


@dataclass(frozen=True)
class Person:
    passage: Passage
    identity: Identity
    numbers: frozenset[str]


@pytest.fixture(scope="module")
def town() -> Town:
    return ended_town()


@pytest.fixture(scope="module")
def people(town: Town) -> tuple[Person, ...]:
    with town.embedded.services.work(reads_only=True) as work:
        return tuple(_person(passage, work) for _, passage in passages(record_of(work), work).values())


def _person(passage: Passage, work: Work) -> Person:
    call, codec = work.uow.calls.get(passage.capability), PersonCodec(work.means.keys, work.means.entropy)
    assert call is not None
    row = work.uow.registry.person(reach_person(call, work.means).ref)
    assert row is not None
    identity = codec.open(Identity, row)
    return Person(passage, identity, frozenset({identity.id_no, codec.open(Contact, row).phone, codec.open(Bank, row).card, row.ref}))


def record_of(work: Work) -> TenderRecord:
    record = work.uow.tenders.get(REMOTE)
    assert record is not None
    return record


def viewer_of(role: Role, work: Work) -> Viewer:
    record = record_of(work)
    return Viewer("", role, a_sub_venue(record, work)) if role is Role.SUBVENUE else of_role(role, record)


def at(event: Event, town: Town) -> Services:
    """The centre when this event had come; after the last one, late enough for everything to be published."""
    services = earlier(town.embedded.services, event)
    return replace(services, clock=lambda: town.clock() + timedelta(days=9)) if event is Event.SETTLED else services


def made_at(event: Event, form: Form, role: Role, town: Town) -> Paper | None:
    """The document as this role gets it at this moment; None if it gets none. Made once in a run."""
    assert town is ended_town()
    return _made_at(event, form, role)


@cache
def _made_at(event: Event, form: Form, role: Role) -> Paper | None:
    town = ended_town()
    with at(event, town).work(reads_only=True) as work:
        try:
            return paper(form, view_for(form, record_of(work), viewer_of(role, work), work))
        except NOT_YET:
            return None


def text(made: Paper) -> str:
    link = made.link.url if made.link else ""
    return "\n".join((*said_in(made), link))


def at_every_moment(form: Form, role: Role, town: Town) -> Iterator[tuple[Event, str]]:
    for event in LINE:
        made = made_at(event, form, role, town)
        if made:
            yield event, text(made)


@each_reader
def test_no_document_holds_a_name_a_number_or_a_reference_of_a_person(form: Form, role: Role, town: Town, people: tuple[Person, ...]):
    for event, said in at_every_moment(form, role, town):
        assert [each.identity.name for each in people if each.identity.name in said] == [], event
        assert [number for each in people for number in each.numbers if number in said] == [], event


@each_reader
def test_no_document_tells_what_the_matrix_hides(form: Form, role: Role, town: Town, people: tuple[Person, ...]):
    venues = {each.passage.venue for each in people if not each.passage.venue.startswith("CS")}
    for event, said in at_every_moment(form, role, town):
        with earlier(town.embedded.services, event).work(reads_only=True) as work:
            sights = sights_of(record_of(work), viewer_of(role, work), work)
            names = {venue.name for venue in work.uow.venues.all() if venue.id in venues}
        hidden = {
            Field.TENDER: {sights.record.tender.title, sights.record.tender.tenderer.name},
            Field.BOOTH: {each.passage.booth for each in people},
            Field.SUBVENUE: {squeezed(name) for name in names},
        }
        for field, values in hidden.items():
            may = sights.fully(field) or (sights.of(field) is not Sight.NO and field is not Field.TENDER)
            assert may or [value for value in values if value in said] == [], (event, field)


@each_reader
def test_the_codes_of_gate_booth_and_report_never_stand_side_by_side(form: Form, role: Role, town: Town, people: tuple[Person, ...]):
    """Each document knows its members by one code only; a code of one kind that another member bears as another kind is chance."""
    made = made_at(Event.SETTLED, form, role, town)
    rows = [squeezed("|".join(map(str, row))) for block in made.blocks if isinstance(block, Table) for row in block.rows] if made else []
    for each in people:
        codes = (each.passage.gate, each.passage.booth_code, each.passage.report, call_token(each.passage.capability))
        assert [row for row in rows if sum(code in row for code in set(codes)) > 1] == []


def test_a_role_gets_no_copy_of_a_form_that_is_not_for_it(town: Town):
    with town.embedded.services.work(reads_only=True) as work:
        for form in FORMS:
            stranger = next(role for role in Role if role not in form.readers)
            with pytest.raises(NotTheirDocument):
                make(form, record_of(work), Viewer("", stranger), work)


@pytest.mark.parametrize(
    ("kind", "role", "opens"),
    [
        (Kind.APPLICATION, Role.TENDERER, Event.SUBMITTED),
        (Kind.ATTENDANCE, Role.HOST, Event.CHECKED_IN),
        (Kind.SEATING, Role.HOST, Event.CHECKED_IN),
        (Kind.LETTER, Role.SUPERVISOR, Event.OPENED),
        (Kind.PLEDGE, Role.HOST, Event.OPENED),
        (Kind.DRAW_RECORD, Role.SUPERVISOR, Event.OPENED),
        (Kind.PAUSE, Role.HOST, Event.OPENED),
        (Kind.RATING, Role.TENDERER, Event.REPORTED),
        (Kind.FEES, Role.FINANCE, Event.REPORTED),
        (Kind.UNSEALING, Role.AUDITOR, Event.REPORTED),
    ],
)
def test_a_form_opens_with_its_event_and_not_before(kind: Kind, role: Role, opens: Event, town: Town):
    given = [event for event in LINE if made_at(event, form_of(kind), role, town)]
    assert given == LINE[LINE.index(opens) :]


def test_the_record_holds_everybody_drawn_refusals_included(town: Town):
    with town.embedded.services.work(reads_only=True) as work:
        record, viewer = record_of(work), viewer_of(Role.SUPERVISOR, work)
        draw = work.uow.draws.get(str(record.draw))
        assert draw is not None and draw.round >= 1
        drawn = drawn_shown(sights_of(record, viewer, work), draw, work)
        said = text(paper(form_of(Kind.DRAW_RECORD), view_for(form_of(Kind.DRAW_RECORD), record, viewer, work)))
    assert len(drawn) == record.tender.experts + 1 and [each.coming for each in drawn].count(False) == 1
    assert all(each.token in said for each in drawn) and "出差" in said


def test_names_stand_in_the_record_when_asked_for_and_the_log_says_so(town: Town, people: tuple[Person, ...]):
    with town.embedded.services.work() as work:
        before = work.uow.log.size
        made = make(form_of(Kind.DRAW_RECORD), record_of(work), viewer_of(Role.SUPERVISOR, work), work, names=True)
        (entry,) = work.uow.log.entries(before)
    assert entry.read()["purpose"] == "console:SUP"
    assert all(each.identity.name in text_of(made.pdf) for each in people)


def test_a_replacement_is_recorded_with_cause_and_successor(town: Town):
    made = made_at(Event.SETTLED, form_of(Kind.REDRAW), Role.SUPERVISOR, town)
    assert made and "不能参加" in text(made)
    titles = [block.title for block in made.blocks if isinstance(block, Table)]
    assert titles[0].startswith("第2轮：空缺") and titles[1] == "第2轮：补抽结果"


def test_a_sub_venue_gets_its_own_gate_and_hall_only(town: Town, people: tuple[Person, ...]):
    with town.embedded.services.work(reads_only=True) as work:
        own = a_sub_venue(record_of(work), work)
    for kind, code in ((Kind.ATTENDANCE, "gate"), (Kind.SEATING, "booth_code")):
        made = made_at(Event.SETTLED, form_of(kind), Role.SUBVENUE, town)
        assert made
        (table,) = (block for block in made.blocks if isinstance(block, Table))
        listed_codes = {cell for row in table.rows for cell in row}
        assert {getattr(each.passage, code) for each in people if each.passage.venue == own} <= listed_codes
        assert not {getattr(each.passage, code) for each in people if each.passage.venue != own} & listed_codes


def test_the_qr_code_leads_to_the_transcript_of_this_very_hash(town: Town):
    with at(Event.SETTLED, town).work(reads_only=True) as work:
        record = record_of(work)
        published = hashlib.sha256(canonical(transcript(str(record.draw), work))).hexdigest()
    made = made_at(Event.SETTLED, form_of(Kind.VERIFICATION), Role.PUBLIC, town)
    assert made and made.link and made.link.url == f"http://localhost:8080/draws/{record.draw}?sha256={published}"
    assert published in text(made)


def test_before_publication_the_qr_code_names_no_transcript(town: Town):
    made = made_at(Event.OPENED, form_of(Kind.DRAW_RECORD), Role.SUPERVISOR, town)
    assert made and made.link and "sha256" not in made.link.url


@pytest.mark.parametrize("kind", [Kind.LETTER, Kind.ATTENDANCE, Kind.SEATING])
def test_what_hangs_at_a_gate_or_in_a_hall_names_no_project(kind: Kind, town: Town):
    made = made_at(Event.SETTLED, form_of(kind), form_of(kind).readers[0], town)
    assert made and made.link is None and "DEMO-2026" not in text(made) and made.about == ""


def test_the_fee_sheet_holds_each_fee_by_code_and_masked(town: Town):
    made = made_at(Event.SETTLED, form_of(Kind.FEES), Role.FINANCE, town)
    with town.embedded.services.work(reads_only=True) as work:
        lines = fee_lines(record_of(work), work)
    said = text(made) if made else ""
    assert lines and all(line.code in said and f"{line.payable.fen / 100:,.2f}" in said for line in lines)
    assert "***" in said


def test_the_log_of_unsealings_finds_its_own_entries(town: Town):
    made = made_at(Event.SETTLED, form_of(Kind.UNSEALING), Role.AUDITOR, town)
    said = text(made) if made else ""
    assert all(word in said for word in ("通知抽中专家", "签到核对证件", "计算劳务报酬", "监督部门"))


def test_unverified_settings_are_marked(town: Town):
    made = made_at(Event.SETTLED, form_of(Kind.ATTENDANCE), Role.HOST, town)
    assert made and any("视为缺席" in mark for mark in made.marks)


def test_a_demo_in_embedded_mode_says_so_on_every_document(town: Town):
    with at(Event.SETTLED, town).work(reads_only=True) as work:
        made = list(make_open(record_of(work), work))
    assert {each.paper.edition for each in made} == {"演示数据 · 嵌入模式"}
    assert {each.paper.form.kind for each in made} == set(Kind)
    assert all(each.pdf.startswith(b"%PDF") for each in made)
    assert all(CalamineWorkbook.from_filelike(io.BytesIO(each.xlsx)).sheet_names for each in made)


def test_the_list_says_why_a_form_cannot_be_made_yet(town: Town):
    with earlier(town.embedded.services, Event.CALLED).work(reads_only=True) as work:
        closed = {each.form.kind: each.refusal for each in listed(record_of(work), work) if each.refusal}
    assert isinstance(closed[Kind.DRAW_RECORD], NotAllowed) and Kind.APPLICATION not in closed


def test_hours_and_places_stand_on_the_letter(town: Town, people: tuple[Person, ...]):
    made = made_at(Event.OPENED, form_of(Kind.LETTER), Role.SUPERVISOR, town)
    assert made
    facts = [fact for block in made.blocks if isinstance(block, Facts) for row in block.rows for fact in row]
    assert {each.passage.booth for each in people} == {fact.value for fact in facts if fact.label == "机位"}
    assert Fact("时间", "2026年12月17日 08:30") in facts
