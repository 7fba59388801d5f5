"""疑似同一人: one person under two numbers, the name written in another order, width or spacing.

Only a hint: two people may share a name, a birthday and an employer, so it is never more than a warning.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from policies.vocabulary.expert import Expert

_APART = frozenset(" ·•・.,'’-‐–—_/")


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """The letters of a name whatever their order, width, case and separators; `张 三`, `三张` and `张三` have one key.

    >>> name_key("Ａli·Mamat") == name_key("MAMAT, Ali")
    True
    """
    if name.isalpha() and not name.isascii() and unicodedata.is_normalized("NFKC", name):
        return "".join(sorted(name.casefold()))  # most names
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sorted(char for char in plain if char not in _APART and not char.isspace()))


@lru_cache(maxsize=1 << 14)
def employer_key(name: str, uscc: str) -> str:
    """The credit code; without one the name, half-width and without blanks."""
    return uscc or "".join(unicodedata.normalize("NFKC", name).split())


def likeness(expert: Expert) -> str | None:
    """What two rows about one person have in common; None for people without employer, whose names and birthdays meet by chance."""
    employer = employer_key(expert.employer, expert.employer_uscc)
    return f"{name_key(expert.identity.name)}\x1f{expert.birth.toordinal()}\x1f{employer}" if employer else None
