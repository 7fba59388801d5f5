"""母子公司: which companies belong to one group, by the shares on record that reach the threshold on a day.

A share whose size nobody recorded may bind two companies or not: what hangs on it is not known, never left out in silence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from policies.vocabulary.roster import UnitKeys

_Key = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Holding:
    """股权: one company holds part of another between two days; `share` is None where its size is not recorded."""

    upper: UnitKeys
    lower: UnitKeys
    share: Fraction | None
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Group:
    """The other companies of a unit's group, and those that belong to it only if an unrecorded share is large enough."""

    members: tuple[UnitKeys, ...] = ()
    perhaps: tuple[UnitKeys, ...] = ()


@dataclass(frozen=True, slots=True)
class Equity:
    """All holdings of a day, ready to be asked for groups; `threshold` is the share from which two companies are one group."""

    sure: Mapping[_Key, tuple[UnitKeys, ...]]
    loose: Mapping[_Key, tuple[UnitKeys, ...]]

    @classmethod
    def on(cls, day: date, holdings: Iterable[Holding], threshold: Fraction) -> Equity:
        held = [holding for holding in holdings if holding.holds_on(day)]
        sure = [holding for holding in held if holding.share is not None and holding.share >= threshold]
        return cls(_neighbours(sure), _neighbours([*sure, *(holding for holding in held if holding.share is None)]))

    def group_of(self, unit: UnitKeys) -> Group:
        """Everything that can be reached from this unit over holdings, up and down."""
        members = _reached(unit, self.sure)
        known = {key for member in (unit, *members) for key in _keys(member)}
        perhaps = (other for other in _reached(unit, self.loose) if known.isdisjoint(_keys(other)))
        return Group(members, tuple(perhaps))


NO_EQUITY = Equity({}, {})


def share_of(text: str) -> Fraction | None:
    """A share as the registry writes it; None where no size is given.

    >>> share_of("51%"), share_of("")
    (Fraction(51, 100), None)
    """
    return Fraction(text.removesuffix("%")) / 100 if text else None


def _neighbours(holdings: Iterable[Holding]) -> dict[_Key, tuple[UnitKeys, ...]]:
    beside: dict[_Key, list[UnitKeys]] = defaultdict(list)
    for holding in holdings:
        for unit, other in ((holding.upper, holding.lower), (holding.lower, holding.upper)):
            for key in _keys(unit):
                beside[key].append(other)
    return {key: tuple(units) for key, units in beside.items()}


def _reached(start: UnitKeys, beside: Mapping[_Key, tuple[UnitKeys, ...]]) -> tuple[UnitKeys, ...]:
    """Walks from company to company; a company written now by name, now by code is met under both."""
    seen, waiting, found = set(_keys(start)), [start], []
    while waiting:
        for key in _keys(waiting.pop()):
            for unit in beside.get(key, ()):
                if not seen.issuperset(_keys(unit)):
                    seen |= set(_keys(unit))
                    found.append(unit)
                    waiting.append(unit)
    return tuple(found)


def _keys(unit: UnitKeys) -> Iterator[_Key]:
    if unit.uscc:
        yield "uscc", unit.uscc
    if unit.name:
        yield "name", unit.name
