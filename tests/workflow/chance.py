"""Chance by label: the secrets that a walk depends on are the same in every life of a world, whatever was killed before.

They are the keys of the key store, what a plan draws, and the parties' chain secrets; everything else may differ.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from dispatch.adapters.keyring import ROTATING, Keyring, Kind
from dispatch.adapters.keystore import FIRST_EPOCH, SECRET_BYTES, FileKeyStore
from dispatch.kernel.ports import Entropy
from dispatch.workflow.means import Means


def labelled(seed: bytes, *labels: str) -> Entropy:
    """A stream of its own for every label; two streams of one label are equal."""
    drawn = 0

    def draw(size: int) -> bytes:
        nonlocal drawn
        drawn += 1
        return hashlib.shake_256(b"/".join([seed, *(label.encode() for label in labels), str(drawn).encode()])).digest(size)

    return draw


def always(seed: bytes, *labels: str) -> Entropy:
    """The same bytes whenever asked: a party's secret, in whichever life of its agent it is drawn."""
    return lambda size: labelled(seed, *labels)(size)


class LabelledKeys(FileKeyStore):
    """The key store on disk, whose keys follow from the seed and their purpose."""

    def __init__(self, directory: Path, seed: bytes) -> None:
        super().__init__(directory, labelled(seed, "root"))
        self._seed = seed

    def _begun(self, ring: Keyring, kind: Kind) -> Keyring:
        if ring.closed or ring.of(kind):
            return ring
        fresh = labelled(self._seed, "key", ring.purpose, kind.value)
        return ring.with_new(kind, FIRST_EPOCH if kind in ROTATING else "", fresh(SECRET_BYTES))


def with_chance(means: Means, seed: bytes, *labels: str) -> Means:
    """The same means, drawing from a stream of its own."""
    return replace(means, entropy=labelled(seed, *labels))
