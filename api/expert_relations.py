"""关系的补登、更正和撤销: the blanks for what recusal rules know of one expert; what is filled in is checked as a table of relations is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from api.expert_blanks import ASKED_BY
from api.forms import WHY, Blank, Kind
from api.language import said
from dispatch.intake.relations import RELATION_KINDS
from dispatch.workflow import relation_changes as changes
from dispatch.workflow.experts.entries import Act, Entry
from dispatch.workflow.experts.known import Known
from dispatch.workflow.work import Work
from policies.vocabulary.expert import Relation
from policies.vocabulary.ids import ExpertNo

Values = Mapping[str, Any]


def relation_blanks(known: Known, work: Work) -> tuple[Blank, ...]:
    return (*_sides(), WHY)


def corrected_blanks(known: Known, work: Work) -> tuple[Blank, ...]:
    return (_which(known, work), *_sides(), WHY)


def withdrawn_blanks(known: Known, work: Work) -> tuple[Blank, ...]:
    return _which(known, work), WHY


def none_blanks(known: Known, work: Work) -> tuple[Blank, ...]:
    return (ASKED_BY,)


def relate(no: str, given: Values, act: Act, work: Work) -> Entry:
    return changes.add_relation(_relation(no, given), act, work)


def put_right(no: str, given: Values, act: Act, work: Work) -> Entry:
    return changes.correct_relation(given["mark"], _relation(no, given), act, work)


def take_out(no: str, given: Values, act: Act, work: Work) -> Entry:
    return changes.withdraw_relation(no, given["mark"], act, work)


def none_told(no: str, given: Values, act: Act, work: Work) -> Entry:
    return changes.declare_none(no, act, work)


def _which(known: Known, work: Work) -> Blank:
    found = changes.relations_of(known.no, work) if known.person else ()
    choices = tuple((each.mark, _in_words(each.relation)) for each in found)
    return Blank("mark", _("哪一项关系"), Kind.CHOICE, hint="" if choices else _("没有登记的关系"), choices=choices)


def _sides() -> tuple[Blank, ...]:
    return (
        Blank("kind", _("关系"), Kind.CHOICE, choices=tuple((kind, said(kind)) for kind in RELATION_KINDS)),
        Blank("other", _("对方名称"), hint=_("单位全称；不宜同组的，写另一专家编号")),
        Blank("uscc", _("对方统一社会信用代码"), required=False, most=18),
        Blank("since", _("起"), Kind.DAY, required=False),
        Blank("until", _("止"), Kind.DAY, required=False),
        Blank("share", _("持股比例"), required=False, hint=_("写成百分数，如 5%"), most=12),
        Blank("note", _("说明"), required=False),
    )


def _relation(no: str, given: Values) -> Relation:
    sides = given["other"], given.get("uscc", "").upper()
    return Relation(
        ExpertNo(no), given["kind"], *sides, given.get("since"), given.get("until"), given.get("share", ""), given.get("note", "")
    )


def _in_words(relation: Relation) -> str:
    days = f"{relation.since or '…'}–{relation.until or '…'}" if relation.since or relation.until else ""
    return " · ".join(filter(None, (said(relation.kind), relation.other_name, days, relation.share)))
