"""投标人名单: comes after the application and is stored sealed; the log holds a salted commitment, and no name or number of bidders."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dispatch.intake.bidders import Bidder, BidderList
from dispatch.kernel.canonical import canonical, labelled_hash, parse_canonical
from dispatch.sealing.box import Box
from dispatch.workflow.apply import tender_of
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.moments import token_mark
from dispatch.workflow.records import TenderRecord, TenderState
from dispatch.workflow.refusals import BidderListExists, BidderListTooLate
from dispatch.workflow.work import Work
from policies.vocabulary.tender import Unit

_SALT_BYTES = 16
_ENDED = (TenderState.REPORTED, TenderState.ARCHIVED, TenderState.REFUSED, TenderState.CANCELLED)


def file_bidders(listed: BidderList, work: Work, *, replace: Act | None = None, dry_run: bool = False) -> bool:
    """Seals the bidders of one section; False where the same list is there already.

    `replace`: who corrects a list that is there, and why; both are kept with the new one, and so is the list that was there.
    Raises UnknownTender, BidderListTooLate once the evaluation has ended, and BidderListExists for another list without `replace`.
    """
    record = tender_of(listed.id, work.uow)
    known = bidders_of(record.id, work)
    if known == listed.bidders:
        return False
    if record.state in _ENDED:
        raise BidderListTooLate(tender=record.id, state=record.state.value)
    if known is not None and replace is None:
        raise BidderListExists(tender=record.id)
    if not dry_run:
        _store(record, listed, replace if known is not None else None, work)
    return True


def bidders_of(tender_id: str, work: Work) -> tuple[Bidder, ...] | None:
    """The bidders of a section, opened, or None; for rules, and for those to whom the matrix shows them (V2)."""
    body = _filed(tender_id, work)
    if body is None:
        return None
    return tuple(Bidder(Unit(**one["unit"]), tuple(Unit(**unit) for unit in one["members"])) for one in body["bidders"])


def _filed(tender_id: str, work: Work) -> dict[str, Any] | None:
    sealed = work.uow.tenders.bidders(tender_id)
    body: dict[str, Any] | None = parse_canonical(_box(work).open(sealed, tender_id)) if sealed is not None else None
    return body


def _store(record: TenderRecord, listed: BidderList, corrected: Act | None, work: Work) -> None:
    bidders = [{"unit": asdict(one.unit), "members": [asdict(unit) for unit in one.members]} for one in listed.bidders]
    salt = work.means.entropy(_SALT_BYTES)
    kept: dict[str, Any] = {"salt": salt.hex(), "bidders": bidders}
    bound: dict[str, str] = {}
    if corrected is not None:
        kept |= {"by": corrected.by, "why": corrected.why, "before": _filed(record.id, work)}
        told = corrected.by.encode("utf-8"), corrected.why.encode("utf-8")
        bound = {"why": labelled_hash("dispatch/bidders-corrected", salt, *told).hex()}
    work.uow.tenders.save_bidders(record.id, _box(work).seal(canonical(kept), record.id))
    commitment = labelled_hash("dispatch/bidders", salt, canonical(bidders)).hex()
    work.uow.log.append({"e": "bidders", "t": token_mark(record.token), "commitment": commitment, **bound}, kind="bidders")
    work.uow.tasks.put("recusal", record.id, max(work.now, record.tender.opening_at))


def _box(work: Work) -> Box:
    return Box(work.means.keys, "tender/bidders", work.means.entropy)
