"""What each event of a draw needs before it, as far as the log shows it.

Source: docs/spec/draw-protocol.md §5 "The log checks", §9. `history` calls these; each returns the history with the event in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dispatch.draw.event_shape import CANCELLED, COMPLETE, INFEASIBLE, RESULT, check_shape
from dispatch.draw.frame import Roots, frozen_hash
from dispatch.draw.refusals import NotAnEvent
from dispatch.draw.shape import Unfit

if TYPE_CHECKING:
    from dispatch.draw.history import History

Body = Mapping[str, Any]


def demand(holds: bool, why: str) -> None:
    """Raises NotAnEvent unless it holds."""
    if not holds:
        raise NotAnEvent(why=why)


def check_any(history: History, idx: int, by: str, body: Body) -> None:
    """What holds for every event: shape, order, signer, a draw that has not ended."""
    demand(not history.ended and not history.superseded, "the draw has ended")
    demand(not history.events or idx > history.events[-1].idx, "indices rise")
    try:
        check_shape(body)
    except Unfit as fault:
        raise NotAnEvent(why=f"{fault.where}: {fault.why}") from fault
    kind = body["e"]
    demand(body["m"] == history.m.hex(), "m is that of this draw")
    signer = body["j"] if kind in ("commit", "release") else history.manifest.roles[kind]
    demand(by == signer, f"{kind} is signed by {signer}")
    demand(len(history.events) == 0 if kind == "plan" else len(history.events) > 0, "plan comes first, once")
    if kind not in ("plan", "pool", "final"):
        demand(bool(history.frozen), "the pool comes second")
    if kind != "final":
        demand(history.ended_by[-1:] != (INFEASIBLE,), "only final follows an infeasible round")


def _plan(before: History, added: History, body: Body) -> History:
    expected = (before.manifest.publish_from, before.manifest.body["prev"])
    demand((body["publish_from"], body["prev"]) == expected, "publish_from and prev as in the manifest")
    return added


def _pool(before: History, added: History, body: Body) -> History:
    demand(len(before.events) == 1, "the pool comes second, once")
    P, A, B, D, K = (bytes.fromhex(body[name]) for name in ("P", "A", "B", "D", "K"))
    roots = Roots(P, A, B, D, K, N=body["N"], nA=body["nA"], nB=body["nB"], nD=body["nD"], nK=body["nK"])
    return replace(added, frozen=frozen_hash(before.m, roots))


def _commit(before: History, added: History, body: Body) -> History:
    party, known = body["j"], before.anchors
    demand(party in before.manifest.parties, "j is a party")
    demand(party not in known, "each party commits once")
    demand(body["F"] == before.frozen.hex(), "F is that of the pool event")
    demand(body["L"] == before.manifest.parties[party], "L as in the manifest")
    anchors = {**known, party: bytes.fromhex(body["a"])}
    opened = (added.events[-1].idx,) if anchors.keys() == before.manifest.parties.keys() else ()
    return replace(added, anchors=anchors, opened=opened, releases=(frozenset(),) * len(opened))


def _release(before: History, added: History, body: Body) -> History:
    r, party = body["r"], body["j"]
    demand(before.is_open and r == before.current_round, "the round is open")
    demand(party in before.manifest.parties and party not in before.releases[r], "each party releases once in a round")
    demand(before.manifest.parties[party] > r, "the chain has a link left")
    demand(before.opened[r] < body["n"] <= added.events[-1].idx, "opening index < n ≤ own index")
    demand(body["seen"] == before.seen(body["n"]).hex(), "seen is over all events below n")
    return replace(added, releases=(*before.releases[:r], before.releases[r] | {party}))


def _result(before: History, added: History, body: Body) -> History:
    demand(before.is_open and body["r"] == before.current_round, "the round is open")
    demand(before.releases[body["r"]] == before.manifest.parties.keys(), "every party has released")
    return replace(added, ended_by=(*before.ended_by, RESULT))


def _settle(before: History, added: History, body: Body) -> History:
    demand(before.manifest.standby > 0, "only with standbys")
    demand(before.was_drawn and body["r"] == before.current_round, "the latest round is drawn")
    demand(body["r"] not in before.settled, "once for each round")
    return replace(added, settled=before.settled | {body["r"]})


def _vacate(before: History, added: History, body: Body) -> History:
    demand(before.was_drawn and body["r"] == before.current_round + 1, "the round before is drawn")
    demand(before.is_settled, "no vacate event follows an unsettled round")
    demand(bool(body["vac"]) or before.manifest.standby > 0, "somebody leaves, or seats stayed open after a settlement")
    hidden = [entry[0] for entry in body["vac"]]
    earlier = {entry[0] for event in before.events if event.body["e"] == "vacate" for entry in event.body["vac"]}
    demand(len(set(hidden)) == len(hidden) and earlier.isdisjoint(hidden), "nobody leaves twice")
    return replace(added, opened=(*before.opened, added.events[-1].idx), releases=(*before.releases, frozenset()))


def _infeasible(before: History, added: History, body: Body) -> History:
    open_or_first = before.is_open or not before.ended_by
    demand(open_or_first and body["r"] == before.current_round, "the round has not ended")
    return replace(added, ended_by=(*before.ended_by, INFEASIBLE))


def _final(before: History, added: History, body: Body) -> History:
    status = body["status"]
    demand((body["why"] != "") == (status == CANCELLED), "why if cancelled, else empty")
    demand(body["rounds"] == before.rounds_ended, "rounds is the number of rounds that ended")
    demand(body["idx"] == [event.idx for event in before.events], "idx lists every other event")
    demand(status in _possible_ends(before), "the status fits what the log shows")
    return replace(added, status=status)


def _possible_ends(history: History) -> frozenset[str]:
    """Where seats may be open after a settlement the log does not show whether they are: two ends are possible."""
    if history.ended_by[-1:] == (INFEASIBLE,):
        return frozenset({INFEASIBLE})
    if not history.was_drawn or not history.is_settled:
        return frozenset({CANCELLED})
    return frozenset({COMPLETE, CANCELLED} if history.manifest.standby else {COMPLETE})


ACCEPT: Mapping[str, Callable[[History, History, Body], History]] = {
    "plan": _plan,
    "pool": _pool,
    "commit": _commit,
    "release": _release,
    "result": _result,
    "settle": _settle,
    "vacate": _vacate,
    "infeasible": _infeasible,
    "final": _final,
}
