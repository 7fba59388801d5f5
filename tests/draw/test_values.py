"""A party's value holds for its own draw, party and round only."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from dispatch.draw.chain import anchor, check_value, value_of_round
from dispatch.draw.refusals import BadValue
from dispatch.draw.values import open_value, seal_value, value_context

M, FROZEN, SECRET, VALUE = b"m" * 32, b"f" * 32, b"s" * 32, b"v" * 32


def test_what_is_sealed_to_the_worker_opens_for_it() -> None:
    context = value_context(M, FROZEN, "S", 0)
    worker = X25519PrivateKey.from_private_bytes(SECRET).public_key().public_bytes_raw()
    sealed = seal_value(worker, VALUE, context=context)
    assert open_value(SECRET, sealed, context=context, party="S", r=0) == VALUE


@pytest.mark.parametrize("other", [value_context(M, FROZEN, "S", 1), value_context(M, FROZEN, "T", 0), value_context(FROZEN, M, "S", 0)])
def test_a_value_opens_in_no_other_context(other: bytes) -> None:
    worker = X25519PrivateKey.from_private_bytes(SECRET).public_key().public_bytes_raw()
    sealed = seal_value(worker, VALUE, context=value_context(M, FROZEN, "S", 0))
    for damaged in (sealed, sealed[:-1], sealed[:40], b""):
        with pytest.raises(BadValue):
            open_value(SECRET, damaged, context=other, party="S", r=0)


def test_only_one_value_reaches_the_anchor() -> None:
    a = anchor(M, FROZEN, "S", secret=SECRET, length=3)
    first, second = (value_of_round(M, FROZEN, "S", secret=SECRET, length=3, r=r) for r in (0, 1))
    check_value(M, FROZEN, "S", value=first, r=0, anchor=a)
    for value, r in ((second, 0), (first, 1), (VALUE, 0), (b"", 0)):
        with pytest.raises(BadValue):
            check_value(M, FROZEN, "S", value=value, r=r, anchor=a)


def test_a_chain_has_no_value_beyond_its_end() -> None:
    with pytest.raises(BadValue):
        value_of_round(M, FROZEN, "S", secret=SECRET, length=3, r=3)
