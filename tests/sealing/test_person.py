"""A person's groups open one by one, rows cannot be swapped, and an erased person cannot come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.adapters.keystore import FileKeyStore
from dispatch.adapters.refusals import KeyDestroyed
from dispatch.sealing.epochs import epochs_at
from dispatch.sealing.person import PersonCodec
from dispatch.sealing.refusals import FieldClosed
from policies.vocabulary.expert import Bank, Contact, Identity
from tests.sealing.builders import BANK, CONTACT, ENTROPY, HANDLE, IDENTITY, a_key_store, a_person

COLUMNS = ("handle", "identity", "contact", "bank")


def test_each_group_opens_as_it_was_sealed(keys: FileKeyStore):
    codec = PersonCodec(keys, ENTROPY)
    row = a_person(codec)
    assert (codec.open(Identity, row), codec.open(Contact, row), codec.open(Bank, row)) == (IDENTITY, CONTACT, BANK)
    assert codec.handle_of(row) == HANDLE


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_survives_sealing(keys: FileKeyStore, name: str, number: str):
    codec, identity = PersonCodec(keys, ENTROPY), Identity(name, "男", "身份证", number)
    row = codec.seal(identity, CONTACT, BANK, handle=HANDLE, ref="p1", version=1)
    assert codec.open(Identity, row) == identity


@pytest.mark.parametrize("column", ["identity", "contact", "bank", "wrapped_dek"])
def test_a_column_taken_from_another_row_stays_closed(keys: FileKeyStore, column: str):
    codec = PersonCodec(keys, ENTROPY)
    mine, other = a_person(codec, "p1"), a_person(codec, "p2")
    mixed = replace(mine, **{column: getattr(other, column)})
    kind = {"contact": Contact, "bank": Bank}.get(column, Identity)
    with pytest.raises(FieldClosed):
        codec.open(kind, mixed)


def test_a_whole_row_under_another_name_or_version_stays_closed(keys: FileKeyStore):
    codec = PersonCodec(keys, ENTROPY)
    row = a_person(codec)
    for moved in (replace(row, ref="p2"), replace(row, version=2), replace(row, contact=row.bank)):
        with pytest.raises(FieldClosed):
            codec.open(Contact, moved)


def test_a_column_of_an_earlier_version_does_not_open_in_the_new_row(keys: FileKeyStore):
    codec = PersonCodec(keys, ENTROPY)
    former, row = a_person(codec, version=1), a_person(codec, version=2)
    with pytest.raises(FieldClosed):
        codec.open(Bank, replace(row, bank=former.bank))


def test_nothing_personal_shows_in_a_sealed_row(keys: FileKeyStore):
    row = a_person(PersonCodec(keys, ENTROPY))
    stored = b"".join(getattr(row, column) for column in (*COLUMNS, "wrapped_dek"))
    for group in (IDENTITY, CONTACT, BANK):
        assert not any(str(getattr(group, name)).encode() in stored for name in group.__slots__)


def test_who_holds_only_the_accounts_key_reads_no_identity(tmp_path: Path):
    keys = a_key_store(tmp_path)
    codec = PersonCodec(keys, ENTROPY)
    row = a_person(codec)
    keys.destroy("pii")
    assert codec.open(Bank, row) == BANK
    with pytest.raises(KeyDestroyed):
        codec.open(Identity, row)


def test_rewrapping_moves_a_person_to_todays_keys_and_changes_no_ciphertext(tmp_path: Path):
    keys = a_key_store(tmp_path)
    codec = PersonCodec(keys, ENTROPY)
    row = a_person(codec)
    for purpose in ("pii", "notify", "bank", "shred"):
        keys.rotate(purpose, "next")
    moved = replace(row, wrapped_dek=codec.rewrapped(row.wrapped_dek))
    for purpose in ("pii", "notify", "bank", "shred"):
        keys.destroy(f"{purpose}/1")
    assert codec.open(Identity, moved) == IDENTITY


def test_a_restored_backup_of_an_erased_person_stays_closed(tmp_path: Path):
    keys = a_key_store(tmp_path)
    codec = PersonCodec(keys, ENTROPY)
    oldest_backup = a_person(codec)  # erased since: the live row and its wrapped keys are gone
    keys.rotate("shred", "2026-12")
    keys.destroy("shred/1")
    with pytest.raises(KeyDestroyed):
        codec.open(Identity, oldest_backup)


def test_epochs_are_quarters_for_persons_and_accounts_and_months_for_telephones():
    assert epochs_at(datetime(2026, 11, 26, tzinfo=UTC)) == {"pii": "2026Q4", "bank": "2026Q4", "notify": "2026-11", "shred": "2026-11"}
    assert epochs_at(datetime(2027, 1, 1, tzinfo=UTC))["pii"] == "2027Q1"
