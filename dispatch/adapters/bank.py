"""The way to the bank: a folder that a bank client watches, and a simulated bank for demo and tests."""

from __future__ import annotations

import re
from pathlib import Path

from dispatch.adapters.durable import exclusively, make_private_directory, write_durably
from dispatch.adapters.refusals import OrderDiffers

_NAME = re.compile(r"[A-Za-z0-9-]{1,35}")
_LARGEST_ANSWER = 16 * 2**20


class FileDropBank:
    """Orders are put into `outbox`, one file each, whole or not at all; answers are read from `inbox`.

    An answer is handed out again until `fetched` says that it is kept: whoever is killed in between loses nothing.
    """

    def __init__(self, outbox: Path, inbox: Path) -> None:
        self._outbox, self._inbox, self._done = outbox, inbox, inbox / "done"
        for folder in (outbox, inbox, self._done):
            make_private_directory(folder)

    def submit(self, message_id: str, document: bytes) -> None:
        """The same order twice is one file. Raises OrderDiffers for other bytes under the same message id."""
        if not _NAME.fullmatch(message_id):
            raise ValueError("a message id is at most 35 letters and digits")
        with exclusively(self._outbox / ".lock"):
            put_once(self._outbox / f"{message_id}.xml", document)

    def answers(self) -> list[tuple[str, bytes]]:
        """Status documents not yet fetched, oldest first."""
        waiting = [path for path in self._inbox.glob("*.xml") if path.is_file() and path.stat().st_size <= _LARGEST_ANSWER]
        waiting.sort(key=lambda path: (path.stat().st_mtime_ns, path.name))
        return [(path.name, path.read_bytes()) for path in waiting]

    def fetched(self, name: str) -> None:
        """The answer is kept: it is moved to `done`; a second time changes nothing."""
        path = self._inbox / Path(name).name
        if path.exists():
            path.replace(self._done / path.name)


def put_once(path: Path, content: bytes) -> None:
    """Writes a file that is written once; call it under a lock. Raises OrderDiffers if other bytes stand there."""
    if not path.exists():
        write_durably(path, content)
    elif path.read_bytes() != content:
        raise OrderDiffers(name=path.name)
