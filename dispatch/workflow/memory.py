"""The worker's memory of one draw: canonical JSON in dse1 envelopes, so that the database never tells who was drawn.

`frame` holds what is fixed before the commits; `round/r` a result; `vacated/r` who left; `calls/r` who was called how.
Custodian W is the worker of this draw; S is the supervisor, who recomputes a result before he signs what follows.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.sealing import envelope
from dispatch.workflow.means import SUPERVISOR, Means
from dispatch.workflow.ports import UnitOfWork
from dispatch.workflow.refusals import UnknownDraw

WORKER = "W"


def worker_secret(draw: str, means: Means) -> bytes:
    """The worker's X25519 key of one draw (32 bytes); it lives with the keys, never in the database."""
    return means.keys.secret(f"worker/{draw}")


def worker_public(draw: str, means: Means) -> bytes:
    return X25519PrivateKey.from_private_bytes(worker_secret(draw, means)).public_key().public_bytes_raw()


def remember(m: str, name: str, value: dict[str, Any], *, uow: UnitOfWork, means: Means, now: datetime, shown_to_supervisor: bool = False) -> str:
    """Seals `value` under a name of this draw; returns the envelope's SHA-256."""
    custodians = {WORKER: worker_public(m, means)}
    if shown_to_supervisor:
        custodians[SUPERVISOR] = means.party(SUPERVISOR).custody
    context = {"draw": m, "part": name}
    sealed = envelope.seal(canonical(value), ctx=context, custodians=custodians, k=1, nbf=int(now.timestamp()), entropy=means.entropy)
    sha256 = envelope.name(sealed)
    uow.draws.add_envelope(m, name, sha256, sealed)
    return sha256


def recall(m: str, name: str, *, uow: UnitOfWork, means: Means) -> dict[str, Any]:
    """What was sealed under this name. Raises UnknownDraw if there is nothing."""
    sealed = uow.draws.envelope(m, name)
    if sealed is None:
        raise UnknownDraw()
    value: dict[str, Any] = parse_canonical(envelope.open_alone(sealed, WORKER, worker_secret(m, means)))
    return value


def recalls(m: str, name: str, *, uow: UnitOfWork) -> bool:
    return uow.draws.envelope(m, name) is not None
