"""A witness cosigns only what continues what it cosigned before."""

from __future__ import annotations

import pytest

from dispatch.witness.cosign import AddCheckpoint, Kept, answer_to, read_submission
from dispatch.witness.note import Checkpoint
from dispatch.witness.refusals import BadSubmission
from dispatch.witness.tree import Tree
from tests.witness.builders import LOG, a_checkpoint, a_note, an_addition, records

OLD = Tree(records("a", "b", "c"))
NEW = Tree(records("a", "b", "c", "d", "e"))
KEPT = Kept(3, OLD.root())


def test_a_continuation_is_cosigned():
    assert answer_to(KEPT, an_addition(NEW, 3), LOG).cosign == a_checkpoint(NEW)


def test_the_first_checkpoint_of_a_log_is_cosigned_without_proof():
    assert answer_to(Kept(), an_addition(NEW, 0), LOG).status == 200
    assert answer_to(Kept(), an_addition(NEW, 0, proof=(b"0" * 32,)), LOG).status == 422


def test_the_same_checkpoint_is_cosigned_again():
    assert answer_to(KEPT, an_addition(OLD, 3), LOG).cosign == a_checkpoint(OLD)


def test_an_unknown_log_is_forbidden():
    assert answer_to(KEPT, an_addition(NEW, 3), None).status == 403


def test_a_bad_signature_of_the_log_is_forbidden():
    forged = AddCheckpoint(3, NEW.consistency(3, 5), an_addition(NEW, 3).note.replace("\n5\n", "\n6\n"))
    assert answer_to(KEPT, forged, LOG).status == 403


def test_an_old_size_above_the_checkpoint_is_a_mistake():
    assert answer_to(KEPT, AddCheckpoint(6, (), a_note(a_checkpoint(NEW))), LOG).status == 400


def test_a_log_restored_from_an_older_backup_is_told_the_size_that_was_kept():
    restored = Tree(records("a", "b", "x", "y"))
    answer = answer_to(KEPT, an_addition(restored, 2), LOG)
    assert (answer.status, answer.size) == (409, 3)


def test_another_root_for_the_same_size_is_refused_with_an_alarm():
    answer = answer_to(KEPT, an_addition(Tree(records("a", "b", "x")), 3), LOG)
    assert answer.status == 409
    assert answer.alarm


def test_a_rewritten_row_with_every_hash_recomputed_is_refused():
    rewritten = Tree(records("a", "B", "c", "d", "e"))
    answer = answer_to(KEPT, an_addition(rewritten, 3), LOG)
    assert (answer.status, answer.cosign) == (422, None)


def test_a_stolen_checkpoint_of_another_origin_is_forbidden():
    elsewhere = Checkpoint("other.example/log", 5, NEW.root())
    assert answer_to(KEPT, an_addition(NEW, 3, checkpoint=elsewhere), LOG).status == 403


def test_a_submission_is_read_back_as_it_was_written():
    asked = an_addition(NEW, 3)
    assert read_submission(asked.text) == asked
    assert read_submission(an_addition(OLD, 0).text) == an_addition(OLD, 0)


LONG = "old 3\n" + ("A" * 43 + "=\n") * 64 + "\nx"


@pytest.mark.parametrize("text", ["", "old 03\n\nx", "old 3\nAAAA\n\nx", "old -1\n\nx", "old ３\n\nx", LONG])
def test_a_malformed_submission_is_refused(text: str):
    with pytest.raises(BadSubmission):
        read_submission(text)
