"""逐行核对结果: what is wrong or doubtful in one row, as a code and a sentence in Chinese and in English that says what to do.

A sentence never repeats the value it is about: errors may be printed and mailed, identity numbers may not.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from dispatch.intake.english import with_english_names

SENTENCES: dict[str, tuple[str, str]] = {
    "value.missing": (
        "“{column}”为空；请补填",
        "“{column}” is empty; fill it in",
    ),
    "value.formula": (
        "“{column}”的内容像公式（以 = + - @ 开头）；请改为普通文本",
        "“{column}” looks like a formula (it begins with = + - @); make it plain text",
    ),
    "value.control": (
        "“{column}”含有换行或看不见的字符；请删去",
        "“{column}” holds line breaks or characters that cannot be seen; remove them",
    ),
    "value.lost_digits": (
        "“{column}”被电子表格存成了数字，末几位已丢失；请把该列设为文本格式后重新填写",
        "“{column}” was turned into a number by the spreadsheet and lost its last digits; make the column text and fill it in again",
    ),
    "value.error": (
        "“{column}”是电子表格的出错值（如 #N/A）；请改为实际内容",
        "“{column}” is an error value of the spreadsheet (like #N/A); put the real content there",
    ),
    "value.too_long": (
        "“{column}”超过 {limit} 个字符；请核对",
        "“{column}” is longer than {limit} characters; check it",
    ),
    "value.choice": (
        "“{column}”应为下列之一：{choices}；请改正，或在词语对应中指定",
        "“{column}” must be one of: {choices}; correct it, or match the word in the mapping",
    ),
    "date.form": (
        "“{column}”不是有效日期；请写成 2013-07-01 的样式",
        "“{column}” is no date; write it like 2013-07-01",
    ),
    "date.two_digits": (
        "“{column}”的年份只有两位，可能是公历也可能是民国；请写四位年份，如 1970-01-01",
        "“{column}” has a year of two digits, which may be of either calendar; write four, like 1970-01-01",
    ),
    "date.era": (
        "“{column}”的年份是三位，看来是民国纪年；请写明“民国”（如 民国59年1月1日）或改为公历",
        "“{column}” has a year of three digits, it seems of the Republic's calendar; write 民国 before it, or convert it",
    ),
    "date.no_day": (
        "“{column}”没有写到日；请补填完整日期，如 2013-07-01",
        "“{column}” goes without the day; write the whole date, like 2013-07-01",
    ),
    "date.future": (
        "“{column}”晚于今天；请核对",
        "“{column}” lies after today; check it",
    ),
    "date.before_birth": (
        "“{column}”早于出生日期；请核对",
        "“{column}” lies before the date of birth; check it",
    ),
    "id.form": (
        "证件号码的位数或字符不对；请对照证件核对",
        "The identity number has the wrong length or characters; compare it with the document",
    ),
    "id.old": (
        "证件号码是 15 位的旧号码；请对照现行证件补填 18 位号码",
        "The identity number is an old one of 15 digits; fill in the 18 of the present document",
    ),
    "id.check": (
        "证件号码的校验码不符；请对照证件逐位核对",
        "The identity number fails its check digit; compare it with the document digit by digit",
    ),
    "id.date": (
        "证件号码中的出生日期不存在；请对照证件核对",
        "The date of birth in the identity number does not exist; compare it with the document",
    ),
    "id.region": (
        "证件号码前两位不是有效的省级代码；请对照证件核对",
        "The first two digits of the identity number are no province; compare it with the document",
    ),
    "id.county": (
        "证件号码前六位的县级代码不在现有名单中；请人工核对（不影响入库）",
        "The county in the identity number is not in the present list; check it by hand (it is stored all the same)",
    ),
    "id.birth": (
        "出生日期与证件号码中的日期不一致；请核对两处",
        "The date of birth differs from that in the identity number; check both",
    ),
    "id.sex": (
        "性别与证件号码不一致；请核对（不影响入库）",
        "The sex differs from that in the identity number; check it (it is stored all the same)",
    ),
    "id.twice": (
        "证件号码与第 {first} 行重复；同一人只能有一条记录",
        "The identity number stands in row {first} too; one person has one row, remove one of them",
    ),
    "id.known": (
        "该证件号码在专家库中已属于另一专家编号；请核对是否同一人重复入库",
        "The identity number belongs to another expert number in the pool; check whether one person would come in twice",
    ),
    "person.alike": (
        "与第 {first} 行的姓名（不计全半角、空格和次序）、出生日期和单位都相同，疑为同一人重复；请核对（不影响入库）",
        "Name, birth and employer are those of row {first}, perhaps one person; check it (it is stored all the same)",
    ),
    "person.alike_known": (
        "与专家库中编号 {no} 的姓名（不计全半角、空格和次序）、出生日期和单位都相同，疑为同一人；请核对（不影响入库）",
        "Name, birth and employer are those of number {no} in the pool, perhaps one person; check it (it is stored all the same)",
    ),
    "age.over": (
        "今天已满 {limit} 周岁，按现行规则抽取时会被排除；请核对出生日期或状态（不影响入库）",
        "{limit} years old or more today, whom the rules in force do not let be drawn; check birth or standing (it is stored all the same)",
    ),
    "no.form": (
        "专家编号只能由不超过 64 个字母、数字和 . _ - 组成；请核对",
        "An expert number consists of at most 64 letters, digits and . _ -; check it",
    ),
    "no.twice": (
        "专家编号与第 {first} 行重复；请核对",
        "The expert number stands in row {first} too; check both",
    ),
    "uscc.form": (
        "“{column}”应为 18 位，且不含 I O S V Z；请对照营业执照或法人证书核对",
        "“{column}” must have 18 characters, without I O S V Z; compare it with the licence",
    ),
    "uscc.check17": (
        "“{column}”的第 17 位（组织机构代码校验位）不符；请核对",
        "Character 17 of “{column}” (the organisation code's check) does not fit; check it",
    ),
    "uscc.check18": (
        "“{column}”的第 18 位（校验位）不符；请核对",
        "Character 18 of “{column}” (the check) does not fit; check it",
    ),
    "phone.form": (
        "手机号码应为 1 开头的 11 位数字；请核对",
        "A mobile number has 11 digits and begins with 1; check it",
    ),
    "card.form": (
        "银行卡号应为 16 至 19 位数字；请核对",
        "A card number has 16 to 19 digits; check it",
    ),
    "card.check": (
        "银行卡号的校验位不符；请对照银行卡逐位核对",
        "The card number fails its check digit; compare it with the card digit by digit",
    ),
    "cnaps.form": (
        "联行号应为 12 位数字；请与开户行名称核对（不影响入库）",
        "A bank branch number has 12 digits; compare it with the branch (it is stored all the same)",
    ),
    "cnaps.check": (
        "联行号的校验位不符（按读法）；请与开户行名称核对（不影响入库）",
        "The bank branch number fails its check digit (as we read it); compare it with the branch (it is stored all the same)",
    ),
    "bank.missing": (
        "“{column}”为空，付款前须补填（不影响入库）",
        "“{column}” is empty and has to be filled in before anybody is paid (it is stored all the same)",
    ),
    "employer.missing": (
        "在职人员的“所在单位”为空；请补填单位名称和统一社会信用代码，否则无法核对回避",
        "Somebody in service has no “所在单位”; fill in name and credit code, else recusal cannot be checked",
    ),
    "employer.no_code": (
        "“单位统一社会信用代码”为空，回避只能按单位全称核对；请补填（不影响入库）",
        "“单位统一社会信用代码” is empty, so recusal goes by the full name alone; fill it in (it is stored all the same)",
    ),
    "employer.no_name": (
        "填了单位统一社会信用代码而“所在单位”为空；请补填",
        "There is a credit code and no “所在单位”; fill in the name",
    ),
    "specialty.edition": (
        "“专业分类版本”为空或不是 2018、2010、政采；同一代码在不同版本含义不同，不能推断，请填写",
        "“专业分类版本” is none of 2018, 2010, 政采; a code means different things in each and is never guessed, fill it in",
    ),
    "specialty.count": (
        "“评标专业代码”应有 1 至 5 个；请核对",
        "“评标专业代码” takes 1 to 5 codes; check it",
    ),
    "specialty.form": (
        "“评标专业代码”第 {nth} 个不是该版本的叶级代码；请对照专业分类表核对",
        "Code no. {nth} of “评标专业代码” is no leaf of that edition; compare it with the classification",
    ),
    "specialty.other_edition": (
        "“评标专业代码”第 {nth} 个不是“专业分类版本”所填版本的写法，看来属于{other}版；请核对版本",
        "Code no. {nth} of “评标专业代码” is not written as in the edition given, it seems one of {other}; check the edition",
    ),
    "specialty.twice": (
        "“评标专业代码”有重复；请删去重复的代码",
        "“评标专业代码” repeats a code; remove it",
    ),
    "specialty.unknown": (
        "“评标专业代码”第 {nth} 个不在随附的专业分类表（选编）中；请人工核对（不影响入库）",
        "Code no. {nth} of “评标专业代码” is not in the shipped selection; check it by hand (it is stored all the same)",
    ),
    "region.form": (
        "“行政区域代码”应为 6 位数字，且前两位为省级代码；请核对",
        "“行政区域代码” has 6 digits, the first two of them a province; check it",
    ),
    "region.unknown": (
        "“行政区域代码”不在现有名单中；请人工核对（不影响入库）",
        "“行政区域代码” is not in the present list; check it by hand (it is stored all the same)",
    ),
    "standing.until": (
        "“暂停至”只能与状态“暂停”同时填写，已忽略；请核对（不影响入库）",
        "“暂停至” goes with 暂停 only and was passed over; check it (it is stored all the same)",
    ),
    "standing.kept": (
        "本中心已决定暂停或退出，文件所写的状态不解除该决定；解除须由本中心另作决定，再次入库请重新报名（不影响入库）",
        "This centre decided on suspension or exit, which no file undoes: lift it here, or let the expert apply again (the rest is stored)",
    ),
    "correction.kept": (
        "文件仍是更正前的内容，已保留经同意的更正；请通知来源库更正（不影响入库）",
        "The file is as before the correction, which stays; tell the library to correct it (it is stored all the same)",
    ),
    "relation.share": (
        "“比例”应写成 51% 或 0 至 1 之间的小数；请核对",
        "“比例” is written 51% or as a fraction from 0 to 1; check it",
    ),
    "relation.period": (
        "“止”早于“起”；请核对",
        "“止” lies before “起”; check both",
    ),
    "relation.apart": (
        "“不宜同组”的“对方名称”应填另一位专家的专家编号；请核对",
        "With 不宜同组, “对方名称” holds the number of another expert; check it",
    ),
    "relation.expert": (
        "“专家编号”既不在专家库中，也不在同时导入的文件中，该行不起作用；请核对（不影响其他行）",
        "“专家编号” is nobody in the pool or in the pool file beside it, so the row has no effect; check it (nothing else is held up)",
    ),
    "demo.value": (
        "“{column}”是演示专用值，正式环境不接受；演示请设置 DISPATCH_DEMO=1",
        "“{column}” is a demo value, which a serious centre does not take; for demonstrations set DISPATCH_DEMO=1",
    ),
    "row.aside": (
        "该行看来是合计、备注或分组标题，不是记录，未读取；请核对（不影响其他行）",
        "The row seems a total, a note or a heading, no record, and was not read; check it (nothing else is held up)",
    ),
    "column.taken_as": (
        "列“{column}”按{why}作为“{ours}”读取；如不对，请在列的对应中改正（不影响入库）",
        "Column “{column}” is read as “{ours}” by its contents; if that is wrong, change the mapping (nothing is held up)",
    ),
    "column.unknown": (
        "不认识列“{column}”，其内容未读取；如需要，请在列的对应中指定（不影响入库）",
        "Column “{column}” is not known and was not read; check the mapping if it is wanted (nothing is held up)",
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong (error) or doubtful (warning); `row` counts the lines under the header from 1, 0 is the header."""

    row: int
    column: str
    code: str
    message: str
    english: str = ""

    def as_json(self) -> dict[str, object]:
        return {"row": self.row, "column": self.column, "code": self.code, "message": self.message}


def finding(row: int, column: str, code: str, **facts: object) -> Finding:
    return Finding(row, column, code, *sentence(column, code, tuple(facts.items())))


@lru_cache(maxsize=1 << 14)
def sentence(column: str, code: str, facts: tuple[tuple[str, object], ...] = ()) -> tuple[str, str]:
    """In Chinese and in English; made once: of a hundred thousand rows with one fault each holds the same."""
    chinese, english = SENTENCES[code]
    slots = dict(facts)
    return chinese.format(column=column, **slots), with_english_names(english.format(column=column, **slots))
