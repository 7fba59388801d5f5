"""A small centre in a folder: its parties, witnesses, bank and people on one virtual clock; it can be killed and opened again.

`a_world()` is right in every place; `play()` lets everybody act until nobody has anything left to do. What lies outside
the centre's process (clock, people, telephones, bank folder) outlives it; everything else is opened anew from the folder.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from dispatch.adapters.clock import VirtualClock
from dispatch.adapters.simulated_bank import SimulatedBank
from dispatch.agents.party import PartyAgent
from dispatch.agents.party_home import PartyHome
from dispatch.bootstrap import Services, Settings
from dispatch.centre.desk import CentreDesk
from dispatch.demo.staff import Staff
from dispatch.embedded import Embedded, embed
from dispatch.intake.pool_rows import PoolReading
from dispatch.jobs import Outside, tick
from dispatch.kernel.ports import BankFiles, Entropy, Sms
from dispatch.notify.call_out import CallState
from dispatch.settle.fee_line import FeeLine
from dispatch.store.unit_of_work import SqlUnitOfWork
from dispatch.workflow.apply import apply, approve
from dispatch.workflow.capsules import capsule_purpose, reach_person
from dispatch.workflow.checkpoint import WitnessPort
from dispatch.workflow.fee_approval import fee_lines
from dispatch.workflow.gate import Passage, passages
from dispatch.workflow.pool import import_pool
from dispatch.workflow.publish import transcript
from dispatch.workflow.records import DrawRecord, DrawStep, GatePass, TenderRecord
from policies.vocabulary.expert import Expert
from policies.vocabulary.roles import Event
from policies.vocabulary.tender import Tender
from policies.vocabulary.venue import Venue
from tests.workflow import cast
from tests.workflow.chance import LabelledKeys, always, labelled
from tests.workflow.people import Conduct, People

LEAST = timedelta(seconds=1)
ENOUGH = 12000  # rounds of everybody, each death one more: whoever needs more goes in circles
LONG = timedelta(days=20)


def at(step: DrawStep, r: int | None = None, tender_id: str = "SL-2026-0001/1") -> Callable[[World], bool]:
    """Until the draw stands at this step (of this round)."""

    def stands(world: World) -> bool:
        draw = world.draw(tender_id) if world.record(tender_id).draw else None
        return draw is not None and draw.step is step and r in (None, draw.round)

    return stands


def after(event: Event, tender_id: str = "SL-2026-0001/1") -> Callable[[World], bool]:
    """Until this moment has come."""
    return lambda world: event in world.moments(tender_id)


class Trouble:
    """What may go wrong while the centre works; this one does nothing. Whatever it raises kills the process."""

    def scene(self, name: str) -> None: ...
    def frail(self, outside: Outside) -> Outside:
        return outside

    def begins(self, reads_only: bool) -> None: ...
    def claimed(self, key: str) -> None: ...
    def commits(self, reads_only: bool) -> None: ...
    def committed(self, reads_only: bool) -> None: ...


class Killed(BaseException):
    """The centre's process is gone; nothing that it held in memory is left."""


@dataclass(frozen=True, slots=True)
class Claims:
    """The tasks of a unit of work; whoever claims one is heard."""

    kept: Any
    heard: Callable[[str], None]

    def claim(self, key: str, now: datetime) -> bool:
        self.heard(key)
        return bool(self.kept.claim(key, now))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.kept, name)


@dataclass(slots=True)
class World:
    folder: Path
    clock: VirtualClock
    people: People
    bank: BankFiles
    seed: bytes = b"world"
    rest: Entropy = field(default_factory=lambda: labelled(b"world", "rest"))
    trouble: Trouble = field(default_factory=Trouble)
    witnesses: Sequence[WitnessPort] | None = None
    gateway: Sms | None = None  # where messages go instead of straight to the people
    deaths: int = 0
    _embedded: Embedded | None = None
    _staff: Staff | None = None
    _planning: Entropy | None = None

    @property
    def embedded(self) -> Embedded:
        """The centre's process, opened from the folder if it is not there."""
        if self._embedded is None:
            made = embed(Settings(data_dir=self.folder, demo=True), clock=self.clock, entropy=self.rest)
            means = replace(made.services.means, keys=LabelledKeys(self.folder / "keys", self.seed), entropy=self._draw)
            services = replace(made.services, means=means, open_uow=self._watched(made.services))
            homes = {j: PartyHome(self.folder / "parties" / j, always(self.seed, "party", j)) for j in made.parties}
            parties = {j: PartyAgent(home) for j, home in homes.items()}
            self._embedded = replace(made, services=services, desk=CentreDesk(services), parties=parties)
            self._staff = Staff(services)
        return self._embedded

    @property
    def services(self) -> Services:
        return self.embedded.services

    def die(self) -> None:
        """The process is killed; the next look opens everything from the folder."""
        self._embedded, self._staff, self.deaths = None, None, self.deaths + 1

    def play(self, *, until: Callable[[World], bool] = lambda world: False, for_at_most: timedelta = LONG) -> World:
        """Everybody acts until `until` holds, nobody has anything left to do, or time is over; who was killed is opened anew."""
        end = self.clock() + for_at_most
        for _ in range(ENOUGH):
            try:
                if until(self):
                    return self
                if not self.once():
                    coming = self._next_moment()
                    if coming is None or coming > end:
                        return self
                    self.clock.advance_to(max(coming, self.clock() + LEAST))
            except Killed:
                self.die()
        raise AssertionError("the world goes in circles")

    def once(self) -> bool:
        """One round of everybody; True if anything happened."""
        services, staff = self.services, self._staff
        assert staff is not None
        acts: dict[str, Callable[[], bool]] = {
            "people": lambda: self.people.act(services),
            "node": lambda: tick(services, self.outside) > 0,
            "parties": self.embedded.serve_parties,
            "staff": lambda: staff.act(self.clock()),
        }
        happened = False
        for name, act in acts.items():
            self.trouble.scene(name)
            happened |= act()
        return happened

    @property
    def outside(self) -> Outside:
        """The ports of the centre, as frail as the trouble makes them."""
        return self.trouble.frail(Outside(self.gateway or self.people, self.witnesses or self.embedded.witnesses, self.bank))

    def apply(self, tender: Tender, *, by: str = "经办人甲", approved_by: str = "审批人乙") -> TenderRecord:
        """Applied for, approved by another person, and expected by every party's operator."""
        with self.services.work() as work:
            record = apply(tender, by=by, work=work)
        with self.services.work() as work:
            approve(record.id, by=approved_by, work=work)
        self.embedded.expect(record.id)
        return record

    def take_in(self, experts: Sequence[Expert], venues: Sequence[Venue]) -> None:
        with self.services.work() as work:
            import_pool(PoolReading(tuple(experts), rows=tuple(range(2, len(experts) + 2))), work)
            work.uow.venues.save_all(venues)

    def record(self, tender_id: str = "SL-2026-0001/1") -> TenderRecord:
        with self.services.work(reads_only=True) as work:
            found = work.uow.tenders.get(tender_id)
        assert found is not None
        return found

    def draw(self, tender_id: str = "SL-2026-0001/1") -> DrawRecord:
        m = self.record(tender_id).draw
        with self.services.work(reads_only=True) as work:
            found = work.uow.draws.get(m) if m else None
        assert found is not None, "no draw yet"
        return found

    def wait_until(self, moment: datetime) -> World:
        """Time passes, and everybody does what is due in between."""
        self.play(for_at_most=max(moment - self.clock(), LEAST))
        self.clock.advance_to(max(moment, self.clock()))
        return self.play(for_at_most=LEAST)

    def transcript(self, tender_id: str = "SL-2026-0001/1") -> dict[str, Any]:
        with self.services.work(reads_only=True) as work:
            return transcript(self.draw(tender_id).m, work)

    def calls(self, tender_id: str = "SL-2026-0001/1") -> Counter[CallState]:
        """How many call-outs of a draw stand where."""
        with self.services.work(reads_only=True) as work:
            return Counter(call.state for call in work.uow.calls.under(capsule_purpose(self.draw(tender_id).m)))

    def passage(self, phone: str, tender_id: str = "SL-2026-0001/1") -> tuple[GatePass, Passage]:
        """The gate pass of the owner of a phone."""
        with self.services.work(reads_only=True) as work:
            for kept, passage in passages(self.record(tender_id), work).values():
                call = work.uow.calls.get(passage.capability)
                if call and reach_person(call, work.means).phone == phone:
                    return kept, passage
        raise AssertionError("nobody with this phone has a gate pass")

    def moments(self, tender_id: str = "SL-2026-0001/1") -> set[Event]:
        with self.services.work(reads_only=True) as work:
            return set(work.uow.tenders.moments(tender_id))

    def fees(self, tender_id: str = "SL-2026-0001/1") -> list[FeeLine]:
        with self.services.work(reads_only=True) as work:
            return fee_lines(self.record(tender_id), work)

    def log(self) -> list[dict[str, Any]]:
        with self.services.work(reads_only=True) as work:
            return [entry.read() for entry in work.uow.log.entries()]

    @property
    def trust(self) -> dict[str, Any]:
        return self.services.means.trust

    def _next_moment(self) -> datetime | None:
        with self.services.work(reads_only=True) as work:
            waiting = [draw.draw_at for draw in work.uow.draws.all() if draw.step is DrawStep.RELEASES]
            due = work.uow.tasks.next_due()
        assert self._staff is not None
        moments = [due, self.people.next_at(), self._staff.next_at(), *waiting]
        return min((moment for moment in moments if moment and moment > self.clock()), default=None)

    def _draw(self, size: int) -> bytes:
        return (self._planning or self.rest)(size)

    def _claimed(self, key: str) -> None:
        self._planning = labelled(self.seed, key) if key.startswith("plan:") else None
        self.trouble.claimed(key)

    def _watched(self, services: Services) -> Callable[..., Any]:
        @contextmanager
        def opened(*, reads_only: bool = False) -> Iterator[SqlUnitOfWork]:
            self.trouble.begins(reads_only)
            try:
                with services.open_uow(reads_only=reads_only) as uow:
                    yield replace(uow, tasks=Claims(uow.tasks, self._claimed))  # type: ignore[arg-type]
                    self.trouble.commits(reads_only)
            finally:
                self._planning = None
            self.trouble.committed(reads_only)

        return opened


def a_world(
    folder: Path,
    *tenders: Tender,
    experts: Sequence[Expert] | None = None,
    venues: Sequence[Venue] | None = None,
    conduct: Callable[[str, int], Conduct] | None = None,
    seed: bytes = b"world",
    returned: int = 0,
) -> World:
    """A centre with a pool of 50, one venue, and one approved tender unless told otherwise."""
    known = cast.a_pool() if experts is None else experts
    world = empty_world(folder, known, conduct=conduct, seed=seed, returned=returned)
    world.take_in(known, (cast.a_venue(),) if venues is None else venues)
    for tender in tenders or (cast.a_tender(),):
        world.apply(tender)
    return world


def empty_world(
    folder: Path,
    experts: Sequence[Expert],
    *,
    conduct: Callable[[str, int], Conduct] | None = None,
    seed: bytes = b"world",
    returned: int = 0,
    start: datetime = cast.START,
) -> World:
    """The same before anything is imported; over a folder that is a centre already it is that centre."""
    clock, people = VirtualClock(start), People.of(experts, conduct)
    people.now = clock
    bank = SimulatedBank(folder.with_name(f"{folder.name}-bank"), clock, demo=True, returned=returned)
    return World(folder, clock, people, bank, seed, labelled(seed, "rest"))
