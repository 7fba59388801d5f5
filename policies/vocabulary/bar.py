"""排除理由: why one expert may not be drawn for one tender, as a value and as a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from policies.vocabulary.source import Source


@dataclass(frozen=True, slots=True)
class Bar:
    """One reason against one expert: the rule's code, its Chinese sentence, its source. No personal data."""

    code: str
    sentence: str
    source: Source
