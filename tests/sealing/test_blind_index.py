"""A blind index finds equal values and tells nothing else."""

from __future__ import annotations

import hashlib

import pytest

from dispatch.adapters.keystore import FileKeyStore
from dispatch.sealing.blind_index import blind_index, normalised

SPELLINGS = ("43010219800101001X", "43010219800101001x", "４３０１０２19800101001Ｘ", "430102 19800101 001X", "430102-19800101-001X")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_spellings_of_one_number_have_one_index(keys: FileKeyStore, spelling: str):
    assert normalised(spelling) == "43010219800101001X"
    assert blind_index(keys, "id_no", spelling) == blind_index(keys, "id_no", "43010219800101001X")


def test_columns_and_values_have_different_indexes(keys: FileKeyStore):
    marks = {blind_index(keys, "id_no", "1"), blind_index(keys, "id_no", "2"), blind_index(keys, "phone", "1")}
    assert len(marks) == 3
    assert all(len(mark) == 16 for mark in marks)


def test_an_index_is_no_plain_hash_of_the_value(keys: FileKeyStore):
    assert blind_index(keys, "id_no", "1") != hashlib.sha256(b"1").digest()[:16]
