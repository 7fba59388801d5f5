"""回避与廉洁承诺书: each member's own declaration against the list of bidders, under his report code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dispatch.documents.content import Content, moment, project
from dispatch.documents.paper import Block, Column, Fact, Facts, NewPage, Signatures, Table, Text
from policies.sources import cite
from policies.vocabulary.tender import LawFamily, Tender

BIDDER_LINES = 6
_CLAUSES: tuple[tuple[str, dict[LawFamily, str]], ...] = (
    (
        "本人已查阅下列投标人（供应商）名单，与其均无利害关系；如有，已在下表写明并申请回避",
        {LawFamily.TENDERING: "ZBF-37", LawFamily.PROCUREMENT: "ZCT-9"},
    ),
    (
        "本人不是投标人（供应商）或其主要负责人的近亲属，不在项目主管部门或者本项目行政监督部门任职",
        {LawFamily.TENDERING: "O12-12", LawFamily.PROCUREMENT: "ZCT-9"},
    ),
    (
        "本人未参与本项目的前期论证、文件编制、设计或监理，未向投标人（供应商）提供咨询",
        {LawFamily.TENDERING: "ZBT-46-PREPARED", LawFamily.PROCUREMENT: "ZBT-46-PREPARED"},
    ),
)
_CONDUCT = (
    "按照招标（采购）文件规定的标准和方法独立、客观、公正地提出意见，对本人意见负责；不私下接触投标人，不收受任何好处。",
    "不透露本人被抽中及其他成员的情况，不透露对投标文件的评审和比较、中标候选人推荐等情况。",
    "按时到场，不擅离职守；因故确须离开的，先申请，经批准后离开，并知悉已作出的评审意见无效、由更换的成员重新评审。",
)
_DUTY = {LawFamily.TENDERING: ("ZBF-44", "ZBF-44", "ZBT-48"), LawFamily.PROCUREMENT: ("ZCT-75", "ZCT-75", "O87-49")}


@dataclass(frozen=True, slots=True)
class Pledged:
    """`codes` are the report codes of those who have to declare; without any, one sheet is left blank."""

    tender: Tender
    opens_at: datetime | None
    codes: tuple[str, ...]
    bidders: tuple[str, ...] = ()


def pledge(facts: Pledged) -> Content:
    blocks: list[Block] = []
    for code in facts.codes or ("",):
        blocks += [NewPage(headed=True)] if blocks else []
        blocks += _sheet(facts, code)
    remark = "评标开始后由本人在机位上签署；申请回避的，监督人核对后按补抽规则更换，理由不向其他成员公开。"
    return Content(tuple(blocks), (remark,))


def _sheet(facts: Pledged, code: str) -> list[Block]:
    family = facts.tender.law_family
    clauses = tuple(f"{text}。{cite(sources[family])}" for text, sources in _CLAUSES)
    conduct = tuple(f"{text}{_basis(family, number)}" for number, text in enumerate(_CONDUCT))
    bidders = tuple((str(number), name, "□无　□有", "") for number, name in enumerate(facts.bidders, start=1))
    columns = (Column("序号", 2, "center"), Column("投标人（供应商）名称", 12), Column("利害关系", 4, "center"), Column("情形", 8))
    return [
        Facts((*project(facts.tender), (Fact("报告代号", code), Fact("评标开始", moment(facts.opens_at))))),
        Text((*clauses, *conduct), title="本人郑重承诺", numbered=True),
        Table(columns, bidders, title="与投标人（供应商）的关系申报", blanks=0 if bidders else BIDDER_LINES),
        Signatures(("承诺人（报告代号签署）", "监督人")),
    ]


def _basis(family: LawFamily, number: int) -> str:
    return str(cite(_DUTY[family][number]))
