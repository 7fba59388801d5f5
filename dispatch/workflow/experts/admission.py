"""入库: an expert whom a review let in, or whose correction was granted, is sealed into the registry; nobody is there twice."""

from __future__ import annotations

from dataclasses import replace

from dispatch.sealing.person import PersonCodec
from dispatch.workflow.experts.refusals import AlreadyInThePool
from dispatch.workflow.pool_seal import Sealer
from dispatch.workflow.records import Person
from dispatch.workflow.work import Work
from policies.vocabulary.expert import Expert


def seal_into_registry(ref: str, expert: Expert, work: Work) -> None:
    """Stores a new row, or the next version of a known one, under this reference; the caller holds the registry (`row_too`).

    Raises AlreadyInThePool.
    """
    registry, sealer = work.uow.registry, Sealer(work.means)
    mark = sealer.content_marks([expert])[0], sealer.id_marks([expert])[0]
    known = registry.by_expert_no([expert.no])
    holder = registry.numbers_of_documents([mark[1]]).get(mark[1], expert.no)
    if holder != expert.no or (known and known[expert.no].ref != ref):
        raise AlreadyInThePool()
    (person,) = sealer.seal([expert], [mark], known)
    if known:
        registry.save_all([person])
    else:
        registry.add_all([_under(ref, person, expert, work)])


def _under(ref: str, person: Person, expert: Expert, work: Work) -> Person:
    """The same new person under the reference of his candidacy: the seals are bound to it, so they are made again."""
    codec = PersonCodec(work.means.keys, work.means.entropy)
    identity = replace(expert.identity, employer=expert.employer, employer_uscc=expert.employer_uscc)
    seals = codec.seal(identity, expert.contact, expert.bank, handle=codec.handle_of(person), ref=ref, version=person.version)
    return replace(
        person,
        ref=ref,
        wrapped_dek=seals.wrapped_dek,
        handle=seals.handle,
        identity=seals.identity,
        contact=seals.contact,
        bank=seals.bank,
    )
