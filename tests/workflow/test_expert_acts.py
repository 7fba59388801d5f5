"""Each act about an expert: done, refused, never overwritten; and screening goes by it (SU-06, SU-07, SU-15, R7)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch.workflow.experts import conduct, leaving, review, service
from dispatch.workflow.experts.entries import Act, Kind
from dispatch.workflow.experts.proposals import is_unfounded, proposals
from dispatch.workflow.experts.refusals import (
    AnotherPerson,
    AppealTooLate,
    AuthorAndReason,
    DaysDoNotFit,
    KeptByLaw,
    NotAppealable,
    NothingToDecide,
    NotInThePool,
    NotReached,
    NotSuspended,
    NotWithdrawable,
    UnknownExpert,
    UnknownWord,
    WordsMissing,
)
from dispatch.workflow.experts.shown import UNFOUNDED, due
from policies.vocabulary.expert import Standing
from policies.vocabulary.roster import RecordLine
from tests.workflow.library import ANNA, BORIS, CLARA, NO, PROPOSER, Library, a_library, suspend


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return a_library(tmp_path)


def test_every_act_names_author_and_reason():
    for by, why in (
        ("", "理由"),
        ("李管理", " "),
        ("\u200b", "理由"),
        ("李管理", "\x1b[31m"),
        ("李", "长" * 1001),
    ):
        with pytest.raises(AuthorAndReason):
            Act(by, why)
    assert Act("李管理 ", "病假\r\n2 解除暂停") == Act("李管理", "病假 2 解除暂停")


def test_an_unknown_number_is_refused_and_nothing_is_written(library: Library):
    with pytest.raises(UnknownExpert):
        library.do(conduct.lift, "SL999999", ANNA)
    assert library.log_kinds() == []


def test_leave_keeps_the_expert_out_of_these_days_and_of_no_other(library: Library):
    since, until = library.today + timedelta(days=1), library.today + timedelta(days=3)
    library.do(service.take_leave, NO, since, until, ANNA)
    assert library.line().records == (RecordLine("请假", since, until, "第1项"),)
    assert (library.line().standing, library.line("SL000002").records) == (Standing.ACTIVE, ())


@pytest.mark.parametrize(("first", "last"), [(3, 1), (-5, -1), (1, 181)])
def test_leave_that_is_over_turned_round_or_endless_is_refused(library: Library, first: int, last: int):
    days = library.today + timedelta(days=first), library.today + timedelta(days=last)
    with pytest.raises(DaysDoNotFit):
        library.do(service.take_leave, NO, *days, ANNA)


def test_withdrawn_leave_bars_no_more_and_both_entries_stay(library: Library):
    library.do(service.take_leave, NO, library.today, library.today, ANNA)
    library.do(service.withdraw, NO, 1, ANNA)
    assert (library.line().records, [entry.kind for entry in library.known().entries]) == ((), [Kind.LEAVE, Kind.WITHDRAWAL])


@pytest.mark.parametrize("seq", [1, 2, 9])
def test_what_is_withdrawn_already_or_is_a_decision_cannot_be_withdrawn(library: Library, seq: int):
    library.do(service.take_leave, NO, library.today, library.today, ANNA)
    library.do(service.withdraw, NO, 1, ANNA)
    with pytest.raises(NotWithdrawable):
        library.do(service.withdraw, NO, seq, ANNA)


def test_training_counts_as_long_as_the_rule_says(library: Library):
    library.do(service.train, NO, "电子评标", ANNA)
    assert library.state().trained_until == library.today.replace(year=library.today.year + 2)


def test_a_training_of_tomorrow_is_refused(library: Library):
    with pytest.raises(DaysDoNotFit):
        library.do(service.train, NO, "电子评标", ANNA, on=library.today + timedelta(days=1))


def test_a_training_without_name_and_a_consent_without_statement_are_refused(library: Library):
    for act, *words in ((service.train, NO, " "), (service.note_consent, NO, "face", "")):
        with pytest.raises(WordsMissing):
            library.do(act, *words, ANNA)


def test_a_training_of_the_far_future_is_refused_in_words(library: Library):
    with pytest.raises(DaysDoNotFit):
        library.do(service.train, NO, "电子评标", ANNA, on=date(9999, 12, 1))


def test_consent_is_to_a_known_purpose_and_can_be_revoked(library: Library):
    library.do(service.note_consent, NO, "face", "v1", ANNA)
    library.do(service.note_consent, NO, "face", "v1", ANNA, given=False)
    assert library.state().consents == {}
    with pytest.raises(UnknownWord):
        library.do(service.note_consent, NO, "everything", "v1", ANNA)


def test_points_alone_change_nothing_they_only_propose(library: Library):
    library.do(conduct.take_points, NO, "ZJ508", ANNA)
    assert (library.line().standing, library.state().points) == (Standing.ACTIVE, 15)
    assert [each.setting for each in proposals(library.known())] == ["points_single"]


def test_lateness_three_times_a_year_proposes_a_suspension(library: Library):
    for _ in range(3):
        library.do(conduct.take_points, NO, "late", ANNA)
    (proposal,) = proposals(library.known())
    assert (proposal.ground, proposal.setting, len(proposal.basis)) == ("points", "repeated", 3)


def test_a_suspension_for_points_needs_the_limit_and_another_person(library: Library):
    with pytest.raises(NotReached, match="青政务"):
        library.do(suspend, NO, "points", BORIS)
    library.do(conduct.take_points, NO, "ZJ508", ANNA)
    with pytest.raises(AnotherPerson):
        library.do(suspend, NO, "points", Act(" 李管理", "自己决定"))
    library.do(suspend, NO, "points", BORIS)
    assert proposals(library.known()) == ()


def test_a_suspended_expert_is_barred_until_the_last_day(library: Library):
    library.do(conduct.take_points, NO, "ZJ508", ANNA)
    library.do(suspend, NO, "points", BORIS)
    line, six_months = library.line(), library.today.replace(year=2027, month=6)
    assert (line.standing, line.suspended_until) == (Standing.SUSPENDED, six_months)
    library.wait((six_months - library.today).days + 1)
    assert library.line().standing is Standing.ACTIVE


def test_a_penalty_is_a_bad_record_for_screening_also_when_it_is_over(library: Library):
    decided = library.today
    library.do(suspend, NO, "banned", BORIS, until=decided)
    library.wait(2)
    assert (library.line().standing, library.line().records) == (Standing.ACTIVE, (RecordLine("不良记录", decided, decided, "第2项"),))


def test_a_suspension_of_yesterday_or_on_no_ground_is_refused(library: Library):
    with pytest.raises(DaysDoNotFit):
        library.do(suspend, NO, "enquiry", BORIS, until=library.today - timedelta(days=1))
    with pytest.raises(UnknownWord):
        library.do(suspend, NO, "dislike", BORIS)


def test_one_person_alone_suspends_nobody_he_only_proposes(library: Library):
    entry = library.do(conduct.suspend, NO, "enquiry", ANNA, until=library.today + timedelta(days=9))
    assert (entry.kind, library.line().standing) == (Kind.PROPOSAL, Standing.ACTIVE)
    assert [(each.ground, each.setting) for each in proposals(library.known())] == [("enquiry", "suspension_by_two")]
    with pytest.raises(AnotherPerson):
        library.do(conduct.suspend, NO, "enquiry", Act("李 管理", "再说一次"))
    assert library.do(conduct.suspend, NO, "enquiry", BORIS).kind is Kind.SUSPENSION
    assert (library.line().suspended_until, proposals(library.known())) == (library.today + timedelta(days=9), ())


def test_a_proposal_can_be_taken_back_until_it_is_decided(library: Library):
    library.do(conduct.suspend, NO, "enquiry", ANNA)
    library.do(service.withdraw, NO, 1, ANNA)
    assert proposals(library.known()) == () and library.do(conduct.suspend, NO, "enquiry", BORIS).kind is Kind.PROPOSAL
    library.do(conduct.suspend, NO, "enquiry", CLARA)
    with pytest.raises(NotWithdrawable):
        library.do(service.withdraw, NO, 3, BORIS)


def test_where_the_setting_says_so_one_person_suspends(library: Library, monkeypatch: pytest.MonkeyPatch):
    alone = replace(library.known().rules, suspension_by_two=False)
    monkeypatch.setattr("dispatch.workflow.experts.known.lifecycle_rules", lambda *_: alone)
    assert library.do(conduct.suspend, NO, "enquiry", ANNA).kind is Kind.SUSPENSION


def test_a_suspension_is_lifted_by_another_person_only(library: Library):
    library.do(suspend, NO, "enquiry", BORIS)
    with pytest.raises(AnotherPerson):
        library.do(conduct.lift, NO, BORIS)
    library.do(conduct.lift, NO, CLARA)
    kinds = [entry.kind for entry in library.known().entries]
    assert (library.line().standing, kinds) == (Standing.ACTIVE, [Kind.PROPOSAL, Kind.SUSPENSION, Kind.LIFT])
    with pytest.raises(NotSuspended):
        library.do(conduct.lift, NO, CLARA)


def test_an_appeal_leaves_the_decision_in_force_until_it_is_granted(library: Library):
    library.do(suspend, NO, "enquiry", BORIS)
    library.do(review.appeal, NO, 2, ANNA)
    assert library.line().standing is Standing.SUSPENDED
    library.do(review.decide, NO, None, CLARA, granted=True)
    assert (library.line().standing, library.state().void) == (Standing.ACTIVE, {2})


def test_a_suspension_whose_points_were_struck_out_waits_for_a_person(library: Library):
    library.do(conduct.take_points, NO, "ZJ508", ANNA)
    library.do(suspend, NO, "points", BORIS)
    assert not is_unfounded(library.known())
    library.do(review.appeal, NO, 1, ANNA)
    library.do(review.decide, NO, None, CLARA, granted=True)
    assert library.line().standing is Standing.SUSPENDED and is_unfounded(library.known())
    with library.work(reads_only=True) as work:
        assert UNFOUNDED in {each["what"] for each in due(work)}


def test_neither_who_filed_nor_who_decided_or_proposed_decides_the_appeal(library: Library):
    library.do(suspend, NO, "enquiry", BORIS)
    library.do(review.appeal, NO, 2, ANNA)
    for act in (ANNA, BORIS, PROPOSER):
        with pytest.raises(AnotherPerson):
            library.do(review.decide, NO, None, act, granted=True)
    assert library.state().suspended


def test_a_refused_appeal_is_over_and_the_decision_stands(library: Library):
    library.do(suspend, NO, "enquiry", BORIS)
    library.do(review.appeal, NO, 2, ANNA)
    library.do(review.decide, NO, None, CLARA, granted=False)
    assert (library.state().suspended, library.state().waiting) == (True, ())
    with pytest.raises(NothingToDecide):
        library.do(review.decide, NO, None, CLARA, granted=True)


def test_an_appeal_may_be_against_screening_itself_where_no_entry_is(library: Library):
    library.do(review.appeal, NO, review.AUTOMATED, ANNA)
    library.do(review.decide, NO, None, CLARA, granted=True)
    assert (library.state().waiting, library.state().void) == ((), frozenset())


def test_a_second_appeal_against_screening_waits_for_the_first(library: Library):
    library.do(review.appeal, NO, review.AUTOMATED, ANNA)
    with pytest.raises(NotAppealable):
        library.do(review.appeal, NO, review.AUTOMATED, ANNA)


def test_data_of_somebody_in_the_pool_are_not_erased_and_the_refusal_says_so(library: Library):
    with pytest.raises(KeptByLaw) as refused:
        library.do(leaving.erase, NO, ANNA)
    assert "在库；请先办理退出" in refused.value.chinese


def test_what_is_no_decision_cannot_be_appealed_against(library: Library):
    library.do(service.take_leave, NO, library.today, library.today, ANNA)
    for seq in (1, 7):
        with pytest.raises(NotAppealable):
            library.do(review.appeal, NO, seq, ANNA)


def test_one_appeal_at_a_time_and_within_sixty_days(library: Library):
    library.do(suspend, NO, "enquiry", BORIS)
    library.do(review.appeal, NO, 2, ANNA)
    with pytest.raises(NotAppealable):
        library.do(review.appeal, NO, 2, ANNA)
    library.do(service.withdraw, NO, 3, ANNA)
    library.wait(61)
    with pytest.raises(AppealTooLate, match="个人信息保护法"):
        library.do(review.appeal, NO, 2, ANNA)


@pytest.mark.parametrize(
    "act",
    [
        lambda work: conduct.take_points(NO, "late", ANNA, work),
        lambda work: suspend(NO, "enquiry", ANNA, work),
        lambda work: service.train(NO, "电子评标", ANNA, work),
        lambda work: leaving.leave_the_pool(NO, ANNA, work),
    ],
)
def test_who_has_left_is_not_acted_upon(library: Library, act: Callable[[Any], Any]):
    library.do(leaving.leave_the_pool, NO, ANNA)
    with pytest.raises(NotInThePool):
        library.do(act)
    assert library.line().standing is Standing.LEFT


def test_every_act_stands_in_the_log_by_kind_and_says_nothing_else(library: Library):
    library.do(suspend, NO, "enquiry", BORIS)
    library.do(conduct.lift, NO, CLARA)
    with library.work(reads_only=True) as work:
        bodies = [entry.read() for entry in work.uow.log.entries() if entry.read()["e"] == "expert-entry"]
    assert [(body["k"], sorted(body), len(body["c"])) for body in bodies] == [
        ("proposal", ["c", "e", "k"], 64),
        ("suspension", ["c", "e", "k"], 64),
        ("lift", ["c", "e", "k"], 64),
    ]
