"""From a pool id to a person without anybody learning more: capsules that only registry and notifier can open.

Source: docs/spec/sealing.md §5. Each opening needs a capability that stands in the log before it is used.
"""

from __future__ import annotations

from dataclasses import dataclass

from dispatch.kernel.canonical import canonical, labelled_hash, parse_canonical
from dispatch.sealing.box import Box
from dispatch.sealing.capsule import open_capsule, seal_capsule
from dispatch.sealing.person import PersonCodec
from dispatch.workflow.means import Means
from dispatch.workflow.ports import UnitOfWork
from dispatch.workflow.records import CallOut, Person
from policies.vocabulary.expert import Contact
from policies.vocabulary.ids import PoolId


@dataclass(frozen=True, slots=True)
class Reached:
    """What a capsule holds: a telephone for the notifier, a reference for the registry."""

    phone: str
    ref: str


def capsule_key(m: str, means: Means) -> bytes:
    """The capsule key of one draw (32 bytes); the worker has no use for it."""
    return means.keys.secret(capsule_purpose(m))


def capsule_purpose(m: str) -> str:
    return f"capsule/{labelled_hash('dispatch/capsule', bytes.fromhex(m)).hex()[:32]}"


def make_capsule(key: bytes, id: str, person: Person, means: Means) -> bytes:
    phone = PersonCodec(means.keys, means.entropy).open(Contact, person).phone
    return seal_capsule(key, PoolId(id), canonical({"p": phone, "x": person.ref}), means.entropy)


def reach_person(call: CallOut, means: Means) -> Reached:
    """Opens the capsule of one call-out."""
    key = means.keys.secret(call.capsule_key)
    body = parse_canonical(open_capsule(key, PoolId(id_of(call, means)), call.capsule))
    return Reached(phone=body["p"], ref=body["x"])


def seal_id(capability: str, id: str, means: Means) -> bytes:
    """The pool id of a call-out, sealed under the notifier's key so that a stored row names nobody of the transcript."""
    return _ids(means).seal(bytes.fromhex(id), capability)


def id_of(call: CallOut, means: Means) -> str:
    return _ids(means).open(call.capsule_id, call.capability).hex()


def log_capabilities(capabilities: list[str], env: str, purpose: str, expires: int, *, uow: UnitOfWork) -> int:
    """One entry for a batch of capabilities: the hash of the sorted list; it stands in the log before any is used."""
    batch = batch_mark(capabilities)
    return uow.log.append({"e": "capability", "env": env, "id": batch, "purpose": purpose, "exp": expires}, kind="capability")


def batch_mark(capabilities: list[str]) -> str:
    """How the log names a batch of capabilities."""
    return labelled_hash("dispatch/capabilities", *(bytes.fromhex(capability) for capability in sorted(capabilities))).hex()


def _ids(means: Means) -> Box:
    return Box(means.keys, "notifier/id", means.entropy)
