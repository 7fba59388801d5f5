"""A small sealed box for what one compartment keeps for itself: nonce ‖ AES-256-GCM, bound to its place.

Source: docs/spec/sealing.md §2 (aad binds a value to its place); the key never lies in the database.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dispatch.kernel.ports import Entropy, KeyStore
from dispatch.sealing.refusals import FieldClosed


class Box:
    """Seals and opens bytes under one compartment's key, e.g. `notifier/outbox`."""

    def __init__(self, keys: KeyStore, purpose: str, entropy: Entropy) -> None:
        self._aead, self._entropy = AESGCM(keys.secret(purpose)), entropy

    def seal(self, plain: bytes, place: str) -> bytes:
        nonce = self._entropy(12)
        return nonce + self._aead.encrypt(nonce, plain, place.encode("utf-8"))

    def open(self, sealed: bytes, place: str) -> bytes:
        """Raises FieldClosed if the bytes were changed or belong to another place."""
        try:
            return self._aead.decrypt(sealed[:12], sealed[12:], place.encode("utf-8"))
        except (InvalidTag, ValueError):
            raise FieldClosed() from None
