"""留任: whoever stays is called under the new draw from now on — his call-out, his capsule and his gate pass move to his new id."""

from __future__ import annotations

from dataclasses import replace

from dispatch.draw.pool import expert_e, pool_id
from dispatch.sealing.person import PersonCodec
from dispatch.workflow.call_wave import wave_of
from dispatch.workflow.capsules import capsule_key, capsule_purpose, make_capsule, reach_person, seal_id
from dispatch.workflow.draw_course import CARRIED
from dispatch.workflow.gate import open_pass, seal_pass
from dispatch.workflow.manifest_of import Draft
from dispatch.workflow.memory import remember
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.work import Work


def carry_over(draft: Draft, record: TenderRecord, work: Work) -> None:
    """Moves everybody whom the plan carries; nobody notices, for links, codes and booths stay as they are."""
    kept = {_move(each["capability"], draft, work): each for each in draft.plan["carried"]}
    if not kept:
        return
    by_id = {id: each["capability"] for id, each in kept.items()}
    remember(draft.m, CARRIED, {"by_id": by_id, "places": {id: each["place"] for id, each in kept.items()}}, work)
    new_id = {capability: id for id, capability in by_id.items()}
    for gate_pass in work.uow.venues.gate_passes(record.token):
        passage = open_pass(gate_pass, work.means)
        if passage.capability in new_id:
            moved = seal_pass(record, replace(passage, id=new_id[passage.capability]), work.means)
            work.uow.venues.save_gate_pass(replace(gate_pass, sealed=moved.sealed))


def _move(capability: str, draft: Draft, work: Work) -> str:
    """The new id of one member, under which his call-out stands from now on."""
    call = work.uow.calls.get(capability)
    person = work.uow.registry.person(reach_person(call, work.means).ref) if call else None
    assert call is not None and person is not None, "a member who stays was never called"
    handle = PersonCodec(work.means.keys, work.means.entropy).handle_of(person)
    id = pool_id(bytes.fromhex(draft.plan["k_id"]), expert_e(handle, bytes.fromhex(draft.m))).hex()
    work.uow.calls.save(
        replace(
            call,
            wave=wave_of(draft.m, 0),
            capsule=make_capsule(capsule_key(draft.m, work.means), id, person, work.means),
            capsule_key=capsule_purpose(draft.m),
            capsule_id=seal_id(capability, id, work.means),
        )
    )
    return id
