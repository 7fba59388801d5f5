"""评标专业分类: a tree of codes by edition (1, 3, 5, 7 characters); the shipped one is a selection of the 2018 edition.

The selection is not the whole classification: codes that the pool holds are siblings too, even if they have no name here.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from policies.dated import DATA
from policies.refusals import UnknownSpecialty
from policies.vocabulary.expert import Specialty

_LEVEL = 2  # each level adds two characters: A, A08, A0803, A080302; the procurement list goes one level further
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

    def check(self, codes: Collection[str]) -> None:
        """Raises UnknownSpecialty for a code that neither is listed nor stands above a listed one."""
        for code in codes:
            if code not in self.names and not self.below(code):
                raise UnknownSpecialty(edition=self.edition, code=code)


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


@cache
def classification(edition: str) -> Classification:
    """The shipped classification of an edition; an edition that is not shipped has no names and no leaves of its own."""
    path = SHIPPED.get(edition)
    return read_classification(path, edition) if path else Classification(edition, {}, frozenset())
