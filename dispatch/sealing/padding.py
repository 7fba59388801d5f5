"""Padding that hides how long a sealed text is: LP(plain), then zeros up to a multiple of a block.

Source: docs/spec/sealing.md §1.
"""

from __future__ import annotations

from dispatch.kernel.canonical import lp
from dispatch.sealing.refusals import ContentTooLong

BLOCK = 1024
PREFIX = 4


class PaddingBroken(ValueError):
    """Internal: callers turn it into their own single refusal."""


def padded(plain: bytes, block: int = BLOCK) -> bytes:
    framed = lp(plain)
    return framed + bytes(-len(framed) % block)


def padded_to(plain: bytes, size: int) -> bytes:
    """Exactly `size` bytes; raises ContentTooLong if `plain` does not fit."""
    if len(plain) > size - PREFIX:
        raise ContentTooLong(size=len(plain), room=size - PREFIX)
    return padded(plain, size)


def unpadded(framed: bytes, block: int = BLOCK) -> bytes:
    """The plain bytes; raises PaddingBroken unless the length fits, only zeros follow and the total is a multiple of `block`."""
    length = int.from_bytes(framed[:PREFIX], "big")
    if len(framed) < PREFIX or len(framed) % block or length > len(framed) - PREFIX:
        raise PaddingBroken
    if framed[PREFIX + length :].strip(b"\x00"):
        raise PaddingBroken
    return framed[PREFIX : PREFIX + length]
