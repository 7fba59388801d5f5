"""What is asked again and again is found by an index on both databases, however much has gathered in the tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import InstrumentedAttribute

from dispatch.store.base import engine_for
from dispatch.store.tables.registry import PersonRow
from dispatch.workflow.records import Among, TenderState
from tests.policies.builders import a_tender
from tests.store.databases import a_database
from tests.store.plans import MANY, NOW, Ask, fill, reads_in_order, walked

DAY = timedelta(days=1)
MARKS = [bytes(15) + bytes((n,)) for n in range(40)]
HOT: dict[str, Ask] = {
    "import: whose documents": lambda uow: uow.registry.numbers_of_documents(MARKS),
    "import: equal rows": lambda uow: uow.registry.content_marks(f"expert_no{n}" for n in range(40)),
    "import: known experts": lambda uow: uow.registry.by_expert_no(f"expert_no{n}" for n in range(40)),
    "call-out: one person": lambda uow: uow.registry.person("ref7"),
    "outbox: lease": lambda uow: uow.calls.lease(NOW, NOW + DAY, 50),
    "outbox: sent": lambda uow: uow.calls.sent("key7", NOW),
    "outbox: how many wait": lambda uow: uow.calls.waiting(),
    "calls under a draw": lambda uow: uow.calls.under("draw/7"),
    "calls of a wave": lambda uow: uow.calls.wave("wave/7"),
    "links of a call": lambda uow: uow.calls.links("capability7"),
    "replies to a call": lambda uow: uow.calls.replies("capability7"),
    "tasks: due": lambda uow: uow.tasks.due(NOW, 20),
    "tasks: claim": lambda uow: uow.tasks.claim("key7", NOW),
    "tasks: next": lambda uow: uow.tasks.next_due(),
    "log: append": lambda uow: uow.log.append({"e": "note"}),
    "log: inclusion": lambda uow: uow.log.inclusion(3, 4),
    "log: some entries": lambda uow: uow.log.entries(MANY - 10),
    "log: entries of one draw": lambda uow: uow.log.entries_at((3, 7, 9)),
    "log: entries under one word": lambda uow: uow.log.entries_of("kind7"),
    "log: checkpoint over an entry": lambda uow: uow.log.note_over(MANY - 10, 1),
    "log: latest checkpoint": lambda uow: uow.log.latest_note(1),
    "log: last of a witness": lambda uow: uow.log.cosignatures(7),
    "seats of a day": lambda uow: uow.venues.reserved(NOW, NOW + DAY),
    "seats of a tender": lambda uow: uow.venues.reserved_for("token7"),
    "gate passes of a tender": lambda uow: uow.venues.gate_passes("token7"),
    "draw: envelopes": lambda uow: uow.draws.envelopes("m7"),
    "draw: events": lambda uow: uow.draws.events("m7"),
    "draw: what a role is to sign": lambda uow: uow.draws.proposals("supervisor"),
    "seats of tenders in the past": lambda uow: uow.venues.reserved_before(NOW, ["token6", "token7"]),
    "draw: names of envelopes": lambda uow: uow.draws.envelope_names("m7"),
    "draws under way": lambda uow: uow.draws.under_way(),
    "tenders in some states": lambda uow: uow.tenders.in_states(TenderState.APPROVED, TenderState.DRAWING),
    "tenders: a page": lambda uow: uow.tenders.page("token7", 26),
    "tenders: a page of some states": lambda uow: uow.tenders.page("token7", 26, Among((TenderState.REPORTED, TenderState.ARCHIVED))),
    "tenders: a page of one unit": lambda uow: uow.tenders.page("token7", 26, Among(unit="unit7")),
    "tenders: a page of one venue": lambda uow: uow.tenders.page("token7", 26, Among(venue="id7")),
    "tenders of a day": lambda uow: uow.tenders.sitting(NOW, NOW + DAY, 500),
    "tenders by number": lambda uow: uow.tenders.numbered("abcdef", 25),
    "tenders of booths": lambda uow: uow.tenders.by_tokens(["token6", "token7"]),
    "moments of a page": lambda uow: uow.tenders.events_of(["id6", "id7"]),
    "draws: a page": lambda uow: uow.draws.page("m7", 26),
    "draws: a page of those that ended": lambda uow: uow.draws.page("m7", 26, ended=True),
    "draws: a page of those under way": lambda uow: uow.draws.page("m7", 26, ended=False),
    "draws by the beginning of their number": lambda uow: uow.draws.beginning("abcd", 25),
    "settlements: a page": lambda uow: uow.finance.page("ref7", 11),
    "settlements: a page of a month": lambda uow: uow.finance.page("ref7", 11, "period7"),
    "denials: a page": lambda uow: uow.web.denials(100, 70),
    "booths of a venue on a day": lambda uow: uow.venues.set_aside("id7", NOW, NOW + DAY),
    "when a venue is used next": lambda uow: uow.venues.next_start("id7", NOW),
    "when a venue was used last": lambda uow: uow.venues.last_start("id7", NOW),
    "engagements of some people": lambda uow: uow.registry.engagements_of(MARKS[:2]),
    "engagements that are not over": lambda uow: uow.registry.engagements_until(date(1976, 5, 1)),
    "relations of some people": lambda uow: uow.registry.relations_of(["ref6", "ref7"]),
    "experts: a page": lambda uow: uow.registry.page("expert_no7", 26),
    "experts: a page of those let go": lambda uow: uow.registry.page_with(["kind7"], "expert_no7", 26),
    "entries of a page": lambda uow: uow.lifecycle.of_each(["ref6", "ref7"], ["kind6", "kind7"]),
    "candidates": lambda uow: uow.lifecycle.of_strangers("kind7"),
    "where something is due": lambda uow: uow.lifecycle.pointed("matter7", date(1970, 1, 1)),
    "tender of a section": lambda uow: uow.tenders.of_section(a_tender()),
    "tenders of a tenderer": lambda uow: uow.tenders.of_tenderer(a_tender().tenderer),
    "sections that share": lambda uow: uow.tenders.sharing("id7"),
    "sittings of one committee": lambda uow: uow.tenders.recalls_of("id7"),
    "tender by its draw": lambda uow: uow.tenders.by_draw("draw7"),
    "tender by its token": lambda uow: uow.tenders.by_token("token7"),
    "fees of a settlement": lambda uow: uow.finance.lines("ref7"),
    "fees of a payer in a month": lambda uow: uow.finance.lines_of_month("payer_mark7", "period7"),
    "payments without an answer": lambda uow: uow.finance.undecided(),
    "orders that the bank has not": lambda uow: uow.finance.not_handed_over(),
    "answers that people must clear up": lambda uow: uow.finance.unclear(),
    "bookings of a settlement": lambda uow: uow.finance.entries("ref7"),
    "browser that is known": lambda uow: uow.web.device(MARKS[7]),
    "browsers long not seen": lambda uow: uow.web.forget_devices(NOW - 390 * DAY),
    "session": lambda uow: uow.web.session(MARKS[7]),
}


@pytest.fixture(scope="module", params=("sqlite", "postgresql"))
def grown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database of each kind in which every table holds thousands of rows."""
    if request.param == "sqlite":
        made = engine_for(f"sqlite:///{tmp_path_factory.mktemp('plans')}/grown.db")
        fill(made)
        yield made
        made.dispose()
    else:
        with a_database(request.getfixturevalue("postgres"), "plans") as made:
            fill(made)
            yield made


@pytest.mark.parametrize("name", HOT)
def test_hot_question_walks_through_no_table(grown: Engine, name: str) -> None:
    assert walked(grown, HOT[name]) == set()


@pytest.mark.parametrize("order", [PersonRow.ref, PersonRow.expert_no], ids=["freezing the roster", "exporting the pool"])
def test_everybody_is_read_in_order_without_a_sort(grown: Engine, order: InstrumentedAttribute[str]) -> None:
    assert reads_in_order(grown, select(PersonRow).order_by(order))
    assert not reads_in_order(grown, select(PersonRow).order_by(PersonRow.title))


def test_question_without_an_index_is_seen(grown: Engine) -> None:
    assert walked(grown, lambda uow: uow.registry._session.query(PersonRow).filter_by(title="title7").all()) == {"person"}
