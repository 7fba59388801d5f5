"""The verifier's own curves agree with other libraries, with the published test values, and read strictly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.verifier import sm2, suite
from dispatch.verifier.bls import signature as bls
from dispatch.verifier.bls.field import P
from dispatch.verifier.bls.hashing import hash_to_g1

RECORDED = json.loads((Path(__file__).parent / "oracle.json").read_text())
RFC_TAG = b"QUUX-V01-CS02-with-BLS12381G1_XMD:SHA-256_SSWU_RO_"


def as_bytes(case: dict[str, str]) -> tuple[bytes, bytes, bytes]:
    return bytes.fromhex(case["key"]), bytes.fromhex(case["message"]), bytes.fromhex(case["signature"])


@pytest.mark.parametrize("case", RECORDED["bls"], ids=range(len(RECORDED["bls"])))
def test_a_beacon_signature_made_by_another_library_holds(case: dict[str, Any]) -> None:
    assert bls.verifies(*as_bytes(case))


def test_a_beacon_signature_of_another_message_or_key_does_not_hold() -> None:
    one, other = (as_bytes(case) for case in RECORDED["bls"][:2])
    assert not bls.verifies(one[0], other[1], one[2])
    assert not bls.verifies(other[0], one[1], one[2])


def test_hashing_to_the_curve_gives_the_values_of_rfc_9380() -> None:
    point = hash_to_g1(b"", RFC_TAG)
    assert point is not None
    assert f"{point[0]:x}" == "52926add2207b76ca4fa57a8734416c8dc95e24501772c814278700eed6d1e4e8cf62d9c09db0fac349612b759e79a1"
    assert f"{point[1]:x}" == "8ba738453bfed09cb546dbb0783dbb3a5f1f566ed67bb6be0e8c67e2e81a4cc68ee29813bb7994998f3eae0c9c6a265"


@pytest.mark.parametrize("length", [0, 47, 49, 96])
def test_a_beacon_signature_of_another_length_is_refused(length: int) -> None:
    key, message, signature = as_bytes(RECORDED["bls"][0])
    assert not bls.verifies(key, message, (signature * 3)[:length])
    assert not bls.verifies((key * 2)[: 2 * length + 1], message, signature)


def test_a_coordinate_that_is_not_reduced_is_refused() -> None:
    key, message, signature = as_bytes(RECORDED["bls"][0])
    x = (int.from_bytes(signature, "big") & ((1 << 381) - 1)) + P
    unreduced = (x | (signature[0] & 0xE0) << 376).to_bytes(48, "big") if x < 1 << 381 else bytes([0x9F]) + b"\xff" * 47
    assert not bls.verifies(key, message, unreduced)


@given(place=st.integers(0, 8 * 48 - 1))
@settings(max_examples=12, deadline=None)
def test_every_flipped_bit_of_a_beacon_signature_is_noticed(place: int) -> None:
    key, message, signature = as_bytes(RECORDED["bls"][1])
    flipped = (int.from_bytes(signature, "big") ^ 1 << place).to_bytes(48, "big")
    assert not bls.verifies(key, message, flipped)


@pytest.mark.parametrize("case", RECORDED["sm2"], ids=range(len(RECORDED["sm2"])))
def test_an_sm2_signature_made_by_another_library_holds(case: dict[str, Any]) -> None:
    assert sm2.verifies(*as_bytes(case))


@given(place=st.integers(0, 8 * 64 - 1))
@settings(max_examples=60, deadline=None)
def test_every_flipped_bit_of_an_sm2_signature_is_noticed(place: int) -> None:
    key, message, signature = as_bytes(RECORDED["sm2"][0])
    flipped = (int.from_bytes(signature, "big") ^ 1 << place).to_bytes(64, "big")
    assert not sm2.verifies(key, message, flipped)


def test_sm2_numbers_outside_their_range_are_refused() -> None:
    key, message, signature = as_bytes(RECORDED["sm2"][0])
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    for wrong in ((0, s), (r, 0), (sm2.N, s), (r, sm2.N), (r, sm2.N - r)):
        assert not sm2.verifies(key, message, b"".join(number.to_bytes(32, "big") for number in wrong))


def test_an_sm2_key_off_the_curve_is_refused() -> None:
    key, message, signature = as_bytes(RECORDED["sm2"][0])
    assert sm2.decode_key(key[:-1] + bytes([key[-1] ^ 1])) is None
    assert not sm2.verifies(bytes([2]) + key[1:], message, signature)


def test_sm3_is_the_same_where_python_itself_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    own = suite.SM.running(b"abc").digest()
    monkeypatch.setattr(suite.hashlib, "new", lambda *_: (_ for _ in ()).throw(ValueError("unsupported hash type")))
    running = suite.SM.running(b"a")
    ahead = running.copy()
    running.update(b"bc")
    assert running.digest() == own == running.digest()
    assert own.hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert ahead.digest() == suite.SM.running(b"a").digest()
