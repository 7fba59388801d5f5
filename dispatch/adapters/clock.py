"""The system's clock, and one that a demo or a test moves by hand."""

from __future__ import annotations

from datetime import UTC, datetime

from dispatch.adapters.refusals import ClockRunsBackwards


def system_clock() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


class VirtualClock:
    """Stands still until it is moved, and never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = _in_utc(start)

    def __call__(self) -> datetime:
        return self._now

    def advance_to(self, then: datetime) -> None:
        """Raises ClockRunsBackwards for an earlier time; the same time again changes nothing."""
        later = _in_utc(then)
        if later < self._now:
            raise ClockRunsBackwards(now=self._now.isoformat())
        self._now = later


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a clock needs a time with a zone")
    return moment.astimezone(UTC)
