"""Words of the domain as the console says them: Chinese here and in the printed forms' words, English in translations/."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from dispatch.documents.words import ENDS, EVENTS, LOG_EVENTS, ROLES
from dispatch.intake.column_names import POOL_COLUMNS
from dispatch.intake.relations import APART
from dispatch.notify.call_out import CallState
from dispatch.seats.sitting import Sitter
from dispatch.seats.view import Use
from dispatch.settle.payout import Stage
from dispatch.workflow import gate
from dispatch.workflow.calendars import OFF, WORKED
from dispatch.workflow.declare import KINDS
from dispatch.workflow.experts import state as expert_state
from dispatch.workflow.experts.entries import Kind
from dispatch.workflow.records import DrawStep, TenderState
from policies.exceptions import AppointmentGround
from policies.lifecycle import lifecycle_rules
from policies.profiles import profile
from policies.replies import refusal_reasons
from policies.vocabulary.expert import Standing
from policies.vocabulary.roles import Field
from policies.vocabulary.source import Status
from policies.vocabulary.tender import LawFamily, Method

FIELDS: dict[Field, str] = {
    Field.TENDER: "项目名称与编号",
    Field.BIDDERS: "投标人名单",
    Field.TIME: "日期与时间",
    Field.PERSON_DRAWN: "抽中专家",
    Field.SPECIALTY: "名额与专业",
    Field.SUBVENUE: "副场",
    Field.BOOTH: "机位",
    Field.PSEUDONYM_LINK: "代号与本人的对应",
    Field.SCORES: "评分",
    Field.CALL_LOG: "通知记录",
    Field.PHONE: "手机号码",
    Field.RECUSAL_REASON: "回避理由",
    Field.ACCOUNT: "收款账户与证件",
    Field.FEE: "费用与税额",
    Field.COMMITMENT: "承诺与名单摘要",
    Field.TRANSCRIPT: "可核验抽取记录",
}
STATUSES: dict[Status, str] = {status: status.chinese for status in Status}
FAMILIES: dict[LawFamily, str] = {LawFamily.TENDERING: "招标投标", LawFamily.PROCUREMENT: "政府采购"}
UNITS: dict[str, str] = {
    "minute": "分钟",
    "hour": "小时",
    "working_day": "工作日",
    "day": "天",
    "year": "年",
    "person": "人",
    "expert": "人",
    "member": "人",
    "yuan": "元",
    "attempt": "次",
    "venue": "个场地",
}
STEPS = ("方案公布", "名单冻结", "各方承诺", "各方揭示", "抽取并封存", "同时通知", "满额", "终结")
APPROVALS = ("无须批准", "申请时列明", "按申请人的先后次序", "告知行政监督部门")
MENU = ("今日", "项目", "抽取", "场地席位", "费用", "专家管理", "专家库导入", "见证日志", "被拒绝的查询")
CHINESE_ITSELF: tuple[type[StrEnum], ...] = (TenderState, DrawStep, CallState, Stage, Use, Sitter, Method, Standing, expert_state.Stage)
GATE_STATES = (gate.EXPECTED, gate.ARRIVED, gate.SEATED, gate.LEFT, gate.ABSENT, gate.REPLACED)
DAYS = (OFF, WORKED)
WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
OF_ENTRIES = ("已撤回或撤销", "待决定", "资料保存期已满，应予删除", "暂停所依据的扣分已经撤销，请复核暂停")
ZONES = ("专家区", "招标人代表区", "监督区", "隔离区", "休息区")

_WORDS: dict[str, str] = {
    **{event.value: name for event, name in EVENTS.items()},
    **{role.value: name for role, name in ROLES.items()},
    **{field.value: name for field, name in FIELDS.items()},
    **{status.value: name for status, name in STATUSES.items()},
    **{family.value: name for family, name in FAMILIES.items()},
    **LOG_EVENTS,
    **ENDS,
    **UNITS,
}


def _of_policies() -> set[str]:
    """Titles that stand in policies: what exceptions rest on, and for what experts lose points, are suspended, or go."""
    rules = profile()
    titles = {ground.title for ground in rules.ask("exceptions.appointment_grounds", date.max, dict[str, AppointmentGround]).values()}
    named = (rules.ask(f"exceptions.{name}", date.max, dict[str, str]).values() for name in ("appointment_consent", "appointment_mark"))
    of_experts = lifecycle_rules(rules, date.max)
    titles |= {each.title for each in of_experts.causes.values()} | {each.title for each in of_experts.grounds.values()}
    titles |= {each.title for each in of_experts.exits.values()}
    return titles.union(*named, of_experts.consents.values())


def _of_experts() -> set[str]:
    """Kinds of entries, what waits for a decision, and the columns of the pool, as pages about experts say them."""
    kinds = {kind.word for kind in Kind}
    return {*kinds, *(f"{kind.word}待决定" for kind in expert_state.MATTERS), *POOL_COLUMNS, *OF_ENTRIES}


def word(value: StrEnum | str) -> str:
    """The Chinese word for a code; whatever is Chinese itself stays as it is."""
    return _WORDS.get(str(value), str(value))


def every_word() -> tuple[str, ...]:
    """All words that the console may say besides what stands in templates: each needs its English."""
    chinese = (member.value for kind in CHINESE_ITSELF for member in kind)
    reasons = (reason.chinese for reason in refusal_reasons(date.max))
    return tuple(
        sorted(
            {
                *_WORDS.values(),
                *chinese,
                *reasons,
                *GATE_STATES,
                *DAYS,
                *WEEKDAYS,
                *ZONES,
                *STEPS,
                *APPROVALS,
                *MENU,
                *_of_policies(),
                *_of_experts(),
                *KINDS,
                APART,
            }
        )
    )
