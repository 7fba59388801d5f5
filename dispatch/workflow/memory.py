"""The worker's memory of one draw: canonical JSON in dse1 envelopes, so that the database never tells who was drawn.

`frame` holds what is fixed before the commits, `employers` what its group tags stand for; `round/r` a result;
`settled/r` who accepted; `vacated/r` who left; `calls/r` who was called how.
Custodian W is the worker of this draw; S is the supervisor, who recomputes a result before he signs what follows.
"""

from __future__ import annotations

from typing import Any

from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.sealing import envelope
from dispatch.sealing.hpke import public_of
from dispatch.workflow.means import SUPERVISOR, Means
from dispatch.workflow.ports import UnitOfWork
from dispatch.workflow.refusals import UnknownDraw
from dispatch.workflow.work import Work

WORKER = "W"


def worker_secret(name: str, means: Means) -> bytes:
    """The X25519 key to which the parties of one draw seal their values; it lives with the keys, never in the database."""
    return means.keys.secret(f"worker/{name}")


def _memory_secret(m: str, means: Means) -> bytes:
    return means.keys.secret(f"memory/{m}")


def remember(m: str, name: str, value: dict[str, Any], work: Work, shown_to_supervisor: bool = False) -> str:
    """Seals `value` under a name of this draw; returns the envelope's SHA-256. A name is used once."""
    custodians = {WORKER: public_of(_memory_secret(m, work.means))}
    if shown_to_supervisor:
        custodians[SUPERVISOR] = work.means.party(SUPERVISOR).custody
    context, nbf = {"draw": m, "part": name}, int(work.now.timestamp())
    sealed = envelope.seal(canonical(value), ctx=context, custodians=custodians, k=1, nbf=nbf, entropy=work.means.entropy)
    sha256 = envelope.name(sealed)
    work.uow.draws.add_envelope(m, name, sha256, sealed)
    return sha256


def recall(m: str, name: str, work: Work) -> dict[str, Any]:
    """What was sealed under this name. Raises UnknownDraw if there is nothing."""
    sealed = work.uow.draws.envelope(m, name)
    if sealed is None:
        raise UnknownDraw()
    value: dict[str, Any] = parse_canonical(envelope.open_alone(sealed, WORKER, _memory_secret(m, work.means)))
    return value


def recalls(m: str, name: str, *, uow: UnitOfWork) -> bool:
    return uow.draws.envelope(m, name) is not None
