"""Files that must survive a power cut: written whole, forced to the disk, readable by their owner only."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dispatch.kernel.ports import Entropy


def write_whole(path: Path, content: bytes) -> None:
    """Replaces the file by `content`; after a crash it holds either the old or the new bytes, never a mixture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    _sync_folder(path.parent)


def write_json(path: Path, value: Any) -> None:
    write_whole(path, (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode())


def read_json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def secret_of(path: Path, entropy: Entropy) -> bytes:
    """The 32 secret bytes in this file; drawn when it is first asked for, and never again."""
    if not path.exists():
        write_whole(path, entropy(32).hex().encode("ascii"))
    return bytes.fromhex(path.read_text("ascii").strip())


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Only one program at a time acts for this directory; a killed one lets go by being killed."""
    handle = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
