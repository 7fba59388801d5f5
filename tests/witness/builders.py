"""Logs, witnesses and notes for tests; keys are fixed and good for nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dispatch.kernel.canonical import canonical
from dispatch.kernel.signing import Ed25519Signer
from dispatch.witness.cosign import AddCheckpoint
from dispatch.witness.entry import EVENT_PREFIX, Entry
from dispatch.witness.note import Checkpoint, cosignature_line, sign_checkpoint, with_cosignatures
from dispatch.witness.tree import Tree
from dispatch.witness.trust import Trust, read_trust
from dispatch.witness.vkey import log_key, witness_key

ORIGIN = "centre.example/log/2026"
NOON = 1_790_000_000


def a_signer(name: str) -> Ed25519Signer:
    return Ed25519Signer(name.encode().ljust(32, b"."))


LOG = log_key(ORIGIN, a_signer("log").public)
NAMES = ("w1.example", "w2.example")


def records(*texts: str) -> tuple[bytes, ...]:
    return tuple(canonical({"e": "note", "text": text}) for text in texts)


def a_checkpoint(tree: Tree, size: int | None = None, origin: str = ORIGIN) -> Checkpoint:
    return Checkpoint(origin, tree.size if size is None else size, tree.root(size))


def a_note(checkpoint: Checkpoint, witnesses: Iterable[str] = (), *, times: Sequence[int] = (NOON, NOON + 1, NOON + 2)) -> str:
    lines = [cosignature_line(checkpoint.text, name, a_signer(name), second) for name, second in zip(witnesses, times, strict=False)]
    return with_cosignatures(sign_checkpoint(checkpoint, a_signer("log")), lines)


def an_addition(tree: Tree, old: int, *, proof: Sequence[bytes] | None = None, checkpoint: Checkpoint | None = None) -> AddCheckpoint:
    made = tree.consistency(old, tree.size) if old and proof is None else tuple(proof or ())
    return AddCheckpoint(old, made, a_note(checkpoint or a_checkpoint(tree)))


def a_trust(**changes: object) -> Trust:
    return read_trust(a_trust_value(**changes))


def a_trust_value(**changes: object) -> dict[str, object]:
    value: dict[str, object] = {
        "origin": ORIGIN,
        "log": str(LOG),
        "witnesses": [str(witness_key(name, a_signer(name).public)) for name in NAMES],
        "quorum": 2,
        "keys": {token: a_signer(token).public.hex() for token in ("C", "S", "T")},
        "parties": ["S", "T"],
        "beacons": [],
        "beacon_needed": 0,
    }
    return value | changes


def an_event(idx: int, by: str, **members: object) -> Entry:
    body = canonical(members)
    return Entry(idx, body, by, a_signer(by).sign(EVENT_PREFIX + body))
