"""专家管理的表单: the blanks of each act about an expert; what can be chosen is what the use cases and the policy of the day know."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from api.expert_words import entry_named, words_of
from api.forms import WHY, Blank, Kind, Text
from api.language import said
from dispatch.intake.column_names import POOL_COLUMNS
from dispatch.workflow.experts.known import Known
from dispatch.workflow.experts.review import AUTOMATED, is_contestable
from dispatch.workflow.experts.service import is_withdrawable
from dispatch.workflow.work import Work

OWN_EXIT = "own"
ASKED_BY = Blank(
    "why", _("本人怎样提出"), Kind.LONG, hint=_("如：本人持身份证到窗口提出；来信；来电并核实身份。写入记录，不能更改"), most=500
)
_FIXED = ("专家编号", "状态", "入库时间")  # what a correction never changes; the use case says why


def leave_blanks(known: Known, work: Work) -> tuple[Blank, ...]:
    most = _("一次最长%(n)s天；更久的请办理暂停", n=known.rules.leave_longest)
    return (Blank("since", _("从哪天起（含）"), Kind.DAY), Blank("until", _("到哪天止（含）"), Kind.DAY, hint=most), ASKED_BY)


def consent_blanks(known: Known, work: Work) -> tuple[Blank, ...]:
    purposes = tuple((code, _(title)) for code, title in known.rules.consents.items())
    return (
        Blank("purpose", _("对哪一项个人信息"), Kind.CHOICE, choices=purposes),
        Blank("given", _("同意还是收回"), Kind.CHOICE, choices=(("1", _("同意")), ("0", _("收回同意")))),
        Blank("statement", _("告知书版本"), hint=_("写在告知书上，如 v1"), most=40),
        ASKED_BY,
    )


def correct_blanks(known: Known, work: Work) -> tuple[Blank, ...]:
    columns = tuple((column, _(column)) for column in POOL_COLUMNS if column not in _FIXED)
    return (Blank("column", _("哪一项不对"), Kind.CHOICE, choices=columns), Blank("value", _("正确的内容"), most=400), ASKED_BY)


def appeal_blanks(known: Known, work: Work) -> tuple[Blank, ...]:
    against = [(str(AUTOMATED), _("资格筛查和抽取权重"))]
    contestable = (entry for entry in known.entries if is_contestable(entry, known) and entry.seq not in known.state.void)
    against += [(str(entry.seq), f"{entry_named(entry.seq, known)} {words_of(entry, known)}") for entry in contestable]
    return (Blank("against", _("对哪一项不服"), Kind.CHOICE, choices=tuple(against)), ASKED_BY)


def withdraw_blanks(known: Known, work: Work) -> tuple[Blank, ...]:
    entries = (entry for entry in known.entries if is_withdrawable(entry, known))
    chosen = tuple((str(entry.seq), f"{entry_named(entry.seq, known)} {words_of(entry, known)}") for entry in entries)
    return (Blank("entry", _("撤回哪一项"), Kind.CHOICE, choices=chosen), WHY)


def review_blanks(known: Known, work: Work) -> tuple[Blank, ...]:
    waiting = tuple((str(entry.seq), f"{entry_named(entry.seq, known)} {words_of(entry, known)}") for entry in known.state.waiting)
    answers = (("1", _("同意")), ("0", _("不同意")))
    return (Blank("entry", _("决定哪一项"), Kind.CHOICE, choices=waiting), Blank("granted", _("决定"), Kind.CHOICE, choices=answers), WHY)


def train_blanks(known: Known, work: Work) -> tuple[Blank, ...]:
    months = _("不填为培训之日起%(n)s个月", n=known.rules.training_valid)
    return (
        Blank("course", _("培训名称")),
        Blank("on", _("培训日期"), Kind.DAY, required=False, hint=_("不填为今天")),
        Blank("until", _("有效至"), Kind.DAY, required=False, hint=months),
        WHY,
    )


def points_blanks(known: Known, work: Work) -> tuple[Blank, ...]:
    causes = tuple(
        (code, _("%(title)s，%(points)s分", title=said(each.title), points=each.points)) for code, each in known.rules.causes.items()
    )
    return (
        Blank("code", _("扣分事由"), Kind.CHOICE, choices=causes),
        Blank("on", _("事发日期"), Kind.DAY, required=False, hint=_("不填为今天")),
        WHY,
    )


def suspend_blanks(known: Known, work: Work) -> tuple[Blank, ...]:
    grounds = tuple((code, _ground_words(each.title, each.months)) for code, each in known.rules.grounds.items())
    until = _("不填按事由的期限；事由没有期限的，至解除为止")
    return (
        Blank("ground", _("暂停事由"), Kind.CHOICE, choices=grounds),
        Blank("until", _("暂停至（含）"), Kind.DAY, required=False, hint=until),
        WHY,
    )


def _ground_words(title: str, months: int) -> Text:
    return _("%(title)s，%(months)s个月", title=said(title), months=months) if months else said(title)


def only_why(known: Known, work: Work) -> tuple[Blank, ...]:
    return (WHY,)


def only_asked(known: Known, work: Work) -> tuple[Blank, ...]:
    return (ASKED_BY,)


def dismiss_blanks(known: Known, work: Work) -> tuple[Blank, ...]:
    exits = ((code, each) for code, each in known.rules.exits.items() if code != OWN_EXIT)
    grounds = tuple(
        (code, _("%(title)s（终身不得入库）", title=said(each.title)) if each.banned else said(each.title)) for code, each in exits
    )
    return (Blank("ground", _("解聘事由"), Kind.CHOICE, choices=grounds), WHY)
