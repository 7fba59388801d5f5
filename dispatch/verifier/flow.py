"""A flow through a small network, every edge between a lower and an upper bound: exists or not, exactly."""

from __future__ import annotations

from collections.abc import Sequence

Edge = tuple[int, int, int, int]  # from, to, least, most


def circulation(nodes: int, edges: Sequence[Edge]) -> list[int] | None:
    """Whole numbers on the edges, within bounds, as much into each node as out of it; None if there are none.

    Lower bounds become demands between an added source and sink; then one maximum flow (Dinic) decides.
    """
    network = _Network(nodes + 2)
    source, sink, wanted = nodes, nodes + 1, 0
    balance = [0] * nodes
    for start, end, least, most in edges:
        if least > most:
            return None
        network.add(start, end, most - least)
        balance[end] += least
        balance[start] -= least
    for node, surplus in enumerate(balance):
        if surplus > 0:
            network.add(source, node, surplus)
            wanted += surplus
        elif surplus < 0:
            network.add(node, sink, -surplus)
    if network.push(source, sink) != wanted:
        return None
    return [least + network.left[2 * place + 1] for place, (_, _, least, _) in enumerate(edges)]


class _Network:
    """Residual network; edge e and its reverse e ^ 1 lie side by side."""

    __slots__ = ("ends", "left", "out")

    def __init__(self, nodes: int) -> None:
        self.ends: list[int] = []
        self.left: list[int] = []
        self.out: list[list[int]] = [[] for _ in range(nodes)]

    def add(self, start: int, end: int, most: int) -> None:
        self.out[start].append(len(self.ends))
        self.out[end].append(len(self.ends) + 1)
        self.ends += (end, start)
        self.left += (most, 0)

    def push(self, source: int, sink: int) -> int:
        """The maximum flow from source to sink."""
        total = 0
        while level := self._levels(source, sink):
            total += self._block(source, sink, level)
        return total

    def _levels(self, source: int, sink: int) -> list[int]:
        level = [-1] * len(self.out)
        level[source] = 0
        queue = [source]
        for node in queue:
            for edge in self.out[node]:
                end = self.ends[edge]
                if level[end] < 0 and self.left[edge]:
                    level[end] = level[node] + 1
                    queue.append(end)
        return level if level[sink] >= 0 else []

    def _block(self, source: int, sink: int, level: list[int]) -> int:
        """A blocking flow along the levels, by depth-first search without recursion."""
        ends, left, total = self.ends, self.left, 0
        untried = [0] * len(self.out)
        path: list[int] = []
        node = source
        while True:
            if node == sink:
                amount = min(left[edge] for edge in path)
                for edge in path:
                    left[edge] -= amount
                    left[edge ^ 1] += amount
                total += amount
                path, node = [], source
            edges = self.out[node]
            while untried[node] < len(edges):
                edge = edges[untried[node]]
                if left[edge] and level[ends[edge]] == level[node] + 1:
                    path.append(edge)
                    node = ends[edge]
                    break
                untried[node] += 1
            else:
                if node == source:
                    return total
                node = ends[path.pop() ^ 1]
                untried[node] += 1
