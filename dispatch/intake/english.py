"""列名的英文: what each column of ours is called in English, for whoever reads the console or the command line in English."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PERSON: Mapping[str, str] = {
    "专家编号": "expert number",
    "姓名": "name",
    "性别": "sex",
    "证件类型": "kind of document",
    "证件号码": "identity number",
    "出生日期": "date of birth",
    "手机号码": "mobile number",
    "所在单位": "employer",
    "单位统一社会信用代码": "employer's credit code",
    "职务/职称": "title",
    "评标专业代码": "specialty codes",
    "专业分类版本": "edition of the classification",
    "专家类别": "category",
    "行政区域代码": "region code",
    "从业起始时间": "in the field since",
    "是否在职": "in service",
    "入库时间": "admitted on",
    "状态": "standing",
    "暂停至": "suspended until",
    "开户行": "bank branch",
    "联行号": "branch number",
    "银行卡号": "card number",
}
_RELATION: Mapping[str, str] = {
    "关系": "relation",
    "股权": "equity",
    "对方名称": "other side",
    "对方统一社会信用代码": "credit code of the other side",
    "起": "from",
    "止": "until",
    "比例": "share",
    "说明": "note",
    "上级名称": "holder",
    "上级代码": "credit code of the holder",
    "下级名称": "held",
    "下级代码": "credit code of the held",
}
_PLACE: Mapping[str, str] = {
    "场地": "venue",
    "场地与机位": "venue and booths",
    "场地编号": "venue number",
    "名称": "name",
    "地址": "address",
    "接收专家的区域": "regions it receives experts of",
    "评标室": "room",
    "分区": "zone",
    "机位": "booth",
    "相邻机位": "booths beside it",
    "可用": "usable",
    "日期": "day",
    "安排": "off or worked",
}
_TENDER: Mapping[str, str] = {
    "抽取申请": "application",
    "项目": "project",
    "项目编号": "project number",
    "标段": "section",
    "法律体系": "law",
    "采购方式": "procedure",
    "项目名称": "title of the project",
    "预算金额": "budget",
    "行业": "sector",
    "开标时间": "opening",
    "签到时间": "check-in",
    "评标时长": "length of the evaluation",
    "是否过夜": "overnight",
    "招标人": "tenderer",
    "招标人统一社会信用代码": "tenderer's credit code",
    "代理机构": "agent",
    "代理机构统一社会信用代码": "agent's credit code",
    "监督部门": "supervisor",
    "招标人代表人数": "representatives of the tenderer",
    "主场": "host centre",
    "副场数量": "number of sub-venues",
    "规则方案": "profile",
    "技术复杂": "technically complex",
    "社会影响较大": "of high impact",
    "含法律专家": "with a legal expert",
    "名额": "seats",
    "人数": "how many",
    "回避单位": "units to avoid",
    "统一社会信用代码": "credit code",
    "投标人": "bidders",
    "投标人名称": "bidder",
    "联合体": "consortium",
}
_NAMES = {**_TENDER, **_PLACE, **_RELATION, **_PERSON}
_QUOTED = re.compile("“([^“”]+)”")


def in_english(column: str) -> str:
    """A column of ours as it stands in the file, with its English name; any other name as it is.

    >>> in_english("证件号码")
    '证件号码 (identity number)'
    """
    return f"{column} ({_NAMES[column]})" if column in _NAMES else column


def english_of(column: str) -> str:
    """The English name alone, or none."""
    return _NAMES.get(column, "")


def all_in_english(columns: tuple[str, ...]) -> str:
    return ", ".join(map(in_english, columns))


def with_english_names(sentence: str) -> str:
    """An English sentence, each quoted column of ours with its English name behind."""
    return _QUOTED.sub(lambda quoted: f"“{quoted[1]}” ({_NAMES[quoted[1]]})" if quoted[1] in _NAMES else quoted[0], sentence)
