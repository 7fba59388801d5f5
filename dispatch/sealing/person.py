"""A person is three sealed groups – identity, contact, bank account – and erasing the person is destroying one small key.

Source: docs/spec/sealing.md §2 and §5. Each group has a DEK of its own under the KEK of the compartment that may
read it (registry, notifier, finance). The three wrapped DEKs travel together, wrapped once more under a monthly
epoch key (`shred`): no backup outlives that key, so an erased person cannot come back (密钥销毁).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Protocol, TypeVar

from dispatch.kernel.ports import Entropy, KeyStore
from dispatch.sealing.fields import DEK_BYTES, Place, open_field, seal_field
from dispatch.sealing.refusals import FieldClosed
from policies.vocabulary.expert import Bank, Contact, Identity

TABLE = "person"
SHRED = "shred"
PURPOSES = ("pii", "notify", "bank")  # the order in which the wrapped DEKs stand
Group = TypeVar("Group", Identity, Contact, Bank)
_GROUPS: Mapping[type, tuple[str, str]] = {Identity: ("pii", "identity"), Contact: ("notify", "contact"), Bank: ("bank", "bank")}


class SealedRow(Protocol):
    """What a stored person shows here; the registry's own record fits."""

    @property
    def ref(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def wrapped_dek(self) -> bytes: ...
    @property
    def handle(self) -> bytes: ...
    @property
    def identity(self) -> bytes: ...
    @property
    def contact(self) -> bytes: ...
    @property
    def bank(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class SealedPerson:
    """The sealed columns of one person; `wrapped_dek` belongs in a store of its own, with backups of at most 30 days."""

    ref: str
    version: int
    wrapped_dek: bytes
    handle: bytes
    identity: bytes
    contact: bytes
    bank: bytes


class PersonCodec:
    """Seals and opens persons; every change draws new DEKs, so an old row never opens under a new key."""

    def __init__(self, keys: KeyStore, entropy: Entropy) -> None:
        self._keys, self._entropy = keys, entropy

    def seal(self, identity: Identity, contact: Contact, bank: Bank, *, handle: bytes, ref: str, version: int) -> SealedPerson:
        """The sealed columns; `version` rises with every change of the row."""
        deks = {purpose: self._entropy(DEK_BYTES) for purpose in PURPOSES}

        def sealed(purpose: str, field: str, plain: bytes) -> bytes:
            return seal_field(deks[purpose], plain, Place(TABLE, ref, field, version), self._entropy)

        return SealedPerson(
            ref,
            version,
            self._wrap(deks),
            handle=sealed("pii", "handle", handle),
            identity=sealed("pii", "identity", _encoded(identity)),
            contact=sealed("notify", "contact", _encoded(contact)),
            bank=sealed("bank", "bank", _encoded(bank)),
        )

    def open(self, kind: type[Group], row: SealedRow) -> Group:
        """One group of a person: `open(Contact, row)`. Raises FieldClosed, or the key store's refusal after an erasure."""
        purpose, field = _GROUPS[kind]
        return _decoded(kind, self._open_column(row, purpose, field))

    def handle_of(self, row: SealedRow) -> bytes:
        """The person's secret handle, for the pool of a draw."""
        return self._open_column(row, "pii", "handle")

    def rewrapped(self, wrapped_dek: bytes) -> bytes:
        """The same DEKs under today's keys: after a rotation, before the old epoch is destroyed; no ciphertext changes."""
        parts = self._parts(wrapped_dek)
        return self._wrap({purpose: self._keys.unwrap(purpose, parts[purpose]) for purpose in PURPOSES})

    def _open_column(self, row: SealedRow, purpose: str, field: str) -> bytes:
        dek = self._keys.unwrap(purpose, self._parts(row.wrapped_dek)[purpose])
        column: bytes = getattr(row, field)
        return open_field(dek, column, Place(TABLE, row.ref, field, row.version))

    def _wrap(self, deks: Mapping[str, bytes]) -> bytes:
        return self._keys.wrap(SHRED, b"".join(self._keys.wrap(purpose, deks[purpose]) for purpose in PURPOSES))

    def _parts(self, wrapped_dek: bytes) -> dict[str, bytes]:
        joined = self._keys.unwrap(SHRED, wrapped_dek)
        size, rest = divmod(len(joined), len(PURPOSES))
        if rest:
            raise FieldClosed()
        return {purpose: joined[i * size : (i + 1) * size] for i, purpose in enumerate(PURPOSES)}


def _encoded(group: Identity | Contact | Bank) -> bytes:
    return json.dumps({field.name: getattr(group, field.name) for field in fields(group)}, separators=(",", ":")).encode("ascii")


def _decoded(kind: type[Group], plain: bytes) -> Group:
    return kind(**json.loads(plain))
