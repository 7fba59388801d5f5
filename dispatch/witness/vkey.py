"""Public keys of a log and of its witnesses, written as `name+key id+key` so that a person can compare them.

Source: docs/spec/witness-log.md §2; C2SP signed-note.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from base64 import b64encode
from dataclasses import dataclass

from dispatch.witness.refusals import BadVerifierKey
from dispatch.witness.strict_base64 import strict_base64

LOG_KIND = b"\x01"
WITNESS_KIND = b"\x04"
_SHAPE = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A name and the Ed25519 key behind it; `kind` tells a log (01) from a witness (04)."""

    name: str
    kind: bytes
    public: bytes

    @property
    def key_id(self) -> bytes:
        """First 4 bytes of SHA-256(name ‖ 0A ‖ k)."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.kind + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64encode(self.kind + self.public).decode()}"


def log_key(name: str, public: bytes) -> VerifierKey:
    return VerifierKey(_checked_name(name), LOG_KIND, public)


def witness_key(name: str, public: bytes) -> VerifierKey:
    return VerifierKey(_checked_name(name), WITNESS_KIND, public)


def read_verifier_key(text: str, kind: bytes) -> VerifierKey:
    """The key that `text` shows; raises BadVerifierKey for another kind, a false key id, or a form that is not strict."""
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise BadVerifierKey(what="not name+id+key")
    material = strict_base64(match[3])
    if material is None or len(material) != 33 or material[:1] != kind:
        # SM2 keys (ff‖"vd1-sm2"…) need a certified module behind a Signer; this reader holds Ed25519 keys only.
        raise BadVerifierKey(what="not an Ed25519 key of this kind")
    key = VerifierKey(_checked_name(match[1]), kind, material[1:])
    if key.key_id.hex() != match[2]:
        raise BadVerifierKey(what="the key id does not fit")
    return key


def is_name(text: str) -> bool:
    """A signer's name: not empty, without control character, space and plus sign."""
    return bool(text) and "+" not in text and not any(char.isspace() or is_control(char) for char in text)


def is_control(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cs")


def _checked_name(name: str) -> str:
    if not is_name(name):
        raise BadVerifierKey(what="the name is not allowed")
    return name
