"""Checkpoints are read strictly, and their times tell when a quorum had seen them."""

from __future__ import annotations

import pytest

from dispatch.witness.note import Checkpoint, cosignature_line, read_cosignature, read_note
from dispatch.witness.refusals import BadNote, BadVerifierKey, TooFewWitnesses, UnknownLog
from dispatch.witness.tree import Tree
from dispatch.witness.vkey import LOG_KIND, WITNESS_KIND, log_key, read_verifier_key, witness_key
from tests.witness.builders import LOG, NAMES, NOON, a_checkpoint, a_note, a_signer, a_trust, records

CHECKPOINT = a_checkpoint(Tree(records("a", "b")))
THREE = ("w1.example", "w2.example", "w3.example")
KEYS = tuple(witness_key(name, a_signer(name).public) for name in THREE)


def test_a_quorum_had_seen_it_by_the_smallest_of_that_many_times():
    cosigned = read_note(a_note(CHECKPOINT, THREE, times=(NOON + 9, NOON, NOON + 4)), LOG, KEYS)
    assert (cosigned.seen_by(2), cosigned.seen_by(3)) == (NOON + 4, NOON + 9)


def test_a_checkpoint_with_too_few_cosignatures_waits():
    with pytest.raises(TooFewWitnesses):
        a_trust().read_checkpoint(a_note(CHECKPOINT, NAMES[:1]))


def test_lines_of_strangers_are_ignored_but_do_not_count():
    note = a_note(CHECKPOINT, ("w1.example", "w9.example"))
    assert len(read_note(note, LOG, KEYS).times) == 1


def test_a_log_signature_under_another_origin_is_not_accepted():
    with pytest.raises(UnknownLog):
        read_note(a_note(Checkpoint("other.example/log", 2, CHECKPOINT.root)), LOG)


def test_another_logs_key_is_not_accepted():
    with pytest.raises(UnknownLog):
        read_note(a_note(CHECKPOINT), log_key(LOG.name, a_signer("thief").public))


@pytest.mark.parametrize("mark", ["\r", "\t", "\x7f", "\x85", "\0"])
def test_control_characters_are_refused_wherever_they_stand(mark: str):
    with pytest.raises(BadNote):
        read_note(a_note(CHECKPOINT) + f"— na{mark}me AAAAAAA=\n", LOG)


@pytest.mark.parametrize("tail", ["\n", " ", "— x\n", "— x AAAA\n", "— a+b AAAAAAA=\n", "-- x AAAAAAA=\n", "—  AAAAAAA=\n"])
def test_malformed_lines_are_refused_even_from_strangers(tail: str):
    with pytest.raises(BadNote):
        read_note(a_note(CHECKPOINT) + tail, LOG)


def test_a_witness_cannot_sign_for_another_checkpoint():
    line = cosignature_line(CHECKPOINT.text, "w1.example", a_signer("w1.example"), NOON)
    assert read_cosignature(line, CHECKPOINT.text, KEYS[0]) == NOON
    with pytest.raises(BadNote):
        read_cosignature(line, Checkpoint(LOG.name, 3, CHECKPOINT.root).text, KEYS[0])
    with pytest.raises(BadNote):
        read_cosignature(line, CHECKPOINT.text, KEYS[1])


def test_a_log_key_is_not_taken_for_a_witness_key():
    with pytest.raises(BadVerifierKey):
        read_verifier_key(str(LOG), WITNESS_KIND)


@pytest.mark.parametrize("text", ["", "a+b", str(LOG) + "A", str(LOG).replace("2026+", "2027+"), " " + str(LOG)])
def test_a_verifier_key_that_was_touched_is_refused(text: str):
    with pytest.raises(BadVerifierKey):
        read_verifier_key(text, LOG_KIND)
