"""计酬: who sat how long, by signed events; each fee is computed, kept and shown to its expert for confirmation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta

from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.sealing.box import Box
from dispatch.sealing.person import PersonCodec
from dispatch.settle.fee_line import FeeCase, FeeLine, Settlement
from dispatch.settle.payments import SealedPerson, compute_fee, take_step
from dispatch.settle.payout import Act
from dispatch.settle.payout import Stage as PayoutStage
from dispatch.settle.ports import SealedAccount
from dispatch.settle.sheet import Payee
from dispatch.workflow.apply import tender_of
from dispatch.workflow.capsules import log_capabilities, reach_person
from dispatch.workflow.exceptions.in_vain import came_in_vain, never_opened
from dispatch.workflow.gate import REPLACED, Passage, passages
from dispatch.workflow.links import Stage, send_stage
from dispatch.workflow.means import Means
from dispatch.workflow.moments import token_mark
from dispatch.workflow.records import CallOut, GatePass, TenderRecord, TenderState
from dispatch.workflow.replies import RECUSAL
from dispatch.workflow.slots import slot_of
from dispatch.workflow.work import Work
from policies.calendar import LOCAL, local_day
from policies.fees import Fact, FeeRequest, Span
from policies.profiles import profile
from policies.vocabulary.expert import Bank, Identity
from policies.vocabulary.refused import Refused
from policies.vocabulary.roles import Event, Role
from policies.withholding import Aggregation

FEE, RETURNED = "fee", "returned"
SYSTEM = "自动结算"
HELD = "收款人资料已删除，无法付款；请财务人员核实收款人后更正"
ERASED = Identity("（资料已删除）", "", "", "")
NO_ACCOUNT = Bank("", "", "")


def compute_fees(tender_id: str, work: Work) -> None:
    """Computes the fees of a tender once, and sends every expert a link to confirm his own; nobody to pay, no settlement."""
    record = tender_of(tender_id, work.uow)
    worked, project = list(_worked(record, work)), settled_with(record, work)
    earlier = work.uow.finance.settlements_of(project)
    if not worked or (earlier if project == record.token else record.state is not TenderState.REPORTED):
        return
    settlement = replace(_settlement(record, work), project=project, seq=len(earlier) + 1)
    work.uow.finance.open(settlement)
    log_capabilities([passage.capability for _, passage in worked], "", "settlement", int(work.now.timestamp()), uow=work.uow)
    for kept, passage in worked:
        _compute(record, settlement, kept, passage, work)
    work.uow.log.append({"e": "fees", "t": token_mark(record.token), "n": len(worked)}, kind="finance")
    if project != record.token:
        work.uow.tenders.save(replace(record, state=TenderState.ARCHIVED))


def settled_with(record: TenderRecord, work: Work) -> str:
    """Under which tender's token fees are settled: a recalled committee's with those of its first sitting, for tax counts them together."""
    first = record.tender.appointment.of if record.tender.appointment else ""
    return tender_of(first, work.uow).token if first else record.token


def open_payee(account: SealedAccount, means: Means) -> Payee:
    """The person and account behind a fee line; for the finance key, at payment only."""
    box = account_box(means)
    identity = Identity(**parse_canonical(box.open(account.identity, f"{account.line}/identity")))
    bank = Bank(**parse_canonical(box.open(account.bank, f"{account.line}/bank/{account.version}")))
    return Payee(identity, bank, identity.employer)


def seal_bank(line: str, version: int, bank: Bank, means: Means) -> bytes:
    return account_box(means).seal(canonical(asdict(bank)), f"{line}/bank/{version}")


def account_box(means: Means) -> Box:
    return Box(means.keys, "bank/account", means.entropy)


def send_fee_link(capability: str, line: FeeLine, kind: str, work: Work) -> None:
    """The expert's link to one fee: amounts and the inputs by which he can recompute it (EN-7)."""
    body = {
        "line": line.ref,
        "code": line.code,
        "gross_fen": line.gross.fen,
        "tax_fen": line.tax.fen,
        "net_fen": line.net.fen,
        "standard": str(line.facts["inputs"].get("standard", "")),
    }
    send_stage(capability, Stage(kind, body, work.now + _confirm_within(line, work)), work)


def _confirm_within(line: FeeLine, work: Work) -> timedelta:
    """How long the link is open, by the profile of the tender that is settled."""
    settlement = work.uow.finance.settlement(line.settlement)
    record = work.uow.tenders.by_token(settlement.project) if settlement else None
    rules = profile(record.tender.profile if record else work.means.profile).on(local_day(work.now))
    return timedelta(days=rules.count("settlement.confirm_within"))


def _settlement(record: TenderRecord, work: Work) -> Settlement:
    day = local_day(work.now)
    aggregation = Aggregation(profile(record.tender.profile).ask("settlement.aggregation", day, str))
    payer = record.tender.tenderer
    mark = payer.uscc or payer.name
    return Settlement(work.means.entropy(16).hex(), record.token, payer.name, mark, f"{day:%Y-%m}", aggregation, work.now)


def _worked(record: TenderRecord, work: Work) -> Iterator[tuple[GatePass, Passage]]:
    """Everybody who sat down, by report code; who never came has no fee. Where evaluation never opened, whoever came in vain."""
    known, in_vain = passages(record, work).values(), never_opened(record, work)
    for kept, passage in sorted(known, key=lambda pair: pair[1].report):
        if came_in_vain(record, kept) if in_vain and kept.state != REPLACED else kept.entered_at is not None:
            yield kept, passage


def _compute(record: TenderRecord, settlement: Settlement, kept: GatePass, passage: Passage, work: Work) -> None:
    call = work.uow.calls.get(passage.capability)
    assert call is not None, "a gate pass without call-out"
    person, ref = reach_person(call, work.means).ref, work.means.entropy(16).hex()
    known = _known(person, work)
    identity, bank = known or (ERASED, NO_ACCOUNT)
    sealed_identity = account_box(work.means).seal(canonical(asdict(identity)), f"{ref}/identity")
    sealed = SealedPerson(sealed_identity, seal_bank(ref, 1, bank, work.means))
    payee = work.means.keys.mac("finance/payee", person.encode("ascii"))
    case = FeeCase(passage.report, payee, _request(record, kept, _assembled_late(record, kept, call), work))
    line = compute_fee(ref, settlement, case, sealed, work.uow.finance, now=work.now)
    if known:
        send_fee_link(passage.capability, line, FEE, work)
    else:
        _hold(record, line, work)


def _known(ref: str, work: Work) -> tuple[Identity, Bank] | None:
    """Who is paid and where to; None if the person's data have been erased since, by row or by key."""
    person, codec = work.uow.registry.person(ref), PersonCodec(work.means.keys, work.means.entropy)
    if person is None:
        return None
    try:
        return codec.open(Identity, person), codec.open(Bank, person)
    except Refused:
        return None


def _hold(record: TenderRecord, line: FeeLine, work: Work) -> None:
    """A fee that is owed to somebody whom nobody can name any more is neither paid nor left out: it waits for people, in dispute."""
    take_step(line, PayoutStage.DISPUTED, Act(SYSTEM, Role.FINANCE, work.now, HELD), work.uow.finance)
    work.uow.log.append({"e": "fee-held", "t": token_mark(record.token), "why": "payee-erased"}, kind="finance")


def _assembled_late(record: TenderRecord, kept: GatePass, call: CallOut) -> datetime | None:
    """When a successor's time begins (FEE-09): he was called only after the others had assembled. A late member is no successor."""
    begun, _ = slot_of(record.tender)
    if call.reply_by <= begun:
        return None
    return min(call.reply_by, kept.arrived_at or call.reply_by)


def _left_as(reason: str) -> Fact:
    """Whoever had to recuse himself in the room is paid for coming (误工); whoever fell ill for the time he sat."""
    if reason == RECUSAL:
        return Fact.RECUSED
    return Fact.LEFT_WITHOUT_LEAVE if reason.startswith("擅离") else Fact.LEFT_ILL


def _request(record: TenderRecord, kept: GatePass, assembled: datetime | None, work: Work) -> FeeRequest:
    """The clock by signed events (EN-3): assembly time set by the draw, end by report or approved leaving."""
    moments = work.uow.tenders.moments(record.id)
    begun, _ = slot_of(record.tender)
    vain = came_in_vain(record, kept) if never_opened(record, work) else None
    if vain is not None:
        return _lump_sum(record, kept, vain, local_day(begun))
    start = assembled or begun
    end = kept.left_at or moments[Event.REPORTED].at
    facts = {Fact.OVERNIGHT} if record.tender.overnight else set[Fact]()
    if assembled:
        facts.add(Fact.SUCCESSOR)
    if kept.state == REPLACED:
        facts.add(_left_as(kept.reason))
    day = local_day(begun)
    standard = profile(record.tender.profile).ask("settlement.fee_standard", day, str)
    sitting = Span(start.astimezone(LOCAL), end.astimezone(LOCAL))
    return FeeRequest(standard=standard, on=day, sittings=(sitting,), arrived_at=kept.arrived_at, facts=frozenset(facts))


def _lump_sum(record: TenderRecord, kept: GatePass, vain: Fact, day: date) -> FeeRequest:
    """误工 in place of a fee: no sitting is counted."""
    standard = profile(record.tender.profile).ask("settlement.fee_standard", day, str)
    return FeeRequest(standard=standard, on=day, arrived_at=kept.arrived_at, facts=frozenset({vain}))
