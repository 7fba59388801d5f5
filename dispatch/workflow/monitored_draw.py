"""One draw as a monitor sees it: its entries in the whole log, and its published transcript if there is one.

Source: docs/spec/draw-protocol.md §12, monitors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dispatch.draw.event_shape import COMPLETE, check_shape
from dispatch.draw.history import History
from dispatch.draw.manifest import Manifest, check_manifest, manifest_hash
from dispatch.draw.refusals import BadManifest, NotAnEvent
from dispatch.draw.shape import Unfit
from dispatch.kernel.canonical import labelled_hash, parse_strict, u64
from dispatch.kernel.refusals import NotCanonical
from dispatch.witness.entry import Entry
from dispatch.workflow.refusals import TranscriptUnreadable

LONGEST = 30 * 86400  # seconds after publish_from in which a draw ends and is published


@dataclass(frozen=True, slots=True)
class Finding:
    """What a monitor reports of one draw; `draw` is its m, or "" where a file is meant."""

    code: str
    draw: str
    says: str
    says_en: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a monitor takes from a published transcript: the rules behind m, the tender's number, the events shown, who sat at the end."""

    m: str
    manifest: Manifest
    tender_no: str
    shown: frozenset[tuple[int, bytes, str, bytes]]
    sat: int | None = None


@dataclass(frozen=True, slots=True)
class MonitoredDraw:
    """`events` are the entries that count: the lawful ones where the rules are known, else all that have the shape of an event."""

    m: str
    entries: tuple[Entry, ...]
    events: tuple[tuple[Entry, Mapping[str, Any]], ...]
    history: History | None
    published: Transcript | None

    def of(self, kind: str) -> Iterator[tuple[Entry, Mapping[str, Any]]]:
        return ((entry, body) for entry, body in self.events if body["e"] == kind)

    @property
    def plan(self) -> Mapping[str, Any] | None:
        return next((body for _, body in self.of("plan")), None)

    @property
    def final(self) -> tuple[Entry, Mapping[str, Any]] | None:
        return next(self.of("final"), None)

    @property
    def informed(self) -> bool:
        """Somebody may have known an outcome: a release stands, and the draw is not complete."""
        return any(self.of("release")) and (self.final is None or self.final[1]["status"] != COMPLETE)


def read_transcript(text: bytes) -> Transcript:
    """Raises TranscriptUnreadable; whether the draw holds is the verifier's to say."""
    try:
        value = parse_strict(text)
        manifest = check_manifest(value["manifest"])
        m = manifest_hash(value["manifest"], bytes.fromhex(value["manifest_salt"])).hex()
        shown = [(event["idx"], event["body"].encode(), event["by"], bytes.fromhex(event["sig"])) for event in value["events"]]
        return Transcript(m, manifest, str(value["tender"]["no"]), frozenset(shown), _sat_at_end(manifest, value))
    except (KeyError, TypeError, ValueError, AttributeError, NotCanonical, BadManifest) as fault:
        raise TranscriptUnreadable() from fault


def _sat_at_end(manifest: Manifest, transcript: Mapping[str, Any]) -> int:
    """Whoever was carried or seated and did not leave; with standbys the settlements say who was."""
    rounds = [kept for kept in transcript["rounds"] if kept["kind"] == "drawn"]
    seated = [kept["settled"] or {"seats": []} if manifest.standby else kept["out"] for kept in rounds]
    return manifest.carried + sum(len(each["seats"]) for each in seated) - sum(map(len, transcript["vacated"].values()))


def monitored(m: str, entries: Sequence[Entry], published: Transcript | None, successors: Sequence[int]) -> MonitoredDraw:
    """`successors`: indices of plans that name this draw as `prev`; no event follows the first of them."""
    ends = min(successors, default=None)
    in_time = [entry for entry in entries if ends is None or entry.idx <= ends]
    if published is None:
        return MonitoredDraw(m, tuple(entries), _likely_events(in_time), None, None)
    history = History.start(published.manifest, bytes.fromhex(m))
    for entry in in_time:
        history = _after(history, entry)
    lawful = {event.idx for event in history.events}
    events = tuple((entry, entry.read()) for entry in in_time if entry.idx in lawful)
    return MonitoredDraw(m, tuple(entries), events, history, published)


def findings_of(draw: MonitoredDraw, at: int) -> Iterator[Finding]:
    """Everything that is wrong with one draw by itself; `at` is the monitor's own time in Unix seconds."""
    strangers = sorted({entry.idx for entry in draw.entries} - {entry.idx for entry, _ in draw.events})
    if strangers:
        yield _of(
            draw, "false-entry", f"日志收录了不应接受的条目{strangers}", f"the log took entries that it should have refused: {strangers}"
        )
    if draw.plan is None:
        yield _of(draw, "no-plan", "没有计划事件", "it has no plan event")
        return
    yield from _ending(draw, int(draw.plan["publish_from"]) + LONGEST < at)
    yield from _wrong_sight(draw)
    if draw.published is not None:
        yield from _against_transcript(draw, draw.published)


def _ending(draw: MonitoredDraw, late: bool) -> Iterator[Finding]:
    if draw.final is None:
        if late:
            yield _of(draw, "no-end", "逾期三十日仍未终结", "no end 30 days after publish_from")
    else:
        last, body = draw.final
        others = [entry.idx for entry, _ in draw.events if entry.idx != last.idx]
        if body["idx"] != others or any(idx > last.idx for idx in others):
            yield _of(draw, "left-out", "终结事件未列出全部事件", "its final event does not list all others")
    if late and draw.published is None and any(draw.of("pool")):
        yield _of(draw, "not-published", "逾期三十日仍未公布", "not published 30 days after publish_from")


def _wrong_sight(draw: MonitoredDraw) -> Iterator[Finding]:
    """`seen` of every release binds the events of this draw below n."""
    for entry, body in draw.of("release"):
        parts = [part for other, _ in draw.events if other.idx < body["n"] for part in (u64(other.idx), other.body)]
        if body["n"] > entry.idx or body["seen"] != labelled_hash("vd1/seen", *parts).hex():
            yield _of(draw, "wrong-seen", f"条目{entry.idx}的揭示所见与日志不符", f"the release at {entry.idx} saw another history")


def _against_transcript(draw: MonitoredDraw, published: Transcript) -> Iterator[Finding]:
    logged = {(entry.idx, entry.body, entry.by, entry.sig) for entry, _ in draw.events}
    if logged - published.shown:
        yield _of(draw, "event-left-out", "公布的记录遗漏了事件", "its transcript leaves out an event")
    if published.shown - logged:
        yield _of(draw, "event-unknown", "公布的记录含有日志所无的事件", "its transcript shows an event that the log does not hold")


def _after(history: History, entry: Entry) -> History:
    try:
        return history.accept(entry.idx, entry.by, entry.read())
    except NotAnEvent:
        return history


def _likely_events(entries: Sequence[Entry]) -> tuple[tuple[Entry, Mapping[str, Any]], ...]:
    """Where the rules are not known yet: entries with the shape of an event, each step once, a party's by itself."""
    found: dict[tuple[Any, ...], tuple[Entry, Mapping[str, Any]]] = {}
    for entry in entries:
        body = entry.read()
        if _has_shape(body) and body.get("j", entry.by) == entry.by:
            found.setdefault((body["e"], body.get("r"), body.get("j")), (entry, body))
    return tuple(found.values())


def _has_shape(body: Mapping[str, Any]) -> bool:
    try:
        check_shape(dict(body))
    except Unfit:
        return False
    return True


def _of(draw: MonitoredDraw, code: str, says: str, says_en: str) -> Finding:
    return Finding(code, draw.m, f"抽取{draw.m[:12]}：{says}", f"draw {draw.m[:12]}: {says_en}")
