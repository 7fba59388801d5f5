"""The witness's rule: it cosigns only what continues what it cosigned before.

Source: docs/spec/witness-log.md §3. A pure function; who calls it makes `keep` durable before handing out the answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dispatch.kernel.merkle import EMPTY_ROOT
from dispatch.witness.note import Checkpoint, read_note
from dispatch.witness.proofs import check_consistency
from dispatch.witness.refusals import BadNote, BadProof, BadSubmission
from dispatch.witness.strict_base64 import base64_text, strict_base64
from dispatch.witness.vkey import VerifierKey

LONGEST_PROOF = 63
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a witness remembers of one log: the size and root that it cosigned last."""

    size: int = 0
    root: bytes = EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A request to cosign: the size that the log believes the witness has, the proof from there, and the checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    note: str

    @property
    def text(self) -> str:
        lines = "".join(f"{base64_text(piece)}\n" for piece in self.proof)
        return f"old {self.old}\n{lines}\n{self.note}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`status` as in HTTP; only 200 has a checkpoint to keep and cosign; a 409 tells the size kept; an alarm is for the operator."""

    status: int
    size: int = 0
    cosign: Checkpoint | None = None
    alarm: str = ""


def read_submission(text: str) -> AddCheckpoint:
    """The parts of an add-checkpoint body, read strictly; raises BadSubmission."""
    head, gap, note = text.partition("\n\n")
    first, *lines = head.split("\n")
    old = _OLD.fullmatch(first)
    proof = tuple(_hash(line) for line in lines)
    if not gap or old is None or len(proof) > LONGEST_PROOF:
        raise BadSubmission(what="not `old N`, proof lines, empty line, checkpoint")
    return AddCheckpoint(int(old[1]), proof, note)


def answer_to(kept: Kept, asked: AddCheckpoint, log: VerifierKey | None) -> Verdict:
    """What a witness that kept `kept` answers; `log` is the key it trusts for this origin, None if it knows none."""
    try:
        checkpoint = None if log is None else read_note(asked.note, log).checkpoint
    except BadNote:
        checkpoint = None
    if checkpoint is None:
        return Verdict(403)
    if asked.old > checkpoint.size:
        return Verdict(400)
    if asked.old != kept.size:
        return Verdict(409, kept.size)
    if checkpoint.size == kept.size and checkpoint.root != kept.root:
        return Verdict(409, kept.size, alarm="two roots for one size")
    return Verdict(200, checkpoint.size, checkpoint) if _continues(kept, asked, checkpoint) else Verdict(422, alarm="not a continuation")


def origin_of(note: str) -> str:
    """The origin that a note claims, unchecked: it only chooses the key to check it with."""
    return note.partition("\n")[0]


def _continues(kept: Kept, asked: AddCheckpoint, checkpoint: Checkpoint) -> bool:
    if kept.size == 0:
        return not asked.proof
    try:
        check_consistency(kept.size, checkpoint.size, asked.proof, kept.root, checkpoint.root)
    except BadProof:
        return False
    return True


def _hash(line: str) -> bytes:
    piece = strict_base64(line)
    if piece is None or len(piece) != 32:
        raise BadSubmission(what="a proof line is malformed")
    return piece
