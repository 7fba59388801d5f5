"""Refusals of the policies: a rule file that cannot be read, a day before any rule.

Refused
├── BadPolicyFile
├── EarlierReceiptsClash
└── NotYetInForce
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class BadPolicyFile(Refused):
    code = "policies.bad_file"
    says = "规则文件{file}第{line}行有误：{what}；请改正后重新载入"
    says_en = "Policy file {file}, line {line}: {what}; correct it and load it again"


class NotYetInForce(Refused):
    code = "policies.not_in_force"
    says = "“{title}”在{day}没有有效的规定（有效期：{span}）；请核对日期，或补录该日期的规定"
    says_en = "“{title}” has no value in force on {day} (known: {span}); check the date, or supply the value for that day"


class EarlierReceiptsClash(Refused):
    code = "withholding.earlier_receipts_clash"
    says = "此前收入的税前、税额、税后三项不能为负，且税前减税额须等于税后；请按已付款的发放表填写"
    says_en = "Earlier gross, tax and net must not be negative and gross − tax must be net; copy them from the sheets already paid"
