"""The nearest lawful changes: each one offered really opens the tender, says what it takes, and leaves what the law fixes alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dispatch.workflow.apart import FAMILIAR, ON_RECORD
from dispatch.workflow.explain_case import Demand
from dispatch.workflow.explain_outlook import case_of
from dispatch.workflow.explain_settings import easings, may_be_eased
from dispatch.workflow.explain_words import reasons_of
from policies.profiles import profile
from policies.vocabulary.roster import Served
from policies.vocabulary.tender import Tender
from tests.policies.builders import CITY, EVALUATION, FAR, NEIGHBOUR, TODAY, a_relation, a_tender, a_unit
from tests.workflow.cast import a_venue
from tests.workflow.explain_outlooks import COST, GAS, SUN, WIND, a_demand, asked_about, changes, closed, experts, five, with_setting

COSTS = experts(COST, of=12)
ONE = experts(WIND)
ZB_01 = "评标委员会成员为5人以上单数，其中专家不得少于成员总数的三分之二（ZB-01，《招标投标法》（2017年修正）第三十七条（已核对条文））"


def test_another_time_opens_what_another_committee_closes():
    busy = experts(WIND, first=1, busy=(EVALUATION,))
    change = changes(five(), [*COSTS, *ONE, *busy])["time"]
    assert (change.proposal.chinese, change.more, change.opens) == ("评标改到2026-12-17（推迟1个工作日）", 1, True)
    assert change.proposal.approval[0] == "招标人改期并公告，重新审批"


def test_no_other_time_is_offered_where_nobody_is_barred_by_the_day():
    assert "time" not in changes(five(), [*COSTS, *ONE])


def test_a_weekend_is_no_day_to_move_to():
    days = tuple(date(2026, 12, day) for day in (16, 17, 18))
    change = changes(five(), [*COSTS, *ONE, *experts(WIND, first=1, busy=days)])["time"]
    assert change.proposal.chinese == "评标改到2026-12-21（推迟3个工作日）"


def test_another_code_of_the_same_field_is_offered():
    change = changes(five(), [*COSTS, *ONE, *experts(GAS, of=2)])["specialty"]
    assert change.proposal.chinese.startswith("名额1（风能）增列专业") and GAS in change.proposal.chinese
    assert (change.more, change.opens, change.proposal.approval[0]) == (2, True, "申请人修改申请，重新审批")


def test_a_code_of_another_field_is_not_offered():
    assert "specialty" not in changes(five(), [*COSTS, *ONE, *experts("B013101", of=2)])


def test_fewer_experts_are_offered_down_to_the_lawful_committee():
    seven = a_tender(seats=a_demand(**{WIND: 3, COST: 4}))
    change = changes(seven, [*COSTS, *ONE])["fewer"]
    assert change.proposal.chinese == "名额1（风能）由3名减为1名，委员会5人仍合规定"
    assert [source.id for source in change.proposal.sources] == ["ZBF-37"]


def test_a_representative_may_take_the_place_of_an_expert():
    change = changes(five(), [*COSTS, *ONE])["fewer"]
    assert change.proposal.chinese == "名额1（风能）由2名减为1名，代表由0名改为1名，委员会5人仍合规定"


def test_five_members_and_two_thirds_are_said_where_no_seat_can_go():
    least = a_tender(seats=a_demand(**{WIND: 2, COST: 2}), reps=1)
    assert "fewer" not in changes(least, [*COSTS, *ONE])
    assert closed(least, [*COSTS, *ONE]) == [f"名额不能再减：{ZB_01}"]


def test_one_more_area_is_offered_with_the_setting_that_it_needs():
    change = changes(five(), [*COSTS, *ONE, *experts(WIND, of=2, first=1, region=FAR)])["area"]
    assert change.proposal.chinese == "名额1（风能）增加湘西土家族苗族自治州的专家"
    assert (change.more, change.opens) == (2, True)
    assert change.proposal.sources[0].id == "SETTING"


def test_the_next_step_of_the_ladder_is_offered_where_one_employer_holds_all():
    colleagues = experts(WIND, of=6, employer=a_unit("同一院"))
    change = changes(five(), [*COSTS, *colleagues, *experts(SUN)])["ladder"]
    assert change.proposal.chinese.startswith("名额1（风能）逐级扩大到L2（同一三级类别下的其他专业，本地区）")
    assert (change.more, change.proposal.approval[0]) == (1, "申请时列明")


def test_the_cap_of_an_employer_is_offered_as_the_local_rule_that_it_is():
    change = changes(five(), [*COSTS, *experts(WIND, of=6, employer=a_unit("同一院"))])["setting"]
    assert change.proposal.chinese == "把“同一委员会中同一单位专家最多人数”由1改为2人（panel.employer_cap）"
    assert "不得只为本项目修改" in change.proposal.approval[0]


def test_a_larger_local_share_is_offered_in_whole_members():
    remote: Tender = replace(five(wanted=3), n_subvenues=1)
    partner = (a_venue("ZZ", NEIGHBOUR), 6)
    lines = [*experts(WIND, of=3), *experts(COST, of=3), *experts(COST, of=3, first=9, region=NEIGHBOUR)]
    change = changes(remote, lines, partners=[partner])["setting"]
    assert change.proposal.chinese == "把“远程异地评标中主场本地专家占委员会总数的最高比例”由1/3改为3/5（3人）（panel.local_share）"


def test_missing_facts_are_offered_as_facts_to_be_brought():
    change = changes(five(), [*COSTS, *ONE, *experts(WIND, first=1, birth=None)])["facts"]
    assert change.proposal.chinese == "补齐规则R7所需的事实（现有1名专家不明）；以补齐后均无排除情形为限"
    assert change.opens


def test_an_interval_that_the_profile_set_is_offered_to_be_left_out():
    lately = experts(WIND, first=1, served=(Served(date(2026, 12, 1)),))
    found = changes(five(), [*COSTS, *ONE, *lately], rules=with_setting("screening.interval", 30))
    assert found["setting"].proposal.chinese == "把“两次参评之间至少间隔的天数（0表示不设）”由30改为不设（screening.interval）"
    assert (found["setting"].more, found["setting"].opens) == (1, True)


def test_whoever_met_a_party_often_may_be_weighed_instead_of_barred():
    tenderer = a_unit("招标人")
    often = experts(WIND, first=1, served=(Served(date(2026, 6, 1), (tenderer,)),))
    limit = with_setting("screening.met_limit", 1)
    rules = replace(limit, changes={**limit.changes, **with_setting("screening.met_effect", "bar").changes})
    assert "改为只降低抽取权重（screening.met_effect）" in changes(five(), [*COSTS, *ONE, *often], rules=rules)["setting"].proposal.chinese


def test_two_who_sat_together_too_often_are_a_reason_of_their_own_and_the_limit_may_be_eased():
    rules, pair = with_setting("screening.pair_limit", 3), {(f"{WIND}-0", f"{WIND}-1"): FAMILIAR}
    lines = [*COSTS, *experts(WIND, of=2)]
    asked, clashes = asked_about(five(), lines, rules=rules, apart=pair)
    said = [reason.chinese for reason in reasons_of(case_of(asked.outlook, asked.now), clashes[0])]
    assert said[1] == "365日内已同组3次的两名专家，本次不得再同组，而以上专家中有2人结成1对（R13，本系统设计（设计））"
    assert "改为不设（screening.pair_limit）" in changes(five(), lines, rules=rules, apart=pair)["setting"].proposal.chinese


def test_a_pair_on_record_is_no_setting_to_be_eased():
    pair = {(f"{WIND}-0", f"{WIND}-1"): ON_RECORD}
    assert "setting" not in changes(five(), [*COSTS, *experts(WIND, of=2)], apart=pair)


def test_recusal_age_and_titles_are_never_offered_to_be_eased():
    kin = experts(WIND, first=1, relations=(a_relation("近亲属任职"),))
    old = experts(WIND, first=2, birth=date(1950, 1, 1))
    low = experts(WIND, first=3, title="中级")
    assert {"setting", "facts"}.isdisjoint(changes(five(avoid_units=()), [*COSTS, *ONE, *kin, *old, *low]))


def test_what_a_laws_text_fixes_may_not_be_eased_and_what_is_offered_may():
    rules = profile().on(TODAY)
    fixed = ("panel.tendering_least", "panel.experts_share", "screening.look_back", "screening.years_in_field")
    assert not any(may_be_eased(rules.profile.setting(name, TODAY)) for name in fixed)
    asked, _ = asked_about(five(), [*COSTS, *ONE])
    offered = [easing.setting for easing in easings(asked.now, rules, frozenset({"R10", "YD-01", "YD-02", "R9", "R12", "R14"}))]
    assert offered and all(map(may_be_eased, offered))


def test_two_clashes_need_two_changes_and_neither_is_said_to_open_the_tender():
    lines = [*experts(COST, of=1), *ONE, *experts(GAS, of=3), *experts(COST, of=3, first=5, region=FAR)]
    found = changes(five(), lines)
    assert {kind: (len(change.ends), change.opens) for kind, change in found.items()} == {
        "fewer": (1, False),
        "specialty": (1, False),
        "area": (1, False),
    }


def test_nothing_is_applied_by_looking():
    asked, clashes = asked_about(five(), [*COSTS, *ONE])
    before = (asked.now, profile().setting("panel.employer_cap", TODAY).value)
    changes(five(), [*COSTS, *ONE])
    assert before == (asked.now, profile().setting("panel.employer_cap", TODAY).value)
    assert clashes[0].demands == (Demand("seat", "0"),) and asked.now.tender.host_centre == CITY
