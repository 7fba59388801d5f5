"""职称等级: what level a title as people write it stands for; a title that is not recognised is not known, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from policies.profiles import DEFAULT, profile

_ORDER = ("高级", "初级", "中级")  # 高级工程师 before 工程师, 助理工程师 before 工程师


def title_level(title: str, on: date) -> str:
    """高级, 中级, 初级, or empty if no word of the list occurs in the title.

    >>> title_level("教授级高工", date(2026, 12, 1)), title_level("助理工程师", date(2026, 12, 1)), title_level("经理", date(2026, 12, 1))
    ('高级', '初级', '')
    """
    words = _words(on)
    return next((level for level in _ORDER if any(word in title for word in words[level])), "")


@cache
def _words(on: date) -> Mapping[str, tuple[str, ...]]:
    return profile(DEFAULT).ask("screening.title_words", on, dict[str, tuple[str, ...]])
