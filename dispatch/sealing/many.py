"""Many persons sealed at once, in the same form as one: chance and keys are fetched for all of them together.

Source: docs/spec/sealing.md §2, as person.py, whose `PersonCodec` opens what is sealed here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring_ascii as _text

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dispatch.kernel.canonical import lp, u32
from dispatch.kernel.ports import Entropy, KeyStore
from dispatch.sealing.fields import AES_256_GCM, DEK_BYTES, FIELD_BLOCK, FORMAT
from dispatch.sealing.padding import padded
from dispatch.sealing.person import PURPOSES, SHRED, TABLE, SealedPerson
from policies.vocabulary.expert import Bank, Contact, Identity

_NONCE_BYTES = 12
_FIELDS = 4  # handle and identity under one DEK, contact, bank
_HEAD = bytes((FORMAT, AES_256_GCM))
_KEY_ID = hashlib.sha256(lp(b"dse1/kid") + u32(DEK_BYTES))


@dataclass(frozen=True, slots=True)
class Unsealed:
    """A person before sealing; `ref` is letters and digits, `version` rises with every change."""

    ref: str
    version: int
    handle: bytes
    identity: Identity
    contact: Contact
    bank: Bank


def seal_people(people: Sequence[Unsealed], keys: KeyStore, entropy: Entropy) -> list[SealedPerson]:
    """The sealed columns of each; every person gets DEKs of his own."""
    each_deks, each_nonces = len(PURPOSES) * DEK_BYTES, _FIELDS * _NONCE_BYTES
    own = _pieces(entropy(each_deks * len(people)), DEK_BYTES, len(PURPOSES))
    nonces = _pieces(entropy(each_nonces * len(people)), _NONCE_BYTES, _FIELDS)
    return list(map(_sealed, people, own, nonces, _wrapped(own, keys)))


def _wrapped(own: Sequence[tuple[bytes, ...]], keys: KeyStore) -> list[bytes]:
    """The DEKs of each person, joined and wrapped once more (spec §2, 密钥销毁)."""
    if not own:
        return []
    by_purpose = [keys.wrap_all(purpose, [deks[place] for deks in own]) for place, purpose in enumerate(PURPOSES)]
    return keys.wrap_all(SHRED, [b"".join(parts) for parts in zip(*by_purpose, strict=True)])


def _sealed(person: Unsealed, deks: tuple[bytes, ...], nonces: Sequence[bytes], wrapped: bytes) -> SealedPerson:
    handle, identity, contact, bank = (person.handle, *_groups(person))
    end = f'","s":"{person.ref}","t":"{TABLE}","v":{person.version}}}'.encode("ascii")  # canonical: members sorted, nothing to escape
    own, notify, pay = [(AESGCM(dek).encrypt, _HEAD + _key_id(dek)) for dek in deks]
    return SealedPerson(
        person.ref,
        person.version,
        wrapped,
        _field(own, nonces[0], handle, b'{"f":"handle' + end),
        _field(own, nonces[1], identity, b'{"f":"identity' + end),
        _field(notify, nonces[2], contact, b'{"f":"contact' + end),
        _field(pay, nonces[3], bank, b'{"f":"bank' + end),
    )


def _field(cipher: tuple[Callable[[bytes, bytes, bytes], bytes], bytes], nonce: bytes, plain: bytes, aad: bytes) -> bytes:
    encrypt, head = cipher
    return head + nonce + encrypt(nonce, padded(plain, FIELD_BLOCK), aad)


def _groups(person: Unsealed) -> tuple[bytes, bytes, bytes]:
    """The three groups as JSON, member by member: an encoder costs more than all of them."""
    i, b = person.identity, person.bank
    identity = (
        f'{{"name":{_text(i.name)},"sex":{_text(i.sex)},"id_type":{_text(i.id_type)},"id_no":{_text(i.id_no)},'
        f'"employer":{_text(i.employer)},"employer_uscc":{_text(i.employer_uscc)}}}'
    )
    contact = f'{{"phone":{_text(person.contact.phone)}}}'
    bank = f'{{"branch":{_text(b.branch)},"cnaps":{_text(b.cnaps)},"card":{_text(b.card)}}}'
    return identity.encode("ascii"), contact.encode("ascii"), bank.encode("ascii")


def _key_id(dek: bytes) -> bytes:
    digest = _KEY_ID.copy()
    digest.update(dek)
    return digest.digest()[:8]


def _pieces(chance: bytes, size: int, each: int) -> list[tuple[bytes, ...]]:
    """The bytes cut into pieces, `each` of them for one person."""
    pieces = (chance[start : start + size] for start in range(0, len(chance), size))
    return list(zip(*[pieces] * each, strict=True))
