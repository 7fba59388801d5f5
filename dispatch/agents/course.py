"""What a draw's rounds come to when the supervisor computes them again from what the centre opened to him.

Source: docs/spec/draw-protocol.md §5, "What the log does not show is checked before it is signed"; §9.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dispatch.agents.equipment import Equipment
from dispatch.agents.refusals import WillNotSign
from dispatch.agents.sight import Sight
from dispatch.draw.chain import check_value
from dispatch.draw.commitments import accepted_hash, result_hash, vacated_hash
from dispatch.draw.course import Course
from dispatch.draw.event_shape import RESULT
from dispatch.draw.frame import Frame
from dispatch.draw.history import LoggedEvent
from dispatch.draw.refusals import BadValue, NoLawfulPanel, NotThisStep
from dispatch.draw.seed import beacon_round, seed_commitment, seed_of_round
from dispatch.kernel.canonical import canonical, u64
from dispatch.verifier.bls.signature import verifies
from dispatch.witness.refusals import BadNote


@dataclass(frozen=True, slots=True)
class Opened:
    """What the centre opened: rounds `{r, seed, salt, out, reveals}`, vacancy lists and accepted lists by round."""

    rounds: Mapping[int, Mapping[str, Any]]
    vacated: Mapping[int, Mapping[str, Any]]
    settled: Mapping[int, Mapping[str, Any]]


def read_evidence(evidence: Mapping[str, Any]) -> Opened:
    """The parts of a proposal's evidence; raises WillNotSign where they cannot be read."""
    try:
        return Opened(
            rounds={int(kept["r"]): kept for kept in evidence.get("rounds", ())},
            vacated={int(r): kept for r, kept in evidence.get("vacated", {}).items()},
            settled={int(r): kept for r, kept in evidence.get("settled", {}).items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise WillNotSign(why="证据格式不正确", why_en="the evidence is malformed") from fault


def recompute(kit: Equipment, frame: Frame, sight: Sight, opened: Opened) -> Course:
    """Every drawn, settled and vacated round of the log, done again. Raises WillNotSign where anything differs or is missing."""
    course = Course.start(frame)
    try:
        for event in sight.history.events:
            _check_opening(kit, event, sight, opened)
            course = _after(course, event, sight, opened)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise WillNotSign(why="尚缺已开启轮次的证据", why_en="evidence of a round is missing or malformed") from fault
    except (BadValue, NoLawfulPanel, NotThisStep) as fault:
        raise WillNotSign(why=f"复算不成立：{fault.chinese}", why_en=f"recomputing fails: {fault.english}") from fault
    return course


def _after(course: Course, event: LoggedEvent, sight: Sight, opened: Opened) -> Course:
    kind, body = event.body["e"], event.body
    if kind == RESULT:
        return _drawn(course, body, sight, opened.rounds[body["r"]])
    if kind == "settle":
        accepted = [str(id) for id in opened.settled[body["r"]]["accepted"]]
        _demand(
            accepted_hash(sight.history.m, body["r"], accepted).hex() == body["acc"],
            "接受名单与日志不符",
            "the accepted list is another one",
        )
        return course.settle(accepted)[1]
    if kind == "vacate":
        leaving = leaving_of(opened, body["r"])
        _demand(hidden(sight.history.m, leaving) == body["vac"], "空缺名单与日志不符", "the vacancy list is another one")
        return course.vacate(leaving)
    return course.end_infeasible() if kind == "infeasible" else course


def _drawn(course: Course, body: Mapping[str, Any], sight: Sight, kept: Mapping[str, Any]) -> Course:
    history, r = sight.history, body["r"]
    values = {party: bytes.fromhex(text) for party, text in kept["reveals"].items()}
    _demand(values.keys() == sight.manifest.parties.keys(), "缺少某方的随机值", "a party's value is missing")
    for party, value in values.items():
        check_value(history.m, history.frozen, party, value=value, r=r, anchor=history.anchors[party])
    seed, beta = bytes.fromhex(kept["seed"]), _beta(sight, r, kept)
    follows = seed == seed_of_round(history.m, history.frozen, r, values=values, beta=beta)
    _demand(follows, "种子与各方随机值和信标不符", "the seed is not that of the values and the beacon")
    _demand(seed_commitment(seed).hex() == body["S"], "种子与日志不符", "the seed is not the one in the log")
    _demand(
        result_hash(kept["out"], bytes.fromhex(kept["salt"])).hex() == body["R"], "结果与日志不符", "the outcome is not the one in the log"
    )
    out, after = course.draw(seed)
    _demand(canonical(out) == canonical(dict(kept["out"])), "结果复算不一致", "recomputing gives another outcome")
    return after


def _beta(sight: Sight, r: int, kept: Mapping[str, Any]) -> bytes:
    """What the beacon puts into the seed: nothing without one, else its signature of the one round that counts, checked."""
    beacon = sight.manifest.body["beacon"]
    if beacon is None:
        return b""
    q, _ = beacon_round(beacon, sight.draw_at(r))  # its time: _check_opening
    signature = bytes.fromhex(kept["beacon"])
    holds = verifies(bytes.fromhex(beacon["key"]), hashlib.sha256(u64(q)).digest(), signature)
    _demand(holds, "信标签名无效", "the beacon's signature does not hold")
    return b"drand:" + bytes.fromhex(beacon["chain"]) + u64(q) + hashlib.sha256(signature).digest()


def _check_opening(kit: Equipment, event: LoggedEvent, sight: Sight, opened: Opened) -> None:
    """With a beacon: its time lies after a quorum had seen what opened the round, in a checkpoint of the log mirrored here (§5, V16)."""
    beacon = sight.manifest.body["beacon"]
    if beacon is None or event.body["e"] != RESULT:
        return
    r = event.body["r"]
    try:
        cosigned = kit.trust.read_checkpoint(opened.rounds[r]["opening"])
    except BadNote as fault:
        raise WillNotSign(why=f"开启检查点无效：{fault.chinese}", why_en=f"the opening checkpoint: {fault.english}") from fault
    holds = cosigned.checkpoint.size > sight.history.opening_index(r) and kit.mirror.holds(cosigned.checkpoint)
    _demand(holds, "开启检查点不含开启该轮的事件", "the opening checkpoint does not hold the event that opened the round")
    _, due = beacon_round(beacon, sight.draw_at(r))
    _demand(due > cosigned.seen_by(kit.trust.quorum), "信标时间不晚于见证时间", "the beacon's time is not after the witnesses had seen it")


def leaving_of(opened: Opened, r: int) -> list[tuple[str, str]]:
    """(id, reason) of those who leave before round r."""
    return [(str(id), str(reason)) for id, reason in opened.vacated[r]["list"]]


def hidden(m: bytes, leaving: list[tuple[str, str]]) -> list[list[str]]:
    return sorted([vacated_hash(m, id).hex(), reason] for id, reason in leaving)


def _demand(holds: bool, why: str, why_en: str) -> None:
    if not holds:
        raise WillNotSign(why=why, why_en=why_en)
