"""What is asked when changes are looked for, and what one proposed change is: in words, with what it takes, and as the tender would be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from dispatch.workflow.explain_clash import Clash
from dispatch.workflow.explain_outlook import Outlook, Variant
from policies.application import objections
from policies.ladder import Climb, Ladder
from policies.screening import Screening
from policies.specialties import Classification
from policies.tender_facts import Scope
from policies.vocabulary.source import Source
from policies.vocabulary.tender import Tender

APPLY_ANEW = "申请人修改申请，重新审批", "the applicant changes the application, which is approved anew"


@dataclass(frozen=True, slots=True)
class Asked:
    """For what changes are looked for: the tender as it stands, how far its seats have climbed, whom each rule bars."""

    outlook: Outlook
    now: Variant
    at: datetime
    ladder: Ladder
    climbed: Climb
    screening: Screening

    def tree(self, seat: int) -> Classification:
        return self.ladder.known(self.now.tender.seats[seat].edition)

    def seat_name(self, seat: int) -> str:
        demanded = self.now.tender.seats[seat]
        return f"名额{seat + 1}（{'、'.join(self.tree(seat).name(code) for code in demanded.codes)}）"

    def with_scope(self, seat: int, scope: Scope, tender: Tender | None = None) -> Variant:
        scopes = tuple(scope if k == seat else kept for k, kept in enumerate(self.now.scopes))
        return replace(self.now, scopes=scopes, tender=tender or self.now.tender)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change in words, what it takes, on which ground, and the tender as it would then be."""

    kind: str
    chinese: str
    english: str
    approval: tuple[str, str]
    sources: tuple[Source, ...]
    variant: Variant


Row = Iterable[Proposal]  # one idea in rising strength
Kind = Callable[[Asked, tuple[Clash, ...]], Iterator[Row]]


def seats_of(clashes: tuple[Clash, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(seat for clash in clashes for seat in clash.seats))


def with_seat(tender: Tender, seat: int, **changes: object) -> Tender:
    seats = tuple(replace(kept, **changes) if k == seat else kept for k, kept in enumerate(tender.seats))  # type: ignore[arg-type]
    return replace(tender, seats=seats)


def is_lawful(asked: Asked, changed: Tender) -> bool:
    """No objection that the application as it stands does not meet already."""
    met = {type(objection) for objection in objections(asked.now.tender, asked.now.profile, asked.at)}
    return all(type(objection) in met for objection in objections(changed, asked.now.profile, asked.at))
