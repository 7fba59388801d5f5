"""Duty 4, at publication: the transcript is fetched, verified by the offline verifier, and held against this agent's own mirror.

Source: docs/spec/draw-protocol.md §5, duty 4. The verifier shares no code with the draw, nor with this agent.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from dispatch.agents import watch
from dispatch.agents.centre import Centre
from dispatch.agents.equipment import Equipment
from dispatch.agents.sight import Sight
from dispatch.kernel.canonical import canonical, parse_strict
from dispatch.verifier.limit import Limit
from dispatch.verifier.refusals import StepFailed
from dispatch.verifier.verify import verify

ASK_AGAIN = timedelta(hours=1)  # engineering: a transcript is published once, and nothing waits for it
Finding = tuple[str, str, str]  # code, Chinese, English


def is_due(kit: Equipment, sight: Sight, now: datetime) -> bool:
    """Whether to ask for this draw's transcript: it has ended, its time has come, and it was not seen yet."""
    ended = sight.history.ended and sight.history.frozen and now.timestamp() >= sight.manifest.publish_from
    asked_at = kit.asked_at.get(sight.m)
    return bool(ended) and not kit.diary.knows("published", sight.m) and (asked_at is None or now >= asked_at + ASK_AGAIN)


def findings_of(kit: Equipment, centre: Centre, sight: Sight, now: datetime) -> list[Finding]:
    """What is wrong with the published transcript; empty if nothing is, or if none is given yet."""
    kit.asked_at[sight.m] = now
    text = centre.transcript(sight.m)
    if text is None:
        return []
    failed = _failing_step(kit, text)
    if failed is not None:
        kit.diary.keep("published", sight.m, b"yes")
        kit.diary.keep(watch.DOES_NOT_VERIFY, sight.m, b"yes")  # counts as informed (§9): a successor needs the operator's word
        return [failed]
    transcript = parse_strict(text)
    if all(f'"m":"{sight.m}"' not in event["body"] for event in transcript["events"]):
        return [_told(sight, "another-draw", "公布的是另一次抽取的记录", "another draw's transcript was given")]
    faults = watch.compare_transcript(kit, transcript)
    return [_told(sight, code, f"公布的记录与本端镜像不符（{code}）", f"it differs from this agent's mirror ({code})") for code in faults]


def _failing_step(kit: Equipment, text: bytes) -> Finding | None:
    try:
        verify(text, canonical(kit.trust.as_value()), Limit(time.monotonic))
    except StepFailed as failed:
        chinese, english = failed.fault.chinese[:300], failed.fault.english[:300]
        return watch.DOES_NOT_VERIFY, f"公布的抽取记录核验不通过（{failed.step}）：{chinese}", f"does not verify ({failed.step}): {english}"
    return None


def _told(sight: Sight, code: str, chinese: str, english: str) -> Finding:
    return code, f"抽取{sight.m[:12]}：{chinese}", f"draw {sight.m[:12]}: {english}"
