"""待问: members are asked what is not known of them once evaluation is open, and what each says, or does not say, has its effect."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from dispatch.notify.call_out import CallState
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.questions import end_questions
from dispatch.workflow.records import DrawStep, TenderState
from dispatch.workflow.refusals import BadRelation
from dispatch.workflow.relation_changes import declare_none, history_of
from dispatch.workflow.shown_link import link_shown, take_answer
from policies.profiles import profile
from policies.questions import QUESTIONS, asking
from policies.recusal import PARTY_RULES
from policies.vocabulary.roles import Event
from tests.chaos.soundness import check_everything
from tests.policies.test_profiles import a_change, written
from tests.workflow import cast
from tests.workflow.test_late_recusal import STRANGER, TENDER, file, members, vacated
from tests.workflow.world import World, a_world, after, at


def an_open_world(folder: Path, **changes: str) -> World:
    """Evaluation is open, and nobody's relations are on record."""
    return a_world(folder, cast.a_tender(**changes)).play(until=after(Event.OPENED)).wait_until(cast.OPENING + timedelta(minutes=5))


def phones(world: World) -> list[str]:
    return sorted(world.people.behaving)


def answer(world: World, phone: str, given: str) -> tuple[str, ...]:
    """Says it behind the link; what may still be said afterwards."""
    link = world.people.told(phone, "ask")
    with world.services.work() as work:
        take_answer(*link, given, "", work)
        return link_shown(*link, work).may


def noted(world: World) -> list[tuple[str, int]]:
    return [(body["e"], body["n"]) for body in world.log() if body["e"].startswith("recusal-") and body["e"] != "recusal-match"]


def test_each_rule_about_the_parties_has_its_question_and_no_question_names_anybody() -> None:
    assert {rule.code for rule in PARTY_RULES} == set(QUESTIONS)
    assert not any("{" in words for both in QUESTIONS.values() for words in both)


def test_nobody_is_asked_before_evaluation_is_open(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL)).wait_until(cast.OPENING - timedelta(minutes=1))
    assert not any(letter.stage == "ask" for letter in world.people.letters.values())


def test_one_answers_no_and_goes_on_and_one_answers_yes_and_is_replaced(tmp_path: Path):
    world = an_open_world(tmp_path / "centre")
    assert noted(world) == [("recusal-asked", 5)]
    assert answer(world, phones(world)[0], "clear") == () and answer(world, phones(world)[1], "recuse") == ()
    world.play()
    assert (world.record().state, vacated(world)) == (TenderState.ARCHIVED, ["recusal"])
    assert noted(world)[1:3] == [("recusal-answer", 1), ("recusal-answer", 1)]
    check_everything(world)


def test_the_questions_are_those_of_the_rules_that_are_not_known_and_only_of_those(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    file(world)
    with world.services.work() as work:
        declare_none(members(world)[0].no, Act("经办人", "本人申报"), work)
    world.play(until=after(Event.OPENED)).wait_until(cast.OPENING + timedelta(minutes=5))
    assert sum(letter.stage == "ask" for letter in world.people.letters.values()) == 4
    with world.services.work(reads_only=True) as work:
        shown = link_shown(*world.people.told(phones(world)[1], "ask"), work)
    assert [each["code"] for each in shown.body["questions"]] == ["R2", "R3", "R4", "R5", "R6"]


def test_who_stays_silent_goes_on_by_the_policys_sentence_and_the_supervisor_finds_it(tmp_path: Path):
    world = an_open_world(tmp_path / "centre").play()
    assert (world.record().state, vacated(world)) == (TenderState.ARCHIVED, [])
    assert ("recusal-unanswered", 5) in noted(world) and "继续参加评标" in asking(profile().on(cast.OPENING.date())).sentence


def test_where_policy_says_so_silence_empties_the_seat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    strict = written(tmp_path, a_change("screening.when_not_answered", "bar", "choice"))
    world = an_open_world(tmp_path / "centre")
    for phone in phones(world)[1:]:
        answer(world, phone, "clear")
    monkeypatch.setattr("dispatch.workflow.questions.profile", lambda name: strict)
    world.wait_until(cast.OPENING + timedelta(hours=1))
    monkeypatch.undo()
    world.play()
    assert (world.record().state, vacated(world)) == (TenderState.ARCHIVED, ["recusal"])
    assert "视为须回避" in asking(strict.on(cast.OPENING.date())).sentence


def test_an_answer_counts_once_and_a_late_yes_still_counts(tmp_path: Path):
    world = an_open_world(tmp_path / "centre")
    answer(world, phones(world)[0], "clear")
    assert answer(world, phones(world)[0], "recuse") == ()
    world.wait_until(cast.OPENING + timedelta(hours=1))
    answer(world, phones(world)[1], "recuse")
    world.play()
    assert vacated(world) == ["recusal"]


def test_whoever_has_no_telephone_with_him_answers_to_the_staff(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    world = an_open_world(tmp_path / "centre")
    kept, passage = world.passage(phones(world)[0])
    monkeypatch.setattr("api.cli.services", lambda: world.services)
    words = ["relations", "answer", "--venue", kept.venue, "--code", passage.gate, "--clear"]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert noted(world)[1:] == [("recusal-answer", 1)]


def test_nothing_in_the_log_tells_who_was_asked_or_what(tmp_path: Path):
    world = an_open_world(tmp_path / "centre")
    (entry,) = [body for body in world.log() if body["e"] == "recusal-asked"]
    assert set(entry) == {"e", "t", "n", "env"} and len(entry["env"]) == 64
    with world.services.work() as work:
        end_questions(TENDER, work)
    assert len(noted(world)) == 1


def declare(world: World, nth: int, **told: str) -> dict[str, object]:
    """Somebody tells his relations behind the link by which he was called; what the page says then."""
    link = world.people.told(phones(world)[nth])
    with world.services.work() as work:
        take_answer(*link, "declare", "", work, told=told)
        shown = link_shown(*link, work)
        return {"may": "declare" in shown.may, "told": shown.body.get("told", 0)}


def test_whoever_tells_at_the_call_that_there_is_nothing_is_asked_nothing_later(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    assert declare(world, 0) == {"may": False, "told": 0}
    world.play(until=after(Event.OPENED)).wait_until(cast.OPENING + timedelta(minutes=5))
    assert noted(world) == [("recusal-asked", 4)] and (phones(world)[0], "ask") not in told_stages(world)


def told_stages(world: World) -> set[tuple[str, str]]:
    return {(letter.phone, letter.stage) for letter in world.people.letters.values()}


def test_what_he_tells_at_the_call_replaces_him_once_bids_are_in_and_not_before(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    shown = declare(world, 0, kind="近亲属任职", other=STRANGER.name, uscc=STRANGER.uscc)
    assert shown == {"may": True, "told": 1} == declare(world, 0, kind="近亲属任职", other=STRANGER.name, uscc=STRANGER.uscc)
    file(world)
    world.wait_until(cast.OPENING - timedelta(minutes=1))
    assert world.calls()[CallState.ON_LEAVE] == 0
    world.play()
    assert (world.record().state, vacated(world)) == (TenderState.ARCHIVED, ["recusal"])
    with world.services.work(reads_only=True) as work:
        (entry,) = history_of(members(world)[0].no, work)
    assert (entry.by, entry.facts["after"][0][:2]) == ("专家本人", ["近亲属任职", STRANGER.name])


def test_a_declaration_that_cannot_be_read_is_refused_and_nothing_is_kept(tmp_path: Path):
    world = a_world(tmp_path / "centre").play(until=at(DrawStep.FULL))
    for wrong in (
        {"kind": "不宜同组", "other": "SL000002"},
        {"kind": "任职", "other": ""},
        {"kind": "任职", "other": "甲", "since": "明天"},
    ):
        with pytest.raises(BadRelation):
            declare(world, 1, **wrong)
    with world.services.work(reads_only=True) as work:
        assert history_of(members(world)[1].no, work) == ()
