"""Checkpoints: the log's signed word on its size and root, cosigned by witnesses, and read strictly.

Source: docs/spec/witness-log.md §2; C2SP signed-note, tlog-checkpoint, tlog-cosignature.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dispatch.kernel.canonical import u64
from dispatch.kernel.refusals import BadSignature
from dispatch.kernel.signing import Signer, verify
from dispatch.witness.refusals import BadNote, TooFewWitnesses, UnknownLog
from dispatch.witness.strict_base64 import base64_text, strict_base64
from dispatch.witness.vkey import WITNESS_KIND, VerifierKey, is_control, is_name, log_key, witness_key

LONGEST_NOTE = 1_000_000
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_LINE = re.compile(r"— ([^ ]+) ([A-Za-z0-9+/]+=*)")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The first `size` entries of the log `origin` have this root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64_text(self.root)}\n"


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A checkpoint whose known signatures all hold, with the time at which each known witness signed (Unix seconds)."""

    checkpoint: Checkpoint
    times: Mapping[VerifierKey, int]
    note: str

    def seen_by(self, quorum: int) -> int:
        """The time by which a quorum had seen it: the quorum-th smallest; raises TooFewWitnesses."""
        self.require(quorum)
        return sorted(self.times.values())[quorum - 1]

    def require(self, quorum: int) -> None:
        """Raises TooFewWitnesses unless `quorum` different witnesses cosigned."""
        if not 1 <= quorum <= len(self.times):
            raise TooFewWitnesses(found=len(self.times), quorum=quorum)


def cosigned_message(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def sign_checkpoint(checkpoint: Checkpoint, signer: Signer) -> str:
    """The note of a log, signed under its origin as name; cosignature lines are put behind it."""
    key = log_key(checkpoint.origin, signer.public)
    return f"{checkpoint.text}\n{_line(key, signer.sign(checkpoint.text.encode()))}"


def cosignature_line(text: str, name: str, signer: Signer, seconds: int) -> str:
    """A witness's line under the checkpoint text; `seconds` is its own clock."""
    key = witness_key(name, signer.public)
    return _line(key, u64(seconds) + signer.sign(cosigned_message(text, seconds)))


def with_cosignatures(note: str, lines: Iterable[str]) -> str:
    return note + "".join(lines)


def read_note(note: str, log: VerifierKey, witnesses: Iterable[VerifierKey] = ()) -> Cosigned:
    """The checkpoint, if the log's signature and every signature by a known key hold; unknown keys are ignored.

    Raises BadNote for any deviation from the strict form, UnknownLog where the origin or the log's line is not that of `log`.
    """
    text, lines = _parts(note)
    checkpoint = _checkpoint(text)
    known = {(key.name, key.key_id): key for key in (log, *witnesses)}
    signatures = _known_signatures(lines, known)
    if checkpoint.origin != log.name or (log.name, log.key_id) not in signatures:
        raise UnknownLog()
    times = {key: _checked_time(key, signature, text) for key, signature in signatures.values()}
    del times[log]
    return Cosigned(checkpoint, times, note)


def read_cosigned(note: str, log: VerifierKey, witnesses: Iterable[VerifierKey], quorum: int) -> Cosigned:
    """As read_note, and `quorum` different witnesses must have cosigned; raises TooFewWitnesses."""
    cosigned = read_note(note, log, witnesses)
    cosigned.require(quorum)
    return cosigned


def read_cosignature(line: str, text: str, witness: VerifierKey) -> int:
    """The time of one witness's line under `text`; raises BadNote if it is not his or does not hold."""
    _printable(line)
    if not line.endswith("\n") or "\n" in line[:-1]:
        raise BadNote(what="not one line")
    known = _known_signatures([line[:-1]], {(witness.name, witness.key_id): witness})
    for key, signature in known.values():
        return _checked_time(key, signature, text)
    raise BadNote(what="not a line of this witness")


def _line(key: VerifierKey, signature: bytes) -> str:
    return f"— {key.name} {base64_text(key.key_id + signature)}\n"


def _printable(note: str) -> None:
    if len(note) > LONGEST_NOTE:
        raise BadNote(what="too long")
    if any(char != "\n" and is_control(char) for char in note):
        raise BadNote(what="a control character")


def _parts(note: str) -> tuple[str, list[str]]:
    _printable(note)
    text, gap, signatures = note.rpartition("\n\n")
    if not gap or not signatures.endswith("\n"):
        raise BadNote(what="no signature lines")
    return text + "\n", signatures[:-1].split("\n")


def _checkpoint(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) != 4 or not lines[0] or lines[3]:
        raise BadNote(what="a checkpoint has three lines")
    root = strict_base64(lines[2])
    if _SIZE.fullmatch(lines[1]) is None or root is None or len(root) != 32:
        raise BadNote(what="size or root is malformed")
    return Checkpoint(lines[0], int(lines[1]), root)


_Found = dict[tuple[str, bytes], tuple[VerifierKey, bytes]]


def _known_signatures(lines: list[str], known: Mapping[tuple[str, bytes], VerifierKey]) -> _Found:
    found: _Found = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        blob = None if match is None else strict_base64(match[2])
        if match is None or blob is None or len(blob) < 5 or not is_name(match[1]):
            raise BadNote(what="a malformed signature line")
        who = (match[1], blob[:4])
        if who in known:
            if who in found:
                raise BadNote(what="two lines of one key")
            found[who] = (known[who], blob[4:])
    return found


def _checked_time(key: VerifierKey, signature: bytes, text: str) -> int:
    """The witness's time, or 0 for the log's own signature."""
    is_witness = key.kind == WITNESS_KIND
    seconds = int.from_bytes(signature[:8], "big") if is_witness else 0
    message = cosigned_message(text, seconds) if is_witness else text.encode()
    try:
        verify(key.public, signature[8:] if is_witness else signature, message)
    except BadSignature as fault:
        raise BadNote(what=f"a false signature of {key.name}") from fault
    return seconds
