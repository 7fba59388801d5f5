"""计酬时长: which time of a sitting counts, from signed moments only (EN-3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from policies.calendar import LOCAL
from policies.fees.refusals import (
    NotATime,
    PauseOutside,
    PausesOverlap,
    SittingBackwards,
    SittingsOverlap,
    SittingsUnpaired,
    TimeWithoutZone,
)

NONE = timedelta(0)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From one moment to another, both with their zone."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    @property
    def day(self) -> date:
        """The day it starts on, in China."""
        return self.start.astimezone(LOCAL).date()

    @property
    def passes_midnight(self) -> bool:
        """Whether it reaches into another day; an end at 24:00 sharp does not."""
        return (self.end.astimezone(LOCAL) - timedelta(microseconds=1)).date() > self.day

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def __str__(self) -> str:
        start, end = self.start.astimezone(LOCAL), self.end.astimezone(LOCAL)
        return f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}" if start.date() == end.date() else f"{start:%Y-%m-%d %H:%M}–{end:%Y-%m-%d %H:%M}"


def read_moment(text: str) -> datetime:
    """An ISO 8601 time with its zone. Raises NotATime, TimeWithoutZone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise NotATime(given=text)
    aware(moment)
    return moment


def read_span(text: str) -> Span:
    """Two ISO 8601 times with a `/` between them. Raises NotATime, TimeWithoutZone."""
    start, slash, end = text.partition("/")
    if not slash:
        raise NotATime(given=text)
    return Span(read_moment(start), read_moment(end))


def pair(starts: Sequence[str], ends: Sequence[str]) -> tuple[Span, ...]:
    """Sittings from as many starts as ends, in the order given. Raises SittingsUnpaired, NotATime, TimeWithoutZone."""
    if len(starts) != len(ends):
        raise SittingsUnpaired(starts=len(starts), ends=len(ends))
    return tuple(Span(read_moment(start), read_moment(end)) for start, end in zip(starts, ends, strict=True))


class Pauses(StrEnum):
    """How a standard treats breaks and meals."""

    LEFT_OUT = "left_out"  # 安徽: meals and rest never count
    SHORT_ONES_COUNT = "short_ones_count"  # 湖南: up to half an hour counts, a longer one is left out whole (A10)
    EXCESS_LEFT_OUT = "excess_left_out"  # the other reading of A10


def checked_sittings(sittings: Iterable[Span]) -> tuple[Span, ...]:
    """Sittings in order of time. Raises for a time without zone, from not before to, and overlaps."""
    for sitting in sittings:
        aware(sitting.start, sitting.end)
        if sitting.start >= sitting.end:
            raise SittingBackwards(start=sitting.start.isoformat(), end=sitting.end.isoformat())
    ordered = tuple(sorted(sittings))
    for first, second in pairwise(ordered):
        if second.start < first.end:
            raise SittingsOverlap(first=first, second=second)
    return ordered


def checked_pauses(pauses: Iterable[Span], sittings: Sequence[Span]) -> tuple[Span, ...]:
    """Breaks and meals in order of time, those that touch joined into one; each must lie within one sitting."""
    joined: list[Span] = []
    for pause in pauses:
        aware(pause.start, pause.end)
    for pause in sorted(pauses):
        if pause.start >= pause.end or not any(sitting.holds(pause) for sitting in sittings):
            raise PauseOutside(pause=pause)
        if joined and pause.start < joined[-1].end:
            raise PausesOverlap(first=joined[-1], second=pause)
        longer = Span(joined[-1].start, pause.end) if joined and pause.start == joined[-1].end else pause
        if longer is not pause and any(sitting.holds(longer) for sitting in sittings):
            joined[-1] = longer
        else:
            joined.append(pause)
    return tuple(joined)


def aware(*times: datetime) -> None:
    """Raises TimeWithoutZone for a time that does not say its zone."""
    for time in times:
        if time.tzinfo is None:
            raise TimeWithoutZone(time=time.isoformat())


def counted(sitting: Span, pauses: Sequence[Span], rule: Pauses, short: timedelta) -> timedelta:
    """T of one sitting: its length without what its pauses cost."""
    return sitting.length - sum((_lost(pause.length, rule, short) for pause in pauses if sitting.holds(pause)), NONE)


def _lost(pause: timedelta, rule: Pauses, short: timedelta) -> timedelta:
    if rule is Pauses.LEFT_OUT:
        return pause
    if pause <= short:
        return NONE
    return pause if rule is Pauses.SHORT_ONES_COUNT else pause - short


def whole_minutes(time: timedelta) -> int:
    """Minutes, a started one counted whole."""
    return -(-time // timedelta(minutes=1))


def hours_and_minutes(minutes: int) -> str:
    """3小时35分."""
    return f"{minutes // 60}小时{minutes % 60:02d}分" if minutes % 60 else f"{minutes // 60}小时"
