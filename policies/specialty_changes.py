"""专业迁移: what becomes of each code in another edition; the same code may mean something else and is not carried over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from policies.specialties import Classification


class Fate(StrEnum):
    """What becomes of a leaf; all but `SAME` need a person's decision for every expert who holds it."""

    SAME = "代码、名称均不变"
    OTHER_MEANING = "代码相同，含义不同"
    MOVED = "名称相同，代码不同"
    SPLIT = "一分为多"
    VANISHED = "取消"


@dataclass(frozen=True, slots=True)
class SpecialtyChange:
    """One leaf of the old edition; `candidates` are leaves of the new one that carry its name, or stand below its code."""

    code: str
    name: str
    fate: Fate
    new_name: str
    candidates: tuple[str, ...]


def changes(old: Classification, new: Classification, codes: Iterable[str] | None = None) -> Iterator[SpecialtyChange]:
    """The fate of these codes, or of every leaf of the old edition, in order."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for leaf in sorted(new.leaves):
        by_name[new.name(leaf)].append(leaf)
    for code in sorted(old.leaves if codes is None else set(codes)):
        yield _change(code, old, new, by_name)


def _change(code: str, old: Classification, new: Classification, by_name: dict[str, list[str]]) -> SpecialtyChange:
    name, new_name = old.names.get(code, ""), new.names.get(code, "")
    below = tuple(leaf for leaf in new.below(code) if leaf != code)
    alike = tuple(by_name.get(name, ()))
    if name and name == new_name and not below:
        return SpecialtyChange(code, name, Fate.SAME, new_name, (code,))
    if (len(below) > 1 and name == new_name) or len(alike) > 1:
        return SpecialtyChange(code, name, Fate.SPLIT, new_name, below or alike)
    if new_name:
        return SpecialtyChange(code, name, Fate.OTHER_MEANING, new_name, alike)
    return SpecialtyChange(code, name, Fate.MOVED if alike else Fate.VANISHED, "", alike)
