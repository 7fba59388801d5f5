"""评标专家抽取记录表: everybody who was drawn, refusals included, by pseudonym; and what was committed, logged and unsealed.

Identity and telephone numbers never stand in it; names only where the reader may know them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dispatch.documents.application import Demand, demand_table
from dispatch.documents.content import Content, moment, project, short
from dispatch.documents.paper import Column, Fact, Facts, Signatures, Table
from policies.vocabulary.tender import Tender


@dataclass(frozen=True, slots=True)
class Drawn:
    """One person drawn, under the code of his call-out; `seat` is 名额1, `coming` whether he takes part."""

    code: str
    round: int
    seat: str
    specialty: str
    state: str
    coming: bool
    reason: str
    called_at: datetime
    replied_at: datetime | None


@dataclass(frozen=True, slots=True)
class Member:
    """One who has sat, under the report code; `name` only where the reader may know it."""

    code: str
    seat: str
    state: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Logged:
    """One event of the draw in the witness log; `seen_at` is when a quorum of witnesses had seen it."""

    idx: int
    word: str
    by: str
    round: str
    facts: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Unsealed:
    """A moment of the matrix that has come, and the log entry that says so."""

    word: str
    at: datetime
    idx: int


@dataclass(frozen=True, slots=True)
class DrawRecordFacts:
    tender: Tender
    host: str
    draw: str
    method: str
    parties: tuple[str, ...]
    draw_at: datetime | None
    rounds: int
    status: str
    demands: tuple[Demand, ...]
    drawn: tuple[Drawn, ...]
    members: tuple[Member, ...]
    funnel: tuple[tuple[str, str, int, int, int], ...]
    events: tuple[Logged, ...]
    unsealed: tuple[Unsealed, ...]


_DRAWN = (
    Column("序号", 2, "center"), Column("抽取代号", 4, "center", mono=True), Column("轮次", 3, "center"), Column("名额", 3, "center"),
    Column("专业", 12), Column("通知时间", 4, "center"), Column("应答时间", 4, "center"), Column("状态", 4, "center"),
    Column("能否参加", 3, "center"), Column("不参加理由", 6), Column("备注", 4),
)  # fmt: skip


def draw_record(facts: DrawRecordFacts) -> Content:
    blocks = (
        Facts((*project(facts.tender), *_about(facts))),
        demand_table(facts.demands),
        Table(_DRAWN, drawn_rows(facts.drawn), title="抽中人员（含未参加者）"),
        _members(facts.members),
        _funnel(facts.funnel),
        event_table(facts.events, "承诺、名单摘要与各轮结果（见证日志）"),
        _unsealed(facts.unsealed),
        Signatures(("抽取经办人", "监督人", "见证人", "招标人（代理机构）")),
    )
    remarks = (
        "抽取代号为每次通知各自的随机代号，与签到、机位、报告所用代号互不相同，不能互推；姓名依可见性规则在解封后另栏载明。",
        "本表不载身份证号、电话号码；名单抽取前的承诺与结果摘要均已记入见证日志，任何人可据公布的抽取记录重做并核对。",
        "理由涉及回避的，只写明“回避”，具体情形依法另行保存。",
    )
    return Content(blocks, remarks)


def drawn_rows(drawn: tuple[Drawn, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            str(number), each.code, f"第{each.round + 1}轮", each.seat, each.specialty, short(each.called_at), short(each.replied_at),
            each.state, "能" if each.coming else "否", each.reason, "补抽" if each.round else "",
        )
        for number, each in enumerate(drawn, start=1)
    )  # fmt: skip


def event_table(events: tuple[Logged, ...], title: str) -> Table:
    columns = (
        Column("日志号", 4, "center"), Column("事项", 7), Column("签署", 5, "center"), Column("轮次", 4, "center"),
        Column("摘要（十六进制）", 37, mono=True), Column("见证时间", 7, "center"),
    )  # fmt: skip
    rows = tuple((str(each.idx), each.word, each.by, each.round, each.facts, short(each.seen_at) or "待联署") for each in events)
    return Table(columns, rows, title=title)


def _about(facts: DrawRecordFacts) -> tuple[tuple[Fact, ...], ...]:
    tender = facts.tender
    drawn, coming = len(facts.drawn), sum(each.coming for each in facts.drawn)
    return (
        (Fact("招标（采购）单位", tender.tenderer.name), Fact("代理机构", tender.agent.name if tender.agent else "无")),
        (Fact("抽取地点", facts.host), Fact("抽取时间", moment(facts.draw_at))),
        (Fact("抽取方式", facts.method), Fact("见证方", "、".join(facts.parties))),
        (Fact("应抽取人数", f"{tender.experts}人"), Fact("抽中／能参加", f"{drawn}人／{coming}人，共{facts.rounds}轮")),
        (Fact("抽取编号", facts.draw, mono=True),),
        (Fact("抽取状态", facts.status),),
    )


def _members(members: tuple[Member, ...]) -> Table:
    columns = (
        Column("序号", 1, "center"), Column("报告代号", 3, "center"), Column("名额", 2, "center"),
        Column("状态", 3, "center"), Column("姓名（解封后）", 4),
    )  # fmt: skip
    rows = tuple((str(number), each.code, each.seat, each.state, each.name) for number, each in enumerate(members, start=1))
    return Table(columns, rows, title="评标委员会专家成员（按报告代号）", empty="评标尚未开始，成员代号与姓名未解封")


def _funnel(funnel: tuple[tuple[str, str, int, int, int], ...]) -> Table:
    columns = (
        Column("规则", 2, "center"), Column("内容", 10), Column("排除人数", 2, "right"), Column("不明人数", 2, "right"),
        Column("余下人数", 2, "right"),
    )  # fmt: skip
    rows = tuple((code, says, str(barred), str(not_known), str(left)) for code, says, barred, not_known, left in funnel)
    return Table(columns, rows, title="候选名单的形成（逐条规则筛查）", empty="名单尚未冻结")


def _unsealed(unsealed: tuple[Unsealed, ...]) -> Table:
    columns = (Column("时刻", 4), Column("时间", 4, "center"), Column("日志号", 2, "center"))
    return Table(columns, tuple((each.word, moment(each.at), str(each.idx)) for each in unsealed), title="解封时刻")
