"""待办的指引: at whom to look for what waits for a person, so that nobody reads about everybody to find it.

A pointer only says where to look and from which day: what is due is read from the entries themselves, by the rules of that day.
Where other points propose than before, everybody is looked at anew once (`expert due --anew`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dispatch.workflow.engagements import engagements_of
from dispatch.workflow.experts.entries import Entry, Kind, entries_of
from dispatch.workflow.experts.proposals import Read, is_unfounded, proposals
from dispatch.workflow.experts.state import ExpertState, Stage, fold
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.lifecycle import LifecycleRules, lifecycle_rules
from policies.profiles import profile

OPEN, TRAINED = "open", "trained"  # something waits; in the pool, and trained until that day
BANNED, SERVED, UNSERVED = "banned", "served", "unserved"  # gone since that day, by how long the data are kept
GONE = (Stage.LEFT, Stage.TURNED_DOWN)
FOR_EVER = 99  # years


@dataclass(frozen=True, slots=True)
class _Reading:
    entries: tuple[Entry, ...]
    rules: LifecycleRules
    on: date
    state: ExpertState


def point_at(ref: str, work: Work) -> None:
    """After every entry: where to look for this expert from now on."""
    entries, on = entries_of(ref, work), local_day(work.now)
    rules = lifecycle_rules(profile(work.means.profile), on)
    matter, day = _pointer(ref, _Reading(entries, rules, on, fold(entries, on, rules)), work)
    work.uow.lifecycle.point(ref, matter, day)


def point_anew(work: Work) -> int:
    """All pointers made again, as after a change of the rules about points; returns for how many references."""
    work.uow.lifecycle.begin()
    refs = work.uow.lifecycle.refs()
    for ref in refs:
        point_at(ref, work)
    return len(refs)


def to_look_at(rules: LifecycleRules, work: Work) -> Iterator[str]:
    """References at which something may be due today; where training is a duty, all in the pool about whom nothing is known too."""
    today = local_day(work.now)
    yield from work.uow.lifecycle.pointed(OPEN, today)
    for matter in (BANNED, SERVED, UNSERVED):
        if rules.retention[matter] < FOR_EVER:
            yield from work.uow.lifecycle.pointed(matter, years_after(today, -rules.retention[matter]))
    if rules.training_required:
        yield from work.uow.lifecycle.pointed(TRAINED, today)
        yield from work.uow.lifecycle.without_pointer()


def kept_since(ref: str, known: Read, work: Work) -> tuple[str, date]:
    """Of whoever is gone: by which rule his data are kept, and from which day that is reckoned."""
    last = known.state.left or max(known.entries, key=lambda entry: entry.seq)
    served = [day for each in engagements_of([ref], work) for day in each.days]
    return BANNED if known.state.banned else SERVED if served else UNSERVED, max((local_day(last.at), *served))


def years_after(day: date, years: int) -> date:
    """The same day so many years later, or earlier; 1 March for 29 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _pointer(ref: str, read: Read, work: Work) -> tuple[str, date]:
    if not read.entries or read.entries[-1].kind is Kind.ERASURE:
        return "", read.on
    if read.state.waiting or proposals(read) or is_unfounded(read):
        return OPEN, read.on
    if read.state.stage in GONE:
        return kept_since(ref, read, work)
    return TRAINED, read.state.trained_until or date.min
