"""参评记录: on which days a person is taken, and after the report (E7) with whom and for which parties he sat; always sealed.

Before the report the registry knows only days (V4 × LIB: a sealed token until E7). Parties are blind keys, a committee a keyed mark.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.sealing.box import Box
from dispatch.workflow.means import Means
from dispatch.workflow.work import Work
from policies.vocabulary.roster import UnitKeys


@dataclass(frozen=True, slots=True)
class Engagement:
    """One committee that one person was called to; `parties` is None until the report is signed."""

    id: str
    ref: str
    days: tuple[date, ...]
    committee: str = ""
    parties: tuple[UnitKeys, ...] | None = None


def engage(engagement_id: str, ref: str, days: tuple[date, ...], work: Work) -> None:
    """Whole days on which a person is taken (domain rule R9)."""
    _keep(Engagement(engagement_id, ref, days), work)


def remember_encounters(engagement_ids: Collection[str], committee: str, parties: Sequence[UnitKeys], work: Work) -> int:
    """Adds to these engagements who sat together for whom (domain rules R12, R13); returns how many were added to."""
    known = [each for each in engagements(work) if each.id in engagement_ids]
    for each in known:
        _keep(replace(each, committee=committee, parties=tuple(parties)), work)
    return len(known)


def engagements(work: Work) -> Iterator[Engagement]:
    box = _box(work.means)
    for engagement_id, sealed in work.uow.registry.engagements().items():
        body = parse_canonical(box.open(sealed, engagement_id))
        parties = [UnitKeys(bytes.fromhex(name), bytes.fromhex(uscc)) for name, uscc in body.get("parties", ())]
        days = tuple(date.fromordinal(day) for day in body["days"])
        committee = body.get("committee", "")
        yield Engagement(engagement_id, body["ref"], days, committee, tuple(parties) if committee else None)


def engaged_days(work: Work) -> dict[str, set[date]]:
    """By reference: the days on which each person has been called to a committee."""
    busy: dict[str, set[date]] = defaultdict(set)
    for engagement in engagements(work):
        busy[engagement.ref] |= set(engagement.days)
    return busy


def past_committees(work: Work) -> list[tuple[date, list[str]]]:
    """Who sat together on which first day, by reference; of committees whose report is signed."""
    together: dict[tuple[str, date], list[str]] = defaultdict(list)
    for engagement in engagements(work):
        if engagement.committee:
            together[engagement.committee, engagement.days[0]].append(engagement.ref)
    return [(on, refs) for (_, on), refs in together.items()]


def _keep(engagement: Engagement, work: Work) -> None:
    body = {"ref": engagement.ref, "days": [day.toordinal() for day in engagement.days]}
    if engagement.parties is not None:
        body |= {"committee": engagement.committee, "parties": [[unit.name.hex(), unit.uscc.hex()] for unit in engagement.parties]}
    work.uow.registry.add_engagement(engagement.id, _box(work.means).seal(canonical(body), engagement.id))


def _box(means: Means) -> Box:
    return Box(means.keys, "registry/engagement", means.entropy)
