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
from policies.five_unknowns import broken_unknowns
from policies.profiles import PROFILES, Profile, Setting, changeable, profile, profile_names
from policies.refusals import BadPolicyFile
from policies.replies import refusal_reasons
from policies.screening import PERSON_RULES
from policies.tender_facts import limits
from policies.vocabulary.refused import Refused
from policies.vocabulary.roles import Field, Role
from policies.vocabulary.tender import LawFamily


@dataclass(frozen=True, slots=True)
class Difference:
    """One setting that is not the same on both sides; None where a side has none in force."""

    name: str
    title: str
    left: Any
    right: Any
    verified: bool = True  # neither side is 未核实


def complaints(on: date) -> Iterator[str]:
    """Everything that stands against the rules as they would hold on a day, one sentence each; none if they may be used."""
    yield from _unreadable(on)
    yield from _bad_files()
    yield from (f"可调整的规定“{name}”不存在" for name in sorted(changeable() - set(profile().base)))
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
        if path.name == "sources.yaml" or path.parent == PROFILES:
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
    missing = [name for name, value in rules.base.items() if value.in_force[0][0] > on]
    yield from (f"方案{rules.id}：{on}尚无“{name}”" for name in missing)
    for family in LawFamily:
        known = limits(family, rules.on(on)).when_not_known
        yield from (f"方案{rules.id}：规则{code}不存在，却规定了事实不明时的处理" for code in known if code not in _CODES)
    for field in Field:
        for role in Role:
            cell(field, role, rules, on)
    yield from (f"方案{rules.id}：{fault}" for fault in weight_faults(rules.on(on)))
    yield from broken_unknowns(rules, on)


_CODES = frozenset(rule.code for rule in PERSON_RULES)


def _by_name(rules: Profile, on: date) -> dict[str, Setting]:
    return {setting.name: setting for setting in rules.settings(on)}


def _difference(name: str, left: Setting | None, right: Setting | None) -> Difference:
    shown = right or left
    assert shown is not None
    verified = all(side.verified for side in (left, right) if side)
    return Difference(name, shown.title, left.value if left else None, right.value if right else None, verified)
