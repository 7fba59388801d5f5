"""Refusals of sealing; none says more about a secret than that it stays shut.

Refused
├── EnvelopeClosed
├── ProfileNotOffered
├── CannotSeal
├── FieldClosed
├── CapsuleClosed
├── LinkClosed
├── ContentTooLong
├── PseudonymsExhausted
└── StageOutOfOrder
"""

from __future__ import annotations

from policies.vocabulary.refused import Refused


class EnvelopeClosed(Refused):
    """Every failure to open an envelope, without detail (docs/spec/sealing.md §1)."""

    code = "sealing.envelope_closed"
    says = "密封件未能解封；请核对密封件的SHA-256，并请同一组合的全体保管人重新出具份额"
    says_en = "The envelope stays closed; compare its SHA-256 and ask all custodians of one subset for their shares again"


class ProfileNotOffered(Refused):
    code = "sealing.profile_not_offered"
    says = "本版本不支持国密密封件dse1-sm；请使用dse1重新密封，或换用支持国密的版本解封"
    says_en = "This version does not handle envelopes of the SM profile (dse1-sm); seal again as dse1, or open it with a version that does"


class CannotSeal(Refused):
    code = "sealing.cannot_seal"
    says = "无法密封：{what}；请改正后重新提交"
    says_en = "Cannot seal: {what_en}; correct this and submit again"


class FieldClosed(Refused):
    code = "sealing.field_closed"
    says = "密封字段未能解封：内容被改动、被移到别处或密钥不符；请从备份恢复该行并核对日志"
    says_en = "A sealed field stays closed: changed, moved to another place, or under another key; restore the row and check the log"


class CapsuleClosed(Refused):
    code = "sealing.capsule_closed"
    says = "联系方式密封件未能解封；请由专家库按本次抽取重新生成"
    says_en = "A contact capsule stays closed; have the registry make the capsules of this draw again"


class LinkClosed(Refused):
    code = "sealing.link_closed"
    says = "链接无效或已失效；请使用最近一条短信中的链接，或联系通知单位"
    says_en = "The link is not valid or no longer so; use the one in the latest message, or call the office that sent it"


class ContentTooLong(Refused):
    code = "sealing.content_too_long"
    says = "内容有{size}字节，超过固定长度所容的{room}字节；请缩短文字"
    says_en = "The content has {size} bytes, the fixed size holds {room}; shorten the text"


class PseudonymsExhausted(Refused):
    code = "sealing.pseudonyms_exhausted"
    says = "本项目可用的专家代号只剩{left}个，需要{wanted}个；请拆分项目后重新申请"
    says_en = "Only {left} pseudonyms are left for this tender, {wanted} are needed; split the tender and apply again"


class StageOutOfOrder(Refused):
    code = "sealing.stage_out_of_order"
    says = "项目处于{current}，不能进入{wanted}；披露阶段只能逐步向前，请先完成{next}"
    says_en = "The tender stands at {current} and cannot move to {wanted}; stages only move forward one by one, complete {next} first"
