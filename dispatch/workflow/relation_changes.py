"""关系更正: a relation is put right with author and reason; what it was before stays sealed among the expert's entries.

A correction supersedes, it never overwrites: the entry holds both sides, and the log commits to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

from dispatch.intake.columns import RELATION_COLUMNS
from dispatch.intake.relations import APART, read_relations
from dispatch.workflow.experts.entries import Act, Entry, Kind, entries_of
from dispatch.workflow.experts.known import Known, look_up, look_up_to_change
from dispatch.workflow.pool_relations import opened_relation, sealed_relation
from dispatch.workflow.records import KnownRelation
from dispatch.workflow.refusals import BadRelation, UnknownRelation
from dispatch.workflow.roster import evidence_mark
from dispatch.workflow.work import Work
from policies.vocabulary.expert import Relation

Told = list[str]  # a relation as an entry keeps it: kind, other side, code, days, share, note


@dataclass(frozen=True, slots=True)
class MarkedRelation:
    """A relation as it holds now, with the mark by which reasons cite it."""

    mark: str
    relation: Relation


def relations_of(no: str, work: Work) -> tuple[MarkedRelation, ...]:
    """What is known of one expert now. Raises UnknownExpert."""
    known = look_up(no, work)
    return tuple(MarkedRelation(evidence_mark(kept.sealed), opened_relation(kept, known.no, work)) for kept in _stored(known, work))


def add_relation(relation: Relation, act: Act, work: Work) -> Entry:
    """Puts down a relation that nobody had told. Raises UnknownExpert, BadRelation."""
    known, checked = look_up_to_change(relation.expert_no, work), _checked(relation, work)
    work.uow.registry.add_relations([sealed_relation(checked, known.ref, work)])
    return known.write(Kind.RELATION, act, {"before": [], "after": [_told(checked)]}, work)


def correct_relation(mark: str, relation: Relation, act: Act, work: Work) -> Entry:
    """Puts the right one in the place of a wrong one. Raises UnknownExpert, UnknownRelation, BadRelation."""
    return _supersede(mark, relation.expert_no, [_checked(relation, work)], act, work)


def withdraw_relation(no: str, mark: str, act: Act, work: Work) -> Entry:
    """Takes out a relation that never was; one that has ended is corrected by its last day instead. Raises as `correct_relation`."""
    return _supersede(mark, no, [], act, work)


def declare_none(no: str, act: Act, work: Work) -> Entry:
    """The expert was asked and has nothing to tell: his relations are known from now on. Raises UnknownExpert."""
    return look_up_to_change(no, work).write(Kind.RELATION, act, {"before": [], "after": []}, work)


def history_of(no: str, work: Work) -> tuple[Entry, ...]:
    """Every change of one expert's relations, oldest first. Raises UnknownExpert."""
    return tuple(entry for entry in entries_of(look_up(no, work).ref, work) if entry.kind is Kind.RELATION)


def _checked(relation: Relation, work: Work) -> Relation:
    """As a row of the table of relations is read: nothing gets in by the side door. Raises BadRelation."""
    row = dict(zip(RELATION_COLUMNS, [relation.expert_no, *_told(relation)], strict=True))
    reading = read_relations([list(row), list(row.values())], demo=work.means.demo)
    if not reading.relations:
        raise BadRelation(
            why="；".join(error.message for error in reading.errors), why_en="it would not pass the checks of a table of relations"
        )
    (checked,) = reading.relations
    if checked.kind == APART and not work.uow.registry.by_expert_no([checked.other_name]):
        raise BadRelation(why="“不宜同组”的对方须是在册的专家编号", why_en="whom to keep apart is named by a number of the pool")
    return checked


def _supersede(mark: str, no: str, right: Sequence[Relation], act: Act, work: Work) -> Entry:
    known = look_up_to_change(no, work)
    wrong = next((kept for kept in _stored(known, work) if evidence_mark(kept.sealed) == mark.strip().lower()), None)
    if wrong is None:
        raise UnknownRelation(no=known.no, mark=mark[:40])
    before = _told(opened_relation(wrong, known.no, work))
    work.uow.registry.drop_relation(wrong)
    work.uow.registry.add_relations([sealed_relation(relation, known.ref, work) for relation in right])
    return known.write(Kind.RELATION, act, {"before": [before], "after": list(map(_told, right))}, work)


def _stored(known: Known, work: Work) -> Iterator[KnownRelation]:
    return work.uow.registry.relations_of([known.ref])


def _told(relation: Relation) -> Told:
    _, *rest = astuple(relation)
    return [str(each) if each is not None else "" for each in rest]
