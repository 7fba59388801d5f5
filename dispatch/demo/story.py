"""The story as it happens: what changed since the last look, told in one line each, Chinese first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dispatch.notify.call_out import PENDING, CallState
from dispatch.settle.statuses import Outcome
from dispatch.workflow.capsules import capsule_purpose
from dispatch.workflow.records import CallOut, DrawStep, TenderRecord
from dispatch.workflow.work import Work
from policies.calendar import LOCAL, local_day
from policies.replies import refusal_reasons
from policies.vocabulary.money import Money
from policies.vocabulary.roles import Event

Line = tuple[tuple[str, ...], str, str]  # what was told, Chinese, English
Tell = Callable[[datetime, str, str, str], None]  # when, about which tender, Chinese, English

STEPS = {
    DrawStep.COMMITS: ("候选名单已冻结并承诺，等待各方承诺", "roster frozen and committed; waiting for the parties to commit"),
    DrawStep.RELEASES: ("等待各方揭示第{r}轮随机值", "waiting for the parties' values of round {r}"),
    DrawStep.CALL: ("第{r}轮抽取完成，结果已封存", "round {r} is drawn and sealed"),
    DrawStep.REPLIES: ("第{r}轮人员已同时通知，等待应答", "everybody of round {r} is called at once"),
    DrawStep.SETTLE: ("接受名单等待监督部门签署，随后按签序递补", "the list of acceptances waits for the supervisor; seats go by rank"),
    DrawStep.VACATE: ("有人不能到场，补抽名单等待监督部门签署", "somebody is not coming; the vacancy list waits for the supervisor"),
    DrawStep.FULL: ("评标委员会已满额", "the committee is full"),
    DrawStep.FINAL: ("等待监督部门签署终结", "waiting for the supervisor to sign the end"),
    DrawStep.ENDED: ("抽取已终结，可公布、可核验", "the draw has ended; it can be published and verified"),
}
MOMENTS = {
    Event.VENUE_NOTICE: ("已告知各专家报到场地与到场码", "each expert is told venue and gate code"),
    Event.CHECKED_IN: ("首位专家签到，机位在签到时揭晓", "first expert checks in; booths are shown at the gate only"),
    Event.OPENED: ("席位全部在席，评标开始，名单解封", "every seat is taken: evaluation opens, names unseal"),
    Event.REPORTED: ("评标报告已签署", "the report is signed"),
    Event.ANNOUNCED: ("结果已公告", "the result is announced"),
    Event.SETTLED: ("劳务费已由付款人批准支付", "fees are approved for payment"),
}


LATER = {
    CallState.ON_LEAVE: ("一名已接受的专家请假，席位另行补抽", "one who had accepted asks for leave; the seat is drawn anew"),
    CallState.ABSENT: ("一名专家逾时未到，席位另行补抽", "one expert did not come in time; the seat is drawn anew"),
    CallState.ILL: (
        "一名专家评标中因病离席，其结论作废，席位另行补抽",
        "one falls ill during evaluation: conclusions void, a successor is drawn",
    ),
}


@dataclass(slots=True)
class Observer:
    """Remembers what was told already."""

    tell: Tell
    told: set[tuple[str, ...]] = field(default_factory=set)

    def look(self, work: Work) -> None:
        for record in work.uow.tenders.all():
            for key, chinese, english in _all(record, work):
                if (record.id, *key) not in self.told:
                    self.told.add((record.id, *key))
                    self.tell(work.now.astimezone(LOCAL), record.tender.number, chinese, english)


def _all(record: TenderRecord, work: Work) -> Iterator[Line]:
    yield from _ladder(record, work)
    yield from _replies(record, work)
    yield from _attendance(record, work)
    yield from _draw(record, work)
    yield from _moments(record, work)
    yield from _payments(record, work)


def _ladder(record: TenderRecord, work: Work) -> Iterator[Line]:
    for taken in work.uow.tenders.ladder(record.id):
        key = ("ladder", str(taken["seat"]), taken["step"])
        chinese = f"名额{taken['seat'] + 1}：{taken['reason']}"
        yield key, chinese, f"seat {taken['seat'] + 1}: step {taken['step']} of the ladder finds {taken['pool']} for {taken['wanted']}"
    if record.refusal:
        yield ("refusal",), record.refusal[0], record.refusal[-1]


def _replies(record: TenderRecord, work: Work) -> Iterator[Line]:
    """A wave is told once nobody is awaited any more; who later cannot come is told apart."""
    waves: dict[str, list[CallOut]] = defaultdict(list)
    for call in work.uow.calls.under(capsule_purpose(record.draw)) if record.draw else ():
        waves[call.wave].append(call)
    names = {reason.code: reason.chinese for reason in refusal_reasons(local_day(work.now))}
    for wave, calls in waves.items():
        if not any(call.state in PENDING for call in calls):
            counted = Counter(_answer(call, names) for call in calls)
            told = "、".join(f"{answer}{number}" for answer, number in sorted(counted.items()))
            yield ("wave", wave), f"通知{len(calls)}人，应答：{told}", f"{len(calls)} called; replies are in"
        for call in calls:
            if call.state in LATER:
                chinese, english = LATER[call.state]
                yield ("later", call.capability), chinese, english


def _answer(call: CallOut, names: Mapping[str, str]) -> str:
    if call.state is CallState.DECLINED:
        return f"拒绝（{names[call.reason]}）" if call.reason in names else "拒绝"
    return "无应答" if call.state is CallState.SILENT else "接受"


def _attendance(record: TenderRecord, work: Work) -> Iterator[Line]:
    for kept in work.uow.venues.gate_passes(record.token):
        came, due = kept.arrived_at, record.tender.checkin_at
        if came is not None and due < came < record.tender.opening_at:
            minutes = int((came - due).total_seconds() // 60)
            yield ("late", kept.mark.hex()), f"一名专家迟到{minutes}分钟签到", f"one expert checks in {minutes} minutes late"


def _moments(record: TenderRecord, work: Work) -> Iterator[Line]:
    for event in work.uow.tenders.moments(record.id):
        if event in MOMENTS:
            yield ("moment", event.value), *MOMENTS[event]


def _draw(record: TenderRecord, work: Work) -> Iterator[Line]:
    draw = work.uow.draws.get(record.draw) if record.draw else None
    if draw and draw.step in STEPS:
        chinese, english = STEPS[draw.step]
        key = ("draw", draw.step.name, str(draw.round) if draw.step is not DrawStep.ENDED else "")
        yield key, chinese.format(r=draw.round), english.format(r=draw.round)


def _payments(record: TenderRecord, work: Work) -> Iterator[Line]:
    """Each payment file when the bank has it, and again when the bank has answered all of it."""
    finance = work.uow.finance
    for order in (order for settlement in finance.settlements_of(record.token) for order in finance.orders_of(settlement.ref)):
        items = finance.items(order.message_id)
        total = Money(sum(item.amount_fen for item in items))
        if order.handed_over_at:
            told = f"第{order.batch}批支付指令已交银行：{len(items)}笔，实发合计{total}元"
            yield (
                ("order", order.message_id),
                told,
                f"payment order {order.batch} is with the bank: {len(items)} payments, {total} yuan net",
            )
        returned = sum(item.outcome is Outcome.RETURNED for item in items)
        if all(item.outcome is not Outcome.PENDING for item in items):
            told = f"银行回执：成功{len(items) - returned}笔" + (f"，退票{returned}笔，待专家更正账户后另发" if returned else "")
            yield ("answer", order.message_id), told, f"the bank has paid {len(items) - returned} and returned {returned}"
