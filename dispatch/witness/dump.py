"""The whole log as a text file that anybody can replay: entries in order, then the last checkpoint.

Source: docs/spec/witness-log.md §4, §5 (steps 1 to 6; step 7, the rules of each draw, is the verifier's and the monitors').
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dispatch.kernel.canonical import canonical, parse_strict
from dispatch.kernel.refusals import BadSignature, NotCanonical
from dispatch.witness.entry import Entry
from dispatch.witness.note import Cosigned
from dispatch.witness.refusals import BadDump, BadNote
from dispatch.witness.tree import Tree
from dispatch.witness.trust import Trust

CLOCKS_DIFFER = 300  # seconds by which times of successive checkpoints may run back


@dataclass(frozen=True, slots=True)
class VerifiedDump:
    """A log that was replayed: its entries, and every checkpoint given, earliest first."""

    entries: tuple[Entry, ...]
    checkpoints: tuple[Cosigned, ...]


def dump_lines(entries: Iterable[Entry], note: str) -> Iterator[str]:
    """One JSON line `{"idx","body","by","sig"}` for each entry, then the checkpoint as it was signed."""
    for entry in entries:
        members = {"idx": entry.idx, "body": entry.body.decode(), "by": entry.by, "sig": entry.sig.hex()}
        yield canonical(members).decode() + "\n"
    yield note


def verify_dump(text: str, trust: Trust, earlier: Sequence[str] = ()) -> VerifiedDump:
    """Replays a dump against the reader's own trust file; `earlier` are other checkpoints that must fit it. Raises BadDump."""
    entries, note = _parse(text)
    for entry in entries:
        _check_body(entry)
    checkpoints = sorted((_trusted(one, trust) for one in (*earlier, note)), key=lambda cosigned: cosigned.checkpoint.size)
    _check_roots(entries, checkpoints)
    for entry in entries:
        _check_role(entry, trust.keys)
    _check_times(checkpoints, trust.quorum)
    return VerifiedDump(entries, tuple(checkpoints))


def _parse(text: str) -> tuple[tuple[Entry, ...], str]:
    entries: list[Entry] = []
    rest = text
    while rest.startswith("{"):
        line, _, rest = rest.partition("\n")
        entries.append(_entry(line, len(entries)))
    return tuple(entries), rest


def _entry(line: str, idx: int) -> Entry:
    try:
        members = parse_strict(line.encode())
    except (NotCanonical, UnicodeEncodeError) as fault:
        raise BadDump(step=1, what=f"line {idx} is not strict JSON") from fault
    _demand(1, _is_entry(members), f"line {idx} has other members")
    _demand(1, members["idx"] == idx, f"entry {idx} is missing or out of order")
    return Entry(idx, members["body"].encode(), members["by"], bytes.fromhex(members["sig"]))


def _is_entry(members: Any) -> bool:
    if not isinstance(members, dict) or set(members) != {"idx", "body", "by", "sig"}:
        return False
    if not all(isinstance(members[name], str) for name in ("body", "by", "sig")):
        return False
    sig = members["sig"]
    return len(sig) in (0, 128) and all(char in "0123456789abcdef" for char in sig)


def _check_body(entry: Entry) -> None:
    try:
        entry.read()
    except NotCanonical as fault:
        raise BadDump(step=2, what=f"the body of entry {entry.idx} is not canonical") from fault


def _trusted(note: str, trust: Trust) -> Cosigned:
    try:
        return trust.read_checkpoint(note)
    except BadNote as fault:
        raise BadDump(step=4, what=f"a checkpoint is not signed by the log and a quorum ({fault.english})") from fault


def _check_roots(entries: Sequence[Entry], checkpoints: Sequence[Cosigned]) -> None:
    tree = Tree(entry.body for entry in entries)
    last = checkpoints[-1].checkpoint
    _demand(3, last.size == tree.size, f"the last checkpoint is for {last.size} entries, the file holds {tree.size}")
    for cosigned in checkpoints:
        size = cosigned.checkpoint.size
        _demand(3, tree.root(size) == cosigned.checkpoint.root, f"the root of the first {size} entries is another one")


def _check_role(entry: Entry, keys: Mapping[str, bytes]) -> None:
    if not entry.sig:
        _demand(5, "m" not in entry.read(), f"entry {entry.idx} is an event without signature")
        return
    _demand(5, entry.by in keys, f"entry {entry.idx} is signed by a stranger")
    try:
        entry.check_signature(keys[entry.by])
    except BadSignature as fault:
        raise BadDump(step=5, what=f"the signature of entry {entry.idx} does not hold") from fault


def _check_times(checkpoints: Sequence[Cosigned], quorum: int) -> None:
    for before, after in pairwise(checkpoints):
        ran_back = before.seen_by(quorum) - after.seen_by(quorum)
        _demand(6, ran_back <= CLOCKS_DIFFER, f"the time of the checkpoint at {after.checkpoint.size} runs back {ran_back} s")


def _demand(step: int, holds: bool, what: str) -> None:
    if not holds:
        raise BadDump(step=step, what=what)
