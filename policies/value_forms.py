"""数值的写法: a value that no rule could reckon with — a negative number, a share above one, an unknown word — is refused at load."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import time
from decimal import Decimal
from fractions import Fraction
from typing import Any

MOST, MOST_YUAN = 10_000, 10**13
_CHOICES = {  # what the rules that ask for it can do with; a word that is not here would mean what nobody decided
    "exceptions.came_in_vain": "none|cancelled|not_started|recused",
    "exceptions.drawn_before": "keep|refuse",
    "intervals.earliest_draw": r"none|[1-9]\d?wd|[1-9]\d?\d?h",
    "panel.leader": "either|expert",
    "panel.representatives_of_the_interested": "may|barred",
    "screening.met_effect": "count|lower|bar",
    "screening.when_not_answered": "pass|bar",
    "screening.when_not_known": "pass|ask|bar",
    "settlement.aggregation": "per_receipt|per_project_month|per_payer_month",
}
_NEVER_NOUGHT = frozenset((
    "panel.employer_cap", "panel.horizon", "ladder.per_place", "intervals.last_call", "intervals.reply_window",
    "intervals.reply_window_short", "intervals.gate_tries_per_code", "intervals.gate_tries_per_venue", "intervals.gate_tries_within",
    "lifecycle.points_window", "lifecycle.points_total", "lifecycle.points_single", "lifecycle.leave_longest",
    "lifecycle.training_valid", "lifecycle.appeal_within", "screening.age_under",
))  # fmt: skip
_CODE = re.compile(r"[A-Z]\d{0,8}|\d{6}")
Leaf = tuple[str, str, Any]  # the key under which it stands, its unit, the value


def faults(name: str, unit: str | Mapping[str, str], value: Any) -> Iterator[str]:
    """What is wrong with one setting's value, by its unit and by what the rules can do with it."""
    for key, of, leaf in _leaves(unit, value, ""):
        wrong = _choice(name, leaf) if of == "choice" else _by_unit(of, leaf)
        if not wrong and name in _NEVER_NOUGHT and leaf == 0:
            wrong = "must be more than 0"
        if wrong:
            yield f"{key}: {wrong}" if key else wrong


def _leaves(unit: str | Mapping[str, str], value: Any, key: str) -> Iterator[Leaf]:
    """Each single value with the unit of its key, or of what it stands in."""
    if isinstance(value, dict):
        for below, each in value.items():
            yield from _leaves(unit.get(str(below), unit) if isinstance(unit, Mapping) else unit, each, str(below))
    elif isinstance(value, list):
        for each in value:
            yield from _leaves(unit, each, key)
    else:
        yield key, unit if isinstance(unit, str) else "text", value


def _choice(name: str, value: Any) -> str:
    known = _CHOICES.get(name)
    return "" if known is None or re.fullmatch(known, str(value)) else f"“{value}” is none of {known}"


def _by_unit(unit: str, value: Any) -> str:
    if unit == "1" and isinstance(value, str):
        return _share(value)
    if unit == "time":
        return _hour(value)
    if unit == "flag":
        return "" if value in (0, 1) else "must be 0 or 1"
    if unit == "code":
        return "" if isinstance(value, str) and _CODE.fullmatch(value) else f"“{value}” is no code in quotes"
    return "" if unit in ("text", "date", "event", "rule") else _number(unit, value)


def _number(unit: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return f"“{value}” is no number"
    most = MOST_YUAN if unit.startswith("yuan") else MOST
    return "" if 0 <= value <= most else f"must be from 0 to {most}"


def _share(text: str) -> str:
    try:
        share = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return f"“{text}” is no share"
    return "" if 0 <= share <= 1 else "a share is from 0 to 1"


def _hour(value: Any) -> str:
    try:
        time.fromisoformat(str(value))
    except ValueError:
        return f"“{value}” is no time of day like 08:30"
    return ""
