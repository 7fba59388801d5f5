"""可核验抽取记录: one page by which anybody finds the transcript, checks that it is the right one, and draws again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dispatch.documents.content import Content, moment
from dispatch.documents.draw_record import Logged, event_table
from dispatch.documents.paper import Column, Fact, Facts, Table, Text


@dataclass(frozen=True, slots=True)
class RoundDrawn:
    """One round as published: its seed, how many were drawn, how many candidates were passed over."""

    round: int
    seed: str
    drawn: int
    skipped: int


@dataclass(frozen=True, slots=True)
class Verification:
    """`sha256` is that of the transcript's canonical bytes, which are the file that the verification page hands out.

    `title` is empty where the reader may not know it; the transcript itself names the number only.
    """

    tender_id: str
    title: str
    draw: str
    method: str
    log: str
    url: str
    sha256: str
    candidates: int
    parties: tuple[str, ...]
    witnesses: tuple[str, ...]
    published_at: datetime
    rounds: tuple[RoundDrawn, ...]
    events: tuple[Logged, ...]
    independent: bool


_STEPS = (
    "扫描二维码或打开核验页，下载抽取记录（transcript.json）；用 sha256sum 计算其 SHA-256，应与本页所载完全相同。",
    "从另一途径取得信任数据 trust.json（招标文件附件或监督部门网站），不得只用核验页上的。",
    "取得单文件核验程序 verify.pyz（只需 Python 3.11 与 cryptography），离线运行：python verify.pyz transcript.json --trust trust.json",
    "首行为“核验通过”、退出码为0，即名单、各方随机值、签号、跳过理由与各轮结果逐项成立；“核验不通过”会指出哪一步不成立及其含义。",
    "专家本人可加 --me - 并输入句柄，查验自己是否在名单中、签序与结果；句柄是本人的秘密，不要交给他人。",
)


def verification(facts: Verification) -> Content:
    named = ((Fact("项目名称", facts.title),),) if facts.title else ()
    head = (
        (Fact("项目编号／标段", facts.tender_id),),
        *named,
        (Fact("抽取编号", facts.draw, mono=True),),
        (Fact("记录SHA-256", facts.sha256, mono=True),),
        (Fact("核验页", facts.url, mono=True),),
        (Fact("抽取方式", facts.method), Fact("候选名单", f"{facts.candidates}人")),
        (Fact("见证方", "、".join(facts.parties)), Fact("日志见证节点", "、".join(facts.witnesses))),
        (Fact("见证日志", facts.log), Fact("公布时间", moment(facts.published_at))),
    )
    rounds = Table(
        (Column("轮次", 3, "center"), Column("种子（十六进制）", 20, mono=True), Column("抽中", 3, "center"), Column("跳过", 3, "center")),
        tuple((f"第{each.round + 1}轮", each.seed, f"{each.drawn}人", f"{each.skipped}人") for each in facts.rounds),
        title="各轮抽取",
    )
    claim = () if facts.independent else ("本次抽取的日志名以 /embedded 结尾：各方密钥由同一运行者持有，不主张各方相互独立。",)
    remarks = (
        *claim,
        "抽取记录以一次性编号代表专家，不含姓名、单位、号码；编号不能由外人还原。",
        "名单之外者为何不在名单，由监督部门依审计信封核对，不在核验范围内。",
    )
    blocks = (
        Facts(head),
        Text(_STEPS, title="怎样核验", numbered=True),
        rounds,
        event_table(facts.events, "见证日志中的本次抽取"),
    )
    return Content(blocks, remarks)
