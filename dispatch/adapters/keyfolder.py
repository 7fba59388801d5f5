"""The files of the key store, shared by processes: what one of them changes, all see at the next look."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from dispatch.adapters import durable, keygeneration
from dispatch.adapters.keyring import Keyring
from dispatch.adapters.keyroot import SecondShare
from dispatch.adapters.refusals import KeyStoreDamaged, KeyStoreReadable
from dispatch.kernel.ports import Entropy

_Signature = tuple[int, int, int]


class KeyFolder:
    """Keyrings by purpose; changes are made under one lock and replace a file as a whole or not at all."""

    def __init__(self, directory: Path, entropy: Entropy, second: SecondShare | None) -> None:
        self._directory, self._entropy = directory, entropy
        self._held: dict[str, tuple[_Signature, Keyring]] = {}
        self._paths: dict[str, Path] = {}
        _make_private(directory)
        with durable.exclusively(self._lock):
            found = keygeneration.newest(directory, second)
            self._generation = found or keygeneration.begin(directory / "1", second, entropy)
            keygeneration.remove_all_but(self._generation)

    @property
    def single_handed(self) -> bool:
        return self._generation.root.single_handed

    def ring(self, purpose: str) -> Keyring:
        """The keyring as it stands in its file now; empty if there is none. Raises KeyStoreDamaged, RootRenewed."""
        path = self._paths.get(purpose)
        if path is None:
            path = self._paths[purpose] = self._generation.path_of(purpose)
        signature = _signature(path)
        if signature is None:
            self._generation.require_current()
            return Keyring(purpose)
        held = self._held.get(purpose)
        return held[1] if held is not None and held[0] == signature else self._read_again(purpose, path, signature)

    def rings(self) -> tuple[Keyring, ...]:
        with durable.exclusively(self._lock):
            self._generation.require_current()
            return self._generation.read_all()

    def change(self, purpose: str, how: Callable[[Keyring], Keyring]) -> Keyring:
        """The ring after `how`, on disk before this returns; `how` sees what others wrote before."""
        with durable.exclusively(self._lock):
            self._generation.require_current()
            former = self.ring(purpose)
            changed = how(former)
            if changed != former:
                self._generation.write(changed)
        return changed

    def renew(self, second: SecondShare | None) -> None:
        """Every ring under a new root, then the former generation is overwritten and removed."""
        with durable.exclusively(self._lock):
            self._generation.require_current()
            following = self._directory / str(self._generation.number + 1)
            self._generation = keygeneration.begin(following, second, self._entropy, self._generation.read_all())
            self._paths.clear()
            self._held.clear()
            keygeneration.remove_all_but(self._generation)

    @property
    def _lock(self) -> Path:
        return self._directory / "lock"

    def _read_again(self, purpose: str, path: Path, signature: _Signature) -> Keyring:
        """A file that is replaced while we read it may look damaged; it is so only if it has not changed meanwhile."""
        try:
            ring = self._generation.read(path)
        except (KeyStoreDamaged, FileNotFoundError):
            if _signature(path) == signature:
                raise
            return self.ring(purpose)
        if ring.purpose != purpose:
            raise KeyStoreDamaged()
        self._held[purpose] = (signature, ring)
        return ring


def _make_private(directory: Path) -> None:
    durable.make_private_directory(directory)
    if not any(directory.iterdir()):
        directory.chmod(durable.OWNER_ONLY_DIRECTORY)
    if durable.is_open_to_others(directory):
        raise KeyStoreReadable(directory=directory)


def _signature(path: Path) -> _Signature | None:
    try:
        status = os.stat(path)  # noqa: PTH116 (asked at every use of a key, where Path.stat costs twice as much)
    except FileNotFoundError:
        return None
    return (status.st_ino, status.st_mtime_ns, status.st_size)
