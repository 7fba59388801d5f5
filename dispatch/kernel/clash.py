"""The smallest clash: of all the demands that cannot hold together, those that already cannot hold by themselves."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

T = TypeVar("T")


def smallest_clash(
    sentences: Sequence[T], still_clashes: Callable[[tuple[T, ...]], bool], rule_of: Callable[[T], Hashable] | None = None
) -> tuple[T, ...]:
    """A part of `sentences` that clashes and of which no sentence can be waived.

    The sentences at the front are waived first, so put those that one would rather not read at the front. Groups are tried before single
    sentences, which only saves questions; with `rule_of`, all that one rule says is waived together before anything else is tried.
    `still_clashes` must be monotone: more sentences never end a clash. Where it answers False because it does not know, the
    result still clashes but may not be the smallest.
    """
    kept = tuple(sentences) if rule_of is None else _waive_rules(tuple(sentences), still_clashes, rule_of)
    group = max(1, len(kept) // 2)
    while True:
        kept = _waive_in_groups(kept, group, still_clashes)
        if group == 1:
            return kept
        group = max(1, group // 4)


def _waive_rules(kept: tuple[T, ...], still_clashes: Callable[[tuple[T, ...]], bool], rule_of: Callable[[T], Hashable]) -> tuple[T, ...]:
    for rule in dict.fromkeys(map(rule_of, kept)):
        rest = tuple(sentence for sentence in kept if rule_of(sentence) != rule)
        if still_clashes(rest):
            kept = rest
    return kept


def _waive_in_groups(kept: tuple[T, ...], group: int, still_clashes: Callable[[tuple[T, ...]], bool]) -> tuple[T, ...]:
    at = 0
    while at < len(kept):
        rest = kept[:at] + kept[at + group :]
        if still_clashes(rest):
            kept = rest
        else:
            at += group
    return kept
