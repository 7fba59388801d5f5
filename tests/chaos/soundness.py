"""What must hold of every world that has come to rest, whatever was killed in it: no half-written row, nothing done twice."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from dispatch.notify.call_out import NEVER_CALLED
from dispatch.settle.fee_line import FeeLine
from dispatch.settle.ledger import BANK, ON_THE_WAY, balances
from dispatch.settle.payout import Stage
from dispatch.settle.ports import Item
from dispatch.settle.statuses import Outcome
from dispatch.verifier.limit import Limit
from dispatch.verifier.verify import verify
from dispatch.workflow.draw_course import course_of, drawn_in, open_draw
from dispatch.workflow.exceptions.postpone import times_postponed
from dispatch.workflow.fee_approval import fee_lines
from dispatch.workflow.log_export import verify_log
from dispatch.workflow.memory import recall, recalls
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.work import Work
from policies.vocabulary.money import NOTHING
from tests.workflow.world import World

HOUR = re.compile(r"\d\d月\d\d日\d\d:\d\d")


def walks(world: World, tender_id: str = "SL-2026-0001/1") -> list[dict[str, Any]]:
    """What the draw said, round by round: walk, seats and booths."""
    return [entry["out"] for entry in world.transcript(tender_id)["rounds"]]


def check_everything(world: World) -> None:
    """Raises AssertionError at the first thing that does not hold."""
    check_rows(world.folder / "dispatch.db")
    check_messages(world)
    with world.services.work(reads_only=True) as work:
        verify_log(work)
        check_log(work)
        for record in work.uow.tenders.all():
            check_moments(record, work)
            check_draw(record, work)
    check_money(world)


def check_transcript(world: World, tender_id: str = "SL-2026-0001/1") -> None:
    """The independent verifier accepts it, with trust data of another way."""
    raw = json.dumps(world.transcript(tender_id), ensure_ascii=False).encode()
    assert verify(raw, json.dumps(world.trust).encode(), Limit(time.monotonic)).independent


def check_rows(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def check_log(work: Work) -> None:
    """The log's nodes hold every entry; the draws' own lists name exactly their events, and each event once."""
    assert work.uow.log.check() > 0  # type: ignore[attr-defined]
    entries = [(entry.idx, entry.read()) for entry in work.uow.log.entries()]
    events = [(idx, body) for idx, body in entries if "m" in body]
    listed = sorted((idx, draw.m) for draw in work.uow.draws.all() for idx in work.uow.draws.events(draw.m))
    assert listed == [(idx, body["m"]) for idx, body in events]
    steps = Counter((body["m"], body["e"], body.get("r"), body.get("j")) for _, body in events)
    assert [step for step, times in steps.items() if times > 1] == []


def check_moments(record: TenderRecord, work: Work) -> None:
    """Every moment and every step of the ladder stands in the log where its row says."""
    for moment in work.uow.tenders.moments(record.id).values():
        (entry,) = work.uow.log.entries(moment.log_idx, moment.log_idx + 1)
        assert (entry.read()["e"], entry.read()["event"]) == ("moment", moment.event.value)


def check_draw(record: TenderRecord, work: Work) -> None:
    """What is remembered of a draw and what the log says of it are the same rounds; everybody drawn was called once for each time."""
    draw = work.uow.draws.get(record.draw) if record.draw else None
    if draw is None or not recalls(draw.m, "frame", uow=work.uow):
        return
    bodies = [entry.read() for idx in work.uow.draws.events(draw.m) for entry in work.uow.log.entries(idx, idx + 1)]
    logged = {body["r"] for body in bodies if body["e"] == "result"}
    assert {r for r in range(65) if recalls(draw.m, f"round/{r}", uow=work.uow)} == logged
    course_of(open_draw(draw.m, work), draw.round, work)
    for r in logged:
        drawn = drawn_in(recall(draw.m, f"round/{r}", work)["out"])
        if recalls(draw.m, f"calls/{r}", uow=work.uow):
            called = recall(draw.m, f"calls/{r}", work)["by_id"]
            assert sorted(called) == sorted(drawn)
            for one in called.values():
                call = work.uow.calls.get(one)
                bells = [link for link in work.uow.calls.links(one) if link.stage == "A"]
                assert call is not None and bool(bells) == (call.state not in NEVER_CALLED)
                assert len({link.expires_at for link in bells}) == len(bells) <= 1 + times_postponed(record.tender)


def check_messages(world: World) -> None:
    """One key is one message to one phone; nobody gets the same bell of one link twice, and nobody is called twice.

    The hour by which to answer may differ: it runs from the sending.
    """
    by_key: dict[str, set[tuple[str, str]]] = {}
    for key, phone, text in world.people.handed_over:
        by_key.setdefault(key, set()).add((phone, HOUR.sub("", text)))
    assert [key for key, told in by_key.items() if len(told) > 1] == []
    links = Counter((letter.phone, letter.link) for letter in world.people.letters.values())
    assert [link for link, times in links.items() if times > 1] == []
    calls = Counter(letter.phone for letter in world.people.letters.values() if letter.key.startswith("A/"))
    assert [phone for phone, times in calls.items() if times > 1] == []


def check_money(world: World) -> None:
    """Sheet, books and bank agree to the fen, and no fee was paid twice."""
    with world.services.work(reads_only=True) as work:
        lines = [line for record in work.uow.tenders.all() for line in fee_lines(record, work)]
        items = _items(lines, work)
        accounts = balances(work.uow.finance.entries())
    paid = Counter(item.line for item in items if item.outcome is Outcome.PAID)
    assert [line for line, times in paid.items() if times > 1] == []
    settled = [line for line in lines if line.payout.stage in (Stage.PAID, Stage.ARCHIVED)]
    assert sorted(paid) == sorted(line.ref for line in settled if line.payable > NOTHING)
    pending = sum(item.amount_fen for item in items if item.outcome is Outcome.PENDING)
    assert accounts.get(BANK, NOTHING).fen == -sum(line.payable.fen for line in settled)
    assert accounts.get(ON_THE_WAY, NOTHING).fen == -pending
    told = transfers(world.folder.with_name(f"{world.folder.name}-bank") / "in")
    assert told == {item.end_to_end_id: item.amount_fen for item in items if item.end_to_end_id in told}
    assert len(told) == len(items) or pending > 0


def _items(lines: list[FeeLine], work: Work) -> list[Item]:
    orders = [order for ref in {line.settlement for line in lines} for order in work.uow.finance.orders_of(ref)]
    return [item for order in orders for item in work.uow.finance.items(order.message_id)]


def transfers(folder: Path) -> dict[str, int]:
    """Every transfer that the bank was told to make: end-to-end id → fen. Raises AssertionError for one told twice."""
    found: dict[str, int] = {}
    for path in sorted(folder.glob("*.xml")):
        for transfer in ElementTree.parse(path).iter():
            if transfer.tag.endswith("CdtTrfTxInf"):
                words = {child.tag.rpartition("}")[2]: child for child in transfer.iter()}
                name = str(words["EndToEndId"].text)
                assert name not in found, "told twice"
                found[name] = int(str(words["InstdAmt"].text).replace(".", ""))
    return found
