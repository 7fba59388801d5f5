"""Refusals of the use cases.

Refused
├── UnknownTender
├── TenderExists
│   ├── EndAwaited
│   └── PlaceWasTold
├── NotApplied
├── SamePerson
├── UnknownDraw
├── NotAnOffer
├── NoLawfulCommittee
├── FalseBeacon
├── AnotherBeaconRound
├── TooHardToVerify
├── SeatsAreFilled
├── SeatsAreOpen
├── AlreadyOpened
├── NotExpectedHere
├── WrongPerson
├── TooManyAttempts
├── TooEarly
├── NotAllowed
├── PoolIsEmpty
├── PoolChanged
├── BadCard
├── NoFees
├── UnknownFee
├── NothingThatMonth
├── NoTaxDue
├── PayeeNotKnown
├── BadPayee
├── NoPayerAccount
├── UnknownVenue
├── BoothInUse
├── BidderListExists
├── BidderListTooLate
├── AccountExists
├── NoSuchAccount
├── AccountNeedsScope
├── BadAccountName
├── NotAConsoleRole
├── NotInLog
├── NotCosigned
├── WeakPassword
├── UnknownReason
├── UnknownRelation
├── BadRelation
├── BadMigration
├── StepNotOpen
├── NoOtherLibrary
├── NothingToWiden
├── TooLateToWiden
├── NoYearWaits
├── NotAMember
└── TranscriptUnreadable
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class UnknownTender(Refused):
    code = "tender.unknown"
    says = "没有编号为{tender}的项目标段；请用 `expert-dispatch tender show` 查看已有项目"
    says_en = "There is no tender {tender}; `expert-dispatch tender show` lists the known ones"


class TenderExists(Refused):
    code = "tender.exists"
    says = "项目标段{tender}已有内容不同的抽取申请；同一标段只有一次抽取，请先终止原申请并说明理由"
    says_en = "Tender {tender} already has an application with other content; one section has one draw: cancel the first with a reason"


class EndAwaited(TenderExists):
    code = "tender.end_awaited"
    says = "项目标段{tender}已终止，但其抽取的终结尚待监督部门签署；签署后即可重新申请，等待谁、为何，见 draw show"
    says_en = "Tender {tender} was given up, but the end of its draw is not signed yet; apply once it is: see `draw show`"


class PlaceWasTold(TenderExists):
    code = "tender.place_was_told"
    says = "项目标段{tender}已终止，但评标地点已告知专家，不能再以同一标段申请；重新招标的，请以新的项目编号申请"
    says_en = "Tender {tender} was given up after experts were told the place: it is not applied for again; a new tender has a new number"


class NotApplied(Refused):
    code = "tender.not_applied"
    says = "项目标段{tender}当前状态为“{state}”，不能审批；只有“待审”的申请可以审批"
    says_en = "Tender {tender} is in state “{state}”; only an application that waits for approval can be approved"


class SamePerson(Refused):
    code = "tender.same_person"
    says = "申请人与审批人不能是同一人；请由另一名人员审批"
    says_en = "The applicant cannot approve the application; let another person approve it"


class UnknownDraw(Refused):
    code = "draw.unknown"
    says = "没有这次抽取的记录；请核对抽取编号"
    says_en = "There is no record of this draw; compare the draw's number"


class NotAnOffer(Refused):
    code = "desk.not_accepted"
    says = "未接收{party}提交的事件：{why}"
    says_en = "The event submitted by {party} was not accepted: {why}"


class NoLawfulCommittee(Refused):
    """The refill ladder is exhausted: why no committee can be drawn, and what people may do; nothing of it is done by itself."""

    code = "plan.no_lawful_committee"
    says = "{reasons}；已逐级扩大到{step}，不得再自行放宽：{changes}按第{next}级办理（{next_title}，{approval}）"
    says_en = (
        "No lawful committee can be drawn: {reasons_en}; the ladder was climbed to {step} and nothing may be widened further: "
        "{changes_en}go on with {next} (approval: {approval})"
    )


class FalseBeacon(Refused):
    code = "draw.false_beacon"
    says = "所给信标第{q}轮的签名无效，未予采用；请核对来源与信标链后重新取得"
    says_en = "The signature of the beacon's round {q} does not hold and was not used; compare source and chain, and fetch it again"


class AnotherBeaconRound(Refused):
    code = "draw.another_beacon_round"
    says = "所给文件中没有正在等待的信标轮次：等待第{wanted}轮，文件中是第{brought}轮；请取得所等待的轮次后再录入"
    says_en = "The file holds no round of the beacon that is waited for: wanted {wanted}, brought {brought}; fetch the one that is wanted"


class TooHardToVerify(Refused):
    code = "plan.too_hard_to_verify"
    says = "名额、规则与回避关系过于复杂，他人无法在{seconds}秒内核验本次抽取；请减少席位类别或地域规则，或核对不宜同组的登记"
    says_en = (
        "Seats, rules and pairs are so entangled that nobody could verify this draw within {seconds} seconds; "
        "use fewer seat classes or region rules, or look through the pairs on record"
    )


class SeatsAreFilled(Refused):
    code = "draw.seats_filled"
    says = "名额已满，本次抽取不能以“终止”结束；项目终止时请终止项目，抽取按“完成”结束并通知各专家"
    says_en = "All seats are filled: the draw cannot be cancelled. Give up the tender: its draw ends as complete, and everybody is told"


class SeatsAreOpen(Refused):
    code = "draw.seats_open"
    says = "仍有名额未满，不能以“完成”结束抽取；请等待补抽，或注明理由后终止"
    says_en = "Seats are open: the draw is not complete. Wait for the replacement round, or cancel with a reason"


class AlreadyOpened(Refused):
    code = "tender.already_opened"
    says = "项目标段{tender}的评标已经开始，不能再终止申请；请由评标委员会签署报告后结束"
    says_en = "The evaluation of tender {tender} is under way and cannot be given up; it ends with the committee's signed report"


class NotExpectedHere(Refused):
    code = "gate.not_expected"
    says = "本场地没有该到场码；请核对短信中的场地与到场码"
    says_en = "This gate code is not expected at this venue; compare venue and code in the message"


class WrongPerson(Refused):
    code = "gate.wrong_person"
    says = "证件与到场码不符；请由工作人员与监督人员共同核验身份"
    says_en = "The document does not fit the gate code; staff and supervisor must check the identity together"


class TooManyAttempts(Refused):
    code = "gate.too_many_attempts"
    says = "该到场码或本入口连续核验不通过，暂停自助签到{minutes}分钟；请由工作人员与监督人员共同核验身份"
    says_en = "This code or this gate was refused too often and rests for {minutes} minutes; staff and supervisor check the identity"


class TooEarly(Refused):
    code = "event.too_early"
    says = "“{wanted}”的时刻未到：还缺{missing}"
    says_en = "It is too early for {wanted_en}: still missing {missing_en}"


class NotAllowed(Refused):
    code = "disclosure.not_allowed"
    says = "此时该角色不得查看这项内容（{field}）；依据披露矩阵，到规定时刻才开放"
    says_en = "This role may not see this ({field}) now; the disclosure matrix opens it at its moment"


class PoolIsEmpty(Refused):
    code = "pool.empty"
    says = "专家库为空；请先用 `expert-dispatch pool import 文件` 导入专家"
    says_en = "The expert pool is empty; import one with `expert-dispatch pool import FILE` first"


class PoolChanged(Refused):
    code = "pool.changed"
    says = "导入准备期间专家库有了别的改动，没有写入任何数据；请重新导入，届时按最新的专家库核对"
    says_en = "The pool was changed by somebody else while this import was prepared; nothing was stored: import the file again"


class NoFees(Refused):
    code = "fee.none"
    says = "项目标段{tender}还没有劳务费；评标报告签署后自动计算"
    says_en = "Tender {tender} has no fees yet; they are computed when the report is signed"


class BadCard(Refused):
    code = "fee.bad_card"
    says = "银行卡号校验不通过；请对照银行卡重新输入"
    says_en = "The card number does not pass its check; type it again from the card"


class UnknownFee(Refused):
    code = "fee.unknown"
    says = "{tender}没有代号为{code}的费用；请用 `expert-dispatch settle export` 核对代号"
    says_en = "There is no fee of {code} in {tender}; look the code up by `expert-dispatch settle export`"


class NothingThatMonth(Refused):
    code = "fee.nothing_that_month"
    says = "{payer}在{month}没有已报税的劳务费；付款人填统一社会信用代码，没有代码的填名称"
    says_en = "{payer} has no fee with tax filed in {month}; a payer is named by its credit code, or by name where it has none"


class NoTaxDue(Refused):
    code = "fee.no_tax_due"
    says = "{month}没有应交而未交的个人所得税，或者该完税凭证已经登记"
    says_en = "No tax of {month} is left to be paid, or this receipt was entered before"


class PayeeNotKnown(Refused):
    code = "fee.payee_not_known"
    says = "{code}的收款人资料已删除；请核实收款人后用 --payee 提供资料"
    says_en = "The data of {code} were erased; verify who is to be paid and give the data by --payee"


class BadPayee(Refused):
    code = "fee.bad_payee"
    says = "收款人资料有误：{what}；请更正后重试"
    says_en = "The data of the payee are wrong: {what_en}; correct them and try again"


class NoPayerAccount(Refused):
    code = "fee.no_payer_account"
    says = "未设置付款账户；请在 centre.json 中填写 payer 后重试"
    says_en = "No paying account is set; fill in `payer` in centre.json and try again"


class UnknownVenue(Refused):
    code = "venue.unknown"
    says = "没有这个场地；请从场地列表中选择"
    says_en = "There is no such venue; choose one from the list"


class AccountExists(Refused):
    code = "account.exists"
    says = "账号“{name}”已存在；请换一个名称"
    says_en = "There is an account “{name}” already; choose another name"


class BadAccountName(Refused):
    code = "account.bad_name"
    says = "账号名只用汉字、字母、数字和 . _ - · @，不含空格、全角字符和看不见的字符，最多{most}个字符；请改正后重试"
    says_en = "An account's name has letters, Chinese characters, digits and . _ - · @ only, no blanks, {most} at most; correct it"


class NoSuchAccount(Refused):
    code = "account.unknown"
    says = "没有账号“{name}”；用 `account list` 查看已有账号"
    says_en = "There is no account “{name}”; see `account list`"


class AccountNeedsScope(Refused):
    code = "account.needs_scope"
    says = "角色{role}只能查看与己有关的内容：请指明其场地（副场）或统一社会信用代码（招标人、代理机构）"
    says_en = "The role {role} sees its own only: name its venue (sub-venue staff) or its credit code (tenderer, agent)"


class NotAConsoleRole(Refused):
    code = "account.not_a_console_role"
    says = "角色{role}不能登录管理台；可用的角色：{known}"
    says_en = "The role {role} does not sign in to the console; roles that do: {known}"


class WeakPassword(Refused):
    code = "account.weak_password"
    says = "口令过短：至少{least}个字符；可用几个词连成一句"
    says_en = "The password is too short: at least {least} characters; a few words in a row will do"


class UnknownReason(Refused):
    code = "reply.unknown_reason"
    says = "没有这个拒绝理由代码；请从页面所列理由中选择"
    says_en = "There is no such reason code; choose one of those on the page"


class NotInLog(Refused):
    code = "log.not_in_log"
    says = "日志没有这样的条目或大小；目前共{size}条，序号从0起"
    says_en = "The log holds no such entry or size; it has {size} entries, counted from 0"


class NotCosigned(Refused):
    code = "log.not_cosigned"
    says = "日志还没有经足够见证节点联署的检查点，尚无可核对、导出的内容；请启动见证节点，执行 `expert-dispatch worker --once` 后重试"
    says_en = (
        "No checkpoint of the log has been cosigned by enough witnesses yet, so there is nothing to check or export; "
        "start the witnesses, run `expert-dispatch worker --once` and try again"
    )


class TranscriptUnreadable(Refused):
    code = "monitor.transcript_unreadable"
    says = "不是抽取记录（vd1）；请重新下载，或移出所给目录"
    says_en = "It is no transcript (vd1); download it again, or move it out of the folder"


class BoothInUse(Refused):
    code = "venue.booth_in_use"
    says = "场地{venue}的机位{booth}已为某个项目预留，不能删去或停用；请待该项目结束后再改"
    says_en = "Booth {booth} of venue {venue} is set aside for a tender and cannot be taken away; change it when the tender has ended"


class BidderListExists(Refused):
    code = "bidders.exist"
    says = "项目{tender}已录入另一份投标人名单；确需更正的，请核对后注明是更正再录入，更正会记入日志"
    says_en = "Tender {tender} has another bidder list; to correct it, bring it as a correction, which the log records"


class BidderListTooLate(Refused):
    code = "bidders.too_late"
    says = "项目{tender}的状态为“{state}”，不能再录入或更改投标人名单；请向监督部门说明"
    says_en = "Tender {tender} is in state {state} and takes no bidder list any more; turn to the supervisor"


class BadRelation(Refused):
    code = "relation.bad"
    says = "这项关系不能登记：{why}"
    says_en = "This relation cannot be put down: {why_en}"


class UnknownRelation(Refused):
    code = "relation.unknown"
    says = "专家{no}没有标记为{mark}的关系；请用 `expert-dispatch relations list` 查看现有关系"
    says_en = "Expert {no} has no relation marked {mark}; `expert-dispatch relations list` shows what is known"


class BadMigration(Refused):
    """A file of confirmed codes is taken whole or not at all."""

    code = "specialties.bad_migration"
    says = "换版确认表第{row}行有误：{why}；请改正后重新提交，未改动任何人"
    says_en = "The table of confirmed codes is wrong in row {row}: {why_en}; correct it and hand it in again, nobody was changed"


class StepNotOpen(Refused):
    code = "ladder.step_not_open"
    says = "不能申请扩大到{step}：{why}"
    says_en = "Step {step} cannot be asked for: {why_en}"


class NoOtherLibrary(Refused):
    code = "ladder.no_other_library"
    says = "没有登记可以共享的其他专家库；请先在地区方案的 ladder.libraries 写明编号前缀、库名和协议，并导入该库的专家"
    says_en = "No other library is on record; put prefix, name and agreement into ladder.libraries of the profile, and import its experts"


class NothingToWiden(Refused):
    code = "ladder.nothing_to_widen"
    says = "标段{tender}没有扩大到{step}的申请；请先由经办人用 tender widen 写明理由提出"
    says_en = "Nobody has asked to widen {tender} to {step}; somebody asks with `tender widen` and a reason first"


class NoYearWaits(Refused):
    code = "calendar.nothing_waits"
    says = "{year}年的工作日历没有待审批的更改；请先用 calendar import 或管理台“文件导入”提请"
    says_en = "No change of the calendar of {year} waits; somebody brings one with `calendar import` or on the console first"


class TooLateToWiden(Refused):
    code = "ladder.too_late_to_widen"
    says = "标段{tender}当前为“{state}”，不能再扩大抽取范围；请重新申请"
    says_en = "Tender {tender} is in state “{state}” and can be widened no more; apply anew"


class NotAMember(Refused):
    code = "recusal.not_a_member"
    says = "专家{no}目前不在项目标段{tender}的评标委员会中，无须更换；请核对专家编号，补抽进行中的请稍后再办"
    says_en = "Expert {no} does not sit on the committee of {tender}; compare the number, or wait if a replacement round is open"
