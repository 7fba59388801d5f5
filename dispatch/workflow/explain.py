"""如果现在抽取: verdict, funnel, ladder, pools and chances for one tender, computed without writing and without any real seed."""

from __future__ import annotations

from typing import Any

from dispatch.workflow.exceptions.sections import has_people
from dispatch.workflow.explain_chance import RUNS, Chances, chances_of
from dispatch.workflow.explain_changes import Change
from dispatch.workflow.explain_count import count_committees
from dispatch.workflow.explain_pools import SeatPool, pools_of
from dispatch.workflow.explain_ruling import Ruling, Verdict, Watch, rule_on, unwatched
from dispatch.workflow.records import TenderRecord, TenderState
from dispatch.workflow.specialty_trees import check_codes
from dispatch.workflow.work import Work
from policies.application import check_application
from policies.ladder import Widening
from policies.profiles import profile
from policies.refusals import ApplicationRefused
from policies.screening import PERSON_RULES, Screening, Sifted
from policies.vocabulary.tender import Tender


def explain(record: TenderRecord, work: Work, runs: int = RUNS, watch: Watch = unwatched) -> dict[str, Any]:
    """`{"verdict", "reasons", "funnel", "ladder", …}` as other programs read it (docs/explain.md); `runs` of 0 leaves chances out.

    Once people were drawn or named for this tender, or for the one whose committee it shares, there are no chances: whoever is missing
    among them now would be one of those drawn.
    Raises PoolIsEmpty, and OracleGaveUp where the question could not be decided in time.
    """
    ruling = rule_on(record, work, watch)
    answer = {
        "verdict": ruling.verdict.value,
        "reasons": [reason.chinese for reason in ruling.reasons],
        "funnel": _funnel(ruling.screening),
        "ladder": _ladder(ruling),
        "reasons_en": [reason.english for reason in ruling.reasons],
        "sources": [{"code": reason.code, "source": reason.source} for reason in ruling.reasons],
        "smallest": all(clash.smallest for clash in ruling.clashes),
        "changes": [_change(change) for change in ruling.changes],
        "closed": [chinese for chinese, _ in ruling.closed],
        "closed_en": [english for _, english in ruling.closed],
        "next": [{"step": step.step, "title": step.title, "approval": step.approval} for step in _following(ruling)],
    }
    return answer | _numbers(ruling, work, 0 if has_people(record, work) else runs, watch)


def explain_application(tender: Tender, work: Work, runs: int = RUNS, watch: Watch = unwatched) -> dict[str, Any]:
    """The same for an application that nobody has filed; verdict refused, with the reason, for one that would not be taken."""
    try:
        check_application(tender, profile(tender.profile), work.now)
        check_codes(tender, work)
    except ApplicationRefused as refusal:
        return _refused(refusal)
    filed = work.uow.tenders.get(tender.id)
    told = 0 if filed and has_people(filed, work) else runs
    return explain(TenderRecord(tender.id, "", tender, TenderState.APPLIED, "", work.now), work, told, watch)


def _refused(refusal: ApplicationRefused) -> dict[str, Any]:
    words = {"reasons": [refusal.chinese], "reasons_en": [refusal.english]}
    return {"verdict": Verdict.REFUSED.value, **words, "funnel": [], "ladder": []}


def _following(ruling: Ruling) -> tuple[Widening, ...]:
    return ruling.following if ruling.verdict is Verdict.INFEASIBLE else ()


def _numbers(ruling: Ruling, work: Work, runs: int, watch: Watch) -> dict[str, Any]:
    case = ruling.case
    if case is None:
        return {"pools": [], "committees": {"number": 0, "exact": True}, "chances": None}
    committees = count_committees(case)
    feasible = ruling.verdict is not Verdict.INFEASIBLE
    number, exact = (committees.number, committees.exact) if feasible else (0, True)
    chances = chances_of(case, work.means.entropy, runs, lambda done: watch("chances", done, runs)) if feasible and runs else None
    return {
        "pools": [_pool(pool) for pool in pools_of(case)],
        "committees": {"number": number, "exact": exact},
        "chances": _chances(chances) if chances else None,
    }


def _funnel(screening: Screening) -> list[dict[str, Any]]:
    """Whom each rule names and of whom its facts are missing, with what policy does about it; one expert may be named by several."""
    says = {rule.code: rule.says for rule in PERSON_RULES}
    total = {"code": "", "barred": 0, "not_known": 0, "left": screening.total}
    return [total, *({**_counts(sifted), "says": says.get(sifted.code, "")} for sifted in screening.funnel)]


def _counts(sifted: Sifted) -> dict[str, Any]:
    numbers = {"code": sifted.code, "barred": sifted.barred, "not_known": sifted.not_known, "left": sifted.left}
    return {**numbers, "when_not_known": sifted.treatment.value, "effect": sifted.effect.value}


def _ladder(ruling: Ruling) -> list[dict[str, Any]]:
    return [
        {"seat": taken.seat, "step": taken.widening.step, "pool": taken.pool, "wanted": taken.wanted, "reason": taken.reason}
        for taken in ruling.climbed.steps
    ]


def _change(change: Change) -> dict[str, Any]:
    proposal = change.proposal
    return {
        "kind": proposal.kind,
        "change": proposal.chinese,
        "change_en": proposal.english,
        "opens": change.opens,
        "more_eligible": change.more,
        "approval": proposal.approval[0],
        "approval_en": proposal.approval[1],
        "sources": [str(source) for source in proposal.sources],
    }


def _pool(pool: SeatPool) -> dict[str, Any]:
    return {
        "seat": pool.seat,
        "asked": pool.name,
        "wanted": pool.wanted,
        "eligible": pool.eligible,
        "effective": pool.effective,
        "employers": pool.employers,
    }


def _chances(chances: Chances) -> dict[str, Any]:
    sorts = [
        {
            "experts": list(sort.pseudonyms),
            "specialties": list(sort.labels),
            "area": sort.area,
            "weight": sort.weight,
            "chance": round(sort.chance, 6),
            "error": round(sort.error, 6),
            "alike": sort.alike,
        }
        for sort in chances.sorts
    ]
    return {"runs": chances.runs, "error": round(chances.error, 6), "confidence": 0.95, "sorts": sorts}
