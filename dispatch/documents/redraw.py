"""专家更换（补抽）记录: who left and why, whose conclusions are void, which step of the ladder was taken, who came instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dispatch.documents.content import Content, moment, project
from dispatch.documents.draw_record import Drawn, Logged, Member, event_table
from dispatch.documents.paper import Blank, Block, Column, Fact, Facts, Signatures, Table
from policies.sources import cite
from policies.vocabulary.tender import LawFamily, Tender

_REPLACED = {  # what becomes of the opinions of a member who was replaced
    LawFamily.TENDERING: ("中途更换的，被更换成员已作出的评审结论无效，由更换后的成员重新评审。", "ZBT-48"),
    LawFamily.PROCUREMENT: ("成员缺席、回避或者因病不能继续的，依法补足后继续评审；被更换成员的评审意见无效。", "O87-49"),
}


@dataclass(frozen=True, slots=True)
class Left:
    """A member who left, under the code of his call-out."""

    code: str
    seat: str
    reason: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """One round after the first: who left before it, and who was drawn in it."""

    round: int
    opened_at: datetime | None
    left: tuple[Left, ...]
    successors: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Climbed:
    """One step of the refill ladder (逐级扩大)."""

    seat: str
    step: str
    reason: str
    pool: int
    wanted: int
    approval: str
    basis: str
    idx: int


@dataclass(frozen=True, slots=True)
class Redraws:
    """`void` are members whose opinions no longer count, under their report codes."""

    tender: Tender
    draw: str
    replacements: tuple[Replacement, ...]
    ladder: tuple[Climbed, ...]
    void: tuple[Member, ...]
    events: tuple[Logged, ...]


def redraws(facts: Redraws) -> Content:
    head = Facts((*project(facts.tender), (Fact("抽取编号", facts.draw, mono=True),)))
    rounds = [block for each in facts.replacements for block in _round(each)] or [_none()]
    blocks: tuple[Block, ...] = (
        head,
        *rounds,
        _ladder(facts.ladder),
        _void(facts.void),
        event_table(facts.events, "更换与补抽的日志记录"),
        Blank("现场情况（由监督人填写）", 2),
        Signatures(("经办人", "监督人", "见证人")),
    )
    replaced, basis = _REPLACED[facts.tender.law_family]
    remarks = (
        f"{replaced}{cite(basis)}",
        "补抽为同一次抽取的下一轮：各方按序揭示下一个随机值，任何人不能选择或预知补抽结果；人数不足的，按逐级扩大规则办理，不得放宽条件。",
    )
    return Content(blocks, remarks)


def _round(each: Replacement) -> list[Block]:
    left = Table(
        (Column("抽取代号", 3, "center", mono=True), Column("名额", 3, "center"), Column("更换原因", 8)),
        tuple((one.code, one.seat, one.reason) for one in each.left),
        title=f"第{each.round + 1}轮：空缺（{moment(each.opened_at) or '待见证'}）",
    )
    came = Table(
        (Column("抽取代号", 3, "center", mono=True), Column("名额", 3, "center"), Column("状态", 3, "center"), Column("未参加理由", 5)),
        tuple((one.code, one.seat, one.state, one.reason) for one in each.successors),
        title=f"第{each.round + 1}轮：补抽结果",
        empty="尚未抽出，或已无可依法补全的评标委员会",
    )
    return [left, came]


def _none() -> Table:
    columns = (Column("抽取代号", 3, "center"), Column("名额", 3, "center"), Column("更换原因", 8), Column("接替代号", 3, "center"))
    return Table(columns, (), title="更换与补抽", empty="截至制表，未发生更换或补抽")


def _ladder(ladder: tuple[Climbed, ...]) -> Table:
    columns = (
        Column("名额", 3, "center"), Column("级", 2, "center"), Column("理由", 12), Column("合格／须有", 3, "center"),
        Column("批准", 4), Column("依据", 8), Column("日志号", 2, "center"),
    )  # fmt: skip
    rows = tuple(
        (each.seat, each.step, each.reason, f"{each.pool}／{each.wanted}", each.approval, each.basis, str(each.idx)) for each in ladder
    )
    return Table(columns, rows, title="逐级扩大记录", empty="未使用逐级扩大")


def _void(void: tuple[Member, ...]) -> Table:
    columns = (Column("报告代号", 3, "center"), Column("名额", 3, "center"), Column("状态", 3, "center"), Column("评审意见", 6))
    rows = tuple((each.code, each.seat, each.state, "作废，不计入评审结果") for each in void)
    return Table(columns, rows, title="被更换成员评审意见的处理", empty="没有须作废的评审意见")
