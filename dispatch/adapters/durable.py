"""Small secret files that survive a power cut and that no two processes change at once."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER_ONLY_FILE = 0o600
OWNER_ONLY_DIRECTORY = 0o700
UNFINISHED = ".unfinished"


@contextmanager
def exclusively(lock: Path) -> Iterator[None]:
    """Waits until no other process or thread holds `lock`, and holds it for the block."""
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, OWNER_ONLY_FILE)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def make_private_directory(directory: Path) -> None:
    """The directory is the owner's alone; parents that are missing are made with the usual rights."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    directory.mkdir(mode=OWNER_ONLY_DIRECTORY, exist_ok=True)


def is_open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & 0o077)


def write_durably(path: Path, content: bytes) -> None:
    """Old content or new content, never half of one; call it under a lock that covers the directory."""
    unfinished = path.with_name(UNFINISHED)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, OWNER_ONLY_FILE)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    sync_directory(path.parent)


def replace_and_overwrite(path: Path, content: bytes) -> None:
    """As write_durably, and zeros over what stood there before, as far as the file system writes in place."""
    with path.open("r+b") as former:
        write_durably(path, content)
        _fill_with_zeros(former.fileno())


def overwrite_and_remove(path: Path) -> None:
    with path.open("r+b") as former:
        path.unlink()
        _fill_with_zeros(former.fileno())


def sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _fill_with_zeros(descriptor: int) -> None:
    os.pwrite(descriptor, bytes(os.fstat(descriptor).st_size), 0)
    os.fsync(descriptor)
