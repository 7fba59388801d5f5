"""Refusals of the acts about experts.

Refused
├── UnknownExpert
├── AuthorAndReason
├── AnotherPerson
├── NotInThePool
├── NotReached
├── NotSuspended
├── AlreadyInThePool
├── BannedForEver
├── NoSuchCall
├── CallExists
├── CallIsClosed
├── NotCalledFor
├── CandidacyExists
├── BadCandidacy
├── NothingToDecide
├── UnknownWord
├── WordsMissing
├── DaysDoNotFit
├── NotWithdrawable
├── NotAppealable
├── AppealTooLate
├── BadCorrection
├── KeptByLaw
└── RecordsDamaged
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class UnknownExpert(Refused):
    code = "expert.unknown"
    says = "没有编号为{no}的专家，也没有这一编号的报名；请核对专家编号"
    says_en = "There is no expert and no candidacy numbered {no}; compare the number"


class AuthorAndReason(Refused):
    code = "expert.author_and_reason"
    says = "每一项记录都须写明经办人和理由，各不超过{longest}字，不得含看不见的字符；请填写 --by 和 --why"
    says_en = "Every entry names its author and its reason, each of at most {longest} characters, none of them unseen; give --by and --why"


class AnotherPerson(Refused):
    code = "expert.another_person"
    says = "{what}须由另一人办理，不能是{than}本人；请换一名人员"
    says_en = "Another person must do this ({what_en}), not the same one as before; let a colleague do it"


class NotInThePool(Refused):
    code = "expert.not_in_the_pool"
    says = "专家{no}目前不在库（{stage}），不能办理；请先查看 `expert show {no}`"
    says_en = "Expert {no} is not in the pool now; look at `expert show {no}`"


class NotReached(Refused):
    code = "expert.not_reached"
    says = "累计扣分{points}，未达到提请暂停的标准（{total}分，或规定的单次分值、次数；{basis}）；其他事由请另选 --ground"
    says_en = (
        "{points} points do not reach what the rules suspend for ({total}, or a single deed, or its repetition; {basis}); "
        "choose another ground"
    )


class NotSuspended(Refused):
    code = "expert.not_suspended"
    says = "专家{no}目前没有由本中心决定的暂停，无可解除；专家库文件中的状态由来源库更改"
    says_en = "No suspension of expert {no} by this centre is running; a standing of the pool file is changed at its source"


class AlreadyInThePool(Refused):
    code = "expert.already_in_the_pool"
    says = "该专家编号或证件号码已在库；信息有误请用 `expert correct` 更正"
    says_en = "This number or document is in the pool already; `expert correct` puts a mistake right"


class BannedForEver(Refused):
    code = "expert.banned"
    says = "该证件号码的持有人已被取消资格，不得再次入库；对该决定不服的，请用 `expert appeal`"
    says_en = "The holder of this document was barred for ever and cannot be admitted; `expert appeal` contests that decision"


class NoSuchCall(Refused):
    code = "expert.no_such_call"
    says = "没有编号为{call}的征集公告；请先用 `expert open-call` 发布"
    says_en = "There is no open call {call}; publish one with `expert open-call` first"


class CallExists(Refused):
    code = "expert.call_exists"
    says = "征集公告{call}已经发布，不能改写；请另用编号"
    says_en = "The open call {call} is published and is not rewritten; use another number"


class CallIsClosed(Refused):
    code = "expert.call_is_closed"
    says = "征集公告{call}的报名时间为{since}至{until}，今天不受理"
    says_en = "The open call {call} takes candidacies from {since} to {until}, not today"


class NotCalledFor(Refused):
    code = "expert.not_called_for"
    says = "{no}填报的评标专业都不在征集公告{call}的范围（{codes}）内；请核对专业"
    says_en = "{no} holds no specialty that the open call {call} asks for ({codes}); check the specialties"


class CandidacyExists(Refused):
    code = "expert.candidacy_exists"
    says = "{no}已有一份内容不同的报名等待审核；请先审核该份报名"
    says_en = "{no} has another candidacy waiting for review; review that one first"


class BadCandidacy(Refused):
    code = "expert.bad_candidacy"
    says = "报名表有误，全部未受理：{why}"
    says_en = "The candidacies are faulty and none was taken: {why}"


class NothingToDecide(Refused):
    code = "expert.nothing_to_decide"
    says = "{no}没有这样一项等待决定的报名、更正或申诉（待决定的：{waiting}）；请用 --entry 指明序号"
    says_en = "{no} has no such candidacy, correction or appeal to decide (waiting: {waiting}); name it with --entry"


class UnknownWord(Refused):
    code = "expert.unknown_word"
    says = "没有“{word}”这一{kind}；可用：{known}"
    says_en = "There is no {kind_en} “{word}”; known: {known}"


class WordsMissing(Refused):
    code = "expert.words_missing"
    says = "{what}须写明，且不得过长或含换行和看不见的字符；请重新填写"
    says_en = "Name {what_en}, not endless and without line breaks or unseen characters"


class DaysDoNotFit(Refused):
    code = "expert.days_do_not_fit"
    says = "起止日期不合适：{why}；请核对"
    says_en = "These days do not fit: {why_en}; check them"


class NotWithdrawable(Refused):
    code = "expert.not_withdrawable"
    says = "第{seq}项记录不能撤回：只有未撤回的请假、培训和扣分可以撤回；暂停请用 `expert lift`，决定请用 `expert appeal`"
    says_en = "Entry {seq} cannot be withdrawn: only leave, training and points can, once; use `expert lift` or `expert appeal` for others"


class NotAppealable(Refused):
    code = "expert.not_appealable"
    says = "第{seq}项记录不是可以申诉的决定（扣分、暂停、退出、审核结果），或已被撤销、已在申诉中；请用 `expert show` 核对序号"
    says_en = "Entry {seq} is no decision that can be appealed against, or is void or under appeal already; see `expert show`"


class AppealTooLate(Refused):
    code = "expert.appeal_too_late"
    says = "对{decided}的决定，申诉期限为{days}天（{basis}），已经届满"
    says_en = "The decision of {decided} could be appealed against within {days} days ({basis}); they are over"


class BadCorrection(Refused):
    code = "expert.bad_correction"
    says = "更正不能受理：{why}"
    says_en = "This correction cannot be taken: {why}"


class KeptByLaw(Refused):
    code = "expert.kept_by_law"
    says = "专家{no}的资料现在不得删除：{why}；此前只限制使用（个人信息保护法第四十七条）"
    says_en = "The data of expert {no} may not be erased yet: {why_en}; until then their use is restricted"


class RecordsDamaged(Refused):
    code = "expert.records_damaged"
    says = "专家管理记录与日志不符，共{count}项；请立即报告监督人，并用备份核对"
    says_en = "{count} entries about experts do not fit the log; report this to the supervisor at once and compare with a backup"
