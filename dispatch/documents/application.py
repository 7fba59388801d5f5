"""专家抽取申请表: what the tenderer asked for, for whom, when and where, and who approved it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from dispatch.documents.content import Content, hours, moment, project, yes_no
from dispatch.documents.paper import Column, Fact, Facts, Signatures, Table
from policies.vocabulary.tender import LawFamily, Tender, Unit

FAMILIES = {LawFamily.TENDERING: "招标投标", LawFamily.PROCUREMENT: "政府采购"}


@dataclass(frozen=True, slots=True)
class Demand:
    """名额: its number, how many experts, and which specialties qualify (short name, full name with parent and code)."""

    number: int
    count: int
    edition: str
    specialties: tuple[tuple[str, str], ...]

    @property
    def short(self) -> str:
        return "、".join(name for name, _ in self.specialties)

    @property
    def named(self) -> str:
        return "；".join(name for _, name in self.specialties)


@dataclass(frozen=True, slots=True)
class Application:
    """An application as filed; `profile` is the title of its rules, `state` how far it has come."""

    tender: Tender
    region: str
    host: str
    profile: str
    state: str
    demands: tuple[Demand, ...]
    applied_by: str
    applied_at: datetime
    approved_by: str = ""
    approved_at: datetime | None = None


def application(filed: Application) -> Content:
    tender = filed.tender
    blocks = (
        Facts((*project(tender), *_about(filed))),
        Facts(_units(tender), title="当事各方与回避"),
        demand_table(filed.demands),
        Facts(_decision(filed), title="申请与审批"),
        Signatures(("招标人（采购人）（盖章）", "代理机构（盖章）", "行政监督部门", "交易中心经办人")),
    )
    remarks = (
        "申请人与审批人不得为同一人；审批后至满额前系统自动办理，任何人不得挑选、更换抽取结果。",
        "同一标段只有一次抽取；终止后再次申请的，须注明前次抽取，抽取次序不变。",
    )
    return Content(blocks, remarks)


def demand_table(demands: tuple[Demand, ...]) -> Table:
    columns = (
        Column("名额", 2, "center"),
        Column("人数", 2, "center"),
        Column("评标专业（任一即可）", 14),
        Column("分类版本", 3, "center"),
    )
    rows = tuple((f"名额{each.number + 1}", f"{each.count}人", each.named, f"{each.edition}版") for each in demands)
    return Table(columns, rows, title="抽取条件（名额与专业）")


def _about(filed: Application) -> tuple[tuple[Fact, ...], ...]:
    tender = filed.tender
    seats = f"{tender.committee}人：专家{tender.experts}，代表{tender.reps}"
    rows: list[tuple[Fact, ...]] = [
        (Fact("采购制度", FAMILIES[tender.law_family]), Fact("采购方式", tender.method.value)),
        (Fact("行业类别", tender.sector), Fact("预算金额（元）", f"{Decimal(tender.budget_fen) / 100:,.2f}")),
        (Fact("项目所在地", filed.region), Fact("主场交易中心", filed.host)),
        (Fact("开标时间", moment(tender.opening_at)), Fact("专家签到时间", moment(tender.checkin_at))),
        (Fact("预计时长", hours(tender.duration)), Fact("是否隔夜", yes_no(tender.overnight))),
        (Fact("评标委员会", seats), Fact("副场数量", f"{tender.n_subvenues}个" if tender.n_subvenues else "不远程异地")),
        (Fact("适用规则方案", filed.profile),),
    ]
    rows += [(Fact(name, value),) for name, value in sorted(tender.extra.items())]
    return tuple(rows)


def _units(tender: Tender) -> tuple[tuple[Fact, ...], ...]:
    avoided = "；".join(_unit(unit) for unit in tender.avoid_units) or "无"
    return (
        (Fact("招标人（采购人）", _unit(tender.tenderer)),),
        (Fact("代理机构", _unit(tender.agent) if tender.agent else "无"),),
        (Fact("行政监督部门", tender.supervisor),),
        (Fact("须回避的单位", avoided),),
    )


def _unit(unit: Unit) -> str:
    return f"{unit.name}（{unit.uscc}）" if unit.uscc else unit.name


def _decision(filed: Application) -> tuple[tuple[Fact, ...], ...]:
    return (
        (Fact("申请人", filed.applied_by), Fact("申请时间", moment(filed.applied_at))),
        (Fact("审批人", filed.approved_by), Fact("审批时间", moment(filed.approved_at))),
        (Fact("当前状态", filed.state),),
    )
