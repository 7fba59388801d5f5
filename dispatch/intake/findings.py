"""逐行核对结果: what is wrong or doubtful in one row, as a code and a Chinese sentence that says what to do.

A sentence never repeats the value it is about: errors may be printed and mailed, identity numbers may not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from dispatch.intake.cells import Cell, NumberLostDigits, as_code, as_date, as_text, has_control, is_formula

_COUNTRY_CODE = re.compile(r"^(\+|00)?86(?=1)")

SENTENCES = {
    "value.missing": "“{column}”为空；请补填",
    "value.formula": "“{column}”的内容像公式（以 = + - @ 开头）；请改为普通文本",
    "value.control": "“{column}”含有换行或看不见的字符；请删去",
    "value.lost_digits": "“{column}”被电子表格存成了数字，末几位已丢失；请把该列设为文本格式后重新填写",
    "value.too_long": "“{column}”超过 {limit} 个字符；请核对",
    "value.choice": "“{column}”应为下列之一：{choices}",
    "date.form": "“{column}”不是有效日期；请写成 2013-07-01 的样式",
    "date.future": "“{column}”晚于今天；请核对",
    "date.before_birth": "“{column}”早于出生日期；请核对",
    "id.form": "证件号码的位数或字符不对；请对照证件核对",
    "id.check": "证件号码的校验码不符；请对照证件逐位核对",
    "id.date": "证件号码中的出生日期不存在；请对照证件核对",
    "id.region": "证件号码前两位不是有效的省级代码；请对照证件核对",
    "id.county": "证件号码前六位的县级代码不在现有名单中；请人工核对（不影响入库）",
    "id.birth": "出生日期与证件号码中的日期不一致；请核对两处",
    "id.sex": "性别与证件号码不一致；请核对（不影响入库）",
    "id.twice": "证件号码与第 {first} 行重复；同一人只能有一条记录",
    "id.known": "该证件号码在专家库中已属于另一专家编号；请核对是否同一人重复入库",
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
    "specialty.twice": "“评标专业代码”有重复；请删去重复的代码",
    "specialty.unknown": "“评标专业代码”第 {nth} 个不在随附的专业分类表（选编）中；请人工核对（不影响入库）",
    "region.form": "“行政区域代码”应为 6 位数字，且前两位为省级代码；请核对",
    "region.unknown": "“行政区域代码”不在现有名单中；请人工核对（不影响入库）",
    "standing.until": "“暂停至”只能与状态“暂停”同时填写，已忽略；请核对（不影响入库）",
    "relation.share": "“比例”应写成 51% 或 0 至 1 之间的小数；请核对",
    "relation.period": "“止”早于“起”；请核对",
    "relation.apart": "“不宜同组”的“对方名称”应填另一位专家的专家编号；请核对",
    "relation.expert": "“专家编号”不在同时导入的专家库文件中；请核对（不影响入库）",
    "demo.value": "“{column}”是演示专用值，正式环境不接受；演示请设置 DISPATCH_DEMO=1",
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
    return Finding(row, column, code, SENTENCES[code].format(column=column, **facts))


@dataclass(slots=True)
class RowReader:
    """One row under its column names; it hands out values and notes what is wrong, and never stops."""

    row: int
    cells: dict[str, Cell]
    errors: list[Finding] = field(default_factory=list)
    warnings: list[Finding] = field(default_factory=list)

    def error(self, column: str, code: str, **facts: object) -> None:
        self.errors.append(finding(self.row, column, code, **facts))

    def warn(self, column: str, code: str, **facts: object) -> None:
        self.warnings.append(finding(self.row, column, code, **facts))

    def text(self, column: str, *, required: bool = True, limit: int = 200) -> str:
        """Free text; a text that a spreadsheet would run is an error."""
        return self._checked(column, self._plain(column, code=False), required=required, limit=limit)

    def number(self, column: str, *, required: bool = True) -> str:
        """A number of the library's own: half-width, no blanks, case as written."""
        return self._checked(column, self._plain(column, code=True), required=required, limit=64)

    def code(self, column: str, *, required: bool = True) -> str:
        """An official identifier: half-width, no blanks, upper case."""
        return self.number(column, required=required).upper()

    def phone(self, column: str) -> str:
        """A phone number without country code, blanks and hyphens."""
        digits = self._plain(column, code=True).replace("-", "")
        return self._checked(column, _COUNTRY_CODE.sub("", digits), required=True, limit=64)

    def has_error(self, column: str) -> bool:
        return any(error.column == column for error in self.errors)

    def choice(self, column: str, choices: tuple[str, ...]) -> str:
        text = self.text(column)
        if text and text not in choices:
            self.error(column, "value.choice", choices="、".join(choices))
        return text

    def day(self, column: str, *, required: bool = True, latest: date | None = None) -> date | None:
        """A date, not after `latest`."""
        cell = self.cells.get(column)
        day = as_date(cell)
        if day is None:
            blank = cell is None or (isinstance(cell, str) and not cell.strip())
            if required or not blank:
                self.error(column, "value.missing" if blank else "date.form")
        elif latest is not None and day > latest:
            self.error(column, "date.future")
        return day

    def _plain(self, column: str, *, code: bool) -> str:
        cell = self.cells.get(column)
        try:
            return as_code(cell) if code else as_text(cell)
        except NumberLostDigits:
            self.error(column, "value.lost_digits")
            return ""

    def _checked(self, column: str, text: str, *, required: bool, limit: int) -> str:
        if not text:
            if required and not self.has_error(column):
                self.error(column, "value.missing")
        elif is_formula(text):
            self.error(column, "value.formula")
        elif has_control(text):
            self.error(column, "value.control")
        elif len(text) > limit:
            self.error(column, "value.too_long", limit=limit)
        return text
