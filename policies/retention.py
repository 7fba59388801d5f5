"""保存期限: until which day a record must be kept; afterwards what the law does not need is erased (PI-04)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from enum import StrEnum

from policies.profiles import Profile
from policies.vocabulary.tender import LawFamily

_MONTHS_OF = {"year": 12, "month": 1}


class Kept(StrEnum):
    """The kinds of record that have a time of their own; the value names its setting."""

    TENDERING = "retention.tendering_archive"
    PROCUREMENT = "retention.procurement_archive"
    NETWORK_LOG = "retention.network_logs"
    DISCLOSURE = "retention.disclosures"
    ASSESSMENT = "retention.impact_assessments"


ARCHIVE = {LawFamily.TENDERING: Kept.TENDERING, LawFamily.PROCUREMENT: Kept.PROCUREMENT}


def kept_until(kind: Kept, ended_on: date, profile: Profile) -> date:
    """The first day on which a record that ended on this day need not be kept any more."""
    unit = profile.base[kind].unit
    assert isinstance(unit, str), "a time has one unit"
    return first_day_after(ended_on, profile.on(ended_on).count(kind) * _MONTHS_OF[unit])


def first_day_after(day: date, months: int) -> date:
    """The same day some months later; where that month has none, the first of the month after it, never earlier.

    >>> first_day_after(date(2026, 8, 31), 6), first_day_after(date(2028, 2, 29), 180)
    (datetime.date(2027, 3, 1), datetime.date(2043, 3, 1))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= monthrange(year, month + 1)[1]:
        return date(year, month + 1, day.day)
    return first_day_after(date(year, month + 1, 1), 1)
