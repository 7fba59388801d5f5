"""关系与股权 in and out: what recusal rules need; the other side is a blind index, the words are sealed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.sealing.box import Box
from dispatch.workflow.records import KnownRelation, KnownShare
from dispatch.workflow.roster import unit_keys
from dispatch.workflow.work import Work
from policies.vocabulary.expert import Equity, Relation
from policies.vocabulary.ids import ExpertNo


def import_relations(relations: Iterable[Relation], equities: Iterable[Equity], work: Work) -> int:
    """Replaces the relations by these, and the equity shares by these; what is not brought stays as it is.

    The same ones again change nothing and leave no entry in the log.
    """
    listed, shares = list(relations), list(equities)
    changed = [listed and _replace_relations(listed, work), shares and _replace_shares(shares, work)]
    if any(changed):
        work.uow.log.append({"e": "relations-import", "n": len(listed), "shares": len(shares)}, kind="registry")
    return len(listed)


def export_relations(work: Work) -> Iterator[Relation]:
    """Every relation, opened, with the expert's number."""
    box = _box(work)
    numbers = work.uow.registry.numbers()
    for known in work.uow.registry.relations():
        words = parse_canonical(box.open(known.sealed, known.ref))
        yield Relation(
            ExpertNo(numbers[known.ref]),
            known.kind,
            words["name"],
            words.get("uscc", ""),
            known.since,
            known.until,
            words["share"],
            words["note"],
        )


def export_equity(work: Work) -> Iterator[Equity]:
    """Every share that one company holds of another, opened."""
    box = _box(work)
    for known in work.uow.registry.equities():
        words = parse_canonical(box.open(known.sealed, _share_place(known.upper_mark, known.lower_mark)))
        (upper_name, upper_uscc), (lower_name, lower_uscc) = words["upper"], words["lower"]
        yield Equity(upper_name, upper_uscc, lower_name, lower_uscc, known.share, known.since, known.until)


def _replace_relations(listed: list[Relation], work: Work) -> bool:
    by_no = work.uow.registry.by_expert_no({relation.expert_no for relation in listed})
    theirs = [(relation, by_no[relation.expert_no].ref) for relation in listed if relation.expert_no in by_no]
    wanted = sorted((ref, relation.kind, str(relation.since), str(relation.until), _words(relation)) for relation, ref in theirs)
    if wanted == _stored(work):
        return False
    work.uow.registry.replace_relations(_sealed(relation, ref, work) for relation, ref in theirs)
    return True


def _replace_shares(shares: list[Equity], work: Work) -> bool:
    if sorted(map(str, export_equity(work))) == sorted(map(str, shares)):
        return False
    work.uow.registry.replace_equities([_sealed_share(equity, work) for equity in shares])
    return True


def _stored(work: Work) -> list[tuple[Any, ...]]:
    box = _box(work)
    kept = ((known, box.open(known.sealed, known.ref)) for known in work.uow.registry.relations())
    return sorted((known.ref, known.kind, str(known.since), str(known.until), words) for known, words in kept)


def _sealed(relation: Relation, ref: str, work: Work) -> KnownRelation:
    other = unit_keys(relation.other_name, relation.other_uscc, work.means)
    sealed = _box(work).seal(_words(relation), ref)
    return KnownRelation(ref, relation.kind, other.name, other.uscc, relation.since, relation.until, sealed)


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
