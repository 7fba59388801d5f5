"""Base64 read strictly: padded, canonical, nothing else."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode


def strict_base64(text: str) -> bytes | None:
    """The bytes, or None where the text is not the one padded canonical form of them."""
    try:
        decoded = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return decoded if b64encode(decoded).decode() == text else None


def base64_text(plain: bytes) -> str:
    return b64encode(plain).decode()
