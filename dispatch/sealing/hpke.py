"""Sealing a share to one custodian: HPKE base mode, classic or together with ML-KEM-768.

Source: docs/spec/sealing.md §1; RFC 9180. Private keys are 32 bytes in both suites: for the hybrid one they are
the seed from which SHAKE256 makes both halves (draft-connolly-cfrg-xwing-kem §5.2); its public key is 1184 + 32 bytes.
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

CLASSIC = "DHKEM(X25519,HKDF-SHA256)/HKDF-SHA256/AES-256-GCM"
HYBRID = "MLKEM768_X25519/HKDF-SHA256/AES-256-GCM"
_ENC_BYTES = {CLASSIC: 32, HYBRID: 1120}
_PUBLIC_BYTES = {32: CLASSIC, 1216: HYBRID}
_TAG_BYTES = 16
_MLKEM_PUBLIC_BYTES = 1184


class HpkeFault(ValueError):
    """Internal: callers turn it into their own single refusal."""


def suite_of(public: bytes) -> str:
    """The suite whose public keys have this length; raises HpkeFault for any other."""
    if len(public) not in _PUBLIC_BYTES:
        raise HpkeFault
    return _PUBLIC_BYTES[len(public)]


def is_offered(suite: str) -> bool:
    return suite in _ENC_BYTES


def sealed_size(suite: str, plain: int) -> int:
    """Bytes of enc‖ct for a plaintext of `plain` bytes."""
    return _ENC_BYTES[suite] + plain + _TAG_BYTES


def public_of(private: bytes, suite: str = CLASSIC) -> bytes:
    """The public key of 32 secret bytes."""
    if suite == CLASSIC:
        return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    mlkem, x25519 = _hybrid_halves(private)
    return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def seal_to(public: bytes, plain: bytes, info: bytes) -> bytes:
    """enc‖ct with empty aad; the suite follows from the length of `public`."""
    try:
        return _suite(suite_of(public)).encrypt(plain, _public_key(public), info)
    except (ValueError, UnsupportedAlgorithm) as fault:
        raise HpkeFault from fault


def open_with_key(suite: str, private: bytes, sealed: bytes, info: bytes) -> bytes:
    try:
        return _suite(suite).decrypt(sealed, _private_key(suite, private), info)
    except (InvalidTag, ValueError, UnsupportedAlgorithm) as fault:
        raise HpkeFault from fault


def _suite(name: str) -> hpke.Suite:
    kem = hpke.KEM.X25519 if name == CLASSIC else hpke.KEM.MLKEM768_X25519
    return hpke.Suite(kem, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def _public_key(public: bytes) -> X25519PublicKey | hpke.MLKEM768X25519PublicKey:
    if suite_of(public) == CLASSIC:
        return X25519PublicKey.from_public_bytes(public)
    mlkem = MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC_BYTES])
    return hpke.MLKEM768X25519PublicKey(mlkem, X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC_BYTES:]))


def _private_key(suite: str, private: bytes) -> X25519PrivateKey | hpke.MLKEM768X25519PrivateKey:
    if suite == CLASSIC:
        return X25519PrivateKey.from_private_bytes(private)
    return hpke.MLKEM768X25519PrivateKey(*_hybrid_halves(private))


def _hybrid_halves(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if len(seed) != 32:
        raise HpkeFault
    wide = hashlib.shake_256(seed).digest(96)
    return MLKEM768PrivateKey.from_seed_bytes(wide[:64]), X25519PrivateKey.from_private_bytes(wide[64:])
