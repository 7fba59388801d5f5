"""评标专业分类: whether a code has the form of its edition, and whether the table at hand knows it.

Source: docs/domain/05-identifiers-and-data.md §6. A code without edition means nothing and is never read.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from policies.dated import DATA
from policies.specialties import classification

DEMO_EDITION = "2018"
EDITIONS = ("2018", "2010", "政采")
_LEAF = {"2018": re.compile(r"[A-E][0-9]{6}"), "2010": re.compile(r"[A-E][0-9]{6}"), "政采": re.compile(r"[ABC][0-9]{8}")}
_SEPARATORS = re.compile(r"[、,;，；\s]+")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf of the classification under its third level (5 characters)."""

    code: str
    name: str
    parent: str
    parent_name: str
    level2_name: str


def split_words(text: str) -> tuple[str, ...]:
    """The words of one cell, separated by 、 , ; or a blank."""
    return tuple(word for word in _SEPARATORS.split(text) if word)


def split_codes(text: str) -> tuple[str, ...]:
    """The codes of one cell, as `split_words`, half-width and in upper case."""
    return split_words((text if text.isascii() else unicodedata.normalize("NFKC", text)).upper())


def is_leaf_form(edition: str, code: str) -> bool:
    return bool(_LEAF[edition].fullmatch(code))


def is_known_leaf(edition: str, code: str) -> bool:
    """Whether the table at hand (the centre's whole one, else the selection of 2018) holds the code; without a table each is taken."""
    known = classification(edition).leaves
    return not known or code in known


@cache
def leaves() -> dict[str, Leaf]:
    """The shipped selection of edition 2018, by code."""
    with (DATA / "specialties-2018-demo.csv").open(encoding="utf-8", newline="") as file:
        return {line["code"]: Leaf(**line) for line in csv.DictReader(file)}
