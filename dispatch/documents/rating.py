"""一标一评表: after one evaluation the tenderer rates each expert, and the experts rate those who organised it."""

from __future__ import annotations

from dataclasses import dataclass

from dispatch.documents.content import Content, project
from dispatch.documents.draw_record import Member
from dispatch.documents.paper import Blank, Column, Fact, Facts, Signatures, Table
from policies.sources import cite
from policies.vocabulary.tender import Tender

_EXPERTS = ("按时到场", "专业能力", "客观公正", "遵守纪律", "意见质量")
_ORGANISERS = ("组织秩序", "资料齐备", "保密措施", "不干预评审", "报酬与服务")
_SCALE = "每项1—5分；3分以下须写明事实"


@dataclass(frozen=True, slots=True)
class Rated:
    """`within_workdays` is the time for rating."""

    tender: Tender
    members: tuple[Member, ...]
    within_workdays: int


def rating(facts: Rated) -> Content:
    within = f"评审工作结束后{facts.within_workdays}个工作日内"
    head = (*project(facts.tender), (Fact("评价时限", within), Fact("计分", _SCALE)))
    experts = tuple((each.code, each.seat, *("",) * len(_EXPERTS), "", "") for each in facts.members)
    organisers = tuple((name, *("",) * len(_ORGANISERS), "", "") for name in _organisers(facts.tender))
    blocks = (
        Facts(head),
        Table(
            (Column("报告代号", 3, "center"), Column("名额", 3, "center"), *_scores(_EXPERTS), Column("合计", 2), Column("事实", 6)),
            experts, title="一、招标人（代理机构）评价专家", blanks=0 if experts else 5, height=6,
        ),
        Table(
            (Column("被评价单位", 6), *_scores(_ORGANISERS), Column("合计", 2), Column("事实", 6)),
            organisers, title="二、专家评价组织者（由专家以报告代号填写）", height=6,
        ),
        Blank("意见与建议", 1),
        Signatures(("招标人（代理机构）评价人", "专家（报告代号签署）", "监督人")),
    )  # fmt: skip
    remarks = (
        f"双方互评。{cite('M198-RATING')}招标投标项目参照，是否适用由使用单位核实。",
        "评价项目与分值为本系统设计，依据未核实；各地专家库另有规定的，以其规定为准。回避与因病、因公不能参加，不得作为扣分事实。",
    )
    return Content(blocks, remarks)


def _scores(names: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(Column(name, 3, "center") for name in names)


def _organisers(tender: Tender) -> tuple[str, ...]:
    return (tender.tenderer.name, *((tender.agent.name,) if tender.agent else ()), "交易中心（主场）", "交易中心（副场）")
