"""Refusals of settlement.

Refused
├── StageNotNext           a fee does not go from here to there
├── WrongRole              this role does not take this step
├── FourEyes               whoever checked may not approve
├── AccountNotConfirmed    a returned payment needs an account that the expert has confirmed since
├── Unbalanced             debit and credit differ
├── NothingToPay           a payment order without a sum
├── NotAStatusReport       not a readable pain.002
├── AlreadySettled         one settlement for one tender
└── ChangedMeanwhile       somebody else took the step first
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class StageNotNext(Refused):
    code = "settle.stage_not_next"
    says = "费用不能从“{current}”转为“{wanted}”；可转为：{allowed}"
    says_en = "A fee does not go from “{current}” to “{wanted}”; it may go to: {allowed}"


class WrongRole(Refused):
    code = "settle.wrong_role"
    says = "角色{role}不能将费用转为“{wanted}”；请由{allowed}办理"
    says_en = "Role {role} may not take a fee to “{wanted}”; have {allowed} do it"


class FourEyes(Refused):
    code = "settle.four_eyes"
    says = "复核人不得同时批准付款；请由另一人批准"
    says_en = "Whoever checked a fee may not approve it; have another person approve"


class AccountNotConfirmed(Refused):
    code = "settle.account_not_confirmed"
    says = "退票后须由专家本人确认收款账户才能再次支付；请先请专家确认"
    says_en = "After a returned payment the expert must confirm the account before it is paid again; ask the expert first"


class Unbalanced(Refused):
    code = "settle.unbalanced"
    says = "分录{key}借贷不平（借{debit}，贷{credit}）；请改正后再记账"
    says_en = "Entry {key} does not balance (debit {debit}, credit {credit}); correct it before booking"


class NothingToPay(Refused):
    code = "settle.nothing_to_pay"
    says = "支付指令中没有大于零的款项；请先完成审批与报税"
    says_en = "The payment order holds no sum above zero; finish approval and tax filing first"


class NotAStatusReport(Refused):
    code = "settle.not_a_status_report"
    says = "文件不是可读的银行支付状态报告（ISO 20022 pain.002）：{what}；请从银行重新下载"
    says_en = "This is no readable bank status report (ISO 20022 pain.002): {what_en}; download it again from the bank"


class AlreadySettled(Refused):
    code = "settle.already_settled"
    says = "该项目本批费用已建立结算；请在原结算单上办理"
    says_en = "This tender already has its settlement; work on that one"


class ChangedMeanwhile(Refused):
    code = "settle.changed_meanwhile"
    says = "该笔费用刚被他人处理；请刷新后重试"
    says_en = "Somebody else has just moved this fee; reload and try again"
