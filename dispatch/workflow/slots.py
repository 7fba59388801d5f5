"""When a committee sits: the days it takes, and the slot for which booths are set aside."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from policies.calendar import LOCAL
from policies.vocabulary.tender import Tender


def slot_of(tender: Tender) -> tuple[datetime, datetime]:
    """From check-in to the expected end."""
    return tender.checkin_at, tender.opening_at + tender.duration


def days_of(tender: Tender) -> tuple[date, ...]:
    """Every calendar day that the slot touches, in local time (domain rule R9: whole days)."""
    start, end = (moment.astimezone(LOCAL).date() for moment in slot_of(tender))
    return tuple(start + timedelta(days=day) for day in range((end - start).days + 1))
