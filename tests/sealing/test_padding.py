"""Padding hides lengths and admits exactly one way to be undone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.sealing.padding import PaddingBroken, padded, padded_to, unpadded
from dispatch.sealing.refusals import ContentTooLong


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2100))
def test_what_was_padded_is_unpadded_and_fills_whole_blocks(plain: bytes):
    assert len(padded(plain)) % 1024 == 0
    assert unpadded(padded(plain)) == plain


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=1000), st.data())
def test_padding_that_is_not_all_zeros_is_refused(plain: bytes, data: st.DataObject):
    framed = bytearray(padded(plain))
    framed[data.draw(st.integers(4 + len(plain), len(framed) - 1))] = 1
    with pytest.raises(PaddingBroken):
        unpadded(bytes(framed))


MISFITS = (b"", bytes(3), bytes(1023), bytes(1025), (1021).to_bytes(4, "big") + bytes(1020), b"\xff" * 1024)


@pytest.mark.parametrize("framed", MISFITS)
def test_a_length_that_does_not_fit_is_refused(framed: bytes):
    with pytest.raises(PaddingBroken):
        unpadded(framed)


def test_a_fixed_size_is_kept_or_the_content_refused():
    assert len(padded_to(b"x" * 252, 256)) == 256
    with pytest.raises(ContentTooLong) as refusal:
        padded_to(b"x" * 253, 256)
    assert refusal.value.facts == {"size": 253, "room": 252}
