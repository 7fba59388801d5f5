"""Refusals of the agents: each says what the agent will not do, and what its operator can do about it.

Refused
├── LogRefused             the mirror does not grow
│   ├── LogDoesNotFit
│   └── LogForked
├── DutyRefused            an act that safety forbids
│   ├── WillNotCommit
│   ├── WillNotRelease
│   ├── WillNotSign
│   └── OperatorMustAgree
├── LineRefused            the centre could not be asked, or did not give what was asked
│   ├── CentreUnreachable
│   ├── CentreDeclined
│   ├── AnswerMalformed
│   └── AnswerTooLarge
├── CallNotSigned          the centre's side of the desk
├── ClocksDiffer
├── NotOneDraw
├── NoSuchAgent
├── AnotherAgent
├── NoTrustFile
├── NoCentreAddress
└── CentreNeedsTls
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class LogRefused(Refused):
    code = "agents.log_refused"
    says = "日志未被接受，本端暂停一切动作"
    says_en = "The log is not accepted; this agent does nothing until it is"


class LogDoesNotFit(LogRefused):
    code = "agents.log_does_not_fit"
    says = "收到的日志条目与联署检查点（{size}条）不符；请中心重新提供全部条目"
    says_en = "The entries received do not lead to the cosigned checkpoint ({size}); the centre must give all entries again"


class LogForked(LogRefused):
    code = "agents.log_forked"
    says = "日志出现两个历史（{size}条处）；本端已停止全部动作并保存证据，请报告监督部门与各见证节点"
    says_en = "The log shows two histories (at {size} entries); this agent has stopped and kept the evidence: report it"


class DutyRefused(Refused):
    code = "agents.duty_refused"
    says = "本端拒绝执行：{why}"
    says_en = "This agent refuses: {why_en}"


class WillNotCommit(DutyRefused):
    code = "agents.will_not_commit"
    says = "本端不作承诺：{why}；请中心更正后另行计划，或由本方操作人处理"
    says_en = "No commitment: {why_en}; the centre must correct it and plan anew, or this party's operator decides"


class WillNotRelease(DutyRefused):
    code = "agents.will_not_release"
    says = "本端不揭示随机值：{why}；请核对日志与抽取进度"
    says_en = "No release: {why_en}; compare the log and the progress of the draw"


class WillNotSign(DutyRefused):
    code = "agents.will_not_sign"
    says = "本端不签署：{why}；请中心补齐证据或更正后重新提交"
    says_en = "No signature: {why_en}; the centre must complete the evidence or correct it and propose again"


class OperatorMustAgree(DutyRefused):
    code = "agents.operator_must_agree"
    says = "须由本方操作人确认：{why}；属实或同意的，执行 {act}"
    says_en = "This party's operator must decide: {why_en}; if so, say it by {act}"


class NotOneDraw(Refused):
    code = "agents.not_one_draw"
    says = "本端不知道以{given}开头的抽取，或不止一个；请照抄 party status 所示的编号"
    says_en = "No draw known here begins with {given}, or more than one does; copy the name that `party status` shows"


class NoSuchAgent(Refused):
    code = "agents.no_such_agent"
    says = "目录{home}尚未初始化；请先执行 init"
    says_en = "The directory {home} holds no agent; run init first"


class AnotherAgent(Refused):
    code = "agents.another_agent"
    says = "目录{home}已属于“{name}”；请为另一方使用另一个目录"
    says_en = "The directory {home} belongs to “{name}”; use another directory for another agent"


class NoTrustFile(Refused):
    code = "agents.no_trust_file"
    says = "尚无信任文件；请从公布渠道取得后用 init --trust 放入"
    says_en = "There is no trust file yet; get it from where it is published and put it in by init --trust"


class NoCentreAddress(Refused):
    code = "agents.no_centre_address"
    says = "尚未登记中心的网址；请用 --centre 给出，例如 https://ggzy.example.gov.cn"
    says_en = "The centre's address is not known; give it by --centre, e.g. https://ggzy.example.gov.cn"


class CentreNeedsTls(Refused):
    code = "agents.centre_needs_tls"
    says = "中心网址{address}不是 https 地址；请使用 https（仅同一台机器上可用 http）"
    says_en = "The centre's address {address} is no https address; use https (http only on one machine)"


class LineRefused(Refused):
    code = "agents.line_refused"
    says = "与中心的通信未完成；将自动重试"
    says_en = "The call to the centre was not completed; it is tried again"


class CentreUnreachable(LineRefused):
    code = "agents.centre_unreachable"
    says = "无法连接中心（{why}）；将自动重试，持续不通请核对网址和网络"
    says_en = "The centre cannot be reached ({why}); tried again by itself, check address and network if it lasts"


class CentreDeclined(LineRefused):
    code = "agents.centre_declined"
    says = "中心未受理（{reason}）：{why}"
    says_en = "The centre declined ({reason}): {why_en}"


class AnswerMalformed(LineRefused):
    code = "agents.answer_malformed"
    says = "中心的答复格式不正确（{what}），未予采信；请中心检查其程序"
    says_en = "The centre's answer is malformed ({what}) and was not believed; the centre must look at its program"


class AnswerTooLarge(LineRefused):
    code = "agents.answer_too_large"
    says = "中心的答复超过{limit}字节，未予接收；请中心检查其程序"
    says_en = "The centre's answer is larger than {limit} bytes and was not taken; the centre must look at its program"


class CallNotSigned(Refused):
    code = "desk.call_not_signed"
    says = "请求没有见证方的有效签名；请核对代号、公钥登记和日志名称"
    says_en = "The call bears no valid signature of a party; compare token, registered key and the log's name"


class ClocksDiffer(Refused):
    code = "desk.clocks_differ"
    says = "请求时间与中心时钟相差超过{seconds}秒；请双方校准时钟"
    says_en = "The call's time differs from the centre's clock by more than {seconds} seconds; set both clocks right"
