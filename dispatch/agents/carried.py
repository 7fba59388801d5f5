"""留任成员: in a draw that follows another, those who sat stay as they were, and nobody drawn before is a candidate again.

Source: docs/spec/draw-protocol.md §4, "S checks through the audit envelope".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dispatch.agents.audited import Audited
from dispatch.agents.equipment import Equipment
from dispatch.agents.refusals import OperatorMustAgree, WillNotCommit
from dispatch.draw.course import Course
from dispatch.draw.event_shape import RESULT
from dispatch.kernel.canonical import canonical, parse_canonical

NOBODY_KNOWN: Mapping[str, Any] = {"sitting": {}, "drawn": [], "venues": [], "booths": []}


def remember_sitting(kit: Equipment, audited: Audited, course: Course) -> None:
    """Keeps, when the end of a draw is signed, what a successor will be held against: who sits where, who was ever drawn."""
    frame, handles = audited.frame, audited.handles
    drawn = {handles[id] for id in (*course.excluded, *(id for id, _ in course.sitting))}
    before = _past(kit, frame.manifest.body["prev"]) or NOBODY_KNOWN
    told = {
        "sitting": {handles[id]: _place(audited, id, seat) for id, seat in course.sitting},
        "drawn": sorted(drawn | set(before["drawn"])),
        "venues": list(course.venues) or before["venues"],
        "booths": [list(place) for place in sorted({*map(tuple, before["booths"]), *course.used_booths})],
    }
    kit.diary.keep("sitting", frame.m.hex(), canonical(told))


def check_carried_members(kit: Equipment, audited: Audited) -> None:
    """Raises WillNotCommit where the lists do not follow from the draws before, OperatorMustAgree where less is taken over than stood."""
    manifest, lists = audited.frame.manifest, audited.frame.lists
    before = _past(kit, manifest.body["prev"])
    if before is None:
        _demand(manifest.carried == 0, "本端没有前次抽取的在席记录", "no record is kept here of who sat in `prev`")
        return
    _check_members(kit, audited, before["sitting"])
    drawn = set(before["drawn"])
    again = any(audited.handles[row.id] in drawn for row in lists.pool)
    _demand(not again, "前次抽中的专家再次列入候选名单", "somebody drawn before is a candidate again")
    used = {(venue, booth) for venue, booth in before["booths"]}
    _demand(used.isdisjoint(lists.booths), "前次使用的机位再次列入", "a booth used before is listed again")
    _check_venues(kit, audited, set(before["venues"]))


def _check_members(kit: Equipment, audited: Audited, sitting: Mapping[str, Any]) -> None:
    """Each as he sat; all of them, unless the operator says that the others have left: he keeps the evidence."""
    rows = audited.frame.lists.carried
    as_they_sat = all(sitting.get(audited.handles[row.id]) == _place(audited, row.id, row.seat) for row in rows)
    _demand(as_they_sat, "留任成员与前次在席成员不符", "somebody is carried who did not sit so")
    if len(rows) < len(sitting) and not kit.operator.agreed_to_fewer(audited.frame.m.hex()):
        raise OperatorMustAgree(
            why=f"前次终结时有{len(sitting)}人在席，仅留任{len(rows)}人，其余是否确已离席",
            why_en=f"{len(sitting)} sat when `prev` ended, {len(rows)} are carried: have the others left?",
            act=_fewer(audited),
        )


def _check_venues(kit: Equipment, audited: Audited, before: set[str]) -> None:
    """Where venues were drawn they are the candidates, all of them; the supervisor alone may strike one, with a reason."""
    manifest = audited.frame.manifest
    candidates = {venue.name for venue in manifest.venues}
    follows = candidates <= before and manifest.venue_count == len(candidates)
    _demand(follows or not before, "副场须沿用前次抽定的场地", "the venues are not those drawn before")
    if candidates < before and not kit.operator.agreed_to_fewer(audited.frame.m.hex()):
        struck = "、".join(sorted(before - candidates))
        raise OperatorMustAgree(
            why=f"前次抽定的副场{struck}未沿用，是否由本方剔除",
            why_en=f"sub-venues drawn before are left out ({struck})",
            act=_fewer(audited),
        )


def _fewer(audited: Audited) -> str:
    return f"party agree HOME {audited.frame.m.hex()[:12]} --fewer"


def _past(kit: Equipment, m: str) -> Mapping[str, Any] | None:
    """What was kept of this draw, or of the nearest before it that left a record: a plan in between that was given up, or whose
    lists were refused here, forgets nobody. Who sat is not known where a round was drawn since.
    """
    drawn_since = False
    while m:
        kept = kit.diary.read("sitting", m)
        if kept is not None:
            past: Mapping[str, Any] = parse_canonical(kept)
            return {**past, "sitting": {}} if drawn_since else past
        sight = kit.sight(m)
        if sight is None:
            return None
        drawn_since |= RESULT in sight.history.ended_by
        m = str(sight.manifest.body["prev"])
    return None


def _place(audited: Audited, id: str, seat: str) -> list[Any]:
    row = next((row for row in audited.frame.lists.carried if row.id == id), None) or audited.frame.row_of[id]
    return [seat, list(row.labels), row.region, audited.employers[id]]


def _demand(holds: bool, why: str, why_en: str) -> None:
    if not holds:
        raise WillNotCommit(why=why, why_en=why_en)
