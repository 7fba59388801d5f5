"""Refusals of the draw.

Refused
├── BadManifest          the rules of a draw do not have the form that the specification gives
├── BadFrame             a frozen list (pool, pairs, panels, booths, carried members) is not in order
├── BadValue             a party's value cannot be opened or does not reach its anchor
├── OracleGaveUp         no proof in time whether a committee can still be completed
├── NoLawfulPanel        the round was to be drawn, but no lawful committee exists
├── NotThisStep          a step was asked for that does not follow what has happened in this draw
└── NotAnEvent           the log must not take this entry as an event of the draw
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class BadManifest(Refused):
    code = "draw.bad_manifest"
    says = "抽取规则书（manifest）的“{where}”不合规范（{why}）；请更正后重新提交"
    says_en = "The manifest is not lawful at “{where}” ({why}); correct it and submit it again"


class BadFrame(Refused):
    code = "draw.bad_frame"
    says = "冻结清单的“{where}”不合规范（{why}）；请重新生成候选名单后再冻结"
    says_en = "The frozen lists are not in order at “{where}” ({why}); make the roster again before it is frozen"


class BadValue(Refused):
    code = "draw.bad_value"
    says = "见证方{party}第{round}轮的随机值无效；请要求该方重新发送，不得跳过"
    says_en = "The value of party {party} for round {round} does not hold; ask the party to send it again, it cannot be left out"


class OracleGaveUp(Refused):
    code = "draw.oracle_gave_up"
    says = "在{seconds}秒内未能证明能否组成合法评委会；抽取暂停、不作任何记录，请延长时限后重试"
    says_en = "No proof within {seconds} seconds whether a lawful committee exists; the draw halts and logs nothing: retry with more time"


class NoLawfulPanel(Refused):
    code = "draw.no_lawful_panel"
    says = "本轮不存在合法的评委会组合；请记录“无法抽取”，再按逐级扩大规则另行发起抽取"
    says_en = "No lawful committee exists for this round; log it as infeasible, then start a new draw by the refill ladder"


class NotThisStep(Refused):
    code = "draw.not_this_step"
    says = "当前不能执行该步骤（{why}）；请先核对本次抽取的进度"
    says_en = "This step does not come now ({why}); look up how far the draw has come"


class NotAnEvent(Refused):
    code = "draw.not_an_event"
    says = "日志不接受该条目（{why}）；请核对抽取进度、签名角色与字段"
    says_en = "The log does not take this entry ({why}); compare the draw's progress, the signer's role and the members"
