"""A receipt proves an entry to whoever holds the trust file, and proves nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch.witness.receipt import a_receipt, check_receipt, read_receipt
from dispatch.witness.refusals import BadProof
from dispatch.witness.tree import Tree
from policies.vocabulary.refused import Refused
from tests.witness.builders import NAMES, ORIGIN, a_checkpoint, a_note, a_trust, an_event, records

EVENT = an_event(2, "T", e="commit", m="00" * 32)
TREE = Tree((*records("a", "b"), EVENT.body))
RECEIPT = a_receipt(ORIGIN, EVENT, TREE.inclusion(2, 3), a_note(a_checkpoint(TREE), NAMES))


def test_a_receipt_proves_its_entry():
    assert check_receipt(RECEIPT, a_trust()) == EVENT


@pytest.mark.parametrize(
    "change",
    [
        {"idx": 1},
        {"idx": "x"},
        {"body": "{}"},
        {"by": "S"},
        {"by": "X"},
        {"sig": "00" * 64},
        {"proof": []},
        {"origin": "other.example/log"},
        {"checkpoint": a_note(a_checkpoint(TREE), NAMES[:1])},
        {"surplus": 1},
    ],
)
def test_a_receipt_that_was_touched_proves_nothing(change: dict[str, Any]):
    with pytest.raises(Refused):
        check_receipt(RECEIPT | change, a_trust())


@pytest.mark.parametrize("text", ["", "[]", "{}"])
def test_what_is_no_receipt_is_refused(text: str):
    with pytest.raises(BadProof):
        check_receipt(read_receipt(text), a_trust())
