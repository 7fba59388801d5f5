"""Refusals of the policies: a rule file that cannot be read, a day before any rule, an application that breaks a rule.

Refused
├── BadClassification
├── BadPolicyFile
├── ClassificationExists
├── CumulativeIncomeMissing
├── EarlierReceiptsClash
├── MonthsOutOfRange
├── NegativeAmount
├── NotYetInForce
├── OneSumPlease
├── UnknownProfile
├── ApplicationRefused
│   ├── NoSuchSpecialty
│   ├── TenderInThePast
│   ├── CheckinAfterOpening
│   ├── OpeningTooFar
│   ├── CommitteeTooSmall
│   ├── CommitteeEven
│   ├── TooFewExperts
│   ├── TooManyRepresentatives
│   ├── NoLegalExpert
│   └── TooManySubvenues
└── SubvenuesTooSmall
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class BadPolicyFile(Refused):
    code = "policies.bad_file"
    says = "规则文件{file}第{line}行有误：{what}；请改正后重新载入"
    says_en = "Policy file {file}, line {line}: {what}; correct it and load it again"


class BadClassification(Refused):
    code = "policies.bad_classification"
    says = "专业分类表第{row}行有误：{what}；请改正后重新导入，未写入任何内容"
    says_en = "The table of specialties is wrong in row {row}: {what_en}; correct it and import it again, nothing was stored"


class ClassificationExists(Refused):
    code = "policies.classification_exists"
    says = "{edition}版专业分类自{since}起的内容已导入，且与本表不同；不得覆盖，请用 --since 写明新内容的起始日期"
    says_en = "Edition {edition} from {since} on is here already and differs; give the new one's first day as --since"


class NotYetInForce(Refused):
    code = "policies.not_in_force"
    says = "“{title}”在{day}没有有效的规定（有效期：{span}）；请核对日期，或补录该日期的规定"
    says_en = "“{title}” has no value in force on {day} (known: {span}); check the date, or supply the value for that day"


class EarlierReceiptsClash(Refused):
    code = "withholding.earlier_receipts_clash"
    says = "此前收入的税前、税额、税后三项不能为负，且税前减税额须等于税后；请按已付款的发放表填写"
    says_en = "Earlier gross, tax and net must not be negative and gross − tax must be net; copy them from the sheets already paid"


class UnknownProfile(Refused):
    code = "policies.unknown_profile"
    says = "没有名为“{profile}”的地区方案；请改用：{known}"
    says_en = "There is no profile “{profile}”; use one of: {known}"


class ApplicationRefused(Refused):
    """An application that no committee may be drawn for; `rule` and `source` name the rule where there is one."""

    code = "application.refused"


class NoSuchSpecialty(ApplicationRefused):
    """A code that the edition does not list and that nobody holds: drawn for, it would only make the ladder climb."""

    code = "application.no_such_specialty"
    says = "{edition}版评标专业分类中没有代码“{code}”，专家库中也无人登记；相近的有：{near}；请核对代码与版本后重新提交"
    says_en = (
        "The classification of {edition} has no code “{code}” and nobody holds it; near it are: {near}; check the code and apply again"
    )


class TenderInThePast(ApplicationRefused):
    code = "application.in_the_past"
    says = "{what}{at}早于现在（{now}）；请核对时间后重新提交"
    says_en = "The {what_en} {at} is in the past (now: {now}); check the time and apply again"


class CheckinAfterOpening(ApplicationRefused):
    code = "application.checkin_after_opening"
    says = "签到时间{checkin}晚于开标时间{opening}；请把签到时间提前后重新提交"
    says_en = "Check-in {checkin} is after the opening {opening}; set an earlier check-in and apply again"


class OpeningTooFar(ApplicationRefused):
    code = "application.opening_too_far"
    says = "开标时间{opening}距今超过{days}天；请核对年份，或临近时再申请"
    says_en = "The opening {opening} is more than {days} days away; check the year, or apply nearer to it"


class CommitteeTooSmall(ApplicationRefused):
    code = "application.committee_too_small"
    says = "评标委员会共{given}人，少于{least}人（{rule}，{source}）；请增加名额后重新提交"
    says_en = "The committee has {given} members, fewer than {least} ({rule}, {source}); add seats and apply again"


class CommitteeEven(ApplicationRefused):
    code = "application.committee_even"
    says = "评标委员会共{given}人，应当为单数（{rule}，{source}）；请增加或减少一个名额后重新提交"
    says_en = "The committee has {given} members; the number must be odd ({rule}, {source}); add or remove one seat and apply again"


class TooFewExperts(ApplicationRefused):
    code = "application.too_few_experts"
    says = "评标委员会共{members}人，专家只有{given}人，不足{share}，至少须{least}人（{rule}，{source}）；请增加专家或减少代表后重新提交"
    says_en = (
        "Of {members} members only {given} are experts, less than {share_en}: at least {least} are needed ({rule}, {source}); "
        "add experts or remove representatives and apply again"
    )


class TooManyRepresentatives(ApplicationRefused):
    code = "application.too_many_representatives"
    says = "招标人（采购人）代表{given}人，最多{most}人（{rule}，{source}）；请减少代表或增加专家后重新提交"
    says_en = "{given} representatives of the tenderer, at most {most} are allowed ({rule}, {source}); remove some or add experts"


class NoLegalExpert(ApplicationRefused):
    code = "application.no_legal_expert"
    says = "技术复杂的谈判、磋商须有{least}名法律专家（{rule}，{source}）；请增加法律类专业的名额，或注明“法律专家：已含”后重新提交"
    says_en = (
        "A complex negotiation or consultation needs {least} legal expert ({rule}, {source}); add a seat of the law's specialties, "
        "or remark that one is among them, and apply again"
    )


class TooManySubvenues(ApplicationRefused):
    code = "application.too_many_subvenues"
    says = "{subvenues}个副场每个至少须{least}名专家，而只抽取{experts}名专家（{rule}，{source}）；请减少副场或增加专家后重新提交"
    says_en = (
        "{subvenues} sub-venues need at least {least} experts each, but only {experts} experts are drawn ({rule}, {source}); "
        "ask for fewer sub-venues or more experts"
    )


class SubvenuesTooSmall(Refused):
    code = "plan.subvenues_too_small"
    says = "能容纳每个副场{least}名专家的副场只有{usable}个，须随机选取{wanted}个；请增加可用副场、机位，或减少副场个数"
    says_en = "Only {usable} sub-venues can seat {least} experts, {wanted} must be drawn; open more sub-venues or booths, or ask for fewer"


class NegativeAmount(Refused):
    code = "withholding.negative_amount"
    says = "{what}不能为负数；请改正"
    says_en = "{what} must not be negative; correct it"


class MonthsOutOfRange(Refused):
    code = "withholding.months_out_of_range"
    says = "累计月数应为1至12，现为{months}；请改正--months"
    says_en = "The months so far must be 1 to 12, not {months}; correct --months"


class OneSumPlease(Refused):
    code = "withholding.one_sum_please"
    says = "请给出税前（--gross-fen）或税后（--net-fen）金额之一，且只给一个"
    says_en = "Give either a gross sum (--gross-fen) or a net sum (--net-fen), and only one"


class CumulativeIncomeMissing(Refused):
    code = "withholding.cumulative_income_missing"
    says = "累计预扣法须给出本年累计税前收入；请加--cumulative-gross-fen"
    says_en = "The cumulative method needs the year's gross income to date; add --cumulative-gross-fen"
