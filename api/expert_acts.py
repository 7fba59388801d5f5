"""专家管理的事项: for each its words, the blanks of its form, and the use case that does it; who may decide the use case knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from api import expert_blanks as forms
from api import expert_relations as relations
from api.expert_blanks import OWN_EXIT
from api.forms import Blank, Text
from dispatch.workflow.experts import conduct, leaving, service
from dispatch.workflow.experts.correction import ask_correction
from dispatch.workflow.experts.entries import Act, Entry
from dispatch.workflow.experts.known import Known
from dispatch.workflow.experts.review import appeal, decide
from dispatch.workflow.experts.service import is_withdrawable
from dispatch.workflow.experts.state import Stage
from dispatch.workflow.work import Work

Values = Mapping[str, Any]
Doing = Callable[[str, Values, Act, Work], Entry]


@dataclass(frozen=True, slots=True)
class ExpertAct:
    """`own` are matters of the expert himself, recorded for him; the others the library does of its own."""

    name: str
    title: Text
    says: Text
    undo: Text
    press: Text
    icon: str
    own: bool
    blanks: Callable[[Known, Work], tuple[Blank, ...]]
    do: Doing
    is_open: Callable[[Known], bool]
    basis: str = ""
    is_grave: bool = False


def _in_pool(known: Known) -> bool:
    return known.state.stage is Stage.IN_POOL


def _has_waiting(known: Known) -> bool:
    return bool(known.state.waiting)


def _has_withdrawable(known: Known) -> bool:
    return any(is_withdrawable(entry, known) for entry in known.entries)


def _is_suspended_here(known: Known) -> bool:
    return known.state.suspended


def _is_out(known: Known) -> bool:
    return known.state.stage in (Stage.LEFT, Stage.TURNED_DOWN)


def _anybody(known: Known) -> bool:
    return True


def _leave(no: str, given: Values, act: Act, work: Work) -> Entry:
    return service.take_leave(no, given["since"], given["until"], act, work)


def _consent(no: str, given: Values, act: Act, work: Work) -> Entry:
    return service.note_consent(no, given["purpose"], given["statement"], act, work, given=given["given"] == "1")


def _correct(no: str, given: Values, act: Act, work: Work) -> Entry:
    return ask_correction(no, {given["column"]: given["value"]}, act, work)


def _appeal(no: str, given: Values, act: Act, work: Work) -> Entry:
    return appeal(no, int(given["against"]), act, work)


def _withdraw(no: str, given: Values, act: Act, work: Work) -> Entry:
    return service.withdraw(no, int(given["entry"]), act, work)


def _review(no: str, given: Values, act: Act, work: Work) -> Entry:
    return decide(no, int(given["entry"]), act, work, granted=given["granted"] == "1")


def _train(no: str, given: Values, act: Act, work: Work) -> Entry:
    return service.train(no, given["course"], act, work, on=given.get("on"), until=given.get("until"))


def _points(no: str, given: Values, act: Act, work: Work) -> Entry:
    return conduct.take_points(no, given["code"], act, work, on=given.get("on"))


def _suspend(no: str, given: Values, act: Act, work: Work) -> Entry:
    return conduct.suspend(no, given["ground"], act, work, until=given.get("until"))


def _lift(no: str, given: Values, act: Act, work: Work) -> Entry:
    return conduct.lift(no, act, work)


def _exit(no: str, given: Values, act: Act, work: Work) -> Entry:
    return leaving.leave_the_pool(no, act, work, ground=given.get("ground", OWN_EXIT))


def _erase(no: str, given: Values, act: Act, work: Work) -> Entry:
    return leaving.erase(no, act, work)


_OWN = (
    ExpertAct(
        "leave", _("登记请假"), _("这些日子不被抽取；是否已被通知，本页不知道也不查。"), _("可以撤回。"), _("登记请假"), "clock",
        True, forms.leave_blanks, _leave, _in_pool,
    ),
    ExpertAct(
        "correct", _("提出更正"), _("登记的内容不对，本人可以要求更正；由另一人审核后生效。"), _("审核前可以撤回。"), _("提交更正申请"),
        "file-text", True, forms.correct_blanks, _correct, _in_pool, "《个人信息保护法》第四十六条",
    ),
    ExpertAct(
        "appeal", _("提出申诉"), _("对扣分、暂停、退出、审核结果，或对筛查和权重不服；由未参与原决定的人复核，复核前原决定有效。"),
        _("复核前可以撤回。"), _("提交申诉"), "scale", True, forms.appeal_blanks, _appeal, _anybody, "《个人信息保护法》第二十四条",
    ),
    ExpertAct(
        "consent", _("单独同意或收回"), _("处理敏感个人信息须单独同意；收回同样方便。"), _("随时可以改登。"), _("登记"), "key", True,
        forms.consent_blanks, _consent, _anybody, "《个人信息保护法》第十五条、第二十九条",
    ),
    ExpertAct(
        "no-relations", _("本人申报没有关系"), _("问过本人，没有须回避的关系：此后不再是“事实不明”。"), _("以后有的，补登即可。"),
        _("登记申报"), "circle-check", True, relations.none_blanks, relations.none_told, _in_pool,
    ),
    ExpertAct(
        "exit", _("本人退出专家库"), _("立即停止抽取；已经开始的通知和费用照常办完。"),
        _("不能撤销；要回来须重新报名并审核。"), _("登记退出"), "logout", True, forms.only_asked, _exit, _in_pool, is_grave=True,
    ),
)  # fmt: skip
_OF_THE_LIBRARY = (
    ExpertAct(
        "review", _("审核、复核"), _("决定报名、更正或申诉；登记人不能自己审核，申诉由未参与原决定的人复核。"),
        _("不能撤销；不同意的，本人可以申诉。"), _("作出决定"), "circle-check", False, forms.review_blanks, _review, _has_waiting,
        "《个人信息保护法》第二十四条",
    ),
    ExpertAct(
        "train", _("登记培训"), _("记下培训和有效期。"), _("可以撤回。"), _("登记培训"), "list-check", False,
        forms.train_blanks, _train, _in_pool,
    ),
    ExpertAct(
        "points", _("登记扣分"), _("达到标准的只是提请暂停，由另一人决定。"), _("可以撤回；本人可以申诉。"), _("登记扣分"),
        "alert-triangle", False, forms.points_blanks, _points, _in_pool,
    ),
    ExpertAct(
        "suspend", _("决定暂停"),
        _("须两人的，第一人只是提请，另一人再办一次才生效；从那天起不被抽取。因扣分的，不能由登记扣分的人决定。"),
        _("由另一人解除；本人可以申诉。"), _("决定暂停"), "lock", False, forms.suspend_blanks, _suspend, _in_pool,
    ),
    ExpertAct(
        "relate", _("补登关系"), _("回避规则所需、库中还没有的一项关系。"), _("写错的，可以更正或撤销；原内容密封留存。"), _("补登关系"),
        "users", False, relations.relation_blanks, relations.relate, _in_pool,
    ),
    ExpertAct(
        "correct-relation", _("更正关系"), _("以正确的关系取代有误的；已经结束的，写明止日。"), _("可以再次更正；原内容密封留存。"),
        _("更正关系"), "file-text", False, relations.corrected_blanks, relations.put_right, _in_pool,
    ),
    ExpertAct(
        "withdraw-relation", _("撤销关系"), _("本不存在的关系；曾经有而已结束的，请选“更正关系”写明止日。"),
        _("需要时重新补登；原内容密封留存。"), _("撤销关系"), "eye-off", False, relations.withdrawn_blanks, relations.take_out, _in_pool,
    ),
    ExpertAct(
        "lift", _("解除暂停"), _("本中心决定的暂停到今天为止；不能由决定暂停的人解除。"), _("不能撤销；需要时另行决定暂停。"),
        _("解除暂停"), "circle-check", False, forms.only_why, _lift, _is_suspended_here,
    ),
    ExpertAct(
        "withdraw", _("撤回一项记录"), _("请假、培训、扣分，或还没有决定的事项；原记录保留而不再计算。"), _("不能撤销；需要时重新登记。"),
        _("撤回"), "eye-off", False, forms.withdraw_blanks, _withdraw, _has_withdrawable,
    ),
    ExpertAct(
        "dismiss", _("解聘"), _("由本中心决定退出；因扣分的，不能由登记扣分的人决定。"), _("不能撤销；本人可以申诉，成立的视为没有退出。"),
        _("决定解聘"), "ban", False, forms.dismiss_blanks, _exit, _in_pool, is_grave=True,
    ),
    ExpertAct(
        "erase", _("删除资料"), _("保存期满后销毁密钥；不能由登记退出的人办理。"), _("不能恢复：只留下“已删除，谁、何时、为何”。"),
        _("永久删除"), "ban", False, forms.only_why, _erase, _is_out, "《个人信息保护法》第四十七条", is_grave=True,
    ),
)  # fmt: skip
ACTS: Mapping[str, ExpertAct] = {each.name: each for each in (*_OWN, *_OF_THE_LIBRARY)}


def acts_for(known: Known, *, own: bool) -> tuple[ExpertAct, ...]:
    """What the expert's page offers, in this order."""
    return tuple(each for each in (_OWN if own else _OF_THE_LIBRARY) if each.is_open(known))
