"""依据: the clauses that rules and numbers cite, by their short ids."""

from __future__ import annotations

from policies.dated import known_sources
from policies.vocabulary.source import Source


def cite(source: str) -> Source:
    """The clause with this id, e.g. `ZBF-37`; an id that is not in data/sources.yaml is a KeyError at import."""
    return known_sources()[source]
