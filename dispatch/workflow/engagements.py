"""参评记录: on which days a person is taken, and after the report (E7) with whom and for which parties he sat; always sealed.

Before the report the registry knows only days (V4 × LIB: a sealed token until E7). Parties are blind keys, a committee a keyed mark.
Nobody opens them all: a row is found by its id, or by its month and its person's mark, which stand beside it only once it is over;
before that a mark would tell a thief of the database who was drawn.
"""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
    work.uow.registry.add_engagement(engagement_id, _sealed(Engagement(engagement_id, ref, days), work.means))


def remember_encounters(engagement_ids: Collection[str], committee: str, parties: Sequence[UnitKeys], work: Work) -> int:
    """Adds to these engagements who sat together for whom (domain rules R12, R13); returns how many were added to."""
    known = list(_opened(work.uow.registry.engagements(engagement_ids), work))
    for each in known:
        over = replace(each, committee=committee, parties=tuple(parties))
        work.uow.registry.add_engagement(each.id, _sealed(over, work.means), _mark(each.ref, work.means), _end_of_month(max(each.days)))
    return len(known)


def engagements_since(first: date, work: Work) -> Iterator[Engagement]:
    """Whatever reaches that day or a later one; some that ended earlier in its month are among it."""
    return _opened(work.uow.registry.engagements_until(first), work)


def engagements_of(refs: Iterable[str], work: Work) -> Iterator[Engagement]:
    """Everything that these people were ever called to."""
    wanted = frozenset(refs)
    found = work.uow.registry.engagements_of(_mark(ref, work.means) for ref in wanted)
    return (each for each in _opened(found, work) if each.ref in wanted)


def engaged_on(days: Collection[date], work: Work) -> frozenset[str]:
    """References of whoever has been called to a committee for one of these days."""
    return frozenset(each.ref for each in engagements_since(min(days), work) if not frozenset(days).isdisjoint(each.days))


def past_committees(first: date, work: Work) -> list[tuple[date, list[str]]]:
    """Who sat together on which first day, by reference; of committees since that day whose report is signed."""
    together: dict[tuple[str, date], list[str]] = defaultdict(list)
    for engagement in engagements_since(first, work):
        if engagement.committee and engagement.days[0] >= first:
            together[engagement.committee, engagement.days[0]].append(engagement.ref)
    return [(on, refs) for (_, on), refs in together.items()]


def _opened(rows: Mapping[str, bytes], work: Work) -> Iterator[Engagement]:
    box = _box(work.means)
    for engagement_id, sealed in rows.items():
        body = parse_canonical(box.open(sealed, engagement_id))
        parties = [UnitKeys(bytes.fromhex(name), bytes.fromhex(uscc)) for name, uscc in body.get("parties", ())]
        days = tuple(date.fromordinal(day) for day in body["days"])
        committee = body.get("committee", "")
        yield Engagement(engagement_id, body["ref"], days, committee, tuple(parties) if committee else None)


def _sealed(engagement: Engagement, means: Means) -> bytes:
    body = {"ref": engagement.ref, "days": [day.toordinal() for day in engagement.days]}
    if engagement.parties is not None:
        body |= {"committee": engagement.committee, "parties": [[unit.name.hex(), unit.uscc.hex()] for unit in engagement.parties]}
    return _box(means).seal(canonical(body), engagement.id)


def _mark(ref: str, means: Means) -> bytes:
    return means.keys.mac("registry/engaged", ref.encode("ascii"))


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _box(means: Means) -> Box:
    return Box(means.keys, "registry/engagement", means.entropy)
