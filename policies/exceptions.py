"""法定例外: how few bidders stop an opening, who is paid for coming in vain, how far a draw outlasts a new date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policies.calendar import WorkCalendar, local_day
from policies.fees import Fact
from policies.intervals import earliest_draw
from policies.profiles import PolicyDay, Profile
from policies.sources import cite
from policies.vocabulary.rule import CommitteeRule, committee_rule
from policies.vocabulary.source import Source
from policies.vocabulary.tender import LawFamily, Method, Tender

_BY_BIDS = (Method.OPEN, Method.INVITED)
NONE = "none"


@committee_rule(
    "ZB-17",
    source=cite("ZBT-44"),
    says="投标人少于{least}个的，不得开标",
    says_en="with fewer than {least} bidders there is no opening",
)
def least_bidders(tender: Tender, rules: PolicyDay) -> int:
    """How many bidders an opening needs; 0 where the method is not one of open or invited bids."""
    if tender.law_family is LawFamily.PROCUREMENT and tender.method not in _BY_BIDS:
        return 0
    return rules.count_for("exceptions.bidders_least", tender.law_family)


def basis_of_least_bidders(tender: Tender) -> Source:
    """The article by which this tender is not opened: procurement has one of its own."""
    return least_bidders.source if tender.law_family is LawFamily.TENDERING else cite("ZCF-36")


def paid_for_coming(rules: PolicyDay, *, came: bool) -> Fact | None:
    """误工: which fact of the fee standard pays whoever came, or was told where to come, for an evaluation that never opened."""
    word = rules.ask("exceptions.came_in_vain", dict[str, str])["came" if came else "told"]
    return None if word == NONE else Fact(word)


@dataclass(frozen=True, slots=True)
class AppointmentGround:
    """A case in which the law lets experts be chosen by name, and for which families of law."""

    title: str
    families: tuple[LawFamily, ...]


@committee_rule(
    "ZB-03",
    source=cite("ZBF-37"),
    says="一般招标项目随机抽取专家；特殊招标项目（{grounds}）可以由招标人直接确定，地方规定须经核准的从其规定，本系统一律须经{consent}",
    says_en="ordinary tenders draw at random; for special ones ({grounds_en}) the tenderer may appoint, here never without consent",
)
def direct_appointment(rules: PolicyDay) -> dict[str, AppointmentGround]:
    return _grounds(LawFamily.TENDERING, rules)


@committee_rule(
    "GP-09",
    source=cite("M198-13"),
    says="评审专家从库中随机抽取；{grounds}的采购项目，经{consent}，采购人可以自行选定，并优先选择本单位以外的专家",
    says_en="drawn at random; for a procurement that is {grounds_en} the purchaser may select, with consent, outsiders first",
)
def self_selection(rules: PolicyDay) -> dict[str, AppointmentGround]:
    return _grounds(LawFamily.PROCUREMENT, rules)


@committee_rule(
    "TM-13",
    source=cite("ZBT-56"),
    says="中标候选人情况变化可能影响履约能力的，由原评标委员会审查确认；本系统据此召回原成员，不另行抽取",
    says_en="when a candidate's circumstances change the original committee confirms; here its members are recalled, none drawn anew",
)
def the_same_members(tender: Tender) -> int:
    """How many of the original experts must come: all of them."""
    return tender.experts


def appointment_rule(tender: Tender) -> CommitteeRule:
    """Which rule lets the experts of this tender be chosen by name."""
    return direct_appointment if tender.law_family is LawFamily.TENDERING else self_selection


def appointment_facts(tender: Tender, rules: PolicyDay) -> dict[str, str]:
    """What fills the slots of that rule's sentence: the grounds, and whose consent is needed."""
    grounds = appointment_rule(tender)(rules)
    return {
        "grounds": "、".join(ground.title for ground in grounds.values()),
        "grounds_en": ", ".join(grounds),
        "consent": rules.word_for("exceptions.appointment_consent", tender.law_family),
    }


def appointment_mark(tender: Tender, rules: PolicyDay) -> str:
    """自行选定 or 直接确定: stands wherever the names of such experts are published (GP-12)."""
    return rules.word_for("exceptions.appointment_mark", tender.law_family)


def _grounds(family: LawFamily, rules: PolicyDay) -> dict[str, AppointmentGround]:
    known = rules.ask("exceptions.appointment_grounds", dict[str, AppointmentGround])
    return {name: ground for name, ground in known.items() if family in ground.families}


def draw_outlasts(tender: Tender, drawn_at: datetime, profile: Profile, calendar: WorkCalendar | None = None) -> bool:
    """Whether a draw made at this time still holds for the tender as it is planned now (TM-04, TM-05 count from the old plan)."""
    rules = profile.on(local_day(tender.opening_at))
    if rules.word_for("exceptions.drawn_before", tender.law_family) == "keep":
        return True
    earliest = earliest_draw(tender, profile, calendar)
    return earliest is None or drawn_at >= earliest
