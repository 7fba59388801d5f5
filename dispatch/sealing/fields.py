"""Sealed fields of the database: a value that cannot be read, changed or moved to another row without it showing.

Source: docs/spec/sealing.md §2: `0x01 ‖ alg ‖ kid8 ‖ nonce12 ‖ ciphertext ‖ tag`, aad = C({"f","s","t","v"}).
`kid8` names the DEK by a hash, so that a wrong key is refused before it is used.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dispatch.kernel.canonical import canonical, labelled_hash
from dispatch.kernel.ports import Entropy
from dispatch.sealing.padding import PaddingBroken, padded, unpadded
from dispatch.sealing.refusals import FieldClosed

FORMAT = 0x01
AES_256_GCM = 0x01
DEK_BYTES = 32
FIELD_BLOCK = 64  # the length of a name or of an account shows as a multiple of this only
_HEAD_BYTES = 2 + 8 + 12


@dataclass(frozen=True, slots=True)
class Place:
    """Where a field belongs: table, subject (row), field, and the row's version; a field opens nowhere else."""

    table: str
    subject: str
    field: str
    version: int

    @property
    def aad(self) -> bytes:
        return canonical({"f": self.field, "s": self.subject, "t": self.table, "v": self.version})


def seal_field(dek: bytes, plain: bytes, place: Place, entropy: Entropy) -> bytes:
    """`plain` under `dek` (32 bytes), bound to `place`; padded, so that only its rough length shows."""
    nonce = entropy(12)
    sealed = AESGCM(dek).encrypt(nonce, padded(plain, FIELD_BLOCK), place.aad)
    return bytes((FORMAT, AES_256_GCM)) + _key_id(dek) + nonce + sealed


def open_field(dek: bytes, sealed: bytes, place: Place) -> bytes:
    """Raises FieldClosed if the field was changed, stands in another place, or has another key or format."""
    if sealed[:2] != bytes((FORMAT, AES_256_GCM)) or sealed[2:10] != _key_id(dek):
        raise FieldClosed()
    try:
        return unpadded(AESGCM(dek).decrypt(sealed[10:_HEAD_BYTES], sealed[_HEAD_BYTES:], place.aad), FIELD_BLOCK)
    except (InvalidTag, PaddingBroken, ValueError):
        raise FieldClosed() from None


def _key_id(dek: bytes) -> bytes:
    return labelled_hash("dse1/kid", dek)[:8]
