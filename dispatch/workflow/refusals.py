"""Refusals of the use cases.

Refused
├── UnknownTender
├── TenderExists
├── NotApplied
├── SamePerson
├── UnknownDraw
├── NotAnOffer
├── LinkClosed
├── NotExpectedHere
├── WrongPerson
├── TooEarly
├── NotAllowed
├── PoolIsEmpty
└── NoVenue
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


class LinkClosed(Refused):
    code = "link.closed"
    says = "该链接无效、已使用或已过期；如需帮助请致电中心值班电话"
    says_en = "This link is unknown, used or expired; call the centre's duty telephone for help"


class NotExpectedHere(Refused):
    code = "gate.not_expected"
    says = "本场地没有该到场码；请核对短信中的场地与到场码"
    says_en = "This gate code is not expected at this venue; compare venue and code in the message"


class WrongPerson(Refused):
    code = "gate.wrong_person"
    says = "证件与到场码不符；请由工作人员与监督人员共同核验身份"
    says_en = "The document does not fit the gate code; staff and supervisor must check the identity together"


class TooEarly(Refused):
    code = "event.too_early"
    says = "“{wanted}”的时刻未到：还缺{missing}"
    says_en = "The moment “{wanted}” has not come: still missing {missing}"


class NotAllowed(Refused):
    code = "disclosure.not_allowed"
    says = "此时该角色不得查看这项内容（{field}）；依据披露矩阵，到规定时刻才开放"
    says_en = "This role may not see this ({field}) now; the disclosure matrix opens it at its moment"


class PoolIsEmpty(Refused):
    code = "pool.empty"
    says = "专家库为空；请先用 `expert-dispatch pool import 文件` 导入专家"
    says_en = "The expert pool is empty; import one with `expert-dispatch pool import FILE` first"


class NoVenue(Refused):
    code = "venue.none"
    says = "{region}没有可用场地；请先导入场地与机位"
    says_en = "There is no venue in {region}; import venues and booths first"
