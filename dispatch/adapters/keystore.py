"""The key store on disk: no key is in the database, none lies in clear, and a destroyed one is gone for every process.

Source: docs/spec/sealing.md §2. Each change of a key's state needs two persons and a log entry: that is the duty of
the use case that calls `rotate`, `destroy` or `renew_root`.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap_with_padding, aes_key_wrap_with_padding

from dispatch.adapters.keyfolder import KeyFolder
from dispatch.adapters.keyring import KEY_ID_BYTES, ROTATING, Key, Keyring, KeyState, Kind
from dispatch.adapters.keyroot import SecondShare
from dispatch.adapters.keywrap import wrap_many
from dispatch.adapters.refusals import KeyDestroyed, KeyNotRotatable, KeyStoreDamaged, KeyUnknown
from dispatch.kernel.ports import Entropy
from dispatch.kernel.signing import Ed25519Signer

SECRET_BYTES = 32
FIRST_EPOCH = "1"


@dataclass(frozen=True, slots=True)
class KeyFact:
    """What may be said of a key: never the key."""

    purpose: str
    kind: Kind
    epoch: str
    kid: str
    state: KeyState


class FileKeyStore:
    """`dispatch.kernel.ports.KeyStore` in a directory of its own (0700, files 0600), which is made if it is not there.

    A key comes into being when it is first asked for; a purpose that was destroyed never gets one again. `second` asks
    the second person for his share of the root; without it the store is `single_handed` (embedded mode only).
    """

    def __init__(self, directory: Path, entropy: Entropy, second: SecondShare | None = None) -> None:
        self._entropy = entropy
        self._folder = KeyFolder(directory, entropy, second)

    @property
    def single_handed(self) -> bool:
        """Whether the disk alone opens everything; to be said openly wherever such a store is used."""
        return self._folder.single_handed

    def wrap(self, purpose: str, dek: bytes) -> bytes:
        key = self._active(purpose, Kind.WRAP)
        return key.kid + aes_key_wrap_with_padding(key.secret, dek)

    def wrap_all(self, purpose: str, deks: Sequence[bytes]) -> list[bytes]:
        key = self._active(purpose, Kind.WRAP)
        return [key.kid + wrapped for wrapped in wrap_many(key.secret, deks)]

    def unwrap(self, purpose: str, wrapped: bytes) -> bytes:
        """Raises KeyUnknown, KeyDestroyed, or KeyStoreDamaged if the wrapped bytes were changed."""
        kid = wrapped[:KEY_ID_BYTES]
        key = next((key for key in self._folder.ring(purpose).keys if key.kid == kid and key.kind is Kind.WRAP), None)
        if key is None:
            raise KeyUnknown()
        if key.state is KeyState.DESTROYED:
            raise KeyDestroyed()
        try:
            return aes_key_unwrap_with_padding(key.secret, wrapped[KEY_ID_BYTES:])
        except (InvalidUnwrap, ValueError):
            raise KeyStoreDamaged() from None

    def mac(self, purpose: str, data: bytes) -> bytes:
        return hmac.digest(self._active(purpose, Kind.INDEX).secret, data, "sha256")[:16]

    def mac_all(self, purpose: str, values: Sequence[bytes]) -> list[bytes]:
        keyed = hmac.new(self._active(purpose, Kind.INDEX).secret, digestmod="sha256")
        return [_mac(keyed.copy(), value) for value in values]

    def sign(self, purpose: str, message: bytes) -> bytes:
        return Ed25519Signer(self._active(purpose, Kind.SIGN).secret).sign(message)

    def public(self, purpose: str) -> bytes:
        """The Ed25519 public key that `sign` signs for, 32 bytes."""
        return Ed25519Signer(self._active(purpose, Kind.SIGN).secret).public

    def secret(self, purpose: str) -> bytes:
        return self._active(purpose, Kind.SECRET).secret

    def rotate(self, purpose: str, epoch: str | None = None) -> str:
        """A new active key for wrapping (or signing, where the purpose signs); the former one only opens. Returns the epoch in force.

        With an `epoch` (e.g. 2026Q4) that the purpose has had already nothing happens; without one it is numbered.
        Raises KeyNotRotatable for index keys and secrets, KeyDestroyed for a purpose that was destroyed.
        """
        changed = self._folder.change(purpose, lambda ring: self._rotated(ring, epoch))
        return next(key.epoch for key in reversed(changed.keys) if key.kind in ROTATING)

    def destroy(self, purpose: str) -> None:
        """Destroys every key of a purpose, or by `<purpose>/<epoch>` those of one epoch; twice is as once. Raises KeyUnknown."""
        owner, _, epoch = purpose.rpartition("/")
        if self._folder.ring(purpose).keys:
            self._folder.change(purpose, Keyring.destroyed)
        elif self._folder.ring(owner).has_epoch(epoch):
            self._folder.change(owner, lambda ring: ring.without_epoch(epoch))
        else:
            raise KeyUnknown()

    def facts(self) -> tuple[KeyFact, ...]:
        """All keys ever made, with their states, sorted by purpose."""
        facts = (KeyFact(ring.purpose, key.kind, key.epoch, key.kid.hex(), key.state) for ring in self._folder.rings() for key in ring.keys)
        return tuple(sorted(facts, key=lambda fact: fact.purpose))

    def renew_root(self, second: SecondShare | None = None) -> None:
        """Yearly: every key under a new root. Other processes get RootRenewed and must start again with the new share."""
        self._folder.renew(second)

    def _active(self, purpose: str, kind: Kind) -> Key:
        ring = self._folder.ring(purpose)
        return ring.active(kind) or self._first(ring, kind)

    def _first(self, ring: Keyring, kind: Kind) -> Key:
        made = self._folder.change(ring.purpose, lambda ring: self._begun(ring, kind)).active(kind)
        if made is None:
            raise KeyDestroyed()
        return made

    def _begun(self, ring: Keyring, kind: Kind) -> Keyring:
        if ring.closed or ring.of(kind):
            return ring
        return ring.with_new(kind, FIRST_EPOCH if kind in ROTATING else "", self._entropy(SECRET_BYTES))

    def _rotated(self, ring: Keyring, epoch: str | None) -> Keyring:
        if ring.closed:
            raise KeyDestroyed()
        kinds = [kind for kind in ROTATING if ring.of(kind)] if ring.keys else [Kind.WRAP]
        if not kinds:
            raise KeyNotRotatable()
        if epoch is not None and ring.has_epoch(epoch):
            return ring
        label = epoch or next(str(number) for number in count(len(ring.keys) + 1) if not ring.has_epoch(str(number)))
        for kind in kinds:
            ring = ring.with_new(kind, label, self._entropy(SECRET_BYTES))
        return ring


def _mac(keyed: hmac.HMAC, value: bytes) -> bytes:
    """As `FileKeyStore.mac`, from a state that has the key in it already: half the time."""
    keyed.update(value)
    return keyed.digest()[:16]
