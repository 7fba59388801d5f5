"""投标人不足: with fewer bidders than the law wants there is no opening; the committee goes home, and who came is paid for that.

Source: domain rule ZB-17 (《招标投标法实施条例》第四十四条). The draw keeps the end that its seats have reached, and a draw for
the new tendering of the same section names this one (docs/spec/draw-protocol.md §9).
"""

from __future__ import annotations

from dataclasses import replace

from dispatch.kernel.canonical import labelled_hash
from dispatch.workflow.apply import tender_of
from dispatch.workflow.bidders import bidders_of
from dispatch.workflow.exceptions.appointed import purpose_of
from dispatch.workflow.exceptions.ask_again import UNDER_WAY
from dispatch.workflow.exceptions.refusals import BidsNotCounted, BidsStillOpen, EnoughBidders, NotUnderWay, OthersShareIt
from dispatch.workflow.exceptions.sections import sharing
from dispatch.workflow.experts.entries import require_author
from dispatch.workflow.finish_draw import end_draw
from dispatch.workflow.moments import reach, token_mark
from dispatch.workflow.records import TenderRecord, TenderState
from dispatch.workflow.release_members import release_called
from dispatch.workflow.work import Work
from policies.calendar import LOCAL, local_day
from policies.exceptions import basis_of_least_bidders, least_bidders
from policies.profiles import profile
from policies.vocabulary.roles import Event

UNOPENED = "不开标"
WHY = "too-few-bidders"  # the reason token of a draw whose seats are still open then
_STOPPABLE = (TenderState.APPROVED, *UNDER_WAY)


def stop_for_too_few(tender_id: str, *, bidders: int | None, by: str = "", work: Work) -> TenderRecord:
    """Records that there is no opening; the sealed list counts before a number that is given, which is kept with who gave it.

    A second time changes nothing. Raises AuthorAndReason for a number that nobody answers for, NotUnderWay, BidsStillOpen,
    BidsNotCounted, EnoughBidders, OthersShareIt.
    """
    record = tender_of(tender_id, work.uow)
    if record.state is TenderState.CANCELLED:
        return record
    if record.state not in _STOPPABLE:
        raise NotUnderWay(tender=record.id, state=record.state.value, act="投标人不足的终止", act_en="stop for too few bidders")
    if work.now < record.tender.opening_at:
        raise BidsStillOpen(opening=f"{record.tender.opening_at.astimezone(LOCAL):%Y-%m-%d %H:%M}")
    listed = bidders_of(record.id, work)
    given = len(listed) if listed is not None else bidders
    if given is None:
        raise BidsNotCounted(tender=record.id)
    least = _least(record)
    others = sharing(record, work)
    if others:
        raise OthersShareIt(others="、".join(each.id for each in others))
    if given >= least:
        raise EnoughBidders(given=given, least=least, rule=least_bidders.code, source=basis_of_least_bidders(record.tender))
    if listed is not None:
        return _stop(record, least, work)
    require_author(by)
    return _stop(_reported(record, by), least, work, f"{by} {given}")


def stops_for_too_few(record: TenderRecord, work: Work) -> bool:
    """At the opening hour each section is judged by its own list, where one was filed; True if none is left to open.

    A committee that other sections still need sits for those; its own section is not opened, and says so.
    """
    for shared in sharing(record, work):
        if _too_few_are_listed(shared, work):
            stop_for_too_few(shared.id, bidders=None, work=work)
    if not _too_few_are_listed(record, work):
        return False
    if sharing(record, work):
        _note_unopened(record, work)
        return False
    _stop(record, _least(record), work)
    return True


def _too_few_are_listed(record: TenderRecord, work: Work) -> bool:
    listed = bidders_of(record.id, work)
    return listed is not None and len(listed) < _least(record)


def _note_unopened(record: TenderRecord, work: Work) -> None:
    if UNOPENED in record.tender.extra:
        return
    said = f"{least_bidders.sentence({'least': _least(record)})}；委员会为共用的其他标段继续评标"
    work.uow.tenders.save(replace(record, tender=replace(record.tender, extra={**record.tender.extra, UNOPENED: said})))
    work.uow.log.append({"e": "no-opening", "t": token_mark(record.token), "rule": least_bidders.code}, kind="approval")


def _least(record: TenderRecord) -> int:
    rules = profile(record.tender.profile).on(local_day(record.tender.opening_at))
    least: int = least_bidders(record.tender, rules)
    return least


def _reported(record: TenderRecord, by: str) -> TenderRecord:
    """Without a list somebody says how few there are: who, stands with the tender."""
    return replace(record, tender=replace(record.tender, extra={**record.tender.extra, UNOPENED: f"投标人不足，由{by.strip()}报告"}))


def _stop(record: TenderRecord, least: int, work: Work, told: str = "") -> TenderRecord:
    """`told`: who gave which number, where no list was filed; the log binds it and does not say it."""
    reach(record, Event.BID_DEADLINE, work)
    bound = {"why": labelled_hash("dispatch/no-opening", record.token.encode("ascii"), told.encode("utf-8")).hex()} if told else {}
    work.uow.log.append({"e": "no-opening", "t": token_mark(record.token), "rule": least_bidders.code, **bound}, kind="approval")
    facts = {"least": least}
    chinese = (
        f"{least_bidders.sentence(facts)}（{basis_of_least_bidders(record.tender)}）；委员会解散，重新招标后再次抽取的，须注明前次抽取"
    )
    english = f"{least_bidders.english(facts)}; the committee is released, and another draw for this section must name this one"
    stopped = replace(record, state=TenderState.CANCELLED, refusal=(chinese, english))
    work.uow.tenders.save(stopped)
    if record.draw:
        end_draw(record.draw, why=WHY, work=work)
    elif (purpose := purpose_of(record)) is not None:
        release_called(purpose, stopped, work)
    return stopped
