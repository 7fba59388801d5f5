"""查阅、复制: everything that is held about an expert, in words, for himself; that it was handed out is an entry too.

Source: 《个人信息保护法》第四十五条. Left out, and said so: calls and committees that must stay secret still (第十八条), and other people.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dispatch.sealing.person import PersonCodec
from dispatch.workflow.engagements import engagements_of
from dispatch.workflow.experts.entries import Act, Kind
from dispatch.workflow.experts.known import Known, look_up_to_change
from dispatch.workflow.experts.row import as_row
from dispatch.workflow.experts.shown import RELATION_SIDES, facts_in_words
from dispatch.workflow.pool import opened
from dispatch.workflow.pool_relations import export_relations
from dispatch.workflow.work import Work

_APART, _SOMEBODY = "不宜同组", "（另一名专家）"
_REMARKS = (
    "本文件含本人全部登记信息、关系、已结束的参评日期、劳务费和专家管理记录；请本人妥善保管。",
    "尚未结束的通知与评标依法保密，结束后可再次查阅（《招标投标法》第三十七条，《个人信息保护法》第十八条）。",
    "“不宜同组”涉及他人，只列出有此登记；抽取与评标档案中的资料以代号保存，查阅请向中心书面提出。",
)


def hand_out(no: str, act: Act, work: Work) -> dict[str, Any]:
    """The whole file of one person, as canonical as JSON needs it; the hand-out is logged. Raises UnknownExpert."""
    known = look_up_to_change(no, work)
    document = {
        "专家编号": known.no,
        "说明": list(_REMARKS),
        "制作时间": work.now.isoformat(),
        "登记信息": _row(known, work),
        "关系": _relations(known, work),
        "参评日期": _past_days(known, work),
        "劳务费": _fees(known, work),
        "现状": _state(known),
        "专家管理记录": [_entry(entry, known) for entry in known.entries],
    }
    known.write(Kind.ACCESS, act, {}, work)
    return document


def _row(known: Known, work: Work) -> dict[str, str]:
    """A candidate's row stands in his candidacy."""
    if known.person is None:
        return {}
    codec = PersonCodec(work.means.keys, work.means.entropy)
    row = as_row(opened(known.person, codec))
    return row | {"暂停至": str(known.person.suspended_until)} if known.person.suspended_until else row


def _relations(known: Known, work: Work) -> list[dict[str, str]]:
    own = (relation for relation in export_relations(work) if relation.expert_no == known.no)
    return [
        {
            "关系": relation.kind,
            "对方名称": _SOMEBODY if relation.kind == _APART else relation.other_name,
            "对方统一社会信用代码": relation.other_uscc,
            "起": str(relation.since or ""),
            "止": str(relation.until or ""),
            "比例": relation.share,
            "说明": "" if relation.kind == _APART else relation.note,
        }
        for relation in own
    ]


def _past_days(known: Known, work: Work) -> list[str]:
    """Of committees that are over: all of their days lie before today."""
    own = (each.days for each in engagements_of([known.ref], work))
    return sorted({day.isoformat() for days in own if max(days) < known.on for day in days})


def _fees(known: Known, work: Work) -> list[dict[str, str]]:
    payee = work.means.keys.mac("finance/payee", known.ref.encode("ascii"))
    return [
        {
            "计算时间": line.made_at.isoformat(),
            "税前": str(line.gross),
            "个税": str(line.tax),
            "税后": str(line.net),
            "报销": str(line.reimbursed),
            "进度": line.payout.stage.value,
        }
        for line in work.uow.finance.lines_of_payee(payee)
    ]


def _state(known: Known) -> dict[str, Any]:
    state = known.state
    return {
        "阶段": state.stage.value,
        "状态": known.standing.value if known.person else "",
        "暂停至": str(state.suspended_until or ""),
        "累计扣分": state.points,
        "培训有效至": str(state.trained_until or ""),
        "单独同意": {known.rules.consents.get(purpose, purpose): statement for purpose, statement in state.consents.items()},
    }


def _own_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Without what a relation tells of another expert: of that only that it was put down."""

    def own(told: Any) -> Any:
        return told if isinstance(told, str) else [[kind, _SOMEBODY] if kind == _APART else [kind, *rest] for kind, *rest in told]

    return {name: own(value) if name in RELATION_SIDES else value for name, value in facts.items()}


def _entry(entry: Any, known: Known) -> dict[str, Any]:
    void = {"效力": "已撤回或撤销"} if entry.seq in known.state.void else {}
    return {
        "序号": entry.seq,
        "事项": entry.kind.word,
        "时间": entry.at.isoformat(),
        "内容": facts_in_words(_own_facts(entry.facts)),
        "理由": entry.why,
        "经办人": entry.by,
    } | void
