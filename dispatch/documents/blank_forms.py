"""现场填写的表: 暂停封存记录 and 事故说明, with what the system knows filled in and everything else left for the pen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dispatch.documents.content import Content, moment, project
from dispatch.documents.draw_record import Unsealed
from dispatch.documents.paper import Blank, Column, Fact, Facts, Signatures, Table
from policies.vocabulary.tender import Tender

_SEALED = ("评标系统", "纸质材料", "电子介质", "通信设备", "音视频记录")


@dataclass(frozen=True, slots=True)
class Site:
    """`venues` are host and sub-venues by name; `timeline` the moments that have come."""

    tender: Tender
    venues: tuple[str, ...]
    opened_at: datetime | None
    timeline: tuple[Unsealed, ...]


def pause(site: Site) -> Content:
    seals = (
        Column("场地", 6), Column("封存物", 5), Column("件数", 2, "center"), Column("封条编号", 4, "center"),
        Column("封存时间", 4, "center"), Column("启封时间", 4, "center"), Column("封条完好", 4, "center"),
    )  # fmt: skip
    rows = tuple(
        ("〃" if number else venue, what, "", "", "", "", "□是　□否") for venue in site.venues for number, what in enumerate(_SEALED)
    )
    head = (
        *project(site.tender),
        (Fact("评标开始", moment(site.opened_at)), Fact("场地", "、".join(site.venues))),
        (Fact("暂停时间", ""), Fact("恢复时间", "")),
        (Fact("暂停原因", "□用餐休息　□隔夜　□设备或网络故障　□成员更换　□突发事件　□其他：＿＿＿＿"),),
    )
    blocks = (
        Facts(head),
        Table(seals, rows, title="封存清单（主场、副场同时暂停、锁定、封存）", blanks=1, height=5),
        Blank("在场人员与去向（以代号记载）", 2),
        Blank("恢复前核对情况", 2),
        Signatures(("主场工作人员", "副场工作人员", "监督人", "见证人")),
    )
    remarks = (
        "暂停时主场与全部副场同时锁定系统、封存材料、清点封条，共用本记录；恢复前逐件核对封条编号与件数。",
        "隔夜封评的，断网后人员不得离开封闭区，评标资料不得带出。",
    )
    return Content(blocks, remarks)


def incident(site: Site) -> Content:
    head = (
        *project(site.tender),
        (Fact("事故时间", ""), Fact("发生场地", "")),
        (Fact("事故类型", "□人员突发疾病　□停电断网　□设备故障　□信息泄露　□干扰评标　□其他：＿＿＿＿"),),
    )
    known = tuple((moment(each.at), each.word, f"系统记录，日志第{each.idx}号") for each in site.timeline)
    columns = (Column("时间", 5, "center"), Column("经过", 10), Column("来源", 6))
    blocks = (
        Facts(head),
        Table(columns, known, title="时间线（系统已记录的时刻；其余由现场补记）", blanks=5),
        Blank("处置与决定（决定人、依据、时间）", 3),
        Blank("可以公布的事实", 3),
        Blank("不得公布的事实及理由", 2),
        Signatures(("记录人", "主场负责人", "监督人")),
    )
    return Content(blocks, ("本说明不得出现专家姓名、单位与联系方式；涉及个人的，以代号记载。",))
