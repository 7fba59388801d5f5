"""关系与股权 in and out: what recusal rules need; the other side is a blind index, the words are sealed."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import groupby
from typing import Any

from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.sealing.box import Box
from dispatch.workflow.experts.entries import Act, Kind, write
from dispatch.workflow.pool_changes import Change
from dispatch.workflow.records import KnownRelation, KnownShare
from dispatch.workflow.roster import BY_TABLE, unit_keys
from dispatch.workflow.work import Work
from policies.vocabulary.expert import Equity, Relation
from policies.vocabulary.ids import ExpertNo

EQUITY = "equity"  # the reference under which superseded shares stand: they are no expert's
RELATION_TABLE, EQUITY_TABLE, NONE = "关系", "股权", "（无）"  # how a change of them is told
_BY_TABLE = Act("专家库导入", "按新的关系表、股权表更新")


def import_relations(relations: Iterable[Relation], equities: Iterable[Equity], work: Work, *, whole: bool = True) -> int:
    """The relations are these from now on, and so are the shares; of a kind of table that is not brought nothing changes.

    Of tables that are not `whole`, since rows of them were bad, the others are added and nothing goes: a row that was left out must
    not end a recusal.
    The same ones again change nothing and leave no entry in the log. What is superseded stays sealed among the entries of its
    expert, of shares under `equity`.
    """
    listed, shares = list(relations), list(equities)
    changed = [listed and _replace_relations(listed, work, whole), shares and _replace_shares(shares, work, whole)]
    if any(changed):
        work.uow.log.append({"e": "relations-import", "n": len(listed), "shares": len(shares)}, kind="registry")
    return len(listed)


@dataclass(frozen=True, slots=True)
class TablesReport:
    """What an import of relations and equity would change: rows that are new, that would go, and that stay."""

    added: int = 0
    gone: int = 0
    unchanged: int = 0
    changes: tuple[Change, ...] = ()


def compare_tables(
    relations: Sequence[Relation], equities: Sequence[Equity], work: Work, coming: Container[ExpertNo] = (), *, whole: bool = True
) -> TablesReport:
    """What `import_relations` would change of the tables that are brought; the other side of a relation is never shown.

    `coming`: experts whom the pool file beside brings in, whose relations are new as they are.
    """
    changes: list[Change] = []
    unchanged = 0
    if relations:
        compared = _compare(relations, work, whole, coming)
        numbers = work.uow.registry.numbers() if compared.superseded else {}
        changes += [Change(numbers[known.ref], RELATION_TABLE, known.kind, NONE) for known in compared.superseded]
        changes += [Change(relation.expert_no, RELATION_TABLE, NONE, relation.kind) for relation, _ in compared.fresh]
        unchanged += compared.unchanged
    if equities:
        stored = set(export_equity(work))
        wanted = set(equities) if whole else stored | set(equities)
        changes += [Change("—", EQUITY_TABLE, _share(equity), NONE) for equity in sorted(stored - wanted, key=str)]
        changes += [Change("—", EQUITY_TABLE, NONE, _share(equity)) for equity in sorted(wanted - stored, key=str)]
        unchanged += len(stored & wanted)
    gone = sum(change.new == NONE for change in changes)
    return TablesReport(len(changes) - gone, gone, unchanged, tuple(changes))


def export_relations(work: Work) -> Iterator[Relation]:
    """Every relation, opened, with the expert's number."""
    numbers = work.uow.registry.numbers()
    return (opened_relation(known, numbers[known.ref], work) for known in work.uow.registry.relations())


def opened_relation(known: KnownRelation, no: str, work: Work) -> Relation:
    words = parse_canonical(_box(work).open(known.sealed, known.ref))
    period = known.since, known.until
    return Relation(ExpertNo(no), known.kind, words["name"], words.get("uscc", ""), *period, words["share"], words["note"])


def sealed_relation(relation: Relation, ref: str, work: Work) -> KnownRelation:
    other = unit_keys(relation.other_name, relation.other_uscc, work.means)
    sealed = _box(work).seal(_words(relation), ref)
    return KnownRelation(ref, relation.kind, other.name, other.uscc, relation.since, relation.until, sealed)


def export_equity(work: Work) -> Iterator[Equity]:
    """Every share that one company holds of another, opened."""
    box = _box(work)
    for known in work.uow.registry.equities():
        words = parse_canonical(box.open(known.sealed, _share_place(known.upper_mark, known.lower_mark)))
        (upper_name, upper_uscc), (lower_name, lower_uscc) = words["upper"], words["lower"]
        yield Equity(upper_name, upper_uscc, lower_name, lower_uscc, known.share, known.since, known.until)


@dataclass(frozen=True, slots=True)
class _Compared:
    superseded: tuple[KnownRelation, ...]
    fresh: tuple[tuple[Relation, str], ...]
    unchanged: int


def _compare(listed: Sequence[Relation], work: Work, whole: bool, coming: Container[ExpertNo] = ()) -> _Compared:
    """A table beside what is stored; rows about nobody in the pool count for nothing."""
    refs = {no: person.ref for no, person in work.uow.registry.by_expert_no({relation.expert_no for relation in listed}).items()}
    refs |= {no: no for relation in listed if (no := relation.expert_no) not in refs and no in coming}
    wanted = {_content(relation, refs[no]): (relation, refs[no]) for relation in listed if (no := relation.expert_no) in refs}
    box = _box(work)
    stored = {_content_of(known, box): known for known in work.uow.registry.relations()}
    superseded = tuple(known for content, known in stored.items() if content not in wanted) if whole else ()
    fresh = tuple(found for content, found in wanted.items() if content not in stored)
    return _Compared(superseded, fresh, len(wanted) - len(fresh))


def _replace_relations(listed: list[Relation], work: Work, whole: bool) -> bool:
    box, compared = _box(work), _compare(listed, work, whole)
    superseded = compared.superseded
    fresh = [sealed_relation(relation, ref, work) for relation, ref in compared.fresh]
    for ref, gone in groupby(sorted(superseded, key=lambda known: known.ref), key=lambda known: known.ref):
        before = [[known.kind, str(known.since or ""), str(known.until or ""), box.open(known.sealed, ref).decode()] for known in gone]
        write(ref, Kind.RELATION, _BY_TABLE, {"before": before, "after": BY_TABLE}, work)
    for known in superseded:
        work.uow.registry.drop_relation(known)
    work.uow.registry.add_relations(fresh)
    return bool(superseded or fresh)


def _replace_shares(brought: list[Equity], work: Work, whole: bool) -> bool:
    stored = list(export_equity(work))
    shares = brought if whole else [*stored, *(share for share in brought if share not in stored)]
    if sorted(map(str, stored)) == sorted(map(str, shares)):
        return False
    gone = [[str(each or "") for each in astuple(equity)] for equity in stored if equity not in shares]
    if gone:
        write(EQUITY, Kind.RELATION, _BY_TABLE, {"before": gone, "after": BY_TABLE}, work)
    work.uow.registry.replace_equities([_sealed_share(equity, work) for equity in shares])
    return True


def _share(equity: Equity) -> str:
    return f"{equity.upper_name} → {equity.lower_name} {equity.share}"


def _content(relation: Relation, ref: str) -> tuple[Any, ...]:
    return ref, relation.kind, str(relation.since), str(relation.until), _words(relation)


def _content_of(known: KnownRelation, box: Box) -> tuple[Any, ...]:
    return known.ref, known.kind, str(known.since), str(known.until), box.open(known.sealed, known.ref)


def _words(relation: Relation) -> bytes:
    words = {"name": relation.other_name, "uscc": relation.other_uscc, "share": relation.share, "note": relation.note}
    return canonical(words)


def _box(work: Work) -> Box:
    return Box(work.means.keys, "registry/relation", work.means.entropy)


def _sealed_share(equity: Equity, work: Work) -> KnownShare:
    upper = unit_keys(equity.upper_name, equity.upper_uscc, work.means)
    lower = unit_keys(equity.lower_name, equity.lower_uscc, work.means)
    upper_mark, lower_mark = upper.uscc or upper.name, lower.uscc or lower.name
    words = canonical({"upper": [equity.upper_name, equity.upper_uscc], "lower": [equity.lower_name, equity.lower_uscc]})
    sealed = _box(work).seal(words, _share_place(upper_mark, lower_mark))
    return KnownShare(upper_mark, lower_mark, equity.share, equity.since, equity.until, sealed)


def _share_place(upper_mark: bytes, lower_mark: bytes) -> str:
    """Where its names may be opened: beside these two marks and nowhere else."""
    return f"{upper_mark.hex()}/{lower_mark.hex()}"
