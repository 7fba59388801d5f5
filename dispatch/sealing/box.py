"""A small sealed box for what one compartment keeps for itself; each box has a key of its own, wrapped in front of it.

Source: docs/spec/sealing.md §2. For values that end with their row (an outbox text, a sealed id). Persons have
`PersonCodec`, whose wrapped keys stand apart so that destroying one erases the person.
"""

from __future__ import annotations

from dispatch.kernel.ports import Entropy, KeyStore
from dispatch.sealing.fields import DEK_BYTES, Place, open_field, seal_field
from dispatch.sealing.refusals import FieldClosed


class Box:
    """Seals and opens bytes under one compartment's rotating key, e.g. `notifier/outbox`."""

    def __init__(self, keys: KeyStore, purpose: str, entropy: Entropy) -> None:
        self._keys, self._purpose, self._entropy = keys, purpose, entropy

    def seal(self, plain: bytes, place: str) -> bytes:
        """len8 ‖ wrapped DEK ‖ field; opens only at this `place` (the row's own name) and under this purpose."""
        dek = self._entropy(DEK_BYTES)
        wrapped = self._keys.wrap(self._purpose, dek)
        return bytes((len(wrapped),)) + wrapped + seal_field(dek, plain, self._place(place), self._entropy)

    def open(self, sealed: bytes, place: str) -> bytes:
        """Raises FieldClosed if the bytes were changed or belong elsewhere, or the key store's refusal if the key is gone."""
        if not sealed:
            raise FieldClosed()
        end = 1 + sealed[0]
        return open_field(self._keys.unwrap(self._purpose, sealed[1:end]), sealed[end:], self._place(place))

    def _place(self, name: str) -> Place:
        return Place(self._purpose, name, "box", 1)
