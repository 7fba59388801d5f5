"""投标人名单: comes after the application and is stored sealed; the log holds a salted commitment, and no name or number of bidders."""

from __future__ import annotations

from dataclasses import asdict

from dispatch.intake.bidders import Bidder, BidderList
from dispatch.kernel.canonical import canonical, labelled_hash, parse_canonical
from dispatch.sealing.box import Box
from dispatch.workflow.apply import tender_of
from dispatch.workflow.moments import token_mark
from dispatch.workflow.records import TenderRecord, TenderState
from dispatch.workflow.refusals import BidderListExists, BidderListTooLate
from dispatch.workflow.work import Work
from policies.vocabulary.tender import Unit

_SALT_BYTES = 16
_ENDED = (TenderState.REPORTED, TenderState.ARCHIVED, TenderState.REFUSED, TenderState.CANCELLED)


def file_bidders(listed: BidderList, work: Work, *, replace: bool = False, dry_run: bool = False) -> bool:
    """Seals the bidders of one section; False where the same list is there already.

    Raises UnknownTender, BidderListTooLate once the evaluation has ended, and BidderListExists for another list without `replace`.
    """
    record = tender_of(listed.id, work.uow)
    known = bidders_of(record.id, work)
    if known == listed.bidders:
        return False
    if record.state in _ENDED:
        raise BidderListTooLate(tender=record.id, state=record.state.value)
    if known is not None and not replace:
        raise BidderListExists(tender=record.id)
    if not dry_run:
        _store(record, listed, work)
    return True


def bidders_of(tender_id: str, work: Work) -> tuple[Bidder, ...] | None:
    """The bidders of a section, opened, or None; for rules, and for those to whom the matrix shows them (V2)."""
    sealed = work.uow.tenders.bidders(tender_id)
    if sealed is None:
        return None
    body = parse_canonical(_box(work).open(sealed, tender_id))
    return tuple(Bidder(Unit(**one["unit"]), tuple(Unit(**unit) for unit in one["members"])) for one in body["bidders"])


def _store(record: TenderRecord, listed: BidderList, work: Work) -> None:
    bidders = [{"unit": asdict(one.unit), "members": [asdict(unit) for unit in one.members]} for one in listed.bidders]
    salt = work.means.entropy(_SALT_BYTES)
    body = canonical({"salt": salt.hex(), "bidders": bidders})
    work.uow.tenders.save_bidders(record.id, _box(work).seal(body, record.id))
    commitment = labelled_hash("dispatch/bidders", salt, canonical(bidders)).hex()
    work.uow.log.append({"e": "bidders", "t": token_mark(record.token), "commitment": commitment}, kind="bidders")
    work.uow.tasks.put("recusal", record.id, max(work.now, record.tender.opening_at))


def _box(work: Work) -> Box:
    return Box(work.means.keys, "tender/bidders", work.means.entropy)
