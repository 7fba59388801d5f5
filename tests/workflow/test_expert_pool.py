"""Into the pool, put right, brought again by a file, out of it, erased: who decides, what stays, and what an import may not undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dispatch.sealing.person import PersonCodec
from dispatch.workflow.engagements import engage
from dispatch.workflow.experts import conduct, correction, leaving, review
from dispatch.workflow.experts.entries import Kind, checked_entries
from dispatch.workflow.experts.refusals import (
    AlreadyInThePool,
    AnotherPerson,
    BadCorrection,
    BannedForEver,
    CallExists,
    CallIsClosed,
    CandidacyExists,
    KeptByLaw,
    NoSuchCall,
    NotCalledFor,
    UnknownExpert,
)
from dispatch.workflow.experts.state import Stage
from dispatch.workflow.pool import opened
from policies.vocabulary.expert import Contact, Expert, Specialty, Standing
from policies.vocabulary.ids import ExpertNo
from tests.workflow import cast
from tests.workflow.library import ANNA, BORIS, CALL, CLARA, NO, Library, a_candidate, a_library, suspend

NEW = "SL000050"
PHONE = "16199998888"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return a_library(tmp_path)


@pytest.fixture
def calling(library: Library) -> Library:
    library.call_for("A08")
    return library


def row_of(library: Library, no: str = NO) -> Expert:
    """The registry's row, opened."""
    person = library.known(no).person
    assert person is not None
    return opened(person, PersonCodec(library.services.means.keys, library.services.means.entropy))


def admitted(library: Library, expert: Expert | None = None) -> None:
    library.take(expert or a_candidate())
    library.do(review.decide, (expert or a_candidate()).no, None, BORIS, granted=True)


def corrected(library: Library, **changes: str) -> None:
    library.do(correction.ask_correction, NO, changes, ANNA)
    library.do(review.decide, NO, None, BORIS, granted=True)


def from_file(nth: int = 1, **changes: Any) -> Expert:
    return cast.an_expert(nth, cast.WORKS, **changes)


def test_a_candidate_is_in_no_draw_until_another_person_lets_him_in(calling: Library):
    assert calling.take(a_candidate()) == 1
    assert (calling.state(NEW).stage, calling.known(NEW).person) == (Stage.CANDIDATE, None)
    with pytest.raises(AnotherPerson):
        calling.do(review.decide, NEW, None, ANNA, granted=True)
    calling.do(review.decide, NEW, None, BORIS, granted=True)
    assert (calling.line(NEW).standing, calling.line(NEW).admitted) == (Standing.ACTIVE, calling.today)


def test_whoever_is_admitted_is_sealed_as_everybody_else_under_the_reference_of_his_candidacy(calling: Library):
    admitted(calling)
    known = calling.known(NEW)
    assert [entry.kind for entry in known.entries] == [Kind.CANDIDACY, Kind.REVIEW, Kind.ADMISSION]
    assert row_of(calling, NEW).contact == a_candidate().contact


def test_the_same_candidacy_again_changes_nothing_and_another_one_waits(calling: Library):
    assert (calling.take(a_candidate()), calling.take(a_candidate(), by=BORIS)) == (1, 0)
    with pytest.raises(CandidacyExists):
        calling.take(a_candidate(contact=Contact(PHONE)))


def test_a_candidate_who_was_turned_down_may_come_again(calling: Library):
    calling.take(a_candidate())
    calling.do(review.decide, NEW, None, BORIS, granted=False)
    assert calling.state(NEW).stage is Stage.TURNED_DOWN
    assert calling.take(a_candidate(contact=Contact(PHONE))) == 1
    calling.do(review.decide, NEW, None, BORIS, granted=True)
    assert row_of(calling, NEW).contact.phone == PHONE


def test_one_bad_candidate_keeps_all_of_a_file_out(calling: Library):
    stranger = a_candidate(51, specialties=(Specialty("2018", "B090102"),))
    with pytest.raises(NotCalledFor):
        calling.take(a_candidate(), stranger)
    with pytest.raises(UnknownExpert):
        calling.known(NEW)


def test_a_call_is_known_open_and_never_rewritten(library: Library):
    with pytest.raises(NoSuchCall):
        library.take(a_candidate())
    library.call_for("A08")
    library.call_for("A08")
    with pytest.raises(CallExists):
        library.call_for("A06")
    library.wait(31)
    with pytest.raises(CallIsClosed):
        library.take(a_candidate())


def test_nobody_is_in_the_pool_twice_by_number_or_document(calling: Library):
    with pytest.raises(AlreadyInThePool):
        calling.take(replace(a_candidate(), no=ExpertNo(NO)))
    with pytest.raises(AlreadyInThePool):
        calling.take(replace(a_candidate(1), no=ExpertNo("SL000777")))


def test_a_pool_file_that_came_first_wins_over_a_candidacy(calling: Library):
    calling.take(a_candidate())
    calling.bring(from_file(50))
    with pytest.raises(AlreadyInThePool):
        calling.do(review.decide, NEW, None, BORIS, granted=True)
    calling.do(review.decide, NEW, None, BORIS, granted=False)
    assert (calling.state(NEW).stage, calling.line(NEW).standing) == (Stage.IN_POOL, Standing.ACTIVE)


def test_a_granted_correction_is_a_new_version_and_the_old_value_stays_in_the_entry(library: Library):
    before = library.known().person
    corrected(library, 手机号码=PHONE)
    after = library.known()
    assert before and after.person and (after.person.version, row_of(library).contact.phone) == (before.version + 1, PHONE)
    assert after.entries[0].changes == {"手机号码": (cast.an_expert(1, cast.WORKS).contact.phone, PHONE)}


def test_a_refused_correction_changes_nothing(library: Library):
    library.do(correction.ask_correction, NO, {"手机号码": PHONE}, ANNA)
    library.do(review.decide, NO, None, BORIS, granted=False)
    assert row_of(library).contact.phone != PHONE


@pytest.mark.parametrize("changes", [{"状态": "正常"}, {"工号": "7"}, {"证件号码": "620000197001010015"}, {"姓名": "甄示例一"}, {}])
def test_what_is_no_correction_is_refused_in_words(library: Library, changes: dict[str, str]):
    name = {"姓名": row_of(library).identity.name}
    with pytest.raises(BadCorrection) as refusal:
        library.do(correction.ask_correction, NO, changes if changes != {"姓名": "甄示例一"} else name, ANNA)
    assert "620000197001010015" not in refusal.value.chinese


def test_a_file_that_says_active_lifts_no_suspension_and_is_told_so(library: Library):
    library.do(suspend, NO, "enquiry", BORIS)
    report = library.bring(from_file(title="教授级高级工程师"))
    assert (report.stored, [warning.code for warning in report.warnings]) == (1, ["standing.kept"])
    assert (library.line().standing, row_of(library).title) == (Standing.SUSPENDED, "教授级高级工程师")


def test_a_file_that_suspends_longer_or_lets_go_counts(library: Library):
    library.do(suspend, NO, "enquiry", BORIS, until=library.today)
    library.bring(from_file(standing=Standing.SUSPENDED, suspended_until=date(2027, 6, 1)))
    assert library.line().suspended_until == date(2027, 6, 1)
    library.bring(from_file(standing=Standing.LEFT))
    assert library.line().standing is Standing.LEFT


def test_a_file_does_not_bring_back_who_has_left(library: Library):
    library.do(leaving.leave_the_pool, NO, ANNA)
    library.bring(from_file(title="教授级高级工程师"))
    assert library.line().standing is Standing.LEFT


def test_a_file_with_the_old_mistake_does_not_undo_a_correction(library: Library):
    corrected(library, 手机号码=PHONE)
    report = library.bring(from_file())
    assert (report.stored, report.unchanged, [warning.code for warning in report.warnings]) == (0, 1, ["correction.kept"])
    assert row_of(library).contact.phone == PHONE


def test_a_file_with_a_third_value_brings_news(library: Library):
    corrected(library, 手机号码=PHONE)
    library.bring(from_file(contact=Contact("16188887777")))
    assert row_of(library).contact.phone == "16188887777"


def test_who_left_of_his_own_may_be_a_candidate_again_under_his_number(calling: Library):
    calling.do(leaving.leave_the_pool, NO, ANNA)
    calling.take(a_candidate(1))
    assert calling.line().standing is Standing.LEFT
    calling.do(review.decide, NO, None, BORIS, granted=True)
    assert (calling.line().standing, calling.line().admitted) == (Standing.ACTIVE, calling.today)


def test_who_was_barred_for_ever_is_no_candidate_unless_his_appeal_is_granted(calling: Library):
    calling.do(leaving.leave_the_pool, NO, BORIS, ground="bribe")
    with pytest.raises(BannedForEver):
        calling.take(a_candidate(1))
    with pytest.raises(BannedForEver):
        calling.take(replace(a_candidate(1), no=ExpertNo("SL000777")))
    calling.do(review.appeal, NO, 1, ANNA)
    calling.do(review.decide, NO, None, CLARA, granted=True)
    assert calling.line().standing is Standing.ACTIVE


def test_a_dismissal_is_not_decided_by_who_noted_the_points(library: Library):
    library.do(conduct.take_points, NO, "ZJ508", ANNA)
    with pytest.raises(AnotherPerson):
        library.do(leaving.leave_the_pool, NO, ANNA, ground="failed")
    library.do(leaving.leave_the_pool, NO, BORIS, ground="failed")


def test_data_are_erased_when_the_law_keeps_them_no_longer_and_not_before(library: Library):
    with pytest.raises(KeptByLaw):
        library.do(leaving.erase, NO, BORIS)
    library.do(leaving.leave_the_pool, NO, ANNA)
    library.wait(3 * 365)
    with pytest.raises(KeptByLaw):
        library.do(leaving.erase, NO, BORIS)
    library.wait(2)
    library.do(leaving.erase, NO, BORIS)
    with pytest.raises(UnknownExpert):
        library.known()


def test_who_sat_on_a_committee_is_kept_fifteen_years(library: Library):
    ref = library.known().ref
    library.do(lambda work: engage("e1", ref, (library.today + timedelta(days=1),), work))
    library.do(leaving.leave_the_pool, NO, ANNA)
    library.wait(14 * 366)
    with pytest.raises(KeptByLaw):
        library.do(leaving.erase, NO, BORIS)
    library.wait(366 + 30)
    library.do(leaving.erase, NO, BORIS)
    with library.work(reads_only=True) as work:
        assert work.uow.registry.engagements_until(date.min) == {}


def test_who_is_barred_for_ever_is_kept_to_be_known_again(library: Library):
    library.do(leaving.leave_the_pool, NO, BORIS, ground="misconduct")
    library.wait(40 * 365)
    with pytest.raises(KeptByLaw):
        library.do(leaving.erase, NO, CLARA)


def test_an_erasure_destroys_every_key_and_says_who_did_it(library: Library):
    ref, person = library.known().ref, library.known().person
    library.do(leaving.leave_the_pool, NO, ANNA)
    library.wait(3 * 366)
    with pytest.raises(AnotherPerson):
        library.do(leaving.erase, NO, ANNA)
    library.do(leaving.erase, NO, BORIS)
    with library.work(reads_only=True) as work:
        keys = [bool(entry.wrapped_dek) for entry in work.uow.lifecycle.of(ref)]
        assert (keys, work.uow.registry.person(ref), checked_entries(work)) == ([False, True], None, 2)
    assert person is not None and library.log_kinds() == ["exit", "erasure"]


def test_an_open_matter_is_decided_before_anything_is_erased(library: Library):
    library.do(leaving.leave_the_pool, NO, BORIS, ground="failed")
    library.do(review.appeal, NO, 1, ANNA)
    library.wait(3 * 366)
    with pytest.raises(KeptByLaw):
        library.do(leaving.erase, NO, CLARA)


def test_a_candidate_who_was_turned_down_is_erased_too(calling: Library):
    calling.take(a_candidate())
    calling.do(review.decide, NEW, None, BORIS, granted=False)
    calling.wait(3 * 366)
    calling.do(leaving.erase, NEW, CLARA)
    with pytest.raises(UnknownExpert):
        calling.known(NEW)


def test_the_number_of_the_call_is_what_candidates_name(calling: Library):
    calling.take(a_candidate())
    assert calling.known(NEW).entries[0].facts["call"] == CALL
