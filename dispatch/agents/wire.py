"""How what passes over the desk is written as JSON, and read again by an agent that believes nothing.

Everything is text that C can hold (docs/spec/draw-protocol.md §1); hashes and signatures are hex, envelopes base64.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dispatch.agents.centre import Materials, Proposal
from dispatch.agents.refusals import AnswerMalformed
from dispatch.kernel.canonical import canonical, parse_strict
from dispatch.kernel.refusals import NotCanonical
from dispatch.witness.entry import Entry


@dataclass(frozen=True, slots=True)
class GivenMaterials:
    """What the centre says of a draw, as it came in."""

    manifest: Mapping[str, Any]
    salt: bytes
    tender_no: str
    tender_salt: bytes
    audit: bytes | None
    lists: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class GivenProposal:
    body: bytes
    evidence: Mapping[str, Any]


def base64_of(content: bytes) -> str:
    return b64encode(content).decode("ascii")


def from_base64(text: str) -> bytes:
    """Raises AnswerMalformed."""
    try:
        return b64decode(text, validate=True)
    except ValueError as fault:
        raise AnswerMalformed(what="base64") from fault


def write_entries(entries: Sequence[Entry]) -> bytes:
    rows = [{"idx": entry.idx, "body": entry.body.decode(), "by": entry.by, "sig": entry.sig.hex()} for entry in entries]
    return canonical({"entries": rows})


def write_materials(given: Materials) -> bytes:
    members = {
        "manifest": dict(given.manifest),
        "salt": given.salt.hex(),
        "tender_no": given.tender_no,
        "tender_salt": given.tender_salt.hex(),
        "audit": None if given.audit is None else base64_of(given.audit),
        "lists": None if given.lists is None else dict(given.lists),
    }
    return canonical(members)


def write_proposals(proposals: Sequence[Proposal]) -> bytes:
    rows = [{"body": proposal.body.decode(), "evidence": dict(proposal.evidence)} for proposal in proposals]
    return canonical({"proposals": rows})


class Answer:
    """A JSON object from outside; each reading names what it needs and raises AnswerMalformed where it is not there."""

    def __init__(self, content: bytes) -> None:
        try:
            value = parse_strict(content)
        except NotCanonical as fault:
            raise AnswerMalformed(what="JSON") from fault
        self._members = _object(value)

    def text(self, name: str) -> str:
        return _text(self._members.get(name))

    def number(self, name: str) -> int:
        return _number(self._members.get(name))

    def hexed(self, name: str) -> bytes:
        return _bytes(self._members.get(name))

    def wanted(self) -> list[tuple[str, int]]:
        rows = [_list(row) for row in self.rows("wanted")]
        if any(len(row) != 2 for row in rows):
            raise AnswerMalformed(what="wanted")
        return [(_text(row[0]), _number(row[1])) for row in rows]

    def draws(self) -> list[str]:
        return [_text(m) for m in self.rows("draws")]

    def entries(self) -> list[Entry]:
        return [_entry(_object(row)) for row in self.rows("entries")]

    def materials(self) -> GivenMaterials:
        members = self._members
        audit, lists = members.get("audit"), members.get("lists")
        return GivenMaterials(
            manifest=_object(members.get("manifest")),
            salt=self.hexed("salt"),
            tender_no=self.text("tender_no"),
            tender_salt=self.hexed("tender_salt"),
            audit=None if audit is None else from_base64(_text(audit)),
            lists=None if lists is None else _object(lists),
        )

    def proposals(self) -> list[GivenProposal]:
        rows = [_object(row) for row in self.rows("proposals")]
        return [GivenProposal(_text(row.get("body")).encode(), _object(row.get("evidence"))) for row in rows]

    def rows(self, name: str) -> list[Any]:
        return _list(self._members.get(name))


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(_number(row.get("idx")), _text(row.get("body")).encode(), _text(row.get("by")), _bytes(row.get("sig")))


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise AnswerMalformed(what="object")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise AnswerMalformed(what="list")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise AnswerMalformed(what="text")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int):
        raise AnswerMalformed(what="number")
    return value


def _bytes(value: Any) -> bytes:
    try:
        return bytes.fromhex(_text(value))
    except ValueError as fault:
        raise AnswerMalformed(what="hex") from fault
