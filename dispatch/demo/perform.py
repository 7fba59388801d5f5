"""The demo from beginning to end: read, found, import, apply, approve, play, write what came of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dispatch.adapters.clock import VirtualClock
from dispatch.adapters.entropy import SeededEntropy
from dispatch.adapters.simulated_bank import SimulatedBank
from dispatch.adapters.simulated_people import SimulatedPeople
from dispatch.bootstrap import Settings
from dispatch.demo.front import Front
from dispatch.demo.inputs import Inputs
from dispatch.demo.refusals import NotADemoFolder
from dispatch.demo.run import Stage, play
from dispatch.demo.staff import Staff
from dispatch.demo.story import Observer, Tell
from dispatch.embedded import Embedded, embed
from dispatch.workflow.apply import apply, approve
from dispatch.workflow.pool import import_pool, import_relations
from dispatch.workflow.venue_list import import_venues
from policies.vocabulary.refused import Refused

MARK = "expert-dispatch-demo"
DATA = "data"
LONGEST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Performed:
    """A demo that has been played: its folder, its services, and how many applications were refused at once."""

    out: Path
    embedded: Embedded
    ended_at: datetime
    refused: tuple[tuple[str, Refused], ...]


def clear_folder(out: Path) -> None:
    """An earlier demo in the folder makes room for this one; anything else stays. Raises NotADemoFolder."""
    if out.exists() and any(out.iterdir()):
        if not (out / MARK).exists():
            raise NotADemoFolder(folder=out.name)
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / MARK).write_text("演示产生的目录，可整体删除 · made by the demo, may be deleted\n", encoding="utf-8")


def perform(inputs: Inputs, out: Path, *, tell: Tell, days: int | None = None, profile: str = "hunan-default") -> Performed:
    """Plays the whole flow into `out`; what can be checked before is checked before anything is made."""
    clear_folder(out)
    entropy = SeededEntropy(MARK.encode("ascii"), demo=True)
    clock = VirtualClock(inputs.starts_at)
    embedded = embed(Settings(data_dir=out / DATA, demo=True, profile=profile), clock=clock, entropy=entropy)
    people = _people(inputs, embedded)
    _bring_in(inputs, embedded)
    refused = tuple(_apply_all(inputs, embedded, tell, clock))
    bank = SimulatedBank(out / "bank", clock, demo=True)
    until = clock() + (timedelta(days=days) if days else LONGEST)
    play(Stage(embedded, clock, people, Staff(embedded.services), bank, Observer(tell)), until.astimezone(UTC))
    return Performed(out, embedded, clock(), refused)


def _people(inputs: Inputs, embedded: Embedded) -> SimulatedPeople:
    experts = [expert for pool in inputs.pools for expert in pool.experts]
    return SimulatedPeople.of(experts, MARK.encode("ascii"), Front(embedded.services), demo=True)


def _bring_in(inputs: Inputs, embedded: Embedded) -> None:
    with embedded.services.work() as work:
        for pool in inputs.pools:
            import_pool(pool, work)
        relations = [relation for pool in inputs.pools for relation in pool.relations]
        import_relations(relations, [share for pool in inputs.pools for share in pool.equity], work)
        import_venues(inputs.venues, work)


def _apply_all(inputs: Inputs, embedded: Embedded, tell: Tell, clock: Callable[[], datetime]) -> list[tuple[str, Refused]]:
    """Two clerks: one applies, another approves; an application against the rules is refused and told."""
    refused: list[tuple[str, Refused]] = []
    for tender in inputs.tenders:
        try:
            with embedded.services.work() as work:
                record = apply(tender, by="经办人甲", work=work)
            with embedded.services.work() as work:
                approve(record.id, by="审批人乙", work=work)
            tell(clock(), tender.number, "抽取申请已提交并由另一人审批", "applied for, and approved by another person")
        except Refused as refusal:
            refused.append((tender.number, refusal))
            tell(clock(), tender.number, refusal.chinese, refusal.english)
    return refused
