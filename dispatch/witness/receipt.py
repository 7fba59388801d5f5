"""回执: what proves to anybody, without the log's help, that an entry was logged.

Source: docs/spec/witness-log.md §4.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dispatch.kernel.merkle import leaf_hash
from dispatch.witness.entry import Entry
from dispatch.witness.proofs import check_inclusion
from dispatch.witness.refusals import BadProof
from dispatch.witness.trust import Trust

MEMBERS = frozenset({"origin", "idx", "body", "by", "sig", "proof", "checkpoint"})


def a_receipt(origin: str, entry: Entry, proof: Sequence[bytes], note: str) -> dict[str, Any]:
    """`{"origin","idx","body","by","sig","proof":[hex32],"checkpoint":note}`."""
    return {
        "origin": origin,
        "idx": entry.idx,
        "body": entry.body.decode(),
        "by": entry.by,
        "sig": entry.sig.hex(),
        "proof": [piece.hex() for piece in proof],
        "checkpoint": note,
    }


def read_receipt(text: str) -> Mapping[str, Any]:
    """A receipt as it was written down; whether it proves anything is for `check_receipt`. Raises BadProof."""
    try:
        receipt = json.loads(text)
    except ValueError as fault:
        raise BadProof(what="the receipt is not JSON") from fault
    if not isinstance(receipt, dict):
        raise BadProof(what="the receipt is no object")
    return receipt


def check_receipt(receipt: Mapping[str, Any], trust: Trust) -> Entry:
    """The entry, if the receipt proves it to a checkpoint that the reader trusts; raises BadProof, BadNote, BadSignature."""
    entry, proof = _read(receipt)
    cosigned = trust.read_checkpoint(str(receipt["checkpoint"]))
    if receipt["origin"] != cosigned.checkpoint.origin:
        raise BadProof(what="the receipt names another log")
    check_inclusion(leaf_hash(entry.body), entry.idx, cosigned.checkpoint.size, proof, cosigned.checkpoint.root)
    if entry.sig:
        entry.check_signature(trust.keys.get(entry.by, b""))
    return entry


def _read(receipt: Mapping[str, Any]) -> tuple[Entry, list[bytes]]:
    if set(receipt) != MEMBERS:
        raise BadProof(what="the receipt has other members")
    try:
        entry = Entry(int(receipt["idx"]), receipt["body"].encode(), str(receipt["by"]), bytes.fromhex(receipt["sig"]))
        return entry, [bytes.fromhex(piece) for piece in receipt["proof"]]
    except (AttributeError, TypeError, ValueError) as fault:
        raise BadProof(what="the receipt is malformed") from fault
