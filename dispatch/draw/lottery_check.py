"""Whether a lottery's list is lawful: every panel a lawful completion, every composition completable.

Source: docs/spec/draw-protocol.md §8; V09 of §12. Checked before the pool is logged, and again by whoever recomputes a round.
"""

from __future__ import annotations

from dataclasses import replace

from dispatch.draw.committee import is_lawful
from dispatch.draw.crowd import bin_looks, gather
from dispatch.draw.frame import Frame
from dispatch.draw.opened import Seated, opening_for, persons_of, sorter_for
from dispatch.draw.oracle import Oracle
from dispatch.draw.pool import Composition, Labels, Panel
from dispatch.draw.question import Ask, Question
from dispatch.draw.refusals import BadFrame


def check_panels(frame: Frame, solve: Ask) -> None:
    """Raises BadFrame at the first entry that is no lawful panel, or a composition that no panel can have."""
    sitting = tuple(Seated(row.id, row.seat) for row in frame.lists.carried)
    _check_whole_panels(frame, sitting)
    _check_compositions(frame, sitting, Oracle(solve))


def _check_whole_panels(frame: Frame, sitting: tuple[Seated, ...]) -> None:
    sorter = sorter_for(frame.manifest, ())
    opening = opening_for(frame, sitting=sitting, sorter=sorter)
    for position, panel in enumerate(frame.lists.panels):
        if isinstance(panel, Panel) and not is_lawful(opening, tuple(persons_of(sorter, frame, panel.ids))):
            raise BadFrame(where=f"panels[{position}]", why="a lawful completion")


def _check_compositions(frame: Frame, sitting: tuple[Seated, ...], ask: Ask) -> None:
    """One crowd for all of them: types are numbered over the whole list, those not in a composition have count 0."""
    compositions = [panel for panel in frame.lists.panels if isinstance(panel, Composition)]
    kinds: dict[tuple[Labels, str], int] = {}
    for composition in compositions:
        for labels, region, _ in composition.types:
            kinds.setdefault((labels, region), len(kinds))
    sorter = sorter_for(frame.manifest, (), kinds)
    opening = replace(opening_for(frame, sorter, sitting), quotas=(0,) * len(kinds))
    crowd = gather(opening, bin_looks(sorter, frame.candidates.looks))
    for position, composition in enumerate(compositions):
        numbers = {kinds[labels, region]: number for labels, region, number in composition.types}
        quotas = tuple(numbers.get(kind, 0) for kind in range(len(kinds)))
        if ask(Question(replace(opening, quotas=quotas), crowd)) is None:
            raise BadFrame(where=f"panels[{position}]", why="completable")
