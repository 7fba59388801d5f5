"""时限: when a draw may be at the earliest, how long a reply may take, and what closes or opens how long before a start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from re import fullmatch

from policies.calendar import LOCAL, WorkCalendar, local_day, midnight, work_calendar
from policies.profiles import PolicyDay, Profile
from policies.sources import cite
from policies.vocabulary.rule import committee_rule
from policies.vocabulary.tender import LawFamily, Method, Tender

_ALWAYS_EARLY = (Method.NEGOTIATION, Method.CONSULTATION)


@dataclass(frozen=True, slots=True)
class GateTries:
    """入口: how often a known code, and any code at one gate, may be turned away within so long before people check identities."""

    per_code: int
    per_venue: int
    within: timedelta


@committee_rule(
    "TM-04",
    source=cite("M198-14"),
    says="除竞争性谈判、竞争性磋商和异地评审外，政府采购抽取评审专家的时间不得早于评审活动开始前{days}个工作日",
    says_en="a procurement draw is at most {days} working days ahead, except for negotiation, consultation and remote review",
)
def working_days_ahead(tender: Tender, rules: PolicyDay) -> int | None:
    exempt = tender.law_family is LawFamily.PROCUREMENT and (tender.method in _ALWAYS_EARLY or tender.n_subvenues > 0)
    return None if exempt else _number(rules.word_for("intervals.earliest_draw", tender.law_family), "wd")


@committee_rule(
    "TM-05",
    source=cite("CQ-30"),
    says="评标前{hours}小时内抽取",
    says_en="the draw is within {hours} hours before the evaluation",
)
def hours_ahead(tender: Tender, rules: PolicyDay) -> int | None:
    return _number(rules.word_for("intervals.earliest_draw", tender.law_family), "h")


def earliest_draw(tender: Tender, profile: Profile, calendar: WorkCalendar | None = None) -> datetime | None:
    """The first moment at which this tender may be drawn; None if any time before the opening is lawful."""
    opens_on = local_day(tender.opening_at)
    rules = profile.on(opens_on)
    days, hours = working_days_ahead(tender, rules), hours_ahead(tender, rules)
    if days is not None:
        return midnight((calendar or work_calendar()).workdays_before(opens_on, days))
    return tender.opening_at - timedelta(hours=hours) if hours is not None else None


def reply_window(now: datetime, start: datetime, profile: Profile) -> timedelta:
    """How long an expert may take to reply to a call-out made now for this start; shorter on short notice."""
    rules = profile.on(local_day(now))
    short = start - now < timedelta(hours=rules.count("intervals.short_notice"))
    return timedelta(minutes=rules.count("intervals.reply_window_short" if short else "intervals.reply_window"))


def call_hours(earliest: datetime, checkin_at: datetime, profile: Profile) -> datetime:
    """The first moment from `earliest` on at which people are called: by day, unless check-in is so near that the morning would be late."""
    last = timedelta(hours=profile.on(local_day(earliest)).count("intervals.last_call"))
    return min(_by_day(earliest, profile), max(earliest, checkin_at - last))


def _by_day(moment: datetime, profile: Profile) -> datetime:
    local = moment.astimezone(LOCAL)
    rules = profile.on(local.date())
    opens, closes = (time.fromisoformat(rules.ask(f"intervals.calls_{name}", str)) for name in ("from", "until"))
    if local.time() < opens:
        return datetime.combine(local.date(), opens, LOCAL)
    if local.time() >= closes:
        return datetime.combine(local.date() + timedelta(days=1), opens, LOCAL)
    return moment


def gate_tries(profile: Profile, on: date) -> GateTries:
    """What counts as guessing at a gate."""
    rules = profile.on(on)
    limits = rules.count("intervals.gate_tries_per_code"), rules.count("intervals.gate_tries_per_venue")
    return GateTries(*limits, timedelta(minutes=rules.count("intervals.gate_tries_within")))


def venue_notice(profile: Profile, on: date) -> timedelta:
    """How long before the start an expert learns the venue (EV)."""
    return timedelta(hours=profile.on(on).count("intervals.venue_notice"))


def leave_closes(profile: Profile, on: date) -> timedelta:
    """How long before the start leave can still be asked for."""
    return timedelta(hours=profile.on(on).count("intervals.leave_closes"))


def recall_checkin(profile: Profile, on: date) -> timedelta:
    """How long before a recalled committee begins its members check in."""
    return timedelta(minutes=profile.on(on).count("intervals.recall_checkin"))


def payment_due(approved_on: date, profile: Profile, calendar: WorkCalendar | None = None) -> date:
    """The last day on which a fee approved on this day may be paid."""
    return (calendar or work_calendar()).workdays_after(approved_on, profile.on(approved_on).count("intervals.payment"))


def _number(word: str, unit: str) -> int | None:
    """The number of a word such as 2wd or 24h; None for another unit, and for `none`."""
    found = fullmatch(rf"(\d+){unit}", word)
    return int(found[1]) if found else None
