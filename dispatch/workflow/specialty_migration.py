"""专业换版: the codes that a library has confirmed become corrections, asked for by one person and granted by another.

Nobody's row is overwritten: each expert gets an entry with author and reason, and the old codes stay in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dispatch.workflow.experts.correction import ask_correction, stored
from dispatch.workflow.experts.entries import Act, Entry, Kind
from dispatch.workflow.experts.known import Known, look_up
from dispatch.workflow.experts.review import decide
from dispatch.workflow.refusals import BadMigration
from dispatch.workflow.work import Work
from policies.specialties import Classification, classification
from policies.specialty_changes import Fate, changes

CODES, EDITION = "评标专业代码", "专业分类版本"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One row of the report: what an expert holds from now on in the place of one code; None while nobody has said."""

    row: int
    no: str
    code: str
    codes: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Step:
    """What one expert holds before and after; without `after` he is left as he is, and `why` says why."""

    no: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    why: str = ""

    def changes(self, new: str) -> dict[str, str]:
        return {CODES: "、".join(self.after), EDITION: new}


def migration_steps(rows: Iterable[Confirmed], old: str, new: str, work: Work) -> tuple[Step, ...]:
    """For each expert of the file what he would hold; a code that is the same in both editions goes with him.

    Raises BadMigration with the row for a code that the new edition does not list or that the expert does not hold, and UnknownExpert.
    """
    listed = list(rows)
    if old == new:
        raise BadMigration(row=1, why="两个版本相同", why_en="both editions are the same")
    tree = classification(new)
    for each in listed:
        for code in each.codes or ():
            if code not in tree.leaves:
                why = f"{new}版分类中没有叶级代码“{code}”，相近的有：{'、'.join(tree.near(code)) or '无'}"
                raise BadMigration(row=each.row, why=why, why_en=f"edition {new} has no leaf “{code}”")
    by_expert: dict[str, list[Confirmed]] = defaultdict(list)
    for each in listed:
        by_expert[each.no].append(each)
    return tuple(_step(no, given, (old, tree), work) for no, given in by_expert.items())


def ask_migration(steps: Iterable[Step], new: str, act: Act, work: Work) -> int:
    """Files a correction for each expert who would hold something else; one that waits already is not filed again. How many are new."""
    filed = 0
    for step in steps:
        if step.after and _waiting(look_up(step.no, work), step, new) is None:
            ask_correction(step.no, step.changes(new), act, work)
            filed += 1
    return filed


def grant_migration(steps: Iterable[Step], new: str, act: Act, work: Work) -> int:
    """Grants those corrections of the file that wait; each must have been asked for by somebody else. Raises AnotherPerson."""
    waiting = [(step, _waiting(look_up(step.no, work), step, new)) for step in steps if step.after]
    granted = [(step.no, entry.seq) for step, entry in waiting if entry is not None]
    for no, seq in granted:
        decide(no, seq, act, work, granted=True)
    return len(granted)


def _step(no: str, given: list[Confirmed], editions: tuple[str, Classification], work: Work) -> Step:
    (old, tree), known = editions, look_up(no, work)
    held = tuple(one.code for one in stored(known, work).specialties if one.edition == old)
    if not held:
        return Step(no, (), (), f"没有{old}版的专业，不改")
    strange = next((each for each in given if each.code not in held), None)
    if strange is not None:
        raise BadMigration(row=strange.row, why=f"该专家没有{old}版的“{strange.code}”", why_en=f"this expert does not hold {strange.code}")
    decided: Mapping[str, tuple[str, ...] | None] = {each.code: each.codes for each in given}
    fates = {change.code: change.fate for change in changes(classification(old), tree, held)}
    after: list[str] = []
    for code in held:
        codes = (code,) if fates[code] is Fate.SAME and code not in decided else decided.get(code)
        if codes is None:
            return Step(no, held, (), f"“{code}”尚未确认，不改")
        after += codes
    kept = tuple(dict.fromkeys(after))
    return Step(no, held, kept, "" if kept else "确认后没有任何专业；请改由 expert exit 办理退出")


def _waiting(known: Known, step: Step, new: str) -> Entry | None:
    """The correction of this very content that waits for another person."""
    wanted = step.changes(new)
    asked = (entry for entry in known.state.waiting if entry.kind is Kind.CORRECTION)
    return next((entry for entry in asked if {column: right for column, (_, right) in entry.changes.items()} == wanted), None)
