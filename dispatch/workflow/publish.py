"""公布抽取记录: the transcript of an ended draw, when its time has come, so that anyone can check it without us."""

from __future__ import annotations

from typing import Any

from dispatch.draw.transcript import DrawnRound, Evidence, InfeasibleRound, Opening, OpeningCheckpoint, ProvedEvent, Told, assemble
from dispatch.workflow.draw_course import OpenDraw, open_draw, settled_in
from dispatch.workflow.draw_log import entries_of, history_of
from dispatch.workflow.former import tender_behind
from dispatch.workflow.memory import recall, recalls
from dispatch.workflow.records import DrawRecord, DrawStep, TenderState
from dispatch.workflow.refusals import TooEarly, UnknownDraw
from dispatch.workflow.work import Work
from policies.vocabulary.roles import Event

TRANSCRIPT = {"wanted": "公布抽取记录", "wanted_en": "publication of the transcript"}
MISSING = {
    Event.ANNOUNCED: {"missing": "结果公告", "missing_en": "the announcement of the result"},
    Event.REPORTED: {"missing": "评标报告签署", "missing_en": "the signing of the report"},
}


def transcript(m: str, work: Work, *, opens_at: Event = Event.ANNOUNCED) -> dict[str, Any]:
    """The vd1 transcript of a draw; refused before `publish_from`, and before the moment `opens_at`. Raises TooEarly.

    The matrix (V16) opens it to the public at E8, to supervisor and auditor at E7, to nobody before evaluation has ended.
    """
    draw = work.uow.draws.get(m)
    if draw is None:
        raise UnknownDraw()
    _check_time(draw, opens_at, work)
    opened = open_draw(m, work)
    tender = tender_behind(m, work)
    assert tender is not None, "a draw without tender"
    opening = Opening(
        manifest_salt=bytes.fromhex(opened.plan["salt"]),
        tender_no=tender.id,
        tender_salt=bytes.fromhex(opened.plan["tender_salt"]),
        k_id=bytes.fromhex(opened.plan["k_id"]),
    )
    return assemble(opened.frame, opening, _told(opened, work), _evidence(opened, work))


def _check_time(draw: DrawRecord, opens_at: Event, work: Work) -> None:
    if draw.step is not DrawStep.ENDED:
        raise TooEarly(**TRANSCRIPT, missing="抽取终结", missing_en="the end of the draw")
    if work.now < draw.publish_from:
        raise TooEarly(**TRANSCRIPT, missing="约定的公布时间", missing_en="the time of publication that was agreed on")
    tender = tender_behind(draw.m, work)
    if tender is None or tender.state in (TenderState.REFUSED, TenderState.CANCELLED):
        return  # no evaluation will end: a draw is published whatever its end
    if Event.OPENED in (moments := work.uow.tenders.moments(tender.id)) and opens_at not in moments:
        raise TooEarly(**TRANSCRIPT, **MISSING[opens_at])


def _told(opened: OpenDraw, work: Work) -> Told:
    history = history_of(opened.manifest, opened.m, work.uow)
    rounds: list[DrawnRound | InfeasibleRound] = []
    vacated: dict[int, tuple[tuple[str, str], ...]] = {}
    for r in range(history.rounds_ended + 1):
        if r in _vacate_rounds(opened.m, work):
            listed = recall(opened.m, f"vacated/{r}", work)["list"]
            vacated[r] = tuple((id, reason) for id, reason in listed)
        if r < history.rounds_ended:
            rounds.append(_round(opened, r, work))
    return Told(tuple(rounds), vacated)


def _round(opened: OpenDraw, r: int, work: Work) -> DrawnRound | InfeasibleRound:
    if not recalls(opened.m, f"round/{r}", uow=work.uow):
        return InfeasibleRound(r)
    kept = recall(opened.m, f"round/{r}", work)
    reveals = {party: bytes.fromhex(value) for party, value in kept["reveals"].items()}
    accepted, settled = settled_in(opened, r, work) or (None, None)
    seed, salt, signature = (bytes.fromhex(kept.get(name, "")) for name in ("seed", "salt", "beacon"))
    opening = OpeningCheckpoint(kept["opening"], _consistency(kept["opening"], opened, work)) if signature else None
    return DrawnRound(r, reveals, seed, salt, kept["out"], accepted, settled, signature or None, opening)


def _vacate_rounds(m: str, work: Work) -> set[int]:
    """Rounds that a logged vacate event opened; a list that was only proposed does not count."""
    bodies = (entry.read() for entry in entries_of(m, work.uow))
    return {int(body["r"]) for body in bodies if body["e"] == "vacate"}


def _consistency(note: str, opened: OpenDraw, work: Work) -> tuple[bytes, ...]:
    """From the checkpoint over an opening event to the one that the transcript ends with."""
    return tuple(work.uow.log.consistency(_size_of(note), _size_of(_final_note(opened, work))))


def _size_of(note: str) -> int:
    return int(note.split("\n")[1])


def _final_note(opened: OpenDraw, work: Work) -> str:
    """The first checkpoint of a quorum over the last event. Raises TooEarly."""
    last = work.uow.draws.events(opened.m)[-1]
    note = work.uow.log.note_over(last, cosigned_by=int(work.means.trust["quorum"]))
    if note is None:
        raise TooEarly(
            **TRANSCRIPT, missing="见证节点对终结后检查点的联署", missing_en="a checkpoint after the end that the witnesses have cosigned"
        )
    return note


def _evidence(opened: OpenDraw, work: Work) -> Evidence:
    entries, note = entries_of(opened.m, work.uow), _final_note(opened, work)
    size = _size_of(note)
    proved = tuple(
        ProvedEvent(entry.idx, entry.by, entry.sig, entry.body, tuple(work.uow.log.inclusion(entry.idx, size))) for entry in entries
    )
    return Evidence(proved, note, work.means.trust)
