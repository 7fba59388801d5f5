"""行政区划: which codes are provinces, which places are known, and what they are called.

Names come from policies/data/regions.yaml; whether a county code ever existed, also from the list that python-stdnum ships.
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache

from pydantic import BaseModel, ConfigDict
from stdnum import numdb

from policies import dated
from policies.vocabulary.ids import RegionCode


class _Tree(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    provinces: dict[str, str]
    places: dict[str, str]
    until: dict[str, date]


def is_province(prefix: str) -> bool:
    """Whether two digits are a province."""
    return prefix in _tree().provinces


@lru_cache(maxsize=65_536)
def is_known_place(code: str) -> bool:
    """Whether a six-digit code names a place, at any time since numbers were issued."""
    if code in _tree().places:
        return True
    found = numdb.get("cn/loc").info(code)
    return len(found) == 2 and "county" in found[1][1]


def place_name(code: RegionCode) -> str:
    """The name of a place, or its code where no name is at hand."""
    return _tree().places.get(code, code)


def is_current(code: RegionCode, on: date) -> bool:
    """Whether a code had not been given up on that day."""
    until = _tree().until.get(code)
    return until is None or on <= until


@cache
def _tree() -> _Tree:
    values = dated.load(dated.DATA / "regions.yaml", _Tree)
    return values.in_force[-1][1]
