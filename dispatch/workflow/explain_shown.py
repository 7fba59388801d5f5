"""The explanation as one viewer may see it: only where tender and specialties are open to him, and only before people are drawn.

It is told without chances: those are for the command line, where nobody waits for a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dispatch.workflow.exceptions.sections import first_of, has_people
from dispatch.workflow.explain import explain
from dispatch.workflow.shown import Viewer, sights_of, tender_by_token
from dispatch.workflow.work import Work
from policies.vocabulary.roles import Field


@dataclass(frozen=True, slots=True)
class ExplanationShown:
    """`answer` as `explain` gives it; None once a draw was planned, or people were `named` without one."""

    token: str
    title: str
    id: str
    answer: dict[str, Any] | None
    named: bool = False


def explanation_shown(token: str, viewer: Viewer, work: Work) -> ExplanationShown:
    """Raises UnknownTender, NotAllowed, and what `explain` raises."""
    record = tender_by_token(token, work)
    sights = sights_of(record, viewer, work)
    sights.require_fully(Field.TENDER)
    sights.require_fully(Field.SPECIALTY)
    if has_people(record, work):
        return ExplanationShown(token, record.tender.title, record.id, None, named=not first_of(record, work).draw)
    return ExplanationShown(token, record.tender.title, record.id, explain(record, work, runs=0))
