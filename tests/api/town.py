"""A centre in a folder with the shipped samples: parties, witnesses and well-behaved people on a virtual clock, up to any moment."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dispatch.adapters.clock import VirtualClock
from dispatch.adapters.entropy import SeededEntropy
from dispatch.adapters.sheets import read_lines
from dispatch.bootstrap import Settings
from dispatch.embedded import Embedded, embed
from dispatch.intake import shipped
from dispatch.intake.application import read_application
from dispatch.intake.documents import read_document
from dispatch.intake.pool_rows import read_pool
from dispatch.intake.venues import read_venues
from dispatch.jobs import Outside, tick
from dispatch.notify.call_out import Answer
from dispatch.workflow.apply import apply, approve
from dispatch.workflow.check_in import check_in, enter_booth
from dispatch.workflow.evaluation import announce, sign_report
from dispatch.workflow.links import read_stage
from dispatch.workflow.pool import import_pool
from dispatch.workflow.records import DrawStep
from dispatch.workflow.replies import answer
from policies.vocabulary.roles import Event

START = datetime(2026, 12, 9, 2, tzinfo=UTC)
LINK = re.compile(r"/c/([\w-]{22})#([\w-]{22})")
SAMPLES = shipped.APPLICATIONS[0].parent


@dataclass(slots=True)
class Town:
    """`declining` people say no to their first call; `texts` are (phone, locator, secret) as they arrived; some towns do not answer."""

    embedded: Embedded
    clock: VirtualClock
    id_by_phone: dict[str, str]
    declining: int = 0
    answering: bool = True
    texts: list[tuple[str, str, str]] = field(default_factory=list)
    unread: list[tuple[str, str, str]] = field(default_factory=list)
    coming: list[tuple[str, str, str]] = field(default_factory=list)
    fees: list[tuple[str, str]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def send(self, phone: str, text: str, key: str) -> None:
        found = LINK.search(text)
        if found and (phone, found[1], found[2]) not in self.texts:
            self.texts.append((phone, found[1], found[2]))
            self.unread.append(self.texts[-1])

    def until(self, tender_id: str, event: Event) -> None:
        """Goes on until the moment has come."""
        for _ in range(400):
            with self.embedded.services.work(reads_only=True) as work:
                if event in work.uow.tenders.moments(tender_id):
                    return
            self._once(tender_id)
        raise AssertionError(f"{event} did not come")

    def settle_down(self, tender_id: str, step: DrawStep) -> None:
        """Goes on until the draw stands at this step."""
        for _ in range(400):
            with self.embedded.services.work(reads_only=True) as work:
                record = work.uow.tenders.get(tender_id)
                draw = work.uow.draws.get(record.draw) if record and record.draw else None
                if draw and draw.step is step:
                    return
            self._once(tender_id)
        raise AssertionError(f"{step} did not come")

    def go_on(self, tender_id: str) -> None:
        """One round of everybody."""
        self._once(tender_id)

    def _once(self, tender_id: str) -> None:
        happened = tick(self.embedded.services, Outside(self, self.embedded.witnesses)) > 0
        happened |= self.embedded.serve_parties() or self._read() or self._come()
        if not happened and not self._sign(tender_id):
            self.clock.advance_to(self._next())

    def _next(self) -> datetime:
        with self.embedded.services.work(reads_only=True) as work:
            waiting = [draw.draw_at for draw in work.uow.draws.all() if draw.step is DrawStep.RELEASES]
            moments = [work.uow.tasks.next_due(), *waiting]
        later = [moment for moment in moments if moment and moment > self.clock()]
        return min(later, default=self.clock() + timedelta(minutes=10))

    def _read(self) -> bool:
        if not self.answering:
            return False
        letters, self.unread = self.unread, []
        for phone, locator, secret in letters:
            with self.embedded.services.work() as work:
                link, body = read_stage(locator, secret, work)
                if link.stage == "B":
                    self.coming.append((phone, str(body["venue"]), str(body["gate"])))
                elif link.stage == "ask":
                    self.asked.append((locator, secret))
                elif link.stage != "A":
                    self.fees.append((locator, secret))
                elif self.declining:
                    self.declining -= 1
                    answer(locator, secret, Answer.DECLINE, reason="RF3", work=work)
                else:
                    answer(locator, secret, Answer.ACCEPT, reason="", work=work)
        return bool(letters)

    def _come(self) -> bool:
        arriving, self.coming = self.coming, []
        for phone, venue_name, code in arriving:
            with self.embedded.services.work() as work:
                venue = next(venue.id for venue in work.uow.venues.all() if venue.name == venue_name)
                check_in(venue, code, self.id_by_phone[phone], work)
            with self.embedded.services.work() as work:
                enter_booth(venue, code, work)
        return bool(arriving)

    def _sign(self, tender_id: str) -> bool:
        with self.embedded.services.work() as work:
            moments = work.uow.tenders.moments(tender_id)
            if Event.OPENED in moments and Event.REPORTED not in moments:
                sign_report(tender_id, work)
                return True
            if Event.REPORTED in moments and Event.ANNOUNCED not in moments:
                announce(tender_id, work)
                return True
        return False


def a_town(folder: Path, *applications: int, declining: int = 0) -> Town:
    """A centre with the sample pool, venues and these applications (1 to 5), each approved."""
    clock = VirtualClock(START)
    embedded = embed(Settings(data_dir=folder, demo=True), clock=clock, entropy=SeededEntropy(b"town", demo=True))
    town = Town(embedded, clock, _fill(embedded, clock), declining)
    for number in applications:
        tender = read_application(read_document(shipped.APPLICATIONS[number - 1].read_bytes(), ".yaml"), demo=True)
        with embedded.services.work() as work:
            record = apply(tender, by="经办人", work=work)
        with embedded.services.work() as work:
            approve(record.id, by="监督人", work=work)
        embedded.expect(record.id)
    return town


def _fill(embedded: Embedded, clock: VirtualClock) -> dict[str, str]:
    id_by_phone: dict[str, str] = {}
    for name in ("pool.csv", "partners.csv"):
        reading = read_pool(read_lines(SAMPLES / name), demo=True, on=clock().date())
        id_by_phone.update({expert.contact.phone: expert.identity.id_no for expert in reading.experts})
        with embedded.services.work() as work:
            import_pool(reading, work)
    with embedded.services.work() as work:
        work.uow.venues.save_all(read_venues(read_document((SAMPLES / "venues.yaml").read_bytes(), ".yaml"), demo=True))
    return id_by_phone
