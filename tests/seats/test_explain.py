"""No plan: the smallest clash as Chinese sentences with rule and source, and relaxations offered in order, never applied."""

from __future__ import annotations

import pytest

from dispatch.seats.plan import plan_seats
from dispatch.seats.refusals import NoSeatingPlan
from dispatch.seats.sitting import Door, LastBooth
from dispatch.seats.solver import seat_venue, sentences
from policies.vocabulary.ids import BoothId
from tests.seats.builders import HERE, a_desk, a_need, a_row, a_sitting, a_venue, rows


def refusal_of(sitting, **more):
    with pytest.raises(NoSeatingPlan) as refusal:
        plan_seats(sitting, **more)
    return refusal.value


def test_reasons_are_sentences_with_rule_code_and_source():
    refusal = refusal_of(a_sitting(rows(1, 3), a_need("P1", 2)))
    assert refusal.reasons[0].startswith("项目P1的成员须两两不同室（场地CS专家区现有1室）（H1，衡水市")
    assert refusal.codes == ("H1", "SEAT-NEED")
    assert refusal.relaxations == ("H1",)


def test_waiving_any_one_reason_ends_the_clash():
    sitting = a_sitting(rows(3, 2), a_need("P1", 2), a_need("P2", 2), a_need("P3", 2), acquainted=None)
    reasons = refusal_of(sitting).reasons
    said = [sentence for sentence in sentences(sitting, HERE, ()) if str(sentence) in reasons]
    assert seat_venue(sitting, HERE, (), seconds=5, said=frozenset(said)) is None
    assert all(seat_venue(sitting, HERE, (), seconds=5, said=frozenset(said) - {one}) is not None for one in said)


def test_the_mildest_relaxation_that_helps_is_offered_first():
    full = a_need("P1", of="T"), a_need("P2", of="T"), a_need("P3", of="U")
    assert refusal_of(a_sitting(rows(1, 3), *full, acquainted=None)).relaxations == ("H5",)
    assert refusal_of(a_sitting(rows(1, 2), *full[:2], acquainted=None)).relaxations == ("H5", "H2")
    assert refusal_of(a_sitting(rows(1, 2), *full[:2])).relaxations == ("H2",)


def test_H3_and_H4_are_never_offered():
    used = tuple(LastBooth("T", HERE, BoothId(f"R01-{nth}")) for nth in (1, 2))
    for sitting in (a_sitting(rows(1, 2), a_need("P1", of="T"), last_booths=used), a_sitting(rows(1, 2), a_need("P1", 1, reps=1))):
        refusal = refusal_of(sitting)
        assert refusal.relaxations == ()
        assert "放宽规则也无济于事" in refusal.chinese


def test_a_venue_that_is_too_small_says_how_many_booths_there_are():
    refusal = refusal_of(a_sitting(rows(1, 2), *(a_need(f"P{nth}") for nth in range(5))))
    assert refusal.reasons[0].startswith("场地CS共有2个可用机位")
    assert "3个项目" not in refusal.chinese and len(refusal.reasons) == 4


def test_many_needs_are_added_up_in_the_sentence_and_kept_apart_in_the_reasons():
    refusal = refusal_of(a_sitting(rows(2, 2), *(a_need(f"P{nth}") for nth in range(9))))
    assert "5个项目（P4、P5、P6等）共需5个机位" in refusal.chinese
    assert refusal.codes.count("SEAT-NEED") == 5


def test_a_narrow_door_is_named_as_the_reason():
    refusal = refusal_of(a_sitting(rows(3, 2), a_need("P1", 3), doors=(Door(HERE, 1, 2),)))
    assert refusal.codes == ("H6", "SEAT-NEED")
    assert "最多进场2人" in refusal.chinese


def test_a_venue_without_a_place_for_the_representative_says_so():
    refusal = refusal_of(a_sitting(a_venue(a_row("A", 2)), a_need("P1", 1, reps=1)))
    assert refusal.reasons[0].startswith("招标人代表只坐招标人代表区（场地CS现有0室0个可用机位）")


def test_other_venues_without_a_plan_are_named_too():
    two = rows(1, 1), rows(1, 1, id="ZZ")
    refusal = refusal_of(a_sitting(two, a_need("P1", 2), a_need("P1", 2, venue="ZZ")))
    assert refusal.elsewhere == ("场地ZZ",)


def test_what_is_relaxed_already_is_not_offered_again():
    sitting = a_sitting(a_venue(a_row("A", 2), a_desk("Z")), a_need("P1", of="T"), a_need("P2", of="T"), acquainted=None)
    assert refusal_of(sitting, relax=("H5",)).relaxations == ("H2",)


def test_the_english_sentence_names_the_rules():
    assert "H1" in refusal_of(a_sitting(rows(1, 3), a_need("P1", 2))).english
