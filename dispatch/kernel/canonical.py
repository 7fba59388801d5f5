"""Bytes that two programs must agree on: length prefixes, labelled hashes, canonical JSON.

Source: docs/spec/draw-protocol.md §1.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any

from dispatch.kernel.refusals import NotCanonical

LARGEST_INTEGER = 2**53 - 1


def u32(number: int) -> bytes:
    return number.to_bytes(4, "big")


def u64(number: int) -> bytes:
    return number.to_bytes(8, "big")


def lp(data: bytes) -> bytes:
    """LP(b) = u32be(len b) ‖ b."""
    return len(data).to_bytes(4, "big") + data


def labelled_hash(label: str, *parts: bytes) -> bytes:
    """H(label, x1 … xn) = SHA-256(LP(label) ‖ LP(x1) ‖ …)."""
    digest = hashlib.sha256(lp(label.encode("ascii")))
    for part in parts:
        digest.update(lp(part))
    return digest.digest()


def canonical(value: Any) -> bytes:
    """C(obj): sorted members, no spaces, text in NFC, whole numbers 0 … 2^53−1.

    Raises NotCanonical for a float, boolean, negative or large number, or a member name outside ASCII.
    """
    _check(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("utf-8")


def parse_strict(data: bytes) -> Any:
    """The value of C-compatible JSON text, formatting free; refuses what C cannot hold and duplicate members."""
    try:
        value = json.loads(
            data.decode("utf-8"), object_pairs_hook=_no_duplicates, parse_int=_no_minus, parse_float=_no_float, parse_constant=_no_float
        )
    except (ValueError, RecursionError) as fault:  # ValueError: bytes, syntax, or a number too long to read
        raise NotCanonical(what="not JSON text in UTF-8") from fault
    _check(value)
    return value


def parse_canonical(data: bytes) -> Any:
    """As parse_strict, and the bytes must be exactly C(value)."""
    value = parse_strict(data)
    if canonical(value) != data:
        raise NotCanonical(what="not in canonical form")
    return value


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotCanonical(what="a member stands twice")
    return members


def _no_minus(text: str) -> int:
    """Also −0, which would read as 0."""
    if text.startswith("-"):
        raise NotCanonical(what="a number is negative")
    return int(text)


def _no_float(text: str) -> Any:
    raise NotCanonical(what="a number is not whole")


def _check(value: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, (dict, list, str, int)):
        raise NotCanonical(what=f"{type(value).__name__} is not allowed")
    if isinstance(value, int) and not 0 <= value <= LARGEST_INTEGER:
        raise NotCanonical(what="a number is out of range")
    if isinstance(value, str) and not _is_nfc_text(value):
        raise NotCanonical(what="text is not in NFC")
    if isinstance(value, list):
        for item in value:
            _check(item)
    if isinstance(value, dict):
        for name, item in value.items():
            if not isinstance(name, str) or not name.isascii():
                raise NotCanonical(what="a member name is not ASCII")
            _check(item)


def _is_nfc_text(text: str) -> bool:
    return text.isascii() or (unicodedata.is_normalized("NFC", text) and not any("\ud800" <= char <= "\udfff" for char in text))
