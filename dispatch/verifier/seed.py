"""V16 to V18: the public beacon, the parties' values, and the seed that follows from both and nothing else (spec §5)."""

from __future__ import annotations

import hashlib

from dispatch.verifier import merkle, notes
from dispatch.verifier.bls.signature import verifies
from dispatch.verifier.case import Case, Opened
from dispatch.verifier.form import Json
from dispatch.verifier.refusals import demand
from dispatch.verifier.steps import step
from dispatch.verifier.suite import u32, u64


@step("V16")
def the_beacon_is_right(case: Case, opened: Opened) -> bytes:
    """β: empty without a beacon; else its round lies after everything was fixed and its signature holds."""
    beacon, entry = case.manifest.raw["beacon"], opened.entry
    given = [entry["ckpt_open"] is not None, entry["beacon"] is not None]
    demand(given == [beacon is not None] * 2, "信标或开启检查点不在应有之处", "beacon or opening checkpoint not exactly where due")
    if beacon is None:
        return b""
    case.limit.check()
    number = beacon_round(beacon, opened.draw_at)
    seen_by = _opening_seen_by(case, opened)
    time = beacon["genesis"] + (number - 1) * beacon["period"]
    demand(time > seen_by, "信标时间不晚于见证时间", "the beacon's time is not after the witnesses had seen the opening")
    signature, message = bytes.fromhex(entry["beacon"]), hashlib.sha256(u64(number)).digest()
    demand(verifies(bytes.fromhex(beacon["key"]), message, signature), "信标签名无效", "the beacon's signature is bad")
    return b"drand:" + bytes.fromhex(beacon["chain"]) + u64(number) + hashlib.sha256(signature).digest()


def beacon_round(beacon: Json, draw_at: int) -> int:
    """q = 1 + max(0, ceil((draw_at + margin − genesis) / period))."""
    wait = draw_at + beacon["margin"] - beacon["genesis"]
    return 1 + max(0, -int(-wait // beacon["period"]))


def _opening_seen_by(case: Case, opened: Opened) -> int:
    """The time by which the quorum had seen a checkpoint that holds the opening event."""
    given = opened.entry["ckpt_open"]
    checkpoint = notes.open_note(given["note"], case.quorum)
    demand(checkpoint.size > opened.opening, "检查点早于开启事件", "the checkpoint is older than the opening event")
    proof = [bytes.fromhex(node) for node in given["cons"]]
    newest = (case.checkpoint.size, case.checkpoint.root)
    merkle.consistent((checkpoint.size, checkpoint.root), newest, proof, case.suite.digest)
    return checkpoint.seen_by


@step("V17")
def the_values_reach_their_anchors(case: Case, opened: Opened) -> dict[str, bytes]:
    """The values of exactly all parties; each, hashed r+1 times, is the anchor its party committed to."""
    reveals = {party: bytes.fromhex(value) for party, value in opened.entry["reveals"].items()}
    demand(reveals.keys() == case.manifest.parties.keys(), "公开的数值不是恰好每方一个", "there is not exactly one value of each party")
    anchors = {event.party: event.body["a"] for event in case.events if event.kind == "commit"}
    for party, value in reveals.items():
        for _ in range(opened.r + 1):
            value = case.suite.h("vd1/chain", case.manifest.m, case.frozen, party.encode(), value)
        demand(value.hex() == anchors[party], f"{party} 的数值不是它承诺的", f"the value of {party} does not reach its anchor")
    return reveals


@step("V18")
def the_seed_follows(case: Case, opened: Opened, reveals: dict[str, bytes], beta: bytes) -> bytes:
    """S_r = H("vd1/seed", m, F, u32 r, j1, v_j1, …, "beacon", β), parties in order."""
    values = [part for party in sorted(reveals) for part in (party.encode(), reveals[party])]
    seed = case.suite.h("vd1/seed", case.manifest.m, case.frozen, u32(opened.r), *values, b"beacon", beta)
    demand(seed.hex() == opened.entry["seed"], "种子与重新计算的不同", "the seed differs from the one recomputed")
    return seed
