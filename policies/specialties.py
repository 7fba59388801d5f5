"""评标专业分类: a tree of codes by edition (1, 3, 5, 7 characters); the shipped one is a selection of the 2018 edition.

The selection is not the whole classification: codes that the pool holds are siblings too, even if they have no name here.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from functools import cache
from itertools import takewhile
from pathlib import Path

from policies.dated import DATA
from policies.vocabulary.expert import Specialty

_LEVEL = 2  # each level adds two characters: A, A08, A0803, A080302; the procurement list goes one level further
_FIELD, _ALIKE = 3, 0.8  # characters of one second level, A08; how alike two codes must be otherwise
SHIPPED = {"2018": DATA / "specialties-2018-demo.csv"}


@dataclass(frozen=True, slots=True)
class Classification:
    """One edition; `names` hold every code with a name, groups included, `leaves` every code that may be asked for."""

    edition: str
    names: Mapping[str, str]
    leaves: frozenset[str]

    def with_codes(self, specialties: Iterable[Specialty]) -> Classification:
        """The same edition, with the codes that somebody holds besides those it lists."""
        held = (specialty.code for specialty in specialties if specialty.edition == self.edition)
        return replace(self, leaves=self.leaves | frozenset(held))

    def name(self, code: str) -> str:
        """The code's own name; the code itself where it is not listed."""
        return self.names.get(code, code)

    def full_name(self, code: str) -> str:
        """Code and parent, since names repeat under different parents: 桥梁工程（公路工程，A080302）."""
        group = self.names.get(parent(code))
        return f"{self.name(code)}（{group}，{code}）" if group else f"{self.name(code)}（{code}）"

    def below(self, code: str) -> tuple[str, ...]:
        """The leaves under a code, itself included if it is held as such."""
        return tuple(sorted(leaf for leaf in self.leaves if leaf.startswith(code)))

    def siblings(self, code: str) -> tuple[str, ...]:
        """The other leaves under the same parent."""
        return tuple(leaf for leaf in self.below(parent(code)) if len(leaf) == len(code) and leaf != code)

    def near(self, code: str, most: int = 3) -> tuple[str, ...]:
        """The leaves that a mistaken code most likely means, by full name: those that share most of its beginning, then most of it."""
        alike = [(_shared(code, leaf), SequenceMatcher(None, code, leaf).ratio(), leaf) for leaf in sorted(self.leaves)]
        found = sorted(((-shared, -ratio, leaf) for shared, ratio, leaf in alike if shared >= _FIELD or ratio >= _ALIKE))
        return tuple(self.full_name(leaf) for _, _, leaf in found[:most])

    def knows(self, code: str) -> bool:
        """Whether the code is listed, or stands above one that is."""
        return code in self.names or bool(self.below(code))


def _shared(code: str, other: str) -> int:
    """How many characters two codes have in common from the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(code, other, strict=False)))


def parent(code: str) -> str:
    """The code one level up: A080302 → A0803; a root is its own parent."""
    return code[:-_LEVEL] if len(code) > _LEVEL else code


def read_classification(path: Path, edition: str) -> Classification:
    """A classification from CSV with the columns code, name, parent, parent_name."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    groups = {row["parent"]: row["parent_name"] for row in rows}
    roots = {row["parent"][:3]: row["level2_name"] for row in rows if row.get("level2_name")}
    names = {**roots, **groups, **{row["code"]: row["name"] for row in rows}}
    return Classification(edition, names, frozenset(row["code"] for row in rows))


def whole_tree(edition: str, names: Mapping[str, str]) -> Classification:
    """A tree of which every code is listed: its leaves are the codes that stand above no other."""
    above = {parent(code) for code in names if parent(code) != code}
    return Classification(edition, dict(names), frozenset(names.keys() - above))


class _Brought:
    """Where the centre keeps the trees that it imported itself; whoever opens the centre says so."""

    folder: Path | None = None


def look_in(folder: Path | None) -> None:
    """From now on the trees of this folder count before the shipped selection; a file is named `2018@2018-03-01.csv`."""
    _Brought.folder = folder
    classification.cache_clear()


def kept_trees(folder: Path) -> tuple[tuple[str, date, Path], ...]:
    """Edition, first day and file of every tree in a folder, oldest first."""
    named = (path.stem.split("@") for path in folder.glob("*@*.csv"))
    return tuple(sorted((edition, date.fromisoformat(since), folder / f"{edition}@{since}.csv") for edition, since in named))


@cache
def classification(edition: str, on: date = date.max) -> Classification:
    """The edition as it stands on a day: the centre's own tree, else the shipped selection; of neither it has no names and no leaves."""
    own = [path for kept, since, path in kept_trees(_Brought.folder) if kept == edition and since <= on] if _Brought.folder else []
    if own:
        return _whole(own[-1], edition)
    path = SHIPPED.get(edition)
    return read_classification(path, edition) if path else Classification(edition, {}, frozenset())


def is_whole(edition: str) -> bool:
    """Whether the centre has imported this edition, so that a code that is not in it does not exist."""
    return _Brought.folder is not None and any(kept == edition for kept, _, _ in kept_trees(_Brought.folder))


def _whole(path: Path, edition: str) -> Classification:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return whole_tree(edition, {row["code"]: row["name"] for row in csv.DictReader(file)})
