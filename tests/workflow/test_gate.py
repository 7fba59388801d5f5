"""签到: the gate opens for the person who is expected there on that day, for nobody else, and shows the booth to nobody else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from dispatch.notify.call_out import Answer, CallState
from dispatch.workflow.check_in import ShownBooth, check_in, enter_booth, leave_early
from dispatch.workflow.gate import ARRIVED, EXPECTED
from dispatch.workflow.gate_attempts import TURNED_AWAY, note_turned_away
from dispatch.workflow.records import DrawStep, TenderState
from dispatch.workflow.refusals import NotExpectedHere, TooManyAttempts, WrongPerson
from dispatch.workflow.replies import answer
from policies.intervals import gate_tries
from policies.profiles import profile
from policies.vocabulary.refused import Refused
from policies.vocabulary.roles import Event
from tests.workflow import cast
from tests.workflow.people import ABSENT, Conduct, in_order
from tests.workflow.world import World, a_world, after, at

TRIES = gate_tries(profile(), cast.OPENING.date())


def a_day(folder: Path) -> tuple[World, str]:
    """Everybody knows the venue; one of them has not set out yet."""
    world = a_world(folder, conduct=in_order(ABSENT)).play(until=after(Event.CHECKED_IN))
    return world, world.people.behaving_as(ABSENT)


def try_gate(world: World, phone: str, *, id_no: str = "", venue: str = "CS") -> ShownBooth:
    with world.services.work() as work:
        return check_in(venue, world.passage(phone)[1].gate, id_no or world.people.experts[phone].identity.id_no, work)


def knock(world: World, code: str, id_no: str) -> str:
    """As an entry does it: what is refused is kept, in a transaction of its own; the refusal's code, or nothing."""
    try:
        with world.services.work() as work:
            check_in("CS", code, id_no, work)
    except Refused as refusal:
        with world.services.work() as work:
            note_turned_away("CS", code, refusal, work)
        return refusal.code
    return ""


def test_the_same_person_twice_is_shown_the_same_booth_and_counted_once(tmp_path: Path):
    world, phone = a_day(tmp_path / "centre")
    first = try_gate(world, phone)
    came = world.passage(phone)[0].arrived_at
    world.clock.advance_to(world.clock() + timedelta(minutes=1))
    assert try_gate(world, phone) == first
    assert world.passage(phone)[0].arrived_at == came


def test_another_person_with_the_code_is_turned_away(tmp_path: Path):
    world, phone = a_day(tmp_path / "centre")
    other = next(expert.identity.id_no for each, expert in world.people.experts.items() if each != phone)
    with pytest.raises(WrongPerson):
        try_gate(world, phone, id_no=other)
    assert world.passage(phone)[0].state == EXPECTED


def test_another_venue_does_not_know_the_code(tmp_path: Path):
    world, phone = a_day(tmp_path / "centre")
    with pytest.raises(NotExpectedHere):
        try_gate(world, phone, venue="XX")


def test_on_another_day_nobody_is_expected(tmp_path: Path):
    world, phone = a_day(tmp_path / "centre")
    world.clock.advance_to(world.clock() + timedelta(days=1))
    with pytest.raises(NotExpectedHere):
        try_gate(world, phone)


def test_whoever_took_leave_is_not_let_in_nor_paid(tmp_path: Path):
    world, phone = a_day(tmp_path / "centre")
    with world.services.work() as work:
        answer(*world.people.told(phone), Answer.LEAVE, reason="RF2", work=work)
    with pytest.raises(NotExpectedHere):
        try_gate(world, phone)
    world.play(until=at(DrawStep.FULL, 1))
    with pytest.raises(NotExpectedHere):
        try_gate(world, phone)
    assert len(world.play().fees()) == 5


def test_whoever_comes_after_his_limit_has_lost_his_seat(tmp_path: Path):
    world = a_world(tmp_path / "centre", conduct=in_order(Conduct(arrives=45))).play()
    assert world.calls() == {CallState.ABSENT: 1, CallState.ARRIVED: 5}
    assert [refusal.code for _, refusal in world.people.refusals] == ["gate.not_expected"]
    assert len(world.fees()) == 5
    assert [reason for _, reason in world.transcript()["vacated"]["1"]] == ["absent"]


def test_a_successor_has_as_long_to_come_as_everybody_else(tmp_path: Path):
    world = a_world(tmp_path / "centre", conduct=in_order(ABSENT))
    world.wait_until(cast.OPENING - timedelta(minutes=25))
    phone = world.people.behaving_as(ABSENT)
    with world.services.work() as work:
        answer(*world.people.told(phone), Answer.LEAVE, reason="RF2", work=work)
    world.people.conduct = in_order(then=Conduct(arrives=35))
    world.play()
    assert world.calls() == {CallState.ABSENT: 1, CallState.ARRIVED: 5}
    assert world.record().state is TenderState.ARCHIVED


def test_a_door_opens_only_after_the_gate(tmp_path: Path):
    world, phone = a_day(tmp_path / "centre")
    with world.services.work() as work:
        enter_booth("CS", world.passage(phone)[1].gate, work)
    assert world.passage(phone)[0].state == EXPECTED
    try_gate(world, phone)
    with world.services.work() as work:
        leave_early("CS", world.passage(phone)[1].gate, reason="RF2", approved=True, work=work)
        enter_booth("CS", world.passage(phone)[1].gate, work)
    assert world.passage(phone)[0].entered_at is None


def test_nothing_of_a_refused_attempt_stays(tmp_path: Path):
    world, phone = a_day(tmp_path / "centre")
    size = len(world.log())
    for attempt in ({"id_no": "620000197001010014"}, {"venue": "XX"}):
        with pytest.raises(Refused):
            try_gate(world, phone, **attempt)
    assert (len(world.log()), world.passage(phone)[0].state) == (size, EXPECTED)
    assert try_gate(world, phone) and world.passage(phone)[0].state == ARRIVED


def test_an_attempt_that_was_turned_away_stands_in_the_log_without_personal_data(tmp_path: Path):
    world, phone = a_day(tmp_path / "centre")
    code, other = world.passage(phone)[1].gate, "620000197001010014"
    assert (knock(world, code, other), knock(world, "无此码", other)) == ("gate.wrong_person", "gate.not_expected")
    kept = [body for body in world.log() if body["e"] == TURNED_AWAY]
    assert [body["why"] for body in kept] == ["gate.wrong_person", "gate.not_expected"]
    assert not any(word in str(kept) for word in (code, other, phone, "CS", "无此码"))


def test_guessing_the_person_behind_a_code_is_stopped_for_a_while_even_for_him(tmp_path: Path):
    world, phone = a_day(tmp_path / "centre")
    code, own = world.passage(phone)[1].gate, world.people.experts[phone].identity.id_no
    for _ in range(TRIES.per_code):
        knock(world, code, "620000197001010014")
    size = len(world.log())
    with pytest.raises(TooManyAttempts):
        try_gate(world, phone)
    assert (knock(world, code, own), len(world.log())) == ("gate.too_many_attempts", size)
    world.clock.advance_to(world.clock() + TRIES.within)
    assert knock(world, code, own) == "" and world.passage(phone)[0].state == ARRIVED


def test_guessing_codes_at_one_gate_is_stopped_and_no_other_gate_is(tmp_path: Path):
    world, phone = a_day(tmp_path / "centre")
    told = [knock(world, f"癸-{number:03d}", "620000197001010014") for number in range(TRIES.per_venue + 1)]
    assert told == ["gate.not_expected"] * TRIES.per_venue + ["gate.too_many_attempts"]
    with pytest.raises(NotExpectedHere):
        try_gate(world, phone, venue="XX")
