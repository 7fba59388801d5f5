"""规则与数值 as a page shows them: the numbers in force for one application, each with its source, and what is 未核实."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dispatch.workflow.shown_tenders import ApplicationShown
from policies.calendar import local_day
from policies.profiles import profile
from policies.screening import PERSON_RULES
from policies.vocabulary.source import Status

_GENERAL = {  # what a rule says of nobody in particular
    "：{why}": "",
    ": {why_en}": "",
    "{years}年": "规定年限",
    "{years} years": "the years required",
    "{role}": "招标人、代理机构或回避单位",
    "{role_en}": "a party or a unit to avoid",
    "（{days}）": "",
    "on {days}": "that day",
}
_TABLES = ("panel.", "intervals.", "screening.")


@dataclass(frozen=True, slots=True)
class NumberShown:
    """One number of the day; `name` is its stable name, `title` what it says in Chinese."""

    name: str
    title: str
    value: str
    unit: str
    source: str
    status: Status

    @property
    def verified(self) -> bool:
        return self.status is not Status.SETTING


def numbers_of(application: ApplicationShown | None) -> tuple[NumberShown, ...]:
    """The plain numbers of the application's profile on the day it was filed, those that nobody has confirmed first."""
    if application is None:
        return ()
    rules, day, family = profile(application.tender.profile), local_day(application.applied_at), application.tender.law_family.value
    shown = []
    for setting in rules.settings(day, family):
        value, unit = setting.value, _for_family(rules.base[setting.name].unit, family)
        if setting.name.startswith(_TABLES) and not isinstance(value, dict | list | tuple):
            source = "；".join(each.clause for each in setting.sources)
            shown.append(NumberShown(setting.name, setting.title, str(value), "" if unit == "1" else str(unit), source, setting.status))
    return tuple(sorted(shown, key=lambda number: (number.verified, number.name)))


def rule_sentence(code: str) -> tuple[str, str]:
    """What a screening rule says, in Chinese and English, of nobody in particular."""
    found = next((rule for rule in PERSON_RULES if rule.code == code), None)
    return (_general(found.says), _general(found.says_en)) if found else (code, code)


def _general(sentence: str) -> str:
    for slot, words in _GENERAL.items():
        sentence = sentence.replace(slot, words)
    return sentence


def _for_family(value: Any, family: str) -> Any:
    return value.get(family, value) if isinstance(value, dict) else value
