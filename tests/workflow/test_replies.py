"""应答: an answer counts once, in time, behind its own link; whoever is not coming is replaced from a new round."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from dispatch.adapters.refusals import GatewayMissing
from dispatch.notify.call_out import Answer, CallState
from dispatch.sealing.refusals import LinkClosed
from dispatch.workflow.advance import advance_draw
from dispatch.workflow.links import read_stage
from dispatch.workflow.records import DrawStep
from dispatch.workflow.replies import Answered, answer
from policies.calendar import LOCAL
from policies.vocabulary.roles import Event
from policies.vocabulary.tender import Tender
from tests.chaos.soundness import check_everything, check_transcript, walks
from tests.workflow import cast
from tests.workflow.people import DECLINES, SILENT, Conduct, People, in_order
from tests.workflow.world import World, a_world, after, at


def everybody_is_called(world: World) -> bool:
    return len(world.people.letters) == 5


def say(world: World, link: tuple[str, str], given: Answer, reason: str = "") -> Answered:
    with world.services.work() as work:
        return answer(*link, given, reason=reason, work=work)


def a_waiting_world(folder: Path) -> tuple[World, tuple[str, str]]:
    """Everybody is called and nobody has answered; the link of one of them."""
    world = a_world(folder, conduct=in_order(then=SILENT)).play(until=everybody_is_called)
    return world, next(iter(world.people.letters.values())).link


def test_the_same_answer_twice_counts_once(tmp_path: Path):
    world, link = a_waiting_world(tmp_path / "centre")
    assert say(world, link, Answer.ACCEPT) == Answered(CallState.ACCEPTED, counted=True)
    assert say(world, link, Answer.ACCEPT) == Answered(CallState.ACCEPTED, counted=False)
    assert world.calls()[CallState.ACCEPTED] == 1


def test_who_has_declined_cannot_accept_any_more(tmp_path: Path):
    world, link = a_waiting_world(tmp_path / "centre")
    say(world, link, Answer.DECLINE, "RF3")
    assert say(world, link, Answer.ACCEPT) == Answered(CallState.DECLINED, counted=False)


def test_leave_that_was_asked_for_too_early_can_be_asked_for_again(tmp_path: Path):
    world, link = a_waiting_world(tmp_path / "centre")
    assert not say(world, link, Answer.LEAVE, "RF2").counted
    say(world, link, Answer.ACCEPT)
    assert say(world, link, Answer.LEAVE, "RF2") == Answered(CallState.ON_LEAVE, counted=True)


def test_an_answer_after_its_time_changes_nothing(tmp_path: Path):
    world, link = a_waiting_world(tmp_path / "centre")
    deadline = world.draw().reply_by
    world.clock.advance_to(deadline + timedelta(seconds=1))
    assert say(world, link, Answer.ACCEPT) == Answered(CallState.CALLED, counted=False)
    world.play(until=at(DrawStep.REPLIES, 1))
    assert world.calls()[CallState.SILENT] == 5


@pytest.mark.parametrize("spoil", [lambda link: (link[0], "A" * 22), lambda link: ("A" * 22, link[1]), lambda link: (link[0], "x")])
def test_a_false_link_opens_nothing(spoil, tmp_path: Path):
    world, link = a_waiting_world(tmp_path / "centre")
    with pytest.raises(LinkClosed):
        say(world, spoil(link), Answer.ACCEPT)
    assert world.calls() == {CallState.CALLED: 5}


def test_an_expired_link_opens_nothing(tmp_path: Path):
    world = a_world(tmp_path / "centre").play()
    link = next(letter.link for letter in world.people.letters.values() if letter.stage == "A")
    with pytest.raises(LinkClosed), world.services.work(reads_only=True) as work:
        read_stage(*link, work)


def test_whoever_declines_or_is_silent_is_replaced(tmp_path: Path):
    world = a_world(tmp_path / "centre", conduct=in_order(DECLINES, SILENT)).play(until=at(DrawStep.FULL))
    assert world.calls() == {CallState.DECLINED: 1, CallState.SILENT: 1, CallState.ACCEPTED: 5}
    world.play()
    assert len(walks(world)) == 2
    check_transcript(world)
    check_everything(world)


@pytest.mark.parametrize(
    ("days", "reason", "state", "vacated"),
    [
        (2, "RF2", CallState.ON_LEAVE, "leave"),
        (0, "RF2", CallState.ABSENT, "absent"),
        (0, "RF5", CallState.ON_LEAVE, "recusal"),
    ],
    ids=["in time", "less than 24 hours before", "recusal at any time"],
)
def test_whoever_takes_leave_after_accepting_is_replaced(days: int, reason: str, state: CallState, vacated: str, tmp_path: Path):
    world = a_world(tmp_path / "centre", in_days(days)).play(until=at(DrawStep.FULL))
    say(world, next(iter(world.people.letters.values())).link, Answer.LEAVE, reason)
    world.play()
    assert (world.calls()[state], len(walks(world))) == (1, 2)
    assert [reason for _, reason in world.transcript()["vacated"]["1"]] == [vacated]
    check_transcript(world)
    check_everything(world)


def in_days(days: int) -> Tender:
    """The tender of tomorrow morning, put off by so many days."""
    later = timedelta(days=days)
    return cast.a_tender(opening_at=cast.OPENING + later, checkin_at=cast.OPENING - timedelta(minutes=30) + later)


class Outage:
    """A gateway that takes nothing until it works again."""

    def __init__(self, people: People) -> None:
        self.people, self.works = people, False

    def send(self, phone: str, text: str, key: str) -> None:
        if not self.works:
            raise GatewayMissing()
        self.people.send(phone, text, key)


def test_while_the_gateway_is_out_nobody_counts_as_silent(tmp_path: Path):
    world = a_world(tmp_path / "centre")
    gateway = world.gateway = Outage(world.people)
    world.play(for_at_most=timedelta(hours=1))
    assert (world.calls(), world.draw().round) == ({CallState.WAITING: 5}, 0)
    gateway.works = True
    world.play()
    assert (len(walks(world)), world.calls()) == (1, {CallState.ARRIVED: 5})
    check_everything(world)


def test_a_node_that_slept_past_the_time_sends_first_and_settles_nothing(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.REPLIES))
    world.clock.advance_to(world.clock() + timedelta(hours=2))
    with world.services.work() as work:
        assert advance_draw(world.draw().m, work).step is DrawStep.REPLIES
    world.play(until=at(DrawStep.FULL))
    assert (world.draw().round, world.calls()) == (0, {CallState.ACCEPTED: 5})


def test_the_time_for_a_reply_runs_from_the_sending_and_the_text_says_so(tmp_path: Path):
    world = a_world(tmp_path / "centre", conduct=in_order(then=SILENT))
    gateway = world.gateway = Outage(world.people)
    world.play(for_at_most=timedelta(hours=1))
    gateway.works = True
    letter = next(iter(world.play(until=everybody_is_called).people.letters.values()))
    by = letter.at + timedelta(minutes=15)
    assert f"请于{by.astimezone(LOCAL):%m月%d日%H:%M}前" in letter.text
    world.play(until=at(DrawStep.RELEASES, 1))
    assert world.calls() == {CallState.SILENT: 5} and by <= world.clock() < by + timedelta(minutes=5)


def test_a_message_that_could_not_leave_in_time_is_not_sent_to_who_has_answered(tmp_path: Path):
    world, link = a_waiting_world(tmp_path / "centre")
    before = len(world.people.handed_over)
    with world.services.work() as work:
        work.uow.calls.retry(f"A/{link[0]}", work.now)
        work.uow.tasks.put("send", "sms", work.now)
    say(world, link, Answer.ACCEPT)
    world.once()
    assert len(world.people.handed_over) == before


def test_nobody_is_called_to_two_committees_on_one_day(tmp_path: Path):
    few = cast.a_pool(works=6, cost=2, quantity=2)  # of eighty pairs of draws one shares nobody
    world = a_world(tmp_path / "centre", cast.a_tender(), cast.a_tender("SL-2026-0003"), experts=few).play()
    calls = [letter.phone for letter in world.people.letters.values() if letter.stage == "A"]
    assert len(calls) == len(set(calls))
    assert world.calls("SL-2026-0003/1")[CallState.ENGAGED] + world.calls("SL-2026-0001/1")[CallState.ENGAGED] > 0
    for tender_id in ("SL-2026-0001/1", "SL-2026-0003/1"):
        check_transcript(world, tender_id)
    check_everything(world)


def test_a_member_who_left_is_not_waited_for_at_the_gate(tmp_path: Path):
    world = a_world(tmp_path / "centre", conduct=in_order(Conduct(arrives=None))).play(until=after(Event.VENUE_NOTICE))
    phone = world.people.behaving_as(Conduct(arrives=None))
    say(world, world.people.told(phone), Answer.LEAVE, "RF2")
    world.play(until=at(DrawStep.FULL, 1))
    assert world.passage(phone)[0].state == "已替换"
