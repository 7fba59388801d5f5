"""Keys, custodians and persons for sealing tests; nobody real, and keys good for nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dispatch.adapters.entropy import SeededEntropy
from dispatch.adapters.keystore import FileKeyStore
from dispatch.kernel.canonical import labelled_hash
from dispatch.sealing import hpke
from dispatch.sealing.envelope import open_with, seal, share_of
from dispatch.sealing.person import PersonCodec, SealedPerson
from policies.vocabulary.expert import Bank, Contact, Identity

ENTROPY = SeededEntropy(b"tests/sealing", demo=True)
IDENTITY = Identity("测试甲", "女性", "身份证", "000000000000000000", "测试单位", "000000000000000000")
CONTACT = Contact("00000000000")
BANK = Bank("测试银行某支行", "000000000000", "0000000000000000000")
HANDLE = bytes(range(16))


def private(custodian: str) -> bytes:
    return labelled_hash("test/custodian", custodian.encode())


def public_keys(custodians: str, suite: str = hpke.CLASSIC) -> dict[str, bytes]:
    """One custodian for each letter."""
    return {name: hpke.public_of(private(name), suite) for name in custodians}


def an_envelope(plain: bytes = b"plain", custodians: str | dict[str, bytes] = "CST", k: int = 2, **changes: Any) -> bytes:
    publics = public_keys(custodians) if isinstance(custodians, str) else custodians
    known = {"ctx": {"what": "test"}, "custodians": publics, "k": k, "nbf": 1, "entropy": ENTROPY}
    return seal(plain, **(known | changes))


def opened(envelope: bytes, subset: str = "C+S", time_share: bytes | None = None) -> bytes:
    return open_with(envelope, {name: share_of(envelope, name, subset, private(name)) for name in subset.split("+")}, time_share)


def a_key_store(directory: Path) -> FileKeyStore:
    return FileKeyStore(directory / "keys", ENTROPY)


def a_person(codec: PersonCodec, ref: str = "p1", version: int = 1) -> SealedPerson:
    return codec.seal(IDENTITY, CONTACT, BANK, handle=HANDLE, ref=ref, version=version)
