"""Refusals in words: every kind of clash with its exact sentences, none of which could be left out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.draw.pool import PoolRow
from dispatch.draw.refusals import OracleGaveUp
from dispatch.workflow.explain_case import Case, Possible, demands_of
from dispatch.workflow.explain_clash import clashes_of
from dispatch.workflow.explain_words import reasons_of
from tests.workflow.explain_cases import (
    BAIYIN,
    CHANGSHA,
    LANZHOU,
    XIANGTAN,
    ZHUZHOU,
    a_case,
    a_seat,
    a_subvenue,
    an_expert,
    at_most,
    committees,
    kept_apart,
    one_per_employer,
)

UNIT = "（R10，某省评标专家库旧管理办法（同一单位不得有两人以上）（转述））"
LOCALS = "远程异地评标中主场本地专家不超过2人（YD-01，本系统默认值（须由使用单位核实）（未核实））"
TOO_FEW = a_case([a_seat("W", 2)], ["W", "P", "P"])
ONE_UNIT = a_case([a_seat("W", 2)], ["W#a", "W#a", "W#a"], one_per_employer())
TWO_UNITS = a_case([a_seat("W", 3)], ["W#a", "W#a", "W#b", "W#b", "P#a"], one_per_employer())
PAIR = a_case([a_seat("W", 2)], ["W", "W"], kept_apart(), pairs=(("p000", "p001"),))
OUTSIDE = a_case([a_seat("W", 4, LANZHOU, BAIYIN)], [f"W@{LANZHOU}"] * 5 + [f"W@{BAIYIN}"], at_most(2, LANZHOU))
RIVALS = a_case([a_seat("P", 2), a_seat("H", 2)], ["PH", "PH", "PH"])
SPREAD = a_case(
    [a_seat("W", 3, CHANGSHA, ZHUZHOU, XIANGTAN)],
    ["W", "W", f"W@{ZHUZHOU}"],
    venues=(a_subvenue("XT", XIANGTAN), a_subvenue("ZZ", ZHUZHOU)),
    venue_count=2,
)
KINDS = [TOO_FEW, ONE_UNIT, TWO_UNITS, PAIR, OUTSIDE, RIVALS, SPREAD]


def sentences(case: Case) -> list[str]:
    return [reason.chinese for clash in clashes_of(case) for reason in reasons_of(case, clash)]


def test_a_lawful_committee_has_no_clash():
    assert clashes_of(a_case([a_seat("W", 2)], ["W#a", "W#b"], one_per_employer())) == ()


def test_too_few_of_a_specialty_are_counted():
    assert sentences(TOO_FEW) == ["风能专业在长沙市只有1名合格专家，须2名"]


def test_one_employer_for_all_is_named_by_its_number_of_people():
    taken = f"同一委员会中同一单位不超过1人，而以上专家中有3名同属1个单位，至多取1名{UNIT}"
    assert sentences(ONE_UNIT) == ["风能专业在长沙市有3名合格专家，须2名", taken]


def test_two_employers_are_added_up():
    taken = f"同一委员会中同一单位不超过1人，而以上专家中有4名分属2个单位，至多取2名{UNIT}"
    assert sentences(TWO_UNITS) == ["风能专业在长沙市有4名合格专家，须3名", taken]


def test_a_pair_that_must_not_sit_together_is_a_reason():
    taken = f"近亲属和登记为不宜同组的人不得同组，而以上专家中有2人结成1对{UNIT}"
    assert sentences(PAIR) == ["风能专业在长沙市有2名合格专家，须2名", taken]


def test_experts_from_elsewhere_are_counted_where_locals_are_bounded():
    assert sentences(OUTSIDE) == ["风能专业在兰州市以外只有1名合格专家，须2名", LOCALS]


def test_two_seats_that_want_the_same_people_are_said_together():
    second = "暖通专业在长沙市有3名合格专家，须2名；这2个名额合计只有3名不同的专家，须4名"
    assert sentences(RIVALS) == ["给排水专业在长沙市有3名合格专家，须2名", second]


def test_a_subvenue_without_its_share_is_said_with_what_each_area_has():
    spread = (
        "每个副场至少1名、至多3名专家，须选2个副场，而各候选副场所在地区的合格专家为湘潭市0名、株洲市1名"
        "（YD-02，本系统默认值（须由使用单位核实）（未核实））"
    )
    assert sentences(SPREAD) == ["风能专业在长沙市、株洲市、湘潭市有3名合格专家，须3名", spread]


def test_two_short_seats_are_two_clashes_each_in_one_sentence():
    case = a_case([a_seat("W", 2), a_seat("P", 1), a_seat("C", 1)], ["W", "C"])
    assert [clash.seats for clash in clashes_of(case)] == [(1,), (0,)]
    assert sentences(case) == ["给排水专业在长沙市只有0名合格专家，须1名", "风能专业在长沙市只有1名合格专家，须2名"]


def test_the_english_sentence_has_the_same_counts():
    (clash,) = clashes_of(OUTSIDE)
    assert reasons_of(OUTSIDE, clash)[0].english == "W: only 1 eligible outside 兰州市, 2 needed"


def staying(*spelled: str) -> tuple[PoolRow, ...]:
    return tuple(an_expert(900 + nth, words) for nth, words in enumerate(spelled))


def test_a_member_who_stays_counts_for_his_employer():
    case = a_case([a_seat("W", 1)], ["W#a", "W#a"], one_per_employer(), staying=staying("P#a"))
    taken = f"同一委员会中同一单位不超过1人，而以上专家中有2名同属1个单位，至多取0名{UNIT}"
    assert sentences(case) == ["风能专业在长沙市有2名合格专家，须1名", taken]


def test_members_who_stay_use_up_the_places_of_locals():
    case = a_case([a_seat("W", 1)], ["W", "W"], at_most(2, CHANGSHA), staying=staying("P", "P"))
    assert sentences(case) == ["风能专业在长沙市以外只有0名合格专家，须1名", LOCALS]


def test_nobody_is_taken_who_must_not_sit_with_one_who_stays():
    case = a_case([a_seat("W", 1)], ["W"], kept_apart(), pairs=(("p000", "p900"),), staying=staying("P"))
    (clash,) = clashes_of(case)
    assert clash.about("apart") == ("p000 p900",)


def patient_for(questions: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The solver decides so many questions and gives up on every later one."""
    decide, asked = Possible.__call__, list[int]()

    def answer(self, said, forced=()):
        asked.append(len(said))
        if len(asked) > questions:
            raise OracleGaveUp(seconds=0)
        return decide(self, said, forced)

    monkeypatch.setattr(Possible, "__call__", answer)


def test_what_was_not_decided_in_time_stays_a_reason_that_is_not_said_to_be_proved(monkeypatch: pytest.MonkeyPatch):
    patient_for(1, monkeypatch)
    (clash,) = clashes_of(RIVALS)
    assert (clash.seats, clash.smallest) == ((0, 1), False)


def test_a_clash_that_was_found_is_told_even_if_the_next_question_is_too_hard(monkeypatch: pytest.MonkeyPatch):
    patient_for(3, monkeypatch)
    assert [clash.seats for clash in clashes_of(a_case([a_seat("W", 2), a_seat("P", 1)], ["W"]))] == [(1,)]


def test_a_whole_question_that_is_too_hard_is_no_answer(monkeypatch: pytest.MonkeyPatch):
    patient_for(0, monkeypatch)
    with pytest.raises(OracleGaveUp):
        clashes_of(TOO_FEW)


@pytest.mark.parametrize("case", KINDS)
def test_waiving_any_one_demand_ends_the_clash(case: Case):
    (clash,) = clashes_of(case)
    assert clash.smallest and committees(case, clash.demands) == 0
    for demand in clash.demands:
        assert committees(case, [other for other in clash.demands if other != demand]) > 0


experts = st.lists(
    st.builds("{}@{}#{}".format, st.sampled_from(["W", "P", "WP"]), st.sampled_from([CHANGSHA, ZHUZHOU]), st.sampled_from(["", "a", "b"])),
    max_size=5,
)


@given(experts, st.integers(1, 2), st.integers(1, 2), st.integers(0, 2), st.booleans())
@settings(max_examples=40, deadline=None)
def test_a_clash_is_found_exactly_where_no_committee_exists_and_is_minimal(rows, first, second, locals_, paired):
    rules = (one_per_employer(), kept_apart(), at_most(locals_, CHANGSHA))
    case = a_case([a_seat("W", first), a_seat("P", second)], rows, *rules, pairs=(("p000", "p001"),) if paired and len(rows) > 1 else ())
    clashes = clashes_of(case)
    assert bool(clashes) == (committees(case) == 0)
    for clash in clashes:
        assert committees(case, clash.demands) == 0
        assert all(committees(case, [other for other in clash.demands if other != one]) for one in clash.demands)


@given(experts, st.sets(st.integers(0, 5)))
@settings(max_examples=40, deadline=None)
def test_a_part_of_the_demands_is_possible_exactly_where_trying_all_finds_one(rows, left_out):
    venues = (a_subvenue("ZZ", ZHUZHOU, 1, 1),)
    rules = (one_per_employer(), at_most(1, CHANGSHA))
    case = a_case([a_seat("W", 1), a_seat("P", 2)], rows, *rules, venues=venues, venue_count=1)
    said = [demand for nth, demand in enumerate(demands_of(case)) if nth not in left_out]
    assert (Possible(case)(said) is not None) == (committees(case, said) > 0)
