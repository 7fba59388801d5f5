"""专业分类的版本: an imported tree is noted in the log, what a change of edition means is reported before anybody's codes are touched.

A code that does not exist is refused with the application.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from dispatch.workflow.roster import specialties_of
from dispatch.workflow.work import Work
from policies.refusals import NoSuchSpecialty
from policies.specialties import Classification, classification, is_whole
from policies.specialty_changes import Fate, SpecialtyChange, changes
from policies.specialty_tree import tree_csv
from policies.vocabulary.tender import Tender


@dataclass(frozen=True, slots=True)
class Migration:
    """What an edition's change means for the pool: each code that somebody holds, with the 专家编号 of its holders."""

    old: str
    new: str
    held: tuple[tuple[SpecialtyChange, tuple[str, ...]], ...]

    @property
    def undecided(self) -> tuple[tuple[SpecialtyChange, tuple[str, ...]], ...]:
        """Those for which a person must say what the expert holds from now on."""
        return tuple(each for each in self.held if each[0].fate is not Fate.SAME)

    def counts(self) -> dict[Fate, tuple[int, int]]:
        """By fate: how many codes, and how many experts hold one of them."""
        by_fate: dict[Fate, list[tuple[str, ...]]] = defaultdict(list)
        for change, holders in self.held:
            by_fate[change.fate].append(holders)
        return {fate: (len(found), len({no for holders in found for no in holders})) for fate, found in sorted(by_fate.items())}


def check_codes(tender: Tender, work: Work) -> None:
    """Raises NoSuchSpecialty for a code that no table lists and nobody holds: drawn for, it would only widen the draw.

    While the table at hand is a selection and the pool is empty, nothing can be said against a code.
    """
    for seat in tender.seats:
        tree = classification(seat.edition)
        for code in seat.codes:
            if tree.knows(code) or work.uow.registry.anybody_holds(f"{seat.edition}:{code}"):
                continue
            if is_whole(seat.edition) or work.uow.registry.count():
                raise NoSuchSpecialty(edition=seat.edition, code=code, near="、".join(tree.near(code)) or "无")


def note_tree(tree: Classification, since: date, work: Work) -> None:
    """That this edition, as it stands from this day on, was taken into use: its hash, not its text."""
    digest = hashlib.sha256(tree_csv(tree).encode("utf-8")).hexdigest()
    body = {"e": "specialties-import", "edition": tree.edition, "since": str(since), "n": len(tree.leaves), "h": digest}
    work.uow.log.append(body, kind="specialties-import")


def migration_report(old: str, new: str, work: Work, on: date = date.max) -> Migration:
    """Which codes of the old edition are held in the pool, and what becomes of each; nothing is changed."""
    holders: dict[str, list[str]] = defaultdict(list)
    for person in work.uow.registry.persons(by_number=True):
        for specialty in specialties_of(person.specialties):
            if specialty.edition == old:
                holders[specialty.code].append(person.expert_no)
    fates = changes(classification(old, on), classification(new, on), holders)
    return Migration(old, new, tuple((change, tuple(holders[change.code])) for change in fates))
