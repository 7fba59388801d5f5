"""回避 after the draw: bidders are compared by keys once bids are in, a hit is replaced, each may declare, and nobody learns who bids."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from api.app import make_app
from dispatch.agents.party_home import PartyHome
from dispatch.intake.bidders import Bidder, BidderList
from dispatch.kernel.canonical import parse_canonical
from dispatch.notify.call_out import Answer, CallState
from dispatch.sealing import envelope
from dispatch.settle.fee_line import FeeLine
from dispatch.workflow.accounts import admit, create_account
from dispatch.workflow.bidders import file_bidders
from dispatch.workflow.engagements import engagements_since, past_committees
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.late_recusal import declare_recusal, match_bidders, order_recusal
from dispatch.workflow.pool_relations import import_relations
from dispatch.workflow.records import DrawStep, TenderState
from dispatch.workflow.refusals import NotAllowed, NotAMember, NotExpectedHere
from dispatch.workflow.replies import answer
from dispatch.workflow.shown_link import link_shown, take_answer
from policies.vocabulary.expert import Equity, Expert, Relation
from policies.vocabulary.roles import Event, Role
from policies.vocabulary.tender import Unit
from tests.chaos.soundness import check_everything, check_transcript
from tests.workflow import cast
from tests.workflow.world import World, a_world, after, at

TENDER = "SL-2026-0001/1"
STRANGER = Unit("示例第9001号施工有限公司", cast.values.demo_uscc(9301))


def members(world: World) -> list[Expert]:
    """Who was called in the first round, in the order of their phones."""
    return [world.people.experts[phone] for phone in sorted(world.people.behaving)]


def employer(expert: Expert) -> Unit:
    return Unit(expert.employer, expert.employer_uscc)


def file(world: World, *units: Unit, consortium: tuple[Unit, ...] = ()) -> None:
    others = (Bidder(Unit(f"示例第{nth}号施工有限公司"), ()) for nth in (9011, 9012))  # three at least, or nothing is opened
    bidders = (Bidder(STRANGER, consortium), *others, *(Bidder(unit, ()) for unit in units))
    with world.services.work() as work:
        file_bidders(BidderList("SL-2026-0001", "1", bidders), work)


def a_full_world(folder: Path) -> World:
    return a_world(folder).play(until=at(DrawStep.FULL))


def vacated(world: World) -> list[str]:
    return [reason for round_ in world.transcript()["vacated"].values() for _, reason in round_]


def test_a_member_whose_employer_bids_is_replaced_and_the_evaluation_opens(tmp_path: Path):
    world = a_full_world(tmp_path / "centre")
    file(world, employer(members(world)[0]))
    world.play()
    assert (world.record().state, vacated(world)) == (TenderState.ARCHIVED, ["recusal"])
    assert world.calls()[CallState.ON_LEAVE] == 1
    check_transcript(world)
    check_everything(world)


def by_group(world: World, expert: Expert) -> None:
    """The expert's employer is the daughter of a company that bids."""
    mother = Unit("示例第9002号控股有限公司", cast.values.demo_uscc(9302))
    with world.services.work() as work:
        own = employer(expert)
        import_relations([], [Equity(mother.name, mother.uscc, own.name, own.uscc, "60%", None, None)], work)
    file(world, mother)


def by_consortium(world: World, expert: Expert) -> None:
    file(world, consortium=(employer(expert),))


def by_kin(world: World, expert: Expert) -> None:
    relation = Relation(expert.no, "近亲属任职", STRANGER.name, STRANGER.uscc, None, None, "", "配偶")
    with world.services.work() as work:
        import_relations([relation], [], work)
    file(world)


@pytest.mark.parametrize("bind", [by_group, by_consortium, by_kin])
def test_groups_members_of_a_consortium_and_kin_are_found_as_well(bind: Callable[[World, Expert], None], tmp_path: Path):
    world = a_full_world(tmp_path / "centre")
    bind(world, members(world)[2])
    world.play()
    assert vacated(world) == ["recusal"]


def test_before_the_deadline_nothing_is_compared(tmp_path: Path):
    world = a_full_world(tmp_path / "centre")
    file(world, employer(members(world)[0]))
    world.wait_until(cast.OPENING - timedelta(minutes=1))
    assert [body["e"] for body in world.log() if body["e"] == "recusal-match"] == []
    assert world.calls()[CallState.ON_LEAVE] == 0


def test_bidders_with_whom_nobody_has_to_do_change_nothing(tmp_path: Path):
    world = a_full_world(tmp_path / "centre")
    file(world)
    world.play()
    assert (world.record().state, vacated(world)) == (TenderState.ARCHIVED, [])
    assert [body["n"] for body in world.log() if body["e"] == "recusal-match"] == [5]


def test_the_same_list_and_members_are_compared_once(tmp_path: Path):
    world = a_full_world(tmp_path / "centre")
    file(world)
    world.play(until=after(Event.OPENED))
    with world.services.work() as work:
        assert match_bidders(TENDER, work) == 0
    assert sum(body["e"] == "recusal-match" for body in world.log()) == 1


def test_a_list_that_comes_during_the_evaluation_still_replaces(tmp_path: Path):
    world = a_full_world(tmp_path / "centre").play(until=after(Event.OPENED))
    file(world, employer(members(world)[1]))
    world.play()
    assert (world.record().state, vacated(world)) == (TenderState.ARCHIVED, ["recusal"])


def test_the_reasons_open_to_the_supervisor_and_name_no_bidder(tmp_path: Path):
    world = a_full_world(tmp_path / "centre")
    bound = members(world)[0]
    file(world, employer(bound))
    world.play(until=after(Event.OPENED))
    with world.services.work(reads_only=True) as work:
        kept = [sealed for name, sealed in work.uow.draws.envelopes(world.draw().m).items() if name.startswith("bidders/")]
    custody = PartyHome(world.folder / "parties" / "S", world.rest)._custody()
    told = [parse_canonical(envelope.open_alone(sealed, "S", custody)) for sealed in kept]
    ((code, sentence, evidence),) = next(reasons for each in told for reasons in each["bars"].values())
    assert (code, "投标人" in sentence, evidence) == ("R1", True, "登记信息：所在单位")
    assert bound.employer not in str(told) and STRANGER.name not in str(told)


def declare(world: World, phone: str) -> None:
    kept, passage = world.passage(phone)
    with world.services.work() as work:
        declare_recusal(kept.venue, passage.gate, work)


def test_whoever_declares_in_the_room_is_replaced_and_paid_for_coming(tmp_path: Path):
    world = a_full_world(tmp_path / "centre").play(until=after(Event.OPENED))
    phone = sorted(world.people.behaving)[0]
    declare(world, phone)
    declare(world, phone)
    world.play()
    assert (world.record().state, vacated(world)) == (TenderState.ARCHIVED, ["recusal"])
    assert len(world.fees()) == 6 and min(map(gross, world.fees())) < max(map(gross, world.fees()))
    check_everything(world)


def gross(line: FeeLine) -> int:
    return line.gross.fen


def test_nobody_declares_under_a_code_that_is_not_expected(tmp_path: Path):
    world = a_full_world(tmp_path / "centre")
    with pytest.raises(NotExpectedHere), world.services.work() as work:
        declare_recusal("CS", "12345678", work)


def test_after_the_report_the_library_remembers_who_sat_for_whom_as_keys(tmp_path: Path):
    world = a_full_world(tmp_path / "centre")
    file(world)
    world.play(until=after(Event.OPENED))
    with world.services.work(reads_only=True) as work:
        assert all(each.parties is None for each in engagements_since(date.min, work)) and past_committees(date.min, work) == []
    world.play()
    with world.services.work(reads_only=True) as work:
        ((_, together),) = past_committees(date.min, work)
        parties = {len(each.parties or ()) for each in engagements_since(date.min, work)}
    assert (len(together), parties) == (5, {4})


def test_a_declaration_by_telephone_leaves_the_seat_to_another(tmp_path: Path):
    world = a_full_world(tmp_path / "centre")
    with world.services.work() as work:
        answer(*world.people.told(sorted(world.people.behaving)[0]), Answer.RECUSE, reason="RF5", work=work)
    world.play()
    assert (world.record().state, vacated(world)) == (TenderState.ARCHIVED, ["recusal"])


def test_whoever_has_arrived_declares_on_his_own_telephone(tmp_path: Path):
    world = a_full_world(tmp_path / "centre").play(until=after(Event.OPENED))
    link = world.people.told(sorted(world.people.behaving)[0], "B")
    with world.services.work() as work:
        assert link_shown(*link, work).may == (Answer.RECUSE,)
        take_answer(*link, "recuse", "", work)
        assert link_shown(*link, work).may == ()
    world.play()
    assert (world.record().state, vacated(world)) == (TenderState.ARCHIVED, ["recusal"])
    check_everything(world)


def ordered(world: World, expert: Expert) -> None:
    with world.services.work() as work:
        order_recusal(TENDER, expert.no, Act("监督员丁", "供应商书面申请，经核实成立"), work)


def ordered_on_the_page(world: World, expert: Expert) -> list[str]:
    """The supervisor's form, looked at and confirmed twice; looking writes nothing. What each confirmation came to."""
    with world.services.work() as work:
        create_account("监督员丁", Role.SUPERVISOR, "correct horse battery", work=work)
        session, size = str(admit("监督员丁", True, work)), work.uow.log.size
    client, path = make_app(world.services).test_client(), f"/tenders/{world.record().token}/recusal"
    client.set_cookie("session", session)
    form = {"no": str(expert.no), "why": "供应商书面申请，经核实成立", "csrf_token": found("csrf_token", client.get(path).text)}
    looked = client.post(path, data={**form, "step": "look"}).text
    with world.services.work(reads_only=True) as work:
        assert work.uow.log.size == size
    twice = (client.post(path, data={**form, "step": "do", "seen": found("seen", looked)}) for _ in range(2))
    return ["done" if "done=recuse" in each.headers["Location"] else "changed" for each in twice]


def found(name: str, page: str) -> str:
    sent = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert sent, page
    return sent[1]


def test_the_supervisor_grants_a_suppliers_application_once_names_are_open(tmp_path: Path):
    world = a_full_world(tmp_path / "centre")
    with pytest.raises(NotAllowed):
        ordered(world, members(world)[0])
    world.play(until=after(Event.OPENED))
    assert ordered_on_the_page(world, members(world)[0]) == ["done", "changed"]
    with pytest.raises(NotAMember):
        ordered(world, members(world)[0])
    world.play()
    assert (world.record().state, vacated(world)) == (TenderState.ARCHIVED, ["recusal"])
    assert [body["e"] for body in world.log()].count("recusal-order") == 1
    check_everything(world)
