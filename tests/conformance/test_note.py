"""Checkpoint notes are made byte for byte as published, and every published variant is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dispatch.kernel.signing import Ed25519Signer
from dispatch.witness.entry import Entry
from dispatch.witness.note import Checkpoint, cosignature_line, read_cosigned, sign_checkpoint, with_cosignatures
from dispatch.witness.refusals import BadNote
from dispatch.witness.trust import quorum_is_enough
from dispatch.witness.vkey import LOG_KIND, WITNESS_KIND, log_key, read_verifier_key, witness_key

VECTORS = json.loads((Path(__file__).parents[2] / "docs/spec/vectors/note.json").read_text())
LOG_SIGNER = Ed25519Signer(bytes.fromhex(VECTORS["log_secret"]))
WITNESS_SIGNER = Ed25519Signer(bytes.fromhex(VECTORS["witness_secret"]))
LOG = read_verifier_key(VECTORS["log_vkey"], LOG_KIND)
WITNESS = read_verifier_key(VECTORS["witness_vkey"], WITNESS_KIND)
CHECKPOINT = Checkpoint(LOG.name, VECTORS["size"], bytes.fromhex(VECTORS["root"]))


def test_verifier_keys_are_written_as_published():
    assert str(log_key(LOG.name, LOG_SIGNER.public)) == VECTORS["log_vkey"]
    assert str(witness_key(WITNESS.name, WITNESS_SIGNER.public)) == VECTORS["witness_vkey"]


def test_a_cosigned_note_is_made_byte_for_byte_as_published():
    line = cosignature_line(CHECKPOINT.text, WITNESS.name, WITNESS_SIGNER, VECTORS["time"])
    assert with_cosignatures(sign_checkpoint(CHECKPOINT, LOG_SIGNER), [line]) == VECTORS["note"]


def test_the_published_note_is_read_with_its_time():
    cosigned = read_cosigned(VECTORS["note"], LOG, [WITNESS], 1)
    assert (cosigned.checkpoint, cosigned.seen_by(1)) == (CHECKPOINT, VECTORS["time"])


@pytest.mark.parametrize("what", VECTORS["refuse"])
def test_every_published_variant_of_the_note_is_refused(what: str):
    with pytest.raises(BadNote):
        read_cosigned(VECTORS["refuse"][what], LOG, [WITNESS], 1)


@pytest.mark.parametrize("case", VECTORS["quorums"])
def test_a_quorum_is_enough_exactly_where_published(case: dict[str, int]):
    assert quorum_is_enough(case["witnesses"], case["quorum"]) == bool(case["ok"])


def test_the_published_event_signature_holds():
    event = VECTORS["event"]
    Entry(0, event["body"].encode(), "C", bytes.fromhex(event["sig"])).check_signature(bytes.fromhex(event["public"]))
