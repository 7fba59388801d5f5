"""The bodies of a draw's events in the log: what is public while nobody may know more.

Source: docs/spec/draw-protocol.md §5. Hashes may be given as bytes or as hex; a body holds hex, ready to be made canonical.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from dispatch.draw.commitments import vacated_hash
from dispatch.draw.frame import Frame
from dispatch.draw.manifest import Manifest
from dispatch.kernel.canonical import canonical

Body = dict[str, Any]
Hash = bytes | str


def plan(m: Hash, manifest: Manifest) -> Body:
    """The first event: from now on this draw is counted, whatever becomes of it."""
    return {"e": "plan", "m": _hex(m), "publish_from": manifest.publish_from, "prev": manifest.body["prev"]}


def pool(frame: Frame, *, audit: Hash) -> Body:
    """The second event: every list is fixed; `audit` is the SHA-256 of the envelope for the supervisor."""
    r = frame.roots
    numbers = {"N": r.N, "nA": r.nA, "nB": r.nB, "nD": r.nD, "nK": r.nK}
    roots = {"P": r.P.hex(), "A": r.A.hex(), "B": r.B.hex(), "D": r.D.hex(), "K": r.K.hex()}
    return {"e": "pool", "m": frame.m.hex(), **numbers, **roots, "kid": frame.kid.hex(), "audit": _hex(audit)}


def commit(m: Hash, frozen: Hash, party: str, *, anchor: Hash, length: int) -> Body:
    """A party binds its whole chain to this draw and these lists."""
    return {"e": "commit", "m": _hex(m), "F": _hex(frozen), "j": party, "a": _hex(anchor), "L": length}


def release(m: Hash, r: int, party: str, *, n: int, seen: Hash) -> Body:
    """A party releases its link of round r; `n` and `seen` fix the history that it saw (`History.seen`)."""
    return {"e": "release", "m": _hex(m), "r": r, "j": party, "n": n, "seen": _hex(seen)}


def result(m: Hash, r: int, *, S: Hash, R: Hash) -> Body:
    """The round is drawn: commitments to seed (`seed_commitment`) and outcome (`result_hash`)."""
    return {"e": "result", "m": _hex(m), "r": r, "S": _hex(S), "R": _hex(R)}


def settle(m: Hash, r: int, *, acc: Hash, ev: Hash) -> Body:
    """The list of those who accepted is fixed (`accepted_hash`); `ev` is the hash of the replies as recorded."""
    return {"e": "settle", "m": _hex(m), "r": r, "acc": _hex(acc), "ev": _hex(ev)}


def vacate(m: Hash, r: int, leaving: Sequence[tuple[str, str]], *, draw_at: int, ev: Hash) -> Body:
    """Opens round r: (id, reason) of every member who leaves, hidden until publication."""
    listed = sorted([vacated_hash(bytes.fromhex(_hex(m)), id).hex(), reason] for id, reason in leaving)
    return {"e": "vacate", "m": _hex(m), "r": r, "vac": listed, "draw_at": draw_at, "ev": _hex(ev)}


def infeasible(m: Hash, r: int) -> Body:
    """In place of a result: no lawful committee exists."""
    return {"e": "infeasible", "m": _hex(m), "r": r}


def final(m: Hash, *, rounds: int, status: str, why: str, idx: Sequence[int]) -> Body:
    """The last event; `idx` lists every other event of the draw."""
    return {"e": "final", "m": _hex(m), "rounds": rounds, "status": status, "why": why, "idx": sorted(idx)}


def evidence_hash(evidence: Any) -> bytes:
    """`ev`: SHA-256 of C(the replies as recorded)."""
    return hashlib.sha256(canonical(evidence)).digest()


def _hex(value: Hash) -> str:
    return value if isinstance(value, str) else value.hex()
