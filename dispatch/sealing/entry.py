"""An entry about a person: sealed under a key of its own that stands apart, so that destroying the key erases the entry.

Source: docs/spec/sealing.md §2. The key is wrapped for the registry's life-cycle records, and once more under the
monthly epoch (`shred`), as a person's own keys are: no backup outlives it.
"""

from __future__ import annotations

from dataclasses import dataclass

from dispatch.kernel.ports import Entropy, KeyStore
from dispatch.sealing.fields import DEK_BYTES, Place, open_field, seal_field
from dispatch.sealing.person import SHRED
from dispatch.sealing.refusals import FieldClosed

PURPOSE = "registry/lifecycle"
TABLE = "expert_entry"


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """`wrapped_dek` belongs where backups are of at most 30 days; emptied, the entry can never be read again."""

    wrapped_dek: bytes
    sealed: bytes


class EntryCodec:
    """Seals and opens entries; one opens only as the entry of its person, number and kind."""

    def __init__(self, keys: KeyStore, entropy: Entropy) -> None:
        self._keys, self._entropy = keys, entropy

    def seal(self, plain: bytes, ref: str, seq: int, kind: str) -> SealedEntry:
        dek = self._entropy(DEK_BYTES)
        wrapped = self._keys.wrap(SHRED, self._keys.wrap(PURPOSE, dek))
        return SealedEntry(wrapped, seal_field(dek, plain, Place(TABLE, ref, kind, seq), self._entropy))

    def open(self, entry: SealedEntry, ref: str, seq: int, kind: str) -> bytes:
        """Raises FieldClosed for an entry that was erased, changed or moved, or the key store's refusal if a key is gone."""
        if not entry.wrapped_dek:
            raise FieldClosed()
        dek = self._keys.unwrap(PURPOSE, self._keys.unwrap(SHRED, entry.wrapped_dek))
        return open_field(dek, entry.sealed, Place(TABLE, ref, kind, seq))

    def rewrapped(self, wrapped_dek: bytes) -> bytes:
        """The same key under today's keys: after a rotation, before the old epoch is destroyed."""
        return self._keys.wrap(SHRED, self._keys.wrap(PURPOSE, self._keys.unwrap(PURPOSE, self._keys.unwrap(SHRED, wrapped_dek))))
