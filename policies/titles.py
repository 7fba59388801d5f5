"""职称等级: what level a title as people write it stands for; a title that is not recognised is not known, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache

from policies.profiles import DEFAULT, profile

_ORDER = ("高级", "初级", "中级")  # 高级工程师 before 工程师, 助理工程师 before 工程师


@lru_cache(maxsize=4096)
def title_level(title: str, on: date) -> str:
    """高级, 中级, 初级, or empty if no word of the list occurs in the title; a word inside a longer one of the list does not count.

    >>> title_level("教授级高工", date(2026, 12, 1)), title_level("助理工程师", date(2026, 12, 1)), title_level("经理", date(2026, 12, 1))
    ('高级', '初级', '')
    >>> title_level("助理研究员", date(2026, 12, 1)), title_level("副研究员", date(2026, 12, 1))
    ('中级', '高级')
    """
    found = [(level, word) for level in _ORDER for word in _words(on)[level] if word in title]
    return next((level for level, word in found if not any(word != other and word in other for _, other in found)), "")


@cache
def _words(on: date) -> Mapping[str, tuple[str, ...]]:
    return profile(DEFAULT).ask("screening.title_words", on, dict[str, tuple[str, ...]])
