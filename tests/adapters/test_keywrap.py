"""Many keys wrapped at once are the same bytes as one after the other."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.keywrap import aes_key_wrap_with_padding
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.adapters.keywrap import wrap_many


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.integers(1, 160), st.integers(0, 5), st.randoms(use_true_random=False))
def test_wrapping_many_is_wrapping_each(key: bytes, length: int, count: int, chance: st.DataObject) -> None:
    secrets = [chance.randbytes(length) for _ in range(count)]  # type: ignore[attr-defined]
    assert wrap_many(key, secrets) == [aes_key_wrap_with_padding(key, secret) for secret in secrets]


def test_keys_of_different_lengths_are_not_wrapped_together() -> None:
    with pytest.raises(ValueError, match="lengths"):
        wrap_many(bytes(32), [bytes(32), bytes(16)])


def test_the_key_of_the_example_in_rfc_5649_is_wrapped_as_there() -> None:
    key = bytes.fromhex("5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8")
    secret = bytes.fromhex("c37b7e6492584340bed12207808941155068f738")
    wrapped = "138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a"
    assert wrap_many(key, [secret, secret]) == [bytes.fromhex(wrapped)] * 2
