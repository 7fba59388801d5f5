"""规则: one function, one code, one source, one sentence; the registry knows every rule there is and no code twice.

A rule about a person is a pair: a column that screens the whole roster at once, and the reason for one person.
A rule about a board is told to a solver and restated for the checker. A rule about a committee says what it demands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from policies.vocabulary.bar import Bar
from policies.vocabulary.roster import Column, Roster, RosterLine
from policies.vocabulary.source import Source
from policies.vocabulary.tender import LawFamily

Facts = Mapping[str, object]
Told = Callable[..., Any]
F = TypeVar("F", bound=Told)


class NotKnown(Enum):
    """The third answer of a rule: its facts are missing; policy says pass, ask or bar."""

    NOT_KNOWN = "不明"


NOT_KNOWN = NotKnown.NOT_KNOWN
Finding = Facts | NotKnown | None  # barred with these facts · not known · nothing against


@dataclass(slots=True)
class Rule:
    """What all rules share. `says` and `says_en` hold `{slots}` that the facts fill; no slot holds personal data."""

    code: str
    source: Source
    says: str
    says_en: str
    told: Told

    @property
    def module(self) -> str:
        return self.told.__module__

    def sentence(self, facts: Facts) -> str:
        return self.says.format_map(facts)

    def english(self, facts: Facts) -> str:
        return self.says_en.format_map(facts)

    def bar(self, facts: Facts, source: Source | None = None) -> Bar:
        """The reason in words; the fact named `evidence` fills no slot, it goes beside the sentence.

        `source` is a region's own, where its number comes from there.
        """
        return Bar(self.code, self.sentence(facts), source or self.source, str(facts.get("evidence", "")))


@dataclass(slots=True)
class BoardRule(Rule):
    """A rule about a board: calling it yields (constraint, facts) for the solver, `violations` facts without it."""

    restated: Callable[..., Iterable[Facts]] | None = None

    def __call__(self, board: Any) -> Iterable[tuple[Any, Facts]]:
        constraints: Iterable[tuple[Any, Facts]] = self.told(board)
        return constraints

    def check(self, function: F) -> F:
        """Decorator: the restatement, a function of (sitting, plan) that yields the facts of each violation."""
        self.restated = function
        return function

    def violations(self, *sitting_and_plan: Any) -> tuple[Facts, ...]:
        assert self.restated is not None, f"rule {self.code} has no check"
        return tuple(self.restated(*sitting_and_plan))


@dataclass(slots=True)
class PersonRule(Rule):
    """A rule about a person: calling it gives the column of the barred, `not_known` the column of missing facts.

    `find` answers for one line of the roster; a property test holds columns and findings together.
    """

    in_procurement: Source | None = None  # the article that asks the same there
    reasoned: Callable[[RosterLine, Any], Finding] | None = None
    missing: Callable[[Roster, Any], Column] | None = None

    def __call__(self, roster: Roster, tender: Any) -> Column:
        barred: Column = self.told(roster, tender)
        return barred

    @property
    def sources(self) -> tuple[Source, ...]:
        return (self.source, self.in_procurement) if self.in_procurement else (self.source,)

    def source_for(self, family: LawFamily) -> Source:
        """The article to be told to somebody in a tender of this family of law."""
        return self.sources[-1] if family is LawFamily.PROCUREMENT else self.source

    def not_known(self, roster: Roster, tender: Any) -> Column:
        """Whose facts are missing; whoever is barred anyway is not counted here."""
        barred = self(roster, tender)
        return self.missing(roster, tender) & ~barred if self.missing else roster.nobody()

    def reason(self, function: F) -> F:
        """Decorator: the same rule for one person, a function of (line, tender) that returns a `Finding`."""
        self.reasoned = function
        return function

    def unknown(self, function: F) -> F:
        """Decorator: the column of those whose facts are missing, a function of (roster, tender)."""
        self.missing = function
        return function

    def find(self, line: RosterLine, tender: Any) -> Finding:
        assert self.reasoned is not None, f"rule {self.code} has no reason"
        return self.reasoned(line, tender)


@dataclass(slots=True)
class CommitteeRule(Rule):
    """A rule about a committee or an application: calling it gives what it demands of this tender, or None."""

    def __call__(self, *about: Any) -> Any:
        return self.told(*about)


R = TypeVar("R", bound=Rule)
_RULES: dict[str, Rule] = {}


def rule(code: str, *, source: Source, says: str, says_en: str = "") -> Callable[[Told], BoardRule]:
    """Decorator: a rule about a board, a generator of (constraint, facts); give it a `.check` as well."""
    return lambda told: _register(BoardRule(code, source, says, says_en, told))


def person_rule(
    code: str, *, source: Source, says: str, says_en: str = "", in_procurement: Source | None = None
) -> Callable[[Told], PersonRule]:
    """Decorator: a rule about a person, a column expression; give it a `.reason`, and `.unknown` where facts may miss."""
    return lambda told: _register(PersonRule(code, source, says, says_en, told, in_procurement))


def committee_rule(code: str, *, source: Source, says: str, says_en: str = "") -> Callable[[Told], CommitteeRule]:
    """Decorator: a rule about a committee or an application."""
    return lambda told: _register(CommitteeRule(code, source, says, says_en, told))


def registered() -> tuple[Rule, ...]:
    """Every rule of the modules imported so far, by code."""
    return tuple(_RULES[code] for code in sorted(_RULES))


def _register(made: R) -> R:
    if made.code in _RULES:
        raise ValueError(f"rule code {made.code} is used twice: {_RULES[made.code].module}, {made.module}")
    _RULES[made.code] = made
    return made
