"""A sealed field opens in its own place, under its own key, unchanged – and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.adapters.keystore import FileKeyStore
from dispatch.adapters.refusals import KeyUnknown
from dispatch.sealing.box import Box
from dispatch.sealing.fields import Place, open_field, seal_field
from dispatch.sealing.refusals import FieldClosed
from tests.sealing.builders import ENTROPY

DEK = bytes(range(32))
PLACE = Place("person", "p1", "identity", 1)
SEALED = seal_field(DEK, "测试".encode(), PLACE, ENTROPY)


def test_a_field_has_the_published_format():
    assert SEALED[:2] == b"\x01\x01"
    assert (len(SEALED) - 2 - 8 - 12 - 16) % 64 == 0
    assert PLACE.aad == b'{"f":"identity","s":"p1","t":"person","v":1}'


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_a_field_opens_again_in_its_place(plain: bytes):
    assert open_field(DEK, seal_field(DEK, plain, PLACE, ENTROPY), PLACE) == plain


@pytest.mark.parametrize("change", [{"table": "x"}, {"subject": "p2"}, {"field": "bank"}, {"version": 2}])
def test_a_field_moved_to_another_place_stays_closed(change: dict[str, Any]):
    with pytest.raises(FieldClosed):
        open_field(DEK, SEALED, replace(PLACE, **change))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(SEALED) - 1), st.integers(1, 255))
def test_a_field_with_any_byte_changed_stays_closed(position: int, flip: int):
    changed = bytearray(SEALED)
    changed[position] ^= flip
    with pytest.raises(FieldClosed):
        open_field(DEK, bytes(changed), PLACE)


@pytest.mark.parametrize("size", [0, 1, 21, 22, 37, len(SEALED) - 1])
def test_a_field_that_is_cut_short_stays_closed(size: int):
    with pytest.raises(FieldClosed):
        open_field(DEK, SEALED[:size], PLACE)


def test_a_field_stays_closed_under_another_key():
    with pytest.raises(FieldClosed):
        open_field(bytes(32), SEALED, PLACE)


def test_short_values_of_different_length_look_alike():
    assert len(seal_field(DEK, b"x", PLACE, ENTROPY)) == len(seal_field(DEK, b"x" * 60, PLACE, ENTROPY))


def test_a_box_opens_at_its_own_place_only(keys: FileKeyStore):
    box = Box(keys, "notifier/outbox", ENTROPY)
    sealed = box.seal(b"text", "row 1")
    assert box.open(sealed, "row 1") == b"text"
    for moved in (lambda: box.open(sealed, "row 2"), lambda: box.open(b"", "row 1"), lambda: box.open(sealed[:-1], "row 1")):
        with pytest.raises(FieldClosed):
            moved()


def test_a_box_of_one_compartment_stays_closed_to_another(keys: FileKeyStore):
    sealed = Box(keys, "notifier/outbox", ENTROPY).seal(b"text", "row 1")
    with pytest.raises(KeyUnknown):
        Box(keys, "venue/gate", ENTROPY).open(sealed, "row 1")


def test_a_box_stays_readable_after_its_key_was_rotated(keys: FileKeyStore):
    box = Box(keys, "notifier/outbox", ENTROPY)
    sealed = box.seal(b"text", "row 1")
    keys.rotate("notifier/outbox")
    assert box.open(sealed, "row 1") == b"text"
