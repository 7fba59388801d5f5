"""列名: the names that we ship, the names that centres use for the same things, and how far two names are alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache

POOL_COLUMNS = (
    "专家编号", "姓名", "性别", "证件类型", "证件号码", "出生日期", "手机号码", "所在单位", "单位统一社会信用代码",
    "职务/职称", "评标专业代码", "专业分类版本", "专家类别", "行政区域代码", "从业起始时间", "是否在职", "入库时间",
    "状态", "开户行", "联行号", "银行卡号",
)  # fmt: skip
SUSPENDED_UNTIL = "暂停至"
RELATION_COLUMNS = ("专家编号", "关系", "对方名称", "对方统一社会信用代码", "起", "止", "比例", "说明")
EQUITY_COLUMNS = ("上级名称", "上级代码", "下级名称", "下级代码", "比例", "起", "止")

ROW, REASON, REASON_EN = "表头下第几行", "错误原因", "Reasons"  # what an error sheet adds to the columns that were brought

Aliases = Mapping[str, tuple[str, ...]]
ALIASES: Aliases = {
    "专家编号": ("编号", "专家代码", "专家号", "专家库编号", "库内编号", "评委编号", "人员编号"),
    "姓名": ("名字", "评委姓名"),
    "性别": (),
    "证件类型": ("证件种类", "身份证件类型", "证件类别", "证件名称"),
    "证件号码": (
        "身份证号", "身份证号码", "证件号", "公民身份号码", "公民身份证号码", "身份证件号码", "身份证件号", "身份证", "身份号码",
        "有效证件号码",
    ),
    "出生日期": ("出生年月日", "生日", "出生年月", "出生时间"),
    "手机号码": ("手机", "手机号", "联系电话", "移动电话", "联系方式", "联系手机", "电话", "电话号码", "联系电话(手机)"),
    "所在单位": ("工作单位", "单位名称", "单位", "现工作单位", "工作单位名称", "所在单位名称", "所属单位", "单位全称", "工作单位全称"),
    "单位统一社会信用代码": (
        "统一社会信用代码", "单位信用代码", "工作单位统一社会信用代码", "信用代码", "社会信用代码", "单位社会信用代码",
        "所在单位统一社会信用代码", "单位代码",
    ),
    "职务/职称": ("职称", "职务职称", "职务、职称", "技术职称", "专业技术职称", "职称/职务", "职称等级", "专业技术职务"),
    "评标专业代码": ("专业代码", "评标专业", "评审专业代码", "评审专业", "评标专业编码", "专业编码", "申报专业代码"),
    "专业分类版本": ("分类版本", "专业版本", "专业分类标准", "专业代码版本", "版本"),
    "专家类别": ("类别", "专家分类", "专家类型"),
    "行政区域代码": ("行政区划代码", "区域代码", "地区代码", "行政区划", "行政区域", "区划代码", "所在地区代码"),
    "从业起始时间": ("从业时间", "从业起始日期", "从业日期", "开始从业时间", "从业开始时间", "参加工作时间", "从事专业起始时间"),
    "是否在职": ("在职", "在职情况", "是否在岗"),
    "入库时间": ("入库日期", "加入时间", "入库年月日", "入库登记时间"),
    "状态": ("专家状态", "当前状态", "在库状态", "使用状态"),
    "开户行": ("开户银行", "开户行名称", "开户银行名称", "银行名称", "开户支行"),
    "联行号": ("银行联行号", "开户行联行号", "行号", "开户行行号", "支付系统行号", "大额支付行号"),
    "银行卡号": ("银行账号", "卡号", "银行卡", "银行账户", "银行卡账号", "收款账号", "账号", "银行帐号", "帐号", "银行卡号码"),
    "暂停至": ("暂停截止日期", "暂停到期日", "暂停结束时间"),
}  # fmt: skip
RELATION_ALIASES: Aliases = {
    "专家编号": ("编号", "专家代码", "专家号", "专家库编号", "评委编号"),
    "关系": ("关系类型", "关系种类", "回避关系", "与对方关系", "类型"),
    "对方名称": ("单位名称", "对方", "对方单位", "对方单位名称", "单位", "回避单位", "企业名称", "公司名称", "投标人名称"),
    "对方统一社会信用代码": ("统一社会信用代码", "信用代码", "对方信用代码", "对方代码", "单位统一社会信用代码", "社会信用代码"),
    "起": ("起始日期", "起始时间", "开始日期", "开始时间", "起始", "自"),
    "止": ("终止日期", "终止时间", "结束日期", "结束时间", "截止日期", "至"),
    "比例": ("持股比例", "股权比例", "占比", "出资比例"),
    "说明": ("备注", "情况说明", "摘要"),
}
EQUITY_ALIASES: Aliases = {
    "上级名称": ("股东名称", "股东", "投资方", "投资方名称", "上级", "上级单位", "母公司", "出资人"),
    "上级代码": ("股东代码", "股东信用代码", "股东统一社会信用代码", "投资方代码", "上级信用代码", "上级统一社会信用代码"),
    "下级名称": ("被投资方", "被投资企业", "被投资方名称", "下级", "下级单位", "子公司", "企业名称"),
    "下级代码": ("被投资方代码", "被投资企业代码", "下级信用代码", "下级统一社会信用代码", "企业信用代码", "子公司代码"),
    "比例": ("持股比例", "股权比例", "出资比例", "占比"),
    "起": ("起始日期", "起始时间", "开始日期", "自"),
    "止": ("终止日期", "终止时间", "结束日期", "截止日期", "至"),
}
_REMARK = re.compile(r"[(\[【<《].*?[)\]】>》]")  # （必填）, [文本], 【18位】
_NUMBERED = re.compile(r"^(?:\d{1,2}[.、)]|[一二三四五六七八九十]{1,2}、)")
_OWNERS = re.compile(r"^(?:评标|评审)?(?:专家|评委)(?:的)?(?=\S{2})|^本人")
_LONG_ENOUGH, _LONGEST = 3, 60
EXACT, ALIAS, SIMILAR = "exact", "alias", "similar"


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name without width, blanks and the marks that forms put around it."""
    return "".join(unicodedata.normalize("NFKC", name).split()).strip("*:;,.\ufeff").upper()


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """`1.专家姓名（必填）` → `姓名`: without numbering, remarks in brackets and the words for whose it is."""
    text = _NUMBERED.sub("", _REMARK.sub("", plain(name)))
    return _OWNERS.sub("", text.strip("*:;,.")) or text


class Names:
    """Our names with their aliases, to be asked which of them a written name may be."""

    def __init__(self, wanted: Iterable[str], aliases: Aliases) -> None:
        self._plain: dict[str, tuple[str, str]] = {}
        self._long: list[tuple[str, str]] = []
        self._loose = bool(aliases)  # without aliases only the names themselves count
        for ours in wanted:
            self._plain[plain(ours)] = (ours, EXACT)
        for ours in wanted:
            for name in map(plain, (ours, *aliases.get(ours, ()))):
                self._plain.setdefault(name, (ours, ALIAS))
                if len(name) >= _LONG_ENOUGH:
                    self._long.append((name, ours))
        self._met: dict[str, Mapping[str, str]] = {}

    def of(self, written: str) -> Mapping[str, str]:
        """Our columns that this name may stand for, each with how alike: exact, alias, or similar."""
        found = self._met.get(written)
        if found is None:
            found = self._met[written] = self._look_up(written)
        return found

    def knows(self, ours: str, but: Container[str] = ()) -> bool:
        """Whether this is a column of ours that is not among some."""
        return plain(ours) in self._plain and ours not in but

    def _look_up(self, written: str) -> dict[str, str]:
        if not written or len(written) > _LONGEST:
            return {}
        shortened = bare(written)
        known = self._plain.get(plain(written))
        if known is None and self._loose:
            known = self._plain.get(shortened)
            known = known and (known[0], ALIAS)
        if known is not None or not self._loose:
            return dict([known]) if known else {}
        is_long = len(shortened) >= _LONG_ENOUGH
        return {ours: SIMILAR for name, ours in self._long if name in shortened or (is_long and shortened in name)}
