"""The keys of one purpose as they stand in their file: which there are, in which state, each wrapped under the root.

Source: docs/spec/sealing.md §2; AES-256-KWP is RFC 5649. A key's id is a hash over the key and everything that it is
for, so a wrapped key copied to another purpose or epoch is found out.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap_with_padding, aes_key_wrap_with_padding

from dispatch.adapters.refusals import KeyStoreDamaged
from dispatch.kernel.canonical import canonical, labelled_hash, parse_canonical
from dispatch.kernel.refusals import NotCanonical

KEY_ID_BYTES = 8


class Kind(StrEnum):
    """What a key does; one purpose may have a key of each kind."""

    WRAP = "kek"
    INDEX = "index"
    SIGN = "sign"
    SECRET = "secret"


ROTATING = (Kind.WRAP, Kind.SIGN)


class KeyState(StrEnum):
    """Only ever moves down this list."""

    ACTIVE = "active"
    DECRYPT_ONLY = "decrypt-only"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True)
class Key:
    """One key; `secret` is empty once it is destroyed."""

    kind: Kind
    epoch: str
    kid: bytes
    state: KeyState
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Keyring:
    """All keys of one purpose, oldest first; `closed` after the whole purpose was destroyed."""

    purpose: str
    keys: tuple[Key, ...] = ()
    closed: bool = False

    def of(self, kind: Kind) -> tuple[Key, ...]:
        return tuple(key for key in self.keys if key.kind is kind)

    def active(self, kind: Kind) -> Key | None:
        return next((key for key in self.of(kind) if key.state is KeyState.ACTIVE), None)

    def with_new(self, kind: Kind, epoch: str, secret: bytes) -> Keyring:
        """The ring with a new active key; the one before only opens and verifies from now on."""
        retired = tuple(_retired(key) if key.kind is kind else key for key in self.keys)
        key = Key(kind, epoch, key_id(self.purpose, kind, epoch, secret), KeyState.ACTIVE, secret)
        return replace(self, keys=(*retired, key))

    def has_epoch(self, epoch: str) -> bool:
        return any(key.epoch == epoch for key in self.keys if key.kind in ROTATING)

    def without_epoch(self, epoch: str) -> Keyring:
        hit = [key.kind in ROTATING and key.epoch == epoch for key in self.keys]
        return replace(self, keys=tuple(_destroyed(key) if gone else key for key, gone in zip(self.keys, hit, strict=True)))

    def destroyed(self) -> Keyring:
        return replace(self, keys=tuple(_destroyed(key) for key in self.keys), closed=True)


def key_id(purpose: str, kind: Kind, epoch: str, secret: bytes) -> bytes:
    parts = (purpose.encode("utf-8"), kind.value.encode("ascii"), epoch.encode("utf-8"), secret)
    return labelled_hash("dse1/key", *parts)[:KEY_ID_BYTES]


def written(ring: Keyring, root: bytes) -> bytes:
    """The file's bytes: every living key under `root`, of the destroyed ones only that they existed."""
    keys = [
        {
            "kind": key.kind.value,
            "epoch": key.epoch,
            "kid": key.kid.hex(),
            "state": key.state.value,
            "wrapped": aes_key_wrap_with_padding(root, key.secret).hex() if key.secret else "",
        }
        for key in ring.keys
    ]
    return canonical({"v": 1, "purpose": ring.purpose, "closed": int(ring.closed), "keys": keys})


def read(content: bytes, root: bytes) -> Keyring:
    """Raises KeyStoreDamaged for anything that `written` did not write under this root."""
    try:
        members = parse_canonical(content)
        purpose = members["purpose"]
        keys = tuple(_read_key(purpose, key, root) for key in members["keys"])
        return Keyring(purpose, keys, members["closed"] == 1)
    except (NotCanonical, KeyError, TypeError, ValueError, InvalidUnwrap):
        raise KeyStoreDamaged() from None


def _read_key(purpose: str, members: dict[str, Any], root: bytes) -> Key:
    kind, state, kid = Kind(members["kind"]), KeyState(members["state"]), bytes.fromhex(members["kid"])
    if state is KeyState.DESTROYED:
        return Key(kind, members["epoch"], kid, state, b"")
    secret = aes_key_unwrap_with_padding(root, bytes.fromhex(members["wrapped"]))
    if key_id(purpose, kind, members["epoch"], secret) != kid:
        raise KeyStoreDamaged()
    return Key(kind, members["epoch"], kid, state, secret)


def _retired(key: Key) -> Key:
    return replace(key, state=KeyState.DECRYPT_ONLY) if key.state is KeyState.ACTIVE else key


def _destroyed(key: Key) -> Key:
    return replace(key, state=KeyState.DESTROYED, secret=b"")
