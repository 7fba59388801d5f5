"""A contact capsule opens for its own id under the draw's own key, and shows nothing by its size."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.sealing.capsule import CAPSULE_BYTES, open_capsule, seal_capsule
from dispatch.sealing.refusals import CapsuleClosed, ContentTooLong
from policies.vocabulary.ids import PoolId
from tests.sealing.builders import ENTROPY

KEY, ID, OTHER = bytes(32), PoolId("aa" * 32), PoolId("bb" * 32)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=252))
def test_a_capsule_opens_again_and_always_has_one_size(content: bytes):
    capsule = seal_capsule(KEY, ID, content, ENTROPY)
    assert len(capsule) == CAPSULE_BYTES
    assert open_capsule(KEY, ID, capsule) == content


@settings(max_examples=60, deadline=None)
@given(st.integers(0, CAPSULE_BYTES - 1), st.integers(1, 255))
def test_a_capsule_with_any_byte_changed_stays_closed(position: int, flip: int):
    changed = bytearray(seal_capsule(KEY, ID, b"x", ENTROPY))
    changed[position] ^= flip
    with pytest.raises(CapsuleClosed):
        open_capsule(KEY, ID, bytes(changed))


def test_a_capsule_stays_closed_for_another_id_or_another_draw():
    capsule = seal_capsule(KEY, ID, b"x", ENTROPY)
    for key, id in ((KEY, OTHER), (b"\x01" * 32, ID)):
        with pytest.raises(CapsuleClosed):
            open_capsule(key, id, capsule)


def test_a_capsule_of_another_length_stays_closed():
    with pytest.raises(CapsuleClosed):
        open_capsule(KEY, ID, seal_capsule(KEY, ID, b"x", ENTROPY) + b"\x00")


def test_content_that_does_not_fit_is_refused():
    with pytest.raises(ContentTooLong):
        seal_capsule(KEY, ID, bytes(253), ENTROPY)
