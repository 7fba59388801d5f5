"""V11 to V13: every party committed to this pool, the record leaves nothing out, and it is of this tender."""

from __future__ import annotations

from dispatch.verifier.events import Event, Events
from dispatch.verifier.form import Json
from dispatch.verifier.manifest import Manifest
from dispatch.verifier.refusals import demand
from dispatch.verifier.steps import step
from dispatch.verifier.suite import u64


def frozen_hash(manifest: Manifest, pool_event: Event) -> bytes:
    """F = H("vd1/frozen", m, P, u64 nP, A, u64 nA, B, u64 nB, D, u64 nD, K, u64 nK)."""
    body = pool_event.body
    parts = [part for name, number in _ROOTS for part in (bytes.fromhex(body[name]), u64(body[number]))]
    return manifest.suite.h("vd1/frozen", manifest.m, *parts)


_ROOTS = (("P", "N"), ("A", "nA"), ("B", "nB"), ("D", "nD"), ("K", "nK"))


@step("V11")
def the_parties_committed_to_this_pool(transcript: Json, manifest: Manifest, events: Events, pool_event: Event) -> bytes:
    """Commits come after the pool, none after an infeasible round 0; F and L are right; all are there if round 0 was drawn."""
    frozen = frozen_hash(manifest, pool_event)
    commits = [event for event in events if event.kind == "commit"]
    ended = events.find("infeasible", 0)
    for commit in commits:
        party = commit.body["j"]
        demand(commit.idx > pool_event.idx, f"{party} 在名单冻结前承诺", f"{party} committed before the pool was frozen")
        demand(ended is None or commit.idx < ended.idx, f"{party} 在结束后承诺", f"{party} committed after the end")
        demand(commit.body["F"] == frozen.hex(), f"{party} 承诺的是另一份名单", f"{party} committed to another pool")
        demand(commit.body["L"] == manifest.parties[party], f"{party} 的链长不符", f"{party} committed another chain length")
    drawn = any(entry["r"] == 0 and entry["kind"] == "drawn" for entry in transcript["rounds"])
    complete = {commit.body["j"] for commit in commits} == manifest.parties.keys()
    demand(complete or not drawn, "并非每个参与方都作出承诺", "a party has not committed")
    return frozen


@step("V12")
def the_final_event_lists_all_others(transcript: Json, events: Events) -> None:
    """The last event is the final one; it names every other event and the number of rounds."""
    last = events.ordered[-1]
    demand(last.kind == "final", "没有结束事件", "there is no final event at the end")
    others = [event.idx for event in events.ordered[:-1]]
    demand(last.body["idx"] == others, "结束事件所列与记录中的事件不同", "the final event lists other events than the record holds")
    demand(last.body["rounds"] == len(transcript["rounds"]), "轮数不符", "the final event counts another number of rounds")


@step("V13")
def the_tender_number_opens(tender: Json, manifest: Manifest) -> None:
    """The record's tender number and salt give the hash in the manifest."""
    opened = manifest.suite.h("vd1/tender", tender["no"].encode("utf-8"), bytes.fromhex(tender["salt"]))
    demand(opened.hex() == manifest.raw["tender"], "项目编号与方案中的哈希不符", "the tender number does not give the hash in the manifest")
