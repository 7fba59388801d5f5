"""可办理事项 of a tender: for each its words, the blanks of its form, and the use case that does it; what is lawful the use case knows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _

from api.forms import WHY, Blank, Kind, Text
from api.language import said
from dispatch.workflow.apply import approve
from dispatch.workflow.exceptions.appointed import Named
from dispatch.workflow.exceptions.name_experts import name_experts
from dispatch.workflow.exceptions.offered import Act, offered, sections_beside
from dispatch.workflow.exceptions.postpone import postpone
from dispatch.workflow.exceptions.recall_committee import lead_of, recall_committee
from dispatch.workflow.exceptions.share_committee import share_committee
from dispatch.workflow.exceptions.too_few import stop_for_too_few
from dispatch.workflow.experts.entries import Act as Authored
from dispatch.workflow.give_up import give_up_tender
from dispatch.workflow.late_recusal import order_recusal
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.widen import ask_widening, askable_steps, grant_widening, waiting_widenings
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.exceptions import appointment_facts, appointment_rule
from policies.profiles import profile
from policies.specialties import classification
from policies.vocabulary.roles import Role

Values = Mapping[str, Any]
Blanks = Callable[[TenderRecord, Work], tuple[Blank, ...]]
Doing = Callable[[TenderRecord, Values, str, Work], TenderRecord]
WIDER: Mapping[str, Text] = {
    "L5": _("L5 其他依法组建的专家库"),
    "L6": _("L6 推荐入库后抽取（政府采购）"),
}
FORM = "exceptions.form"
_PAGES = {Act.APPROVE: "exceptions.approval", Act.GRANT: "exceptions.widening", Act.RECUSE: "exceptions.recusal"}
OF_APPROVERS = {Act.APPROVE, Act.GRANT}
OF_SUPERVISOR = {Act.RECUSE}
LONGEST_SITTING = 24  # hours
MOST_BIDDERS = 999


@dataclass(frozen=True, slots=True)
class TenderAct:
    """`undo` says beforehand whether and how it can be taken back; `press` stands on the last button."""

    act: Act
    title: Text
    says: Text
    basis: str
    undo: Text
    press: Text
    icon: str
    blanks: Blanks
    do: Doing
    is_grave: bool = False

    @property
    def page(self) -> str:
        """The endpoint where it is filled in: what others than the operator do has an address of its own."""
        return _PAGES.get(self.act, FORM)


def _no_blanks(record: TenderRecord, work: Work) -> tuple[Blank, ...]:
    return ()


def _why(record: TenderRecord, work: Work) -> tuple[Blank, ...]:
    return (WHY,)


def _postpone_blanks(record: TenderRecord, work: Work) -> tuple[Blank, ...]:
    keeps = _("不填则与开标的间隔不变")
    return (
        Blank("opening_at", _("新的开标时间（北京时间）"), Kind.MOMENT),
        Blank("checkin_at", _("新的签到时间（北京时间）"), Kind.MOMENT, required=False, hint=keeps),
        WHY,
    )


def _bidders_blanks(record: TenderRecord, work: Work) -> tuple[Blank, ...]:
    hint = _("已录入投标人名单的，以名单为准")
    return (Blank("bidders", _("投标人个数"), Kind.NUMBER, required=False, hint=hint, most=MOST_BIDDERS),)


def _appoint_blanks(record: TenderRecord, work: Work) -> tuple[Blank, ...]:
    """One blank for each place of the committee: it is named as a whole or drawn as a whole."""
    rules = profile(record.tender.profile).on(local_day(record.tender.opening_at))
    grounds = tuple((name, _(each.title)) for name, each in appointment_rule(record.tender)(rules).items())
    needed = appointment_facts(record.tender, rules)["consent"]
    return (
        Blank("ground", _("情形"), Kind.CHOICE, choices=grounds),
        Blank("consent_by", _("同意（核准）的机关"), hint=_("须有：%(needed)s", needed=said(needed))),
        Blank("consent_no", _("同意（核准）文号")),
        *(
            Blank(
                f"seat{n}_{place}",
                _("名额%(n)s的专家编号（第%(place)s名）", n=n + 1, place=place + 1),
                hint=_seat_words(record, n),
                most=64,
            )
            for n, seat in enumerate(record.tender.seats)
            for place in range(seat.count)
        ),
    )


def _seat_words(record: TenderRecord, n: int) -> str:
    seat = record.tender.seats[n]
    return "、".join(classification(seat.edition).full_name(code) for code in seat.codes)


def _share_blanks(record: TenderRecord, work: Work) -> tuple[Blank, ...]:
    sections = tuple((each.id, f"{each.id} {each.tender.title}") for each in sections_beside(record, work))
    return (Blank("first", _("由哪个标段抽取委员会"), Kind.CHOICE, choices=sections),)


def _recall_blanks(record: TenderRecord, work: Work) -> tuple[Blank, ...]:
    minutes = lead_of(record, work) // timedelta(minutes=1)
    return (
        Blank("begins_at", _("复会开始时间（北京时间）"), Kind.MOMENT, hint=_("签到时间为此前%(n)s分钟", n=minutes)),
        Blank("hours", _("预计时长（小时）"), Kind.NUMBER, most=LONGEST_SITTING),
        WHY,
    )


def _widen_blanks(record: TenderRecord, work: Work) -> tuple[Blank, ...]:
    return _step_blank(askable_steps(record, work)), WHY


def _grant_blanks(record: TenderRecord, work: Work) -> tuple[Blank, ...]:
    return _step_blank(each.step for each in waiting_widenings(record, work)), WHY


def _step_blank(steps: Iterable[str]) -> Blank:
    return Blank("ladder_step", _("扩大到哪一级"), Kind.CHOICE, choices=tuple((step, WIDER[step]) for step in steps))


def _recuse_blanks(record: TenderRecord, work: Work) -> tuple[Blank, ...]:
    application = _("写明申请人的书面申请和认定的事实；封存，只有监督人可见")
    return Blank("no", _("专家编号"), most=64), Blank("why", _("理由"), Kind.LONG, hint=application, most=500)


def _approve(record: TenderRecord, values: Values, by: str, work: Work) -> TenderRecord:
    return approve(record.id, by=by, work=work)


def _cancel(record: TenderRecord, values: Values, by: str, work: Work) -> TenderRecord:
    return give_up_tender(record.id, why=values["why"], by=by, work=work)


def _postpone(record: TenderRecord, values: Values, by: str, work: Work) -> TenderRecord:
    times = values["opening_at"], values.get("checkin_at")
    return postpone(record.id, opening_at=times[0], checkin_at=times[1], why=values["why"], by=by, work=work)


def _no_opening(record: TenderRecord, values: Values, by: str, work: Work) -> TenderRecord:
    return stop_for_too_few(record.id, bidders=values.get("bidders"), by=by, work=work)


def _appoint(record: TenderRecord, values: Values, by: str, work: Work) -> TenderRecord:
    places = ((n, place) for n, seat in enumerate(record.tender.seats) for place in range(seat.count))
    named = tuple(Named(n, values[f"seat{n}_{place}"]) for n, place in places)
    consent = {"consent_by": values["consent_by"], "consent_no": values["consent_no"]}
    return name_experts(record.id, named, ground=values["ground"], **consent, by=by, work=work)


def _share(record: TenderRecord, values: Values, by: str, work: Work) -> TenderRecord:
    return share_committee(record.id, values["first"], by=by, work=work)


def _recall(record: TenderRecord, values: Values, by: str, work: Work) -> TenderRecord:
    length = timedelta(hours=values["hours"])
    return recall_committee(record.id, begins_at=values["begins_at"], duration=length, why=values["why"], by=by, work=work)


def _recuse(record: TenderRecord, values: Values, by: str, work: Work) -> TenderRecord:
    order_recusal(record.id, values["no"], Authored(by, values["why"]), work)
    return record


def _widen(record: TenderRecord, values: Values, by: str, work: Work) -> TenderRecord:
    ask_widening(record.id, values["ladder_step"], by=by, why=values["why"], work=work)
    return record


def _grant(record: TenderRecord, values: Values, by: str, work: Work) -> TenderRecord:
    return grant_widening(record.id, values["ladder_step"], by=by, why=values["why"], work=work)


ACTS: Mapping[Act, TenderAct] = {
    each.act: each
    for each in (
        TenderAct(
            Act.APPROVE,
            _("审批抽取申请"),
            _("由申请人以外的人审批；此后到满额为止无人操作。"),
            "",
            _("审批后不能撤回；开标前可以终止项目。"),
            _("同意本申请"),
            "circle-check",
            _no_blanks,
            _approve,
        ),
        TenderAct(
            Act.APPOINT,
            _("自行选定（直接确定）专家"),
            _("特殊项目依法经同意，可以不抽取而写明专家；由申请人填报，再由他人审批。"),
            "《招标投标法》第三十七条；《招标投标法实施条例》第四十七条；财库〔2016〕198号第十三条、第二十条",
            _("不能改写；要改的，须终止本申请并说明理由，再重新申请。"),
            _("确认所选专家"),
            "users",
            _appoint_blanks,
            _appoint,
        ),
        TenderAct(
            Act.SHARE,
            _("与另一标段共用评标委员会"),
            _("同一项目的几个标段一次抽取、一个委员会；须两个标段各项一致，再由他人审批。"),
            "",
            _("不能撤回；要另行抽取的，须终止本标段后重新申请。"),
            _("确认共用"),
            "scale",
            _share_blanks,
            _share,
        ),
        TenderAct(
            Act.POSTPONE,
            _("延期开标"),
            _("抽取、人员和机位不变，时间推后；已通知的专家会再被询问一次。"),
            "《招标投标法实施条例》第四十六条（读法）",
            _("不能改回原来的时间；可以再次推后，或终止项目。"),
            _("确认延期"),
            "clock",
            _postpone_blanks,
            _postpone,
        ),
        TenderAct(
            Act.NO_OPENING,
            _("投标人不足，不开标"),
            _("投标截止后投标人少于法定个数的，不得开标，委员会解散。"),
            "《招标投标法实施条例》第四十四条；《政府采购法》第三十六条",
            _("不能撤回；重新招标的须另行申请，新的抽取注明本次抽取。"),
            _("确认不开标"),
            "ban",
            _bidders_blanks,
            _no_opening,
            is_grave=True,
        ),
        TenderAct(
            Act.CANCEL,
            _("终止项目"),
            _("开标前放弃本次申请；抽取公开终结，已通知的专家由短信告知。"),
            "",
            _("终止后不能恢复。"),
            _("确认终止"),
            "ban",
            _why,
            _cancel,
            is_grave=True,
        ),
        TenderAct(
            Act.RECALL,
            _("召回原评标委员会"),
            _("中标候选人情况变化须审查确认的，由原委员会复会；成员不变，不抽取，不更换。"),
            "《招标投标法实施条例》第五十六条",
            _("复会开始前可以终止该次复会，再另定时间召回。"),
            _("确认召回"),
            "phone",
            _recall_blanks,
            _recall,
        ),
        TenderAct(
            Act.WIDEN,
            _("申请进一步扩大抽取范围"),
            _("本级人数仍不足时，经他人批准，可以扩大到系统不能自行采取的下一级。"),
            "《评标专家和评标专家库管理办法》（国家发展改革委令第26号）第十六条；财库〔2016〕198号第十二条",
            _("申请不能撤回，但未经批准不产生任何变化。"),
            _("提出申请"),
            "list-check",
            _widen_blanks,
            _widen,
        ),
        TenderAct(
            Act.GRANT,
            _("批准扩大抽取范围"),
            _("由扩大的申请人、抽取的申请人以外的人批准。"),
            "《评标专家和评标专家库管理办法》（国家发展改革委令第26号）第十六条；财库〔2016〕198号第十二条",
            _("批准后不能撤回。"),
            _("批准扩大"),
            "circle-check",
            _grant_blanks,
            _grant,
        ),
        TenderAct(
            Act.RECUSE,
            _("决定成员回避"),
            _("供应商书面申请某成员回避，经认定成立的，由监督部门决定；该成员由同一抽取补抽更换。"),
            "《政府采购法实施条例》第九条",
            _("不能撤销；席位随即另行补抽。"),
            _("确认回避决定"),
            "ban",
            _recuse_blanks,
            _recuse,
            is_grave=True,
        ),
    )
}


def acts_for(role: Role, record: TenderRecord, work: Work) -> tuple[TenderAct, ...]:
    """What the tender's page offers this role: the operator acts, the supervisor approves and orders recusals, everybody else looks on."""
    mine = {Role.OPERATOR: set(Act) - OF_SUPERVISOR, Role.SUPERVISOR: OF_APPROVERS | OF_SUPERVISOR}.get(role, set[Act]())
    return tuple(ACTS[act] for act in offered(record, work) if act in mine)
