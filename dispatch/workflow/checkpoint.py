"""A checkpoint of the log: signed by the log, cosigned by witnesses outside, kept; nobody is asked inside a transaction."""

from __future__ import annotations

from typing import Protocol

from dispatch.witness.cosign import AddCheckpoint
from dispatch.witness.note import read_cosignature
from dispatch.witness.trust import Trust, read_trust
from dispatch.witness.vkey import VerifierKey
from dispatch.workflow.records import DrawStep
from dispatch.workflow.work import Work

WAITS_FOR_PEOPLE = (DrawStep.REPLIES, DrawStep.FULL)  # no cosignature moves a draw on from here
UNREACHABLE = 503  # what a port says for a witness that did not answer


class WitnessPort(Protocol):
    """One witness, wherever it runs: takes an add-checkpoint body, answers with a status and a text; never raises for a bad line."""

    @property
    def name(self) -> str: ...
    def add_checkpoint(self, body: str) -> tuple[int, str]: ...


def trust_of(work: Work) -> Trust:
    return read_trust(work.means.trust)


def sign_checkpoint(work: Work) -> tuple[str, int]:
    """The log's signed note for its present size, and that size."""
    size = work.uow.log.size
    return work.uow.log.checkpoint(work.means.log_signer), size


def submission(witness: str, note: str, size: int, work: Work, *, kept: int | None = None) -> str:
    """The add-checkpoint body for a witness that has `kept`, by our own record of its last line if it did not say."""
    old = last_cosigned(witness, work) if kept is None else kept
    return AddCheckpoint(old, tuple(work.uow.log.consistency(old, size)), note).text


def last_cosigned(witness: str, work: Work) -> int:
    """The largest size that this witness has cosigned, as far as our own rows tell."""
    return work.uow.log.last_cosigned(witness)


def cosigned_size(work: Work) -> int:
    """How many entries the latest checkpoint holds that enough witnesses have cosigned."""
    note = work.uow.log.latest_note(cosigned_by=int(work.means.trust["quorum"]))
    return int(note.split("\n")[1]) if note else 0


def awaited_witnesses(idx: int, work: Work) -> list[str]:
    """Who must still cosign before entry `idx` counts for the parties; nobody once a quorum has."""
    if idx < cosigned_size(work):
        return []
    return sorted(key.name for key in trust_of(work).witnesses if last_cosigned(key.name, work) <= idx)


def keep_cosignature(witness: VerifierKey, size: int, line: str, note: str, work: Work) -> None:
    """Keeps a witness's line if it holds under the checkpoint text, and wakes the draws that wait for it. Raises BadNote."""
    text = note.partition("\n\n")[0] + "\n"
    read_cosignature(line, text, witness)
    if witness.name in work.uow.log.cosignatures(size):
        return
    work.uow.log.save_cosignature(size, witness.name, line)
    for draw in work.uow.draws.under_way():
        if draw.step not in WAITS_FOR_PEOPLE:
            work.uow.tasks.put("draw", draw.m, work.now)
