"""关系与股权 in and out: what recusal rules need; the other side is a blind index, the words are sealed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import astuple
from itertools import groupby
from typing import Any

from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.sealing.box import Box
from dispatch.workflow.experts.entries import Act, Kind, write
from dispatch.workflow.records import KnownRelation, KnownShare
from dispatch.workflow.roster import BY_TABLE, unit_keys
from dispatch.workflow.work import Work
from policies.vocabulary.expert import Equity, Relation
from policies.vocabulary.ids import ExpertNo

EQUITY = "equity"  # the reference under which superseded shares stand: they are no expert's
_BY_TABLE = Act("专家库导入", "按新的关系表、股权表更新")


def import_relations(relations: Iterable[Relation], equities: Iterable[Equity], work: Work) -> int:
    """The relations are these from now on, and so are the shares; of a kind of table that is not brought nothing changes.

    The same ones again change nothing and leave no entry in the log. What is superseded stays sealed among the entries of its
    expert, of shares under `equity`.
    """
    listed, shares = list(relations), list(equities)
    changed = [listed and _replace_relations(listed, work), shares and _replace_shares(shares, work)]
    if any(changed):
        work.uow.log.append({"e": "relations-import", "n": len(listed), "shares": len(shares)}, kind="registry")
    return len(listed)


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


def _replace_relations(listed: list[Relation], work: Work) -> bool:
    by_no = work.uow.registry.by_expert_no({relation.expert_no for relation in listed})
    wanted = {_content(relation, by_no[no].ref): (relation, by_no[no].ref) for relation in listed if (no := relation.expert_no) in by_no}
    box = _box(work)
    stored = {_content_of(known, box): known for known in work.uow.registry.relations()}
    superseded = [known for content, known in stored.items() if content not in wanted]
    fresh = [sealed_relation(relation, ref, work) for content, (relation, ref) in wanted.items() if content not in stored]
    for ref, gone in groupby(sorted(superseded, key=lambda known: known.ref), key=lambda known: known.ref):
        before = [[known.kind, str(known.since or ""), str(known.until or ""), box.open(known.sealed, ref).decode()] for known in gone]
        write(ref, Kind.RELATION, _BY_TABLE, {"before": before, "after": BY_TABLE}, work)
    for known in superseded:
        work.uow.registry.drop_relation(known)
    work.uow.registry.add_relations(fresh)
    return bool(superseded or fresh)


def _replace_shares(shares: list[Equity], work: Work) -> bool:
    stored = list(export_equity(work))
    if sorted(map(str, stored)) == sorted(map(str, shares)):
        return False
    gone = [[str(each or "") for each in astuple(equity)] for equity in stored if equity not in shares]
    if gone:
        write(EQUITY, Kind.RELATION, _BY_TABLE, {"before": gone, "after": BY_TABLE}, work)
    work.uow.registry.replace_equities([_sealed_share(equity, work) for equity in shares])
    return True


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
