"""评审费: the standard amount for the time that counts, line by line, before extras and tax."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from policies.fees.minutes import NONE, Pauses, checked_sittings, counted, hours_and_minutes, whole_minutes
from policies.fees.readings import Readings, Taken
from policies.fees.request import Fact, FeeRequest
from policies.fees.standard import Standard, yuan
from policies.vocabulary.money import NOTHING, Money

HOUR, HALF = 60, 30


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a quote: what it is, by which rule, how much in fen (tax is negative)."""

    text: str
    text_en: str
    rule: str
    fen: int


@dataclass(frozen=True, slots=True)
class ReviewFee:
    """The amount for time worked: `overtime` is its part above the day's ordinary hours."""

    minutes: int
    amount: Money
    overtime: Money
    lines: tuple[Line, ...]
    readings: tuple[Taken, ...]


def minutes_counted(request: FeeRequest, standard: Standard, readings: Readings) -> int:
    """T in whole minutes over all sittings."""
    return sum(_days(request, standard, readings, added=False).values())


def review_fee(request: FeeRequest, standard: Standard, readings: Readings) -> ReviewFee:
    """EN-1, first two steps: counted minutes, then the standard amount of each day (or of all days added: A8)."""
    added = "overnight_sum" in standard.pack.readings and readings.holds("overnight_sum")
    lines: list[Line] = []
    overtime = NOTHING
    days = _days(request, standard, readings, added=added)
    for day, minutes in days.items():
        first, then, late = _amount(minutes, request, standard, readings)
        lines += _lines(f"{day}：" if len(days) > 1 else "", minutes, (first, then, late), standard)
        overtime += late
    amount = Money(sum(line.fen for line in lines))
    return ReviewFee(sum(days.values()), amount, overtime, tuple(lines), _readings(request, standard, readings))


def _days(request: FeeRequest, standard: Standard, readings: Readings, *, added: bool) -> dict[str, int]:
    pack = standard.pack
    rule = pack.pauses
    if rule is Pauses.SHORT_ONES_COUNT and readings["long_break"] == "drop_excess":
        rule = Pauses.EXCESS_LEFT_OUT
    times: dict[str, timedelta] = {}
    for sitting in checked_sittings(request.sittings):
        day = "" if added else sitting.day.isoformat()
        time = counted(sitting, request.pauses, rule, timedelta(minutes=pack.short_pause))
        times[day] = times.get(day, NONE) + time
    return {day: whole_minutes(time) for day, time in times.items()}


def _amount(minutes: int, request: FeeRequest, standard: Standard, readings: Readings) -> tuple[Money, Money, Money]:
    """First block, hours above it, overtime."""
    pack = standard.pack
    block = int(readings["first_block_min"]) if "first_block_min" in pack.readings else pack.first.minutes
    excess = max(0, minutes - block)
    rounded = _rounded(excess, str(pack.step) if pack.step else readings["round"])
    ordinary = rounded if pack.overtime is None else min(rounded, pack.overtime.above - block)
    late = yuan(pack.overtime.hour).times(Decimal(rounded - ordinary) / HOUR) if pack.overtime else NOTHING
    return _first_block(request, standard), yuan(pack.hour).times(Decimal(ordinary) / HOUR), late


def _first_block(request: FeeRequest, standard: Standard) -> Money:
    first = standard.pack.first
    if Fact.SENIOR in request.facts and first.senior is not None:
        return yuan(first.senior)
    if request.passes_midnight and first.overnight is not None:
        return yuan(first.overnight)
    return yuan(first.sum)


def _rounded(minutes: int, rule: str) -> int:
    """Started steps counted whole; by 广东's rule half an hour or less is dropped, by 山东's it is half an hour."""
    if rule == "gd_gp":
        return (minutes // HOUR + (minutes % HOUR > HALF)) * HOUR
    step = {"ceil_hour": HOUR, "sd_gp": HALF}.get(rule) or int(rule)
    return -(-minutes // step) * step


def _lines(day: str, minutes: int, sums: tuple[Money, Money, Money], standard: Standard) -> list[Line]:
    first, then, late = sums
    time, code = hours_and_minutes(minutes), standard.code
    lines = [Line(f"{day}计酬时长{time}，首段", f"{day}{minutes} min counted, first block", code, first.fen)]
    if then != NOTHING:
        per = standard.pack.hour
        lines.append(Line(f"{day}超出首段部分（每小时{per}元）", f"{day}time above the first block ({per} yuan an hour)", code, then.fen))
    if late != NOTHING and standard.pack.overtime:
        above, per = hours_and_minutes(standard.pack.overtime.above), standard.pack.overtime.hour
        text_en = f"{day}overtime above {standard.pack.overtime.above} min ({per} yuan an hour)"
        lines.append(Line(f"{day}超出{above}的加班（每小时{per}元）", text_en, code, late.fen))
    return lines


def _readings(request: FeeRequest, standard: Standard, readings: Readings) -> tuple[Taken, ...]:
    """The readings that bear on this fee: those of the amount always, the others where the facts meet them."""
    pack = standard.pack
    met = {
        "first_block_min": True,
        "round": True,
        "overnight_sum": request.passes_midnight,
        "long_break": any(pause.length > timedelta(minutes=pack.short_pause) for pause in request.pauses),
    }
    return tuple(readings.taken(name) for name in pack.readings if met.get(name, False))
