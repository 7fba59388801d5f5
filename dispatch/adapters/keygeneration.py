"""One generation of the key store: a root, and the keyrings under it as files that tell no purpose by their names.

Layout: `<directory>/<number>/root.json` and `keys/<hash of purpose>.json`. root.json is written last and removed
first: a generation without one was never finished, or is on its way out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dispatch.adapters import durable
from dispatch.adapters.keyring import Keyring, read, written
from dispatch.adapters.keyroot import Root, SecondShare, new_root, open_root
from dispatch.adapters.refusals import RootRenewed
from dispatch.kernel.canonical import labelled_hash
from dispatch.kernel.ports import Entropy

ROOT = "root.json"


@dataclass(frozen=True, slots=True)
class Generation:
    path: Path
    root: Root

    @property
    def number(self) -> int:
        return int(self.path.name)

    def path_of(self, purpose: str) -> Path:
        return self.path / "keys" / f"{labelled_hash('dse1/keyfile', purpose.encode('utf-8')).hex()[:32]}.json"

    def require_current(self) -> None:
        """Raises RootRenewed once another process has moved on to a new root."""
        following = self.path.with_name(str(self.number + 1))
        if not (self.path / ROOT).exists() or (following / ROOT).exists():
            raise RootRenewed()

    def read(self, path: Path) -> Keyring:
        return read(path.read_bytes(), self.root.key)

    def read_all(self) -> tuple[Keyring, ...]:
        return tuple(self.read(path) for path in sorted((self.path / "keys").glob("*.json")))

    def write(self, ring: Keyring) -> None:
        path, content = self.path_of(ring.purpose), written(ring, self.root.key)
        if path.exists():
            durable.replace_and_overwrite(path, content)
        else:
            durable.write_durably(path, content)


def newest(directory: Path, second: SecondShare | None) -> Generation | None:
    """The generation in force, or None in an empty store."""
    finished = [path.parent for path in directory.glob(f"*/{ROOT}") if path.parent.name.isdigit()]
    if not finished:
        return None
    path = max(finished, key=lambda path: int(path.name))
    return Generation(path, open_root((path / ROOT).read_bytes(), second))


def begin(path: Path, second: SecondShare | None, entropy: Entropy, rings: Iterable[Keyring] = ()) -> Generation:
    """A generation with a new root and `rings` under it, in force when this returns and not before."""
    root, root_file = new_root(second, entropy)
    remove(path)
    for directory in (path, path / "keys"):
        durable.make_private_directory(directory)
    generation = Generation(path, root)
    for ring in rings:
        generation.write(ring)
    durable.write_durably(path / ROOT, root_file)
    durable.sync_directory(path.parent)
    return generation


def remove_all_but(generation: Generation) -> None:
    for path in generation.path.parent.iterdir():
        if path.is_dir() and path != generation.path:
            remove(path)


def remove(path: Path) -> None:
    """Overwrites and removes a generation's files, root.json first."""
    if not path.exists():
        return
    files = [file for file in path.rglob("*") if file.is_file()]
    for file in sorted(files, key=lambda file: file.name != ROOT):
        durable.overwrite_and_remove(file)
    for directory in (path / "keys", path):
        if directory.exists():
            directory.rmdir()
