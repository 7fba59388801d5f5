"""A member's passage through one tender: codes, venue and booth, sealed until the person stands at the gate.

Source: docs/spec/sealing.md §3 (stages B, C); docs/spec/draw-protocol.md §10 (the booth is shown at check-in only).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace

from dispatch.kernel.canonical import canonical, parse_canonical
from dispatch.sealing.box import Box
from dispatch.sealing.pseudonym import Pseudonyms, draw_pseudonyms
from dispatch.workflow.means import Means
from dispatch.workflow.records import GatePass, TenderRecord
from dispatch.workflow.slots import days_of
from dispatch.workflow.work import Work

EXPECTED, ARRIVED, SEATED, LEFT, ABSENT, REPLACED = "待到场", "到场", "入席", "离场", "缺席", "已替换"
PRESENT = frozenset({ARRIVED, SEATED})
WELCOME = PRESENT | {EXPECTED}


@dataclass(frozen=True, slots=True)
class Passage:
    """What a gate pass seals: who is expected, by capability and pool id, and which booth the lot gave."""

    capability: str
    id: str
    seat: str
    venue: str
    booth: str
    gate: str
    booth_code: str
    report: str


def open_pass(kept: GatePass, means: Means) -> Passage:
    return Passage(**parse_canonical(_box(means).open(kept.sealed, kept.mark.hex())))


def seal_pass(record: TenderRecord, passage: Passage, means: Means) -> GatePass:
    mark = gate_mark(record, passage.venue, passage.gate, means)
    sealed = _box(means).seal(canonical(asdict(passage)), mark.hex())
    return GatePass(mark, record.token, passage.venue, sealed, EXPECTED)


def gate_mark(record: TenderRecord, venue: str, code: str, means: Means) -> bytes:
    """How a gate finds a code: a keyed mark of day, venue and code."""
    return mark_on(str(days_of(record.tender)[0]), venue, code, means)


def mark_on(day: str, venue: str, code: str, means: Means) -> bytes:
    return means.keys.mac("gate", f"{day}|{venue}|{code.strip()}".encode())


def passages(record: TenderRecord, work: Work) -> dict[str, tuple[GatePass, Passage]]:
    """Every pass ever made for a tender, opened, by pool id."""
    opened = ((kept, open_pass(kept, work.means)) for kept in work.uow.venues.gate_passes(record.token))
    return {passage.id: (kept, passage) for kept, passage in opened}


def close_passes(record: TenderRecord | None, gone: Collection[str], work: Work) -> None:
    """Whoever is not coming is expected at no gate any more."""
    for id, (kept, _) in passages(record, work).items() if record else ():
        if id in gone and kept.state == EXPECTED:
            work.uow.venues.save_gate_pass(replace(kept, state=REPLACED))


def fresh_codes(record: TenderRecord, venue: str, taken: set[str], work: Work) -> Pseudonyms:
    """Three unlinked codes that nobody in this tender ever had, and that the venue's gate does not expect from another."""
    while True:
        (codes,) = draw_pseudonyms(1, taken, work.means.entropy)
        taken.update(codes.all)
        if work.uow.venues.gate_pass(gate_mark(record, venue, codes.gate, work.means)) is None:
            return codes


def _box(means: Means) -> Box:
    return Box(means.keys, "venue/passage", means.entropy)
