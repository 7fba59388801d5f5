"""留任成员: in a draw that follows another, those who sat stay as they were, and nobody drawn before is a candidate again.

Source: docs/spec/draw-protocol.md §4, "S checks through the audit envelope".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dispatch.agents.audited import Audited
from dispatch.agents.diary import Diary
from dispatch.agents.refusals import WillNotCommit
from dispatch.draw.course import Course
from dispatch.draw.manifest import Manifest
from dispatch.kernel.canonical import canonical, parse_canonical


def remember_sitting(diary: Diary, audited: Audited, course: Course) -> None:
    """Keeps, when the end of a draw is signed, what a successor will be held against: who sits where, who was ever drawn."""
    frame, handles = audited.frame, audited.handles
    drawn = {handles[id] for id in (*course.excluded, *(id for id, _ in course.sitting))}
    before = _sitting(diary, frame.manifest)
    told = {
        "sitting": {handles[id]: _place(audited, id, seat) for id, seat in course.sitting},
        "drawn": sorted(drawn | set(before["drawn"] if before else ())),
        "venues": list(course.venues),
        "booths": sorted({*map(tuple, before["booths"] if before else ()), *course.used_booths}),
    }
    diary.keep("sitting", frame.m.hex(), canonical({**told, "booths": [list(place) for place in told["booths"]]}))


def check_carried_members(diary: Diary, audited: Audited) -> None:
    """Raises WillNotCommit where the lists do not follow from the draw that `prev` names."""
    manifest, lists = audited.frame.manifest, audited.frame.lists
    before = _sitting(diary, manifest)
    if before is None:
        _demand(manifest.carried == 0, "本端没有前次抽取的在席记录", "no record is kept here of who sat in `prev`")
        return
    for row in lists.carried:
        place = _place(audited, row.id, row.seat)
        _demand(
            before["sitting"].get(audited.handles[row.id]) == place, "留任成员与前次在席成员不符", "somebody is carried who did not sit so"
        )
    drawn = set(before["drawn"])
    again = any(audited.handles[row.id] in drawn for row in lists.pool)
    _demand(not again, "前次抽中的专家再次列入候选名单", "somebody drawn before is a candidate again")
    used = {(venue, booth) for venue, booth in before["booths"]}
    _demand(used.isdisjoint(lists.booths), "前次使用的机位再次列入", "a booth used before is listed again")
    candidates = {venue.name for venue in manifest.venues}
    follows = candidates <= set(before["venues"]) and manifest.venue_count == len(candidates)
    _demand(follows or not before["venues"], "副场须沿用前次抽定的场地", "the venues are not those drawn before")


def _sitting(diary: Diary, manifest: Manifest) -> Mapping[str, Any] | None:
    prev = manifest.body["prev"]
    kept = diary.read("sitting", prev) if prev else None
    return None if kept is None else parse_canonical(kept)


def _place(audited: Audited, id: str, seat: str) -> list[Any]:
    row = next((row for row in audited.frame.lists.carried if row.id == id), None) or audited.frame.row_of[id]
    return [seat, list(row.labels), row.region, audited.employers[id]]


def _demand(holds: bool, why: str, why_en: str) -> None:
    if not holds:
        raise WillNotCommit(why=why, why_en=why_en)
