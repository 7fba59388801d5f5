"""A cheap way to a yes: leave out candidates until nothing crosses and no pair remains; what completes then completes anyway."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dispatch.verifier.question import Cell, Question

VARIANTS = 6


def thinned(question: Question, cells: Sequence[Cell], forced: int, variant: int) -> list[Cell]:
    """The forced cells (the first ones), of each employer only candidates of one region pattern, and no listed pair."""
    chosen = _pattern_of_each_group(question, cells, forced, variant)
    kept = list(cells[:forced])
    inside = {cell.person for cell in kept}
    rest = cells[forced:]
    turn = variant * len(rest) // VARIANTS
    for cell in (*rest[turn:], *rest[:turn]):
        if cell.group and cell.profile[1] != chosen[cell.group]:
            continue
        if cell.person is not None:
            if not inside.isdisjoint(question.partners.get(cell.person, ())):
                continue
            inside.add(cell.person)
        kept.append(cell)
    return kept


def _pattern_of_each_group(question: Question, cells: Sequence[Cell], forced: int, variant: int) -> dict[str, int]:
    """That of its forced member; else the most wanted first, or another one by turns so that variants differ."""
    patterns: dict[str, set[int]] = defaultdict(set)
    for cell in cells:
        patterns[cell.group].add(cell.profile[1])
    wanted = sum(1 << bit for bit, (least, _) in enumerate(question.regions) if least > 0)
    chosen = {}
    for place, (group, found) in enumerate(patterns.items()):
        ranked = sorted(found, key=lambda pattern: ((pattern & ~wanted).bit_count() - (pattern & wanted).bit_count(), pattern))
        chosen[group] = ranked[0 if variant == 0 else (place * variant + place // 3) % len(ranked)]
    chosen.update({cell.group: cell.profile[1] for cell in cells[:forced]})
    return chosen
