"""入库前的暂存: sealed rows put aside as the database will take them, so that it is locked only while they go in.

They lie in a file that has no name, is its owner's only and vanishes with its last user; in clear it holds what the registry's own
table holds in clear, and nothing else.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile


class Staging:
    """Packed rows in the order in which they were put here; about a kilobyte of disk for each."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 (it lives as long as this does)
        self._sizes: list[int] = []
        self._count = 0

    def put(self, rows: Sequence[bytes]) -> None:
        self._sizes.append(self._file.write(marshal.dumps(list(rows))))
        self._count += len(rows)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[bytes]:
        """All rows, from the first."""
        self._file.seek(0)
        for size in self._sizes:
            yield from marshal.loads(self._file.read(size))
