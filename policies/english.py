"""规则页的英文: the translation of every number, duty and profile; the Chinese of the rules is what counts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from policies.dated import DATA

_FILE = DATA / "english.yaml"


@cache
def _english() -> Mapping[str, Mapping[str, Any]]:
    content: dict[str, dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return content


def title_of(name: str) -> str:
    """What a number or table says; empty where it has no translation."""
    return str(_english()["titles"].get(name, ""))


def note_of(name: str) -> str:
    return str(_english()["notes"].get(name, ""))


def duty_of(code: str) -> tuple[str, str]:
    """What a clause asks for, and how this system or who else sees to it."""
    clause, handled = _english()["duties"].get(code, ("", ""))
    return str(clause), str(handled)


def profile_of(name: str, setting: str = "") -> str:
    """What a region has, or what one of its changes says."""
    return str(_english()["profiles"].get(f"{name} {setting}".strip(), ""))


def word_of(word: str) -> str:
    """A word that stands inside a value; as it is where it needs no translation, such as a code."""
    return str(_english()["words"].get(word, word))
