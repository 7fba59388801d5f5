"""保存期限: until which day the archive of a tender must be kept (RE-01, RE-04)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from policies.profiles import Profile, Setting
from policies.vocabulary.tender import LawFamily

_ARCHIVES = {LawFamily.TENDERING: "retention.tendering_archive", LawFamily.PROCUREMENT: "retention.procurement_archive"}


def archive_of(family: LawFamily, ended_on: date, profile: Profile) -> Setting:
    """How many years the archive of such a tender is kept, and by which rule."""
    return profile.setting(_ARCHIVES[family], ended_on)


def kept_until(family: LawFamily, ended_on: date, profile: Profile) -> date:
    """The first day on which the archive of a tender that ended on this day need not be kept any more."""
    years = profile.on(ended_on).count(_ARCHIVES[family])
    return first_day_after(ended_on, 12 * years)


def first_day_after(day: date, months: int) -> date:
    """The same day some months later; where that month has none, the first of the month after it, never earlier.

    >>> first_day_after(date(2026, 8, 31), 6), first_day_after(date(2028, 2, 29), 180)
    (datetime.date(2027, 3, 1), datetime.date(2043, 3, 1))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= monthrange(year, month + 1)[1]:
        return date(year, month + 1, day.day)
    return first_day_after(date(year, month + 1, 1), 1)
