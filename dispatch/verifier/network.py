"""The network of a question: from the slots over the cells that fit up through the nested sets, all of it a flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dispatch.verifier.flow import Edge, circulation
from dispatch.verifier.laminar import Bounds, Family, Set, places
from dispatch.verifier.question import Cell, Question

_ROOT = 0


@dataclass(frozen=True, slots=True)
class Network:
    """Fixed edges (root → slot → cell) and climbing ones (cell or set → the next larger set, in the end the root)."""

    nodes: int
    fixed: tuple[Edge, ...]
    climbing: tuple[tuple[int, int, Set], ...]
    bounds: tuple[Bounds, ...]
    cells: int
    hopeless: bool

    def numbers(self, narrowed: Mapping[Set, Bounds]) -> list[int] | None:
        """How many of each cell are taken, within all bounds, these narrower ones included; None if that is impossible."""
        if self.hopeless:
            return None
        edges = list(self.fixed)
        for (start, end, members), (least, most) in zip(self.climbing, self.bounds, strict=True):
            narrow = narrowed.get(members)
            if narrow is not None:
                least, most = max(least, narrow[0]), min(most, narrow[1])
            edges.append((start, end, least, most))
        flow = circulation(self.nodes, edges)
        return None if flow is None else flow[len(self.fixed) : len(self.fixed) + self.cells]


def network_of(question: Question, cells: Sequence[Cell], family: Family) -> Network:
    """Builds the nodes once; branches only change bounds."""
    slots = range(len(question.slots))
    first_cell = 1 + len(slots)
    fixed: list[Edge] = [(_ROOT, 1 + slot, question.slots[slot], question.slots[slot]) for slot in slots]
    for place, cell in enumerate(cells):
        fixed += [(1 + slot, first_cell + place, 0, question.slots[slot]) for slot in slots if cell.profile[0] >> slot & 1]
    members_of: list[Set] = [1 << place for place in range(len(cells))]
    bounds: list[Bounds] = [(cell.least, cell.most) for cell in cells]
    parent = [_ROOT] * len(cells)
    top = list(range(len(cells)))  # for each cell, the largest of its boxes built so far
    for members in sorted((members for members in family.nested if members), key=int.bit_count):
        box = len(members_of)
        for inner in {top[place] for place in places(members)}:
            parent[inner] = first_cell + box
        for place in places(members):
            top[place] = box
        members_of.append(members)
        bounds.append(family.nested[members])
        parent.append(_ROOT)
    least, most = family.nested.get(0, (0, 0))  # a rule that none of the cells can help
    return Network(
        nodes=first_cell + len(members_of),
        fixed=tuple(fixed),
        climbing=tuple((first_cell + box, parent[box], members) for box, members in enumerate(members_of)),
        bounds=tuple(bounds),
        cells=len(cells),
        hopeless=not least <= 0 <= most,
    )
