"""规则检查: whether every file of rules can be read, every profile keeps to what may be changed, and nothing is missing on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from policies.calendar import work_calendar
from policies.dated import DATA, load, load_table
from policies.disclosure import cell
from policies.encounters import weight_faults
from policies.fees.standard import standard_in_force
from policies.five_unknowns import broken_unknowns
from policies.lifecycle import lifecycle_rules
from policies.profiles import PROFILES, Profile, Setting, changeable, profile, profile_names
from policies.refusals import BadPolicyFile
from policies.replies import refusal_reasons
from policies.screening import PERSON_RULES
from policies.tender_facts import limits
from policies.vocabulary.refused import Refused
from policies.vocabulary.roles import Field, Role
from policies.vocabulary.tender import LawFamily

_NO_VALUES = ("sources.yaml", "english.yaml")  # what values rest on, and their translation


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting that is not the same on both sides; None where a side has none in force."""

    name: str
    title: str
    left: Any
    right: Any
    verified: bool = True  # neither side is 未核实


def complaints_from(on: date) -> tuple[str, ...]:
    """Everything that stands against the rules from a day on, each sentence once; none if they may be used."""
    unknown = (f"可调整的规定“{name}”不存在" for name in sorted(changeable() - set(profile().base)))
    return tuple(dict.fromkeys((*_bad_files(), *unknown, *(each for day in days_of_change(on) for each in complaints(day)))))


def complaints(on: date) -> Iterator[str]:
    """What stands against the rules as they would hold on one day; the files themselves are the same on every day."""
    yield from _unreadable(on)
    for name in profile_names():
        try:
            yield from against(profile(name), on)
        except (Refused, ValueError, KeyError) as fault:
            yield f"方案{name}：{fault}"


def days_of_change(on: date) -> tuple[date, ...]:
    """A day, and every later one on which a number of the base or of a profile changes or ends."""
    values = [*profile().base.values(), *(change for name in profile_names() for change in profile(name).changes.values())]
    coming = {since for value in values for since, _ in value.in_force} | {value.repealed for value in values if value.repealed}
    return (on, *sorted(day for day in coming if day > on))


def differences(left: tuple[Profile, date], right: tuple[Profile, date]) -> tuple[Difference, ...]:
    """What two profiles, or one profile on two days, set differently."""
    one, other = _by_name(*left), _by_name(*right)
    names = sorted(one.keys() | other.keys())
    pairs = ((name, one.get(name), other.get(name)) for name in names)
    return tuple(_difference(name, a, b) for name, a, b in pairs if (a.value if a else None) != (b.value if b else None))


def _unreadable(on: date) -> Iterator[str]:
    try:
        work_calendar()
        refusal_reasons(on)
    except Refused as fault:
        yield fault.chinese


def _bad_files(folder: Path = DATA) -> Iterator[str]:
    """Files that hold neither one value nor a table of values: no day, no unit, no source, or not readable at all."""
    for path in sorted(folder.rglob("*.yaml")):
        if path.name in _NO_VALUES or path.parent == PROFILES:
            continue
        try:
            load(path, object)
        except BadPolicyFile:
            try:
                load_table(path, object)
            except BadPolicyFile as fault:
                yield fault.chinese


def against(rules: Profile, on: date) -> Iterator[str]:
    """Everything that stands against one profile on a day; it has kept to what may be changed, or it would not have loaded."""
    asked = ((name, value) for name, value in rules.base.items() if not name.startswith("duties."))  # a later duty is no gap
    missing = [name for name, value in asked if value.in_force[0][0] > on]
    yield from (f"方案{rules.id}：{on}尚无“{name}”" for name in missing)
    for what, look in _LOOKS:
        try:
            yield from (f"方案{rules.id}：{fault}" for fault in look(rules, on))
        except (ValueError, KeyError) as fault:
            yield f"方案{rules.id}：{what}的写法有误：{str(fault).splitlines()[0]}；请对照 policy show 改正"


def _of_persons(rules: Profile, on: date) -> Iterator[str]:
    for family in LawFamily:
        known = limits(family, rules.on(on)).when_not_known
        yield from (f"规则{code}不存在，却规定了事实不明时的处理" for code in known if code not in _CODES)
    yield from weight_faults(rules.on(on))


def _of_the_matrix(rules: Profile, on: date) -> Iterator[str]:
    for field in Field:
        yield from (
            f"披露矩阵{field}没有“{role}”这一角色" for role in rules.ask(f"disclosure.{field}", on, dict[str, str]) if role not in _ROLES
        )
        for role in Role:
            cell(field, role, rules, on)


def _of_hours_and_places(rules: Profile, on: date) -> Iterator[str]:
    if rules.ask("intervals.calls_from", on, str) >= rules.ask("intervals.calls_until", on, str):
        yield "通知时段的开始（intervals.calls_from）不早于结束（intervals.calls_until）"
    if rules.ask("panel.subvenue_least", on, int) > rules.ask("panel.subvenue_most", on, int):
        yield "每个副场的最少人数（panel.subvenue_least）多于最多人数（panel.subvenue_most）"


def _of_experts(rules: Profile, on: date) -> Iterator[str]:
    life = lifecycle_rules(rules, on)
    yield from (f"扣分事由“{code}”没有分值，却规定了次数（lifecycle.repeated）" for code in life.repeated if code not in life.causes)


def _of_fees(rules: Profile, on: date) -> Iterator[str]:
    try:
        standard_in_force(rules.ask("settlement.fee_standard", on, str), on)
    except Refused as refusal:
        yield f"{refusal.chinese}（settlement.fee_standard）"


_LOOKS = (
    ("资格、回避和权重", _of_persons),
    ("披露矩阵", _of_the_matrix),
    ("通知时段和副场", _of_hours_and_places),
    ("专家管理", _of_experts),
    ("劳务报酬", _of_fees),
    ("五不知", broken_unknowns),
)
_CODES = frozenset(rule.code for rule in PERSON_RULES)
_ROLES = frozenset(Role)


def _by_name(rules: Profile, on: date) -> dict[str, Setting]:
    return {setting.name: setting for setting in rules.settings(on)}


def _difference(name: str, left: Setting | None, right: Setting | None) -> Difference:
    shown = right or left
    assert shown is not None
    verified = all(side.verified for side in (left, right) if side)
    return Difference(name, shown.title, left.value if left else None, right.value if right else None, verified)
