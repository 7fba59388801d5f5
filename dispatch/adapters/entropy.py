"""The one source of chance: the operating system's, and a repeatable one for demo and tests."""

from __future__ import annotations

import os
from threading import Lock

from dispatch.adapters.refusals import OnlyInDemo
from dispatch.kernel.canonical import labelled_hash, u64


def os_entropy(size: int) -> bytes:
    """`size` random bytes from the operating system."""
    return os.urandom(size)


class SeededEntropy:
    """The same bytes in the same order for the same seed: SHA-256 over seed and a counter.

    Whoever knows the seed knows every key; the constructor refuses unless told that this is a demo. One instance
    belongs to one process: a copy in another would repeat its bytes.
    """

    def __init__(self, seed: bytes, *, demo: bool = False) -> None:
        if not demo:
            raise OnlyInDemo(what="可重复的随机源", what_en="Repeatable entropy")
        self._seed, self._block, self._lock = seed, 0, Lock()

    def __call__(self, size: int) -> bytes:
        blocks = -(-size // 32)
        with self._lock:
            first, self._block = self._block, self._block + blocks
        stream = b"".join(labelled_hash("demo/entropy", self._seed, u64(first + i)) for i in range(blocks))
        return stream[:size]
