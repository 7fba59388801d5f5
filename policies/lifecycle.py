"""专家管理的规定: what points lead to, how long a suspension, a training or a record lasts, as one profile has it on one day.

Points only propose: a person decides, and the expert may appeal (SU-15, 《个人信息保护法》第二十四条).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from policies.profiles import Profile


@dataclass(frozen=True, slots=True)
class Cause:
    """扣分事由."""

    title: str
    points: int


@dataclass(frozen=True, slots=True)
class Ground:
    """暂停事由: `months` 0 leaves the end to the decision; `record` makes it a bad record (R7)."""

    title: str
    months: int
    record: bool


@dataclass(frozen=True, slots=True)
class ExitGround:
    """退出事由; `banned` for ever."""

    title: str
    banned: bool


@dataclass(frozen=True, slots=True)
class LifecycleRules:
    """The numbers of a day."""

    base: int
    window: int  # months
    total: int
    single: int
    causes: Mapping[str, Cause]
    repeated: Mapping[str, int]
    grounds: Mapping[str, Ground]
    suspension_by_two: bool
    exits: Mapping[str, ExitGround]
    training_required: bool
    training_valid: int  # months
    leave_longest: int  # days
    appeal_within: int  # days
    answer_within: int  # working days
    consents: Mapping[str, str]
    retention: Mapping[str, int]  # years


def alarming(profile: Profile, on: date) -> int:
    """How many seats of one draw, vacant since whoever held them was barred, raise an alarm; 0 for none."""
    return profile.on(on).count("lifecycle.barred_alarm")


def lifecycle_rules(profile: Profile, on: date) -> LifecycleRules:
    """Everything about an expert's time in the pool, as it is in force on a day. Raises NotYetInForce."""
    rules = profile.on(on)
    return LifecycleRules(
        base=rules.count("lifecycle.points_base"),
        window=rules.count("lifecycle.points_window"),
        total=rules.count("lifecycle.points_total"),
        single=rules.count("lifecycle.points_single"),
        causes=rules.ask("lifecycle.causes", dict[str, Cause]),
        repeated=rules.ask("lifecycle.repeated", dict[str, int]),
        grounds=rules.ask("lifecycle.grounds", dict[str, Ground]),
        suspension_by_two=rules.ask("lifecycle.suspension_by_two", bool),
        exits=rules.ask("lifecycle.exits", dict[str, ExitGround]),
        training_required=rules.ask("lifecycle.training_required", bool),
        training_valid=rules.count("lifecycle.training_valid"),
        leave_longest=rules.count("lifecycle.leave_longest"),
        appeal_within=rules.count("lifecycle.appeal_within"),
        answer_within=rules.count("lifecycle.answer_within"),
        consents=rules.ask("lifecycle.consents", dict[str, str]),
        retention=rules.ask("lifecycle.retention", dict[str, int]),
    )


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day. Negative months go back.

    >>> months_later(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has a 28th day")
