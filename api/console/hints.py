"""在网页上怎么办: refusals speak to people at a command line too; where one names an option of it, the page says what that is here."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

from api.forms import Text
from policies.vocabulary.refused import Refused

HINTS: Mapping[str, Text] = {
    "too_few.not_counted": _("在本页填写“投标人个数”。"),
    "too_few.enough": _("要终止的，请回到项目页选“终止项目”。"),
    "appoint.not_lawful": _("在本页选择情形，填写同意的机关和文号；没有的，请随机抽取。"),
    "appoint.barred": _("在本页换成另外的专家编号。"),
    "expert.author_and_reason": _("经办人就是登录的人；在本页写明理由。"),
    "expert.not_in_the_pool": _("请回到专家页看现状。"),
    "expert.not_reached": _("在本页另选一种暂停事由。"),
    "expert.already_in_the_pool": _("信息有误的，在该专家的页上选“提出更正”。"),
    "expert.banned": _("对该决定不服的，在该专家的页上选“提出申诉”。"),
    "expert.no_such_call": _("请先在“征集与报名”中发布公告。"),
    "expert.nothing_to_decide": _("在本页选择“决定哪一项”。"),
    "expert.not_withdrawable": _("暂停请选“解除暂停”，决定请选“提出申诉”。"),
    "expert.not_appealable": _("请回到专家页，在时间线上核对序号。"),
}


def hint_for(refusal: Refused) -> Text:
    """What to do on the page; nothing where the refusal says it already."""
    return HINTS.get(refusal.code, "")
