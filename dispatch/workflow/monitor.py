"""监测: what a reader of the whole log checks — nothing begun and dropped, nothing drawn twice, who cancels how often.

Source: docs/spec/draw-protocol.md §12, monitors. It needs a dump of the log and the published transcripts, and no centre.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dispatch.draw.event_shape import CANCELLED, COMPLETE, INFEASIBLE
from dispatch.draw.tender_numbers import folded
from dispatch.witness.dump import VerifiedDump
from dispatch.witness.entry import Entry
from dispatch.workflow.monitored_draw import Finding, MonitoredDraw, Transcript, findings_of, monitored


@dataclass(frozen=True, slots=True)
class Office:
    """What one signer has ended and vacated; rates are per hundred of the draws that it ended.

    `redrawn`: complete draws whose tender was drawn once more, with other people: given up with a committee, and applied for anew.
    """

    token: str
    ended: int
    complete: int
    infeasible: int
    cancelled_blind: int
    cancelled_informed: int
    vacated: int
    redrawn: int = 0

    def per_hundred(self, count: int) -> float:
        return round(100 * count / self.ended, 1) if self.ended else 0.0


@dataclass(frozen=True, slots=True)
class Monitored:
    """`draws` in all, `open` of them without end yet."""

    draws: int
    open: int
    findings: tuple[Finding, ...]
    offices: tuple[Office, ...]


def monitor(dump: VerifiedDump, transcripts: Iterable[Transcript], at: int, others: Sequence[VerifiedDump] = ()) -> Monitored:
    """Looks at every draw of a dump that was verified; `others` are dumps of other logs, `at` is the monitor's time."""
    published = {transcript.m: transcript for transcript in transcripts}
    draws = _draws_of(dump, published)
    findings = [finding for draw in draws for finding in findings_of(draw, at)]
    findings += [*_planned_twice(draws), *_followed_twice(draws), *_of_another_tender(draws), *_too_many_carried(draws)]
    findings += _in_two_logs(draws, others)
    unknown = sorted(published.keys() - _names(draws))
    findings += [_finding("not-in-log", m, "公布的记录在日志中没有", "was published but is not in the log") for m in unknown]
    return Monitored(len(draws), sum(draw.final is None for draw in draws), tuple(findings), tuple(_offices(draws, _in_one_hand(dump))))


def _draws_of(dump: VerifiedDump, published: Mapping[str, Transcript]) -> list[MonitoredDraw]:
    """Every draw that any entry names, in the order of their first entries."""
    entries, successors = defaultdict[str, list[Entry]](list), defaultdict[str, list[int]](list)
    for entry in dump.entries:
        body = entry.read()
        if isinstance(body.get("m"), str):
            entries[body["m"]].append(entry)
            if body.get("e") == "plan" and body.get("prev"):
                successors[str(body["prev"])].append(entry.idx)
    return [monitored(m, found, published.get(m), successors[m]) for m, found in entries.items()]


def _planned_twice(draws: Sequence[MonitoredDraw]) -> Iterator[Finding]:
    """Each plan for a tender names the one before it; numbers are known of published draws only, and one that was given up before
    its pool is never published: whoever follows such a plan follows what that one names.
    """
    last: dict[str, str] = {}
    named = {draw.m: str(draw.plan["prev"]) for draw in draws if draw.plan}
    for draw in draws:
        if draw.published is None:
            continue
        number, before = folded(draw.published.tender_no), draw.published.manifest.body["prev"]
        while number in last and before not in ("", last[number]):
            before = named.get(before, "")
        if number in last and before != last[number]:
            before = last[number][:12]
            yield _finding("planned-twice", draw.m, f"同一项目此前已有抽取{before}，未注明", f"does not name {before}, of the same tender")
        last[number] = draw.m


def _followed_twice(draws: Sequence[MonitoredDraw]) -> Iterator[Finding]:
    """Two plans that name one predecessor are two draws for one tender, whatever its number."""
    known: dict[str, str] = {}
    for draw in draws:
        prev = str(draw.plan["prev"]) if draw.plan else ""
        if prev and prev in known:
            other, before = known[prev][:12], prev[:12]
            yield _finding("followed-twice", draw.m, f"与{other}同为{before}的后继", f"follows {before}, as {other} does")
        known.setdefault(prev, draw.m)


def _followed(draws: Sequence[MonitoredDraw]) -> Iterator[tuple[MonitoredDraw, Transcript, Transcript]]:
    """Each draw that follows one, with the transcripts of both, as far as they are published."""
    known = {draw.m: draw.published for draw in draws if draw.published}
    for draw in draws:
        before = known.get(str(draw.published.manifest.body["prev"])) if draw.published else None
        if draw.published and before:
            yield draw, draw.published, before


def _of_another_tender(draws: Sequence[MonitoredDraw]) -> Iterator[Finding]:
    """Whoever names another tender's draw has ended that one, and hidden what came before this one."""
    for draw, published, before in _followed(draws):
        if folded(published.tender_no) != folded(before.tender_no):
            yield _finding("another-tender", draw.m, "所注明的前次抽取属于另一项目", "its `prev` is a draw of another tender")


def _too_many_carried(draws: Sequence[MonitoredDraw]) -> Iterator[Finding]:
    """By what the log shows of the draw before, and by its transcript, where the log does not show it."""
    histories = {draw.m: draw.history for draw in draws}
    for draw, published, before in _followed(draws):
        history = histories[before.m]
        sat = [number for number in (history.sat_at_end if history else None, before.sat) if number is not None]
        if any(published.manifest.carried > number for number in sat):
            yield _finding("carried-too-many", draw.m, "留任人数多于前次终结时的在席人数", "carries more than sat when `prev` ended")


def _in_two_logs(draws: Sequence[MonitoredDraw], others: Sequence[VerifiedDump]) -> Iterator[Finding]:
    elsewhere = {str(body["m"]) for dump in others for entry in dump.entries if isinstance((body := entry.read()).get("m"), str)}
    for m in sorted(elsewhere & _names(draws)):
        yield _finding("two-logs", m, "同一抽取出现在两个日志中", "stands in two logs")


def _in_one_hand(dump: VerifiedDump) -> bool:
    """One operator holds every key of this log: he may have known the outcome of every draw that he did not complete (§9)."""
    return any(each.checkpoint.origin.endswith("/embedded") for each in dump.checkpoints)


def _offices(draws: Sequence[MonitoredDraw], one_hand: bool) -> Iterator[Office]:
    """A plan that was given up before its pool was frozen had no outcome to know."""
    ended, vacated = defaultdict[str, list[MonitoredDraw]](list), defaultdict[str, int](int)
    followed = {str(draw.plan["prev"]) for draw in draws if draw.plan}
    for draw in draws:
        if draw.final is not None:
            ended[draw.final[0].by].append(draw)
        for entry, body in draw.of("vacate"):
            vacated[entry.by] += len(body["vac"])
    for token in sorted({*ended, *vacated}):
        informed = {draw.m for draw in ended[token] if draw.informed or (one_hand and any(draw.of("pool")))}
        how = [(draw.final[1]["status"], draw.m in informed) for draw in ended[token] if draw.final]
        yield Office(
            token=token,
            ended=len(how),
            complete=sum(status == COMPLETE for status, _ in how),
            infeasible=sum(status == INFEASIBLE for status, _ in how),
            cancelled_blind=how.count((CANCELLED, False)),
            cancelled_informed=how.count((CANCELLED, True)),
            vacated=vacated[token],
            redrawn=sum(draw.m in followed and draw.final[1]["status"] == COMPLETE for draw in ended[token] if draw.final),
        )


def _names(draws: Iterable[MonitoredDraw]) -> set[str]:
    return {draw.m for draw in draws}


def _finding(code: str, m: str, says: str, says_en: str) -> Finding:
    return Finding(code, m, f"抽取{m[:12]}：{says}", f"draw {m[:12]}: {says_en}")
