"""解封日志: every use of an authorisation to reach sealed facts of one tender — who, when, why, with which key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dispatch.documents.content import Content, moment, project
from dispatch.documents.draw_record import Unsealed
from dispatch.documents.paper import Column, Fact, Facts, Signatures, Table
from policies.vocabulary.tender import Tender


@dataclass(frozen=True, slots=True)
class Opened:
    """One entry of the log: by whom, what for, which key opens what, and when a quorum of witnesses had seen it."""

    idx: int
    by: str
    why: str
    key: str
    opened: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed envelope of the draw: its part, its SHA-256, and whose keys open it."""

    part: str
    sha256: str
    custodians: str


@dataclass(frozen=True, slots=True)
class Unsealings:
    tender: Tender
    draw: str
    log: str
    moments: tuple[Unsealed, ...]
    opened: tuple[Opened, ...]
    envelopes: tuple[Envelope, ...]


def unsealings(facts: Unsealings) -> Content:
    head = (*project(facts.tender), (Fact("抽取编号", facts.draw, mono=True),), (Fact("见证日志", facts.log, mono=True),))
    opened = Table(
        (
            Column("日志号", 2, "center"), Column("见证时间", 5, "center"), Column("解封人（角色）", 5), Column("事由", 5),
            Column("所用密钥", 7), Column("解封内容", 9),
        ),
        tuple((str(each.idx), moment(each.seen_at) or "待联署", each.by, each.why, each.key, each.opened) for each in facts.opened),
        title="解封记录（逐次）",
    )  # fmt: skip
    moments = Table(
        (Column("时刻", 5), Column("时间", 5, "center"), Column("日志号", 2, "center")),
        tuple((each.word, moment(each.at), str(each.idx)) for each in facts.moments),
        title="披露时刻",
    )
    envelopes = Table(
        (Column("密封件", 5), Column("SHA-256", 14, mono=True), Column("密钥保管", 7)),
        tuple((each.part, each.sha256, each.custodians) for each in facts.envelopes),
        title="密封件清单",
    )
    remarks = (
        "每次解封先有日志、后有使用；日志只记授权的摘要，不记专家编号、姓名与号码。",
        "紧急解封须由三名保管人中的两名共同进行并写明理由；本表无此类记录的，即未发生。",
    )
    return Content((Facts(head), opened, moments, envelopes, Signatures(("审计员", "监督人"))), remarks)
