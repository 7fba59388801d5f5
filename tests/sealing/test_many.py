"""Persons sealed many at once open as one sealed by itself does, and share no key with each other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.adapters.keystore import FileKeyStore
from dispatch.sealing.many import Unsealed, seal_people
from dispatch.sealing.person import PersonCodec
from dispatch.sealing.refusals import FieldClosed
from policies.vocabulary.expert import Bank, Contact, Identity
from tests.sealing.builders import BANK, CONTACT, ENTROPY, HANDLE, IDENTITY

TEXT = st.text(max_size=40)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT, st.binary(min_size=16, max_size=16), st.integers(1, 9)), max_size=4))
def test_whoever_is_sealed_among_many_opens_like_one_alone(keys: FileKeyStore, people: list[tuple[str, str, str, bytes, int]]):
    codec = PersonCodec(keys, ENTROPY)
    plain = [
        Unsealed(f"ab{place}", version, handle, Identity(name, "男", "护照", "E1", name), Contact(phone), Bank(branch, "", ""))
        for place, (name, phone, branch, handle, version) in enumerate(people)
    ]
    for person, row in zip(plain, seal_people(plain, keys, ENTROPY), strict=True):
        assert (codec.open(Identity, row), codec.open(Contact, row), codec.open(Bank, row)) == (
            person.identity,
            person.contact,
            person.bank,
        )
        assert (codec.handle_of(row), row.ref, row.version) == (person.handle, person.ref, person.version)


def test_columns_of_two_people_sealed_together_cannot_be_swapped(keys: FileKeyStore):
    one, two = seal_people([Unsealed(ref, 1, HANDLE, IDENTITY, CONTACT, BANK) for ref in ("a1", "a2")], keys, ENTROPY)
    assert one.identity != two.identity
    with pytest.raises(FieldClosed):
        PersonCodec(keys, ENTROPY).open(Identity, type(one)(one.ref, 1, one.wrapped_dek, one.handle, two.identity, one.contact, one.bank))
