"""场内用表: 签到表 at the gate, 席位表 in the hall, 密函 for each booth; a tender stands in them by its token only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dispatch.documents.content import Content, moment, short
from dispatch.documents.paper import Block, Column, Cover, Fact, Facts, NewPage, Signatures, Table


@dataclass(frozen=True, slots=True)
class Arrival:
    """One person at a gate: the photo stands for the name; the gate code ends at the booth's door."""

    code: str
    state: str
    arrived_at: datetime | None


@dataclass(frozen=True, slots=True)
class Gate:
    venue: str
    address: str
    project: str
    check_in_at: datetime | None
    half_day: str
    late_after: int
    arrivals: tuple[Arrival, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A booth and the code by which its member is known in the hall; `room` its room, `zone` the room's zone."""

    code: str
    zone: str
    room: str
    booth: str


@dataclass(frozen=True, slots=True)
class Hall:
    venue: str
    address: str
    project: str
    starts_at: datetime | None
    ends_at: datetime | None
    places: tuple[Place, ...]


def attendance(gate: Gate) -> Content:
    columns = (
        Column("序号", 2, "center"), Column("照片", 4, "center"), Column("到场码", 4, "center"), Column("证件与人脸", 5, "center"),
        Column("签到时间", 4, "center"), Column("手机寄存", 3, "center"), Column("状态", 3, "center"), Column("门岗签字", 4),
    )  # fmt: skip
    rows = tuple(
        (str(number), "（照片）", each.code, "□证件相符\n□人脸相符", short(each.arrived_at), "□已存", each.state, "")
        for number, each in enumerate(gate.arrivals, start=1)
    )
    head = (
        (Fact("场地", gate.venue), Fact("项目代号", gate.project, mono=True)),
        (Fact("地址", gate.address),),
        (Fact("签到时间", moment(gate.check_in_at) or gate.half_day), Fact("迟到界限", f"{gate.late_after}分钟后视为缺席")),
    )
    remarks = (
        "本表不载姓名、单位、项目名称；门岗按照片、证件与到场码核对，到场码在进入机位后失效。",
        "人证不符或人脸不能识别的，由工作人员与监督人共同核验并在“门岗签字”栏写明理由。",
    )
    table = Table(columns, rows, title="应到人员", height=22, empty="名单未到告知时刻")
    return Content((Facts(head), table, Signatures(("门岗工作人员", "监督人"))), remarks)


def seating(hall: Hall) -> Content:
    columns = (
        Column("序号", 2, "center"), Column("机位代号", 4, "center"), Column("区域", 4, "center"), Column("评标室", 5, "center"),
        Column("机位", 5, "center"), Column("项目代号", 6, "center", mono=True), Column("设备检查", 4, "center"), Column("签字", 4),
    )  # fmt: skip
    rows = tuple(
        (str(number), each.code, each.zone, each.room, each.booth, hall.project, "□已检", "")
        for number, each in enumerate(hall.places, start=1)
    )
    head = (
        (Fact("场地", hall.venue), Fact("项目代号", hall.project, mono=True)),
        (Fact("地址", hall.address),),
        (Fact("开始", moment(hall.starts_at)), Fact("预计结束", moment(hall.ends_at))),
    )
    remarks = (
        "机位由抽取结果确定，签到时揭晓，与到场先后无关；机位代号仅用于音视频与评分，评标报告签署时失效。",
        "机位故障须改换的，只作最小的合规改动，并记入日志；抽取记录仍载明原抽中的机位。",
    )
    table = Table(columns, rows, title="席位", height=8, empty="尚无人签到，机位未揭晓")
    return Content((Facts(head), table, Signatures(("场地工作人员", "监督人"))), remarks)


def letters(halls: tuple[Hall, ...]) -> Content:
    """One sheet for each booth, to be pressed, opened by the supervisor."""
    sheets = [(hall, place) for hall in halls for place in hall.places]
    blocks: list[Block] = []
    for number, (hall, place) in enumerate(sheets, start=1):
        blocks += [NewPage()] if number > 1 else []
        blocks += _letter(f"第{number}封　共{len(sheets)}封", hall, place)
    return Content(tuple(blocks))


def _letter(number: str, hall: Hall, place: Place) -> list[Block]:
    cover = Cover(("密函", number, hall.venue, "由行政监督当场启封；启封前不得透视、拆看"), "沿此线向内折叠、压封")
    inside = (
        (Fact("机位代号", place.code), Fact("项目代号", hall.project, mono=True)),
        (Fact("时间", moment(hall.starts_at)), Fact("预计结束", moment(hall.ends_at))),
        (Fact("场地", hall.venue), Fact("地址", hall.address)),
        (Fact("评标室", f"{place.room}（{place.zone}）"), Fact("机位", place.booth)),
    )
    orders = Table(
        (Column("须知", 1),),
        (
            ("授权后在规定时限内进入本函所载机位，不得进入其他房间；离开后未经批准不得再次进入。",),
            ("只以机位代号相称；除音视频系统外不得与任何人交谈，不得透露姓名、单位。",),
            ("发现有应当回避的情形，立即向监督人提出。",),
        ),
    )
    return [cover, Facts(inside, title="函内"), orders, Signatures(("启封人（行政监督）", "见证人"))]
