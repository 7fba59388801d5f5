"""An even choice among n, from random bytes that are handed in."""

from __future__ import annotations

from dispatch.kernel.ports import Entropy


def below(limit: int, entropy: Entropy) -> int:
    """A number 0 … limit−1, each equally likely; bytes that would favour small numbers are thrown away."""
    size = (limit.bit_length() + 7) // 8 + 1
    fair = (1 << (8 * size)) // limit * limit
    while (number := int.from_bytes(entropy(size), "big")) >= fair:
        pass
    return number % limit
