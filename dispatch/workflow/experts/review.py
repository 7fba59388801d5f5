"""审核: candidacies, corrections and appeals are decided by another person than the one who handed them in; the decision is an entry.

Source: 《个人信息保护法》第二十四条: a person decides, with a reason, and whoever is concerned may have the decision looked at again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dispatch.workflow.experts.admission import seal_into_registry
from dispatch.workflow.experts.correction import apply_correction
from dispatch.workflow.experts.entries import Act, Entry, Kind
from dispatch.workflow.experts.known import Known, look_up_to_change, require_another
from dispatch.workflow.experts.refusals import AppealTooLate, BadCandidacy, NotAppealable, NothingToDecide
from dispatch.workflow.experts.row import as_expert
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.vocabulary.expert import Standing

_CONTESTABLE = (Kind.POINTS, Kind.SUSPENSION, Kind.EXIT)
AUTOMATED = 0  # an appeal against screening and weights, which no entry records


def appeal(no: str, against: int, act: Act, work: Work) -> Entry:
    """Contests a decision, or with AUTOMATED what screening and weights do; the decision stands until the appeal is granted.

    Raises UnknownExpert, NotAppealable, AppealTooLate.
    """
    known = look_up_to_change(no, work)
    contested, state = known.entry(against), known.state
    pending = {entry.facts["against"] for entry in state.waiting if entry.kind is Kind.APPEAL}
    if against in pending:
        raise NotAppealable(seq=against)
    if against != AUTOMATED:
        if contested is None or not is_contestable(contested, known) or against in state.void:
            raise NotAppealable(seq=against)
        decided = local_day(contested.at)
        if known.on > decided + timedelta(days=known.rules.appeal_within):
            raise AppealTooLate(decided=decided, days=known.rules.appeal_within, basis=known.basis("appeal_within", work))
    return known.write(Kind.APPEAL, act, {"against": against}, work)


def decide(no: str, seq: int | None, act: Act, work: Work, *, granted: bool) -> Entry:
    """Decides what waits under this number, or the only thing that waits; a granted one takes effect in the same transaction.

    Raises UnknownExpert, NothingToDecide, AnotherPerson, and whatever the effect refuses.
    """
    known = look_up_to_change(no, work, row_too=True)
    matter = _matter(known, seq)
    require_another(act, matter, "审核", "to decide")
    contested = known.entry(matter.facts["against"]) if matter.kind is Kind.APPEAL else None
    for took_part in _those_of(contested, known) if contested else ():
        require_another(act, took_part, "复核申诉", "to decide an appeal")
    voids = contested.seq if contested is not None and granted else 0
    decision = known.write(Kind.REVIEW, act, {"of": matter.seq, "granted": int(granted), "voids": voids}, work)
    if granted and matter.kind is Kind.CANDIDACY:
        _admit(known, matter, act, work)
    elif granted and matter.kind is Kind.CORRECTION:
        apply_correction(known, matter, work)
    return decision


def _those_of(decision: Entry, known: Known) -> tuple[Entry, ...]:
    """The decision, and what it rests on: whoever wrote one of these took part in it."""
    basis = (known.entry(seq) for seq in decision.facts.get("basis", ()))
    return decision, *(entry for entry in basis if entry is not None)


def is_contestable(entry: Entry, known: Known) -> bool:
    """A decision against the expert; of reviews those that refused a candidacy or a correction: struck out, they are decided anew."""
    if entry.kind is not Kind.REVIEW:
        return entry.kind in _CONTESTABLE
    matter = known.entry(entry.facts["of"])
    return not entry.facts["granted"] and matter is not None and matter.kind is not Kind.APPEAL


def _matter(known: Known, seq: int | None) -> Entry:
    waiting = known.state.waiting
    chosen = [entry for entry in waiting if seq in (None, entry.seq)]
    if len(chosen) != 1:
        listed = "、".join(f"{entry.seq} {entry.kind.word}" for entry in waiting)
        raise NothingToDecide(no=known.no, waiting=listed or "无")
    return chosen[0]


def _admit(known: Known, candidacy: Entry, act: Act, work: Work) -> None:
    expert, errors = as_expert(candidacy.row, work)
    if expert is None:
        raise BadCandidacy(why="；".join(dict.fromkeys(error.message for error in errors)))
    admitted = replace(expert, admitted_at=known.on, standing=Standing.ACTIVE, suspended_until=None)
    seal_into_registry(known.ref, admitted, work)
    known.write(Kind.ADMISSION, act, {"candidacy": candidacy.seq, "on": known.on.isoformat()}, work)
