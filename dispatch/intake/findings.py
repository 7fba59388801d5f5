"""逐行核对结果: what is wrong or doubtful in one row, as a code and a Chinese sentence that says what to do.

A sentence never repeats the value it is about: errors may be printed and mailed, identity numbers may not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

SENTENCES = {
    "value.missing": "“{column}”为空；请补填",
    "value.formula": "“{column}”的内容像公式（以 = + - @ 开头）；请改为普通文本",
    "value.control": "“{column}”含有换行或看不见的字符；请删去",
    "value.lost_digits": "“{column}”被电子表格存成了数字，末几位已丢失；请把该列设为文本格式后重新填写",
    "value.error": "“{column}”是电子表格的出错值（如 #N/A）；请改为实际内容",
    "value.too_long": "“{column}”超过 {limit} 个字符；请核对",
    "value.choice": "“{column}”应为下列之一：{choices}",
    "date.form": "“{column}”不是有效日期；请写成 2013-07-01 的样式",
    "date.two_digits": "“{column}”的年份只有两位，可能是公历也可能是民国；请写四位年份，如 1970-01-01",
    "date.era": "“{column}”的年份是三位，看来是民国纪年；请写明“民国”（如 民国59年1月1日）或改为公历",
    "date.no_day": "“{column}”没有写到日；请补填完整日期，如 2013-07-01",
    "date.future": "“{column}”晚于今天；请核对",
    "date.before_birth": "“{column}”早于出生日期；请核对",
    "id.form": "证件号码的位数或字符不对；请对照证件核对",
    "id.old": "证件号码是 15 位的旧号码；请对照现行证件补填 18 位号码",
    "id.check": "证件号码的校验码不符；请对照证件逐位核对",
    "id.date": "证件号码中的出生日期不存在；请对照证件核对",
    "id.region": "证件号码前两位不是有效的省级代码；请对照证件核对",
    "id.county": "证件号码前六位的县级代码不在现有名单中；请人工核对（不影响入库）",
    "id.birth": "出生日期与证件号码中的日期不一致；请核对两处",
    "id.sex": "性别与证件号码不一致；请核对（不影响入库）",
    "id.twice": "证件号码与第 {first} 行重复；同一人只能有一条记录",
    "id.known": "该证件号码在专家库中已属于另一专家编号；请核对是否同一人重复入库",
    "person.alike": "与第 {first} 行的姓名（不计全半角、空格和次序）、出生日期和单位都相同，疑为同一人重复；请核对（不影响入库）",
    "person.alike_known": "与专家库中编号 {no} 的姓名（不计全半角、空格和次序）、出生日期和单位都相同，疑为同一人；请核对（不影响入库）",
    "age.over": "今天已满 {limit} 周岁，按现行规则抽取时会被排除；请核对出生日期或状态（不影响入库）",
    "no.form": "专家编号只能由不超过 64 个字母、数字和 . _ - 组成；请核对",
    "no.twice": "专家编号与第 {first} 行重复；请核对",
    "uscc.form": "“{column}”应为 18 位，且不含 I O S V Z；请对照营业执照或法人证书核对",
    "uscc.check17": "“{column}”的第 17 位（组织机构代码校验位）不符；请核对",
    "uscc.check18": "“{column}”的第 18 位（校验位）不符；请核对",
    "phone.form": "手机号码应为 1 开头的 11 位数字；请核对",
    "card.form": "银行卡号应为 16 至 19 位数字；请核对",
    "card.check": "银行卡号的校验位不符；请对照银行卡逐位核对",
    "cnaps.form": "联行号应为 12 位数字；请与开户行名称核对（不影响入库）",
    "cnaps.check": "联行号的校验位不符（按读法）；请与开户行名称核对（不影响入库）",
    "bank.missing": "“{column}”为空，付款前须补填（不影响入库）",
    "employer.missing": "在职人员的“所在单位”为空；请补填单位名称和统一社会信用代码，否则无法核对回避",
    "employer.no_code": "“单位统一社会信用代码”为空，回避只能按单位全称核对；请补填（不影响入库）",
    "employer.no_name": "填了单位统一社会信用代码而“所在单位”为空；请补填",
    "specialty.edition": "“专业分类版本”为空或不是 2018、2010、政采；同一代码在不同版本含义不同，不能推断，请填写",
    "specialty.count": "“评标专业代码”应有 1 至 5 个；请核对",
    "specialty.form": "“评标专业代码”第 {nth} 个不是该版本的叶级代码；请对照专业分类表核对",
    "specialty.other_edition": "“评标专业代码”第 {nth} 个不是“专业分类版本”所填版本的写法，看来属于{other}版；请核对版本",
    "specialty.twice": "“评标专业代码”有重复；请删去重复的代码",
    "specialty.unknown": "“评标专业代码”第 {nth} 个不在随附的专业分类表（选编）中；请人工核对（不影响入库）",
    "region.form": "“行政区域代码”应为 6 位数字，且前两位为省级代码；请核对",
    "region.unknown": "“行政区域代码”不在现有名单中；请人工核对（不影响入库）",
    "standing.until": "“暂停至”只能与状态“暂停”同时填写，已忽略；请核对（不影响入库）",
    "standing.kept": "本中心已决定暂停或退出，文件所写的状态不解除该决定；解除请用 `expert lift`，再次入库请重新报名（不影响入库）",
    "correction.kept": "文件仍是更正前的内容，已保留经同意的更正；请通知来源库更正（不影响入库）",
    "relation.share": "“比例”应写成 51% 或 0 至 1 之间的小数；请核对",
    "relation.period": "“止”早于“起”；请核对",
    "relation.apart": "“不宜同组”的“对方名称”应填另一位专家的专家编号；请核对",
    "relation.expert": "“专家编号”不在同时导入的专家库文件中；请核对（不影响入库）",
    "demo.value": "“{column}”是演示专用值，正式环境不接受；演示请设置 DISPATCH_DEMO=1",
    "column.taken_as": "列“{column}”按{why}作为“{ours}”读取；如不对，请用 --map 指明（不影响入库）",
    "column.unknown": "不认识列“{column}”，其内容未读取（不影响入库）",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong (error) or doubtful (warning); `row` counts the lines under the header from 1, 0 is the header."""

    row: int
    column: str
    code: str
    message: str

    def as_json(self) -> dict[str, object]:
        return {"row": self.row, "column": self.column, "code": self.code, "message": self.message}


def finding(row: int, column: str, code: str, **facts: object) -> Finding:
    return Finding(row, column, code, _sentence(column, code, tuple(facts.items())))


@lru_cache(maxsize=1 << 14)
def _sentence(column: str, code: str, facts: tuple[tuple[str, object], ...]) -> str:
    """Made once: of a hundred thousand rows with one fault each holds the same sentence."""
    return SENTENCES[code].format(column=column, **dict(facts))
