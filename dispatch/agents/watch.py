"""Duty 4: the agent remembers how every draw went, and tells its operator of each that did not end as it should.

Source: docs/spec/draw-protocol.md §5, duty 4; §9, "informed".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from dispatch.agents.equipment import Equipment
from dispatch.agents.sight import Sight, was_released
from dispatch.draw.event_shape import CANCELLED
from dispatch.kernel.canonical import parse_strict
from dispatch.witness.entry import Entry
from policies.vocabulary.refused import Refused

Told = tuple[str, str, str]  # code, Chinese, English
DOES_NOT_VERIFY = "does-not-verify"
LONGEST_WITHOUT_END = 30 * 86400  # seconds after publish_from


def remember_course(kit: Equipment, sight: Sight) -> None:
    """Keeps what a later draw for the same tender is held against: whether it was planned, released, and how it ended."""
    if kit.remembered.get(sight.m) is sight:
        return
    history = sight.history
    plan = sight.one("plan")
    if plan is not None:
        kit.diary.keep("planned", sight.m, str(plan.idx).encode("ascii"))
    if any(history.releases):
        kit.diary.keep("released", sight.m, b"yes")
    if history.ended:
        kit.diary.keep("ended", sight.m, history.status.encode("ascii"))
    kit.remembered[sight.m] = sight


def warnings(sight: Sight, now: datetime, published: bool) -> list[Told]:
    """(code, Chinese, English) of what the operator must know of this draw."""
    history, m = sight.history, sight.m[:12]
    late = now.timestamp() > sight.manifest.publish_from + LONGEST_WITHOUT_END
    found = list(_of_its_end(m, late=late, status=history.status, released=any(history.releases)))
    if late and history.frozen and not published:
        found.append(("not-published", f"抽取{m}逾期三十日仍未公布", f"draw {m} is not published 30 days after its time"))
    if sight.strangers:
        found.append(("false-entry", f"日志收录了抽取{m}不应接受的条目", f"the log took entries of draw {m} that it should have refused"))
    return found


def untold(kit: Equipment, told: Collection[str], now: datetime) -> Iterator[tuple[str, Told]]:
    """The same of draws whose rules this party was never told, whoever takes part; what has ended is looked at once."""
    for m in kit.mirror.draws():
        if m not in told and m not in kit.left_behind:
            entries = kit.mirror.of_draw(m)
            yield from ((m, what) for what in warnings_untold(m, entries, now))
            if any(b'"e":"final"' in entry.body for entry in entries):
                kit.left_behind.add(m)


def warnings_untold(m: str, entries: Sequence[Entry], now: datetime) -> list[Told]:
    """What the plan and the end of a draw say of it, where nothing else is known."""
    bodies = [entry.read() for entry in entries]
    ends = [str(body.get("status")) for body in bodies if body.get("e") == "final"]
    due = next((body["publish_from"] for body in bodies if body.get("e") == "plan" and isinstance(body.get("publish_from"), int)), None)
    late = due is not None and now.timestamp() > due + LONGEST_WITHOUT_END
    return list(_of_its_end(m[:12], late=late, status=ends[-1] if ends else "", released=was_released(entries)))


def _of_its_end(m: str, *, late: bool, status: str, released: bool) -> Iterator[Told]:
    if status == CANCELLED and released:
        yield "cancelled-informed", f"抽取{m}在揭示之后被终止", f"draw {m} was cancelled after a release"
    if late and not status:
        yield "no-end", f"抽取{m}逾期三十日仍未终结", f"draw {m} has no end 30 days after its time of publication"


def compare_transcript(kit: Equipment, transcript: Mapping[str, Any], verify: Callable[[], None] | None = None) -> list[str]:
    """What is wrong with a published transcript, against this agent's own mirror; empty if nothing is.

    `verify` runs the offline verifier and raises Refused; the agent adds what only a holder of the log can see.
    """
    findings = [] if verify is None else _verified(verify)
    shown = {(event["idx"], event["body"], event["by"], event["sig"]) for event in transcript["events"]}
    manifest_m = next((event.get("m") for event in map(_read, transcript["events"]) if event.get("e") == "plan"), "")
    sight = kit.sight(str(manifest_m))
    if sight is None:
        return [*findings, "unknown-draw"]
    kit.diary.keep("published", sight.m, b"yes")
    entries = {entry.idx: entry for entry in kit.mirror.of_draw(sight.m)}
    events = {(event.idx, event.text.decode(), event.by, entries[event.idx].sig.hex()) for event in sight.history.events}
    if events - shown:
        findings.append("event-left-out")
    if shown - events:
        findings.append("event-unknown")
    return findings


def _verified(verify: Callable[[], None]) -> list[str]:
    try:
        verify()
    except Refused as refusal:
        return [f"{DOES_NOT_VERIFY}: {refusal.english}"]
    return []


def _read(event: Mapping[str, Any]) -> Mapping[str, Any]:
    value = parse_strict(str(event["body"]).encode())
    return value if isinstance(value, dict) else {}
