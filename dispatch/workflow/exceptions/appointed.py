"""自行选定、直接确定: experts of one tender who are named instead of drawn; who they are stays sealed with the application.

Source: docs/domain ZB-03, GP-09, GP-12, LC-03; docs/adr/0061-appointed-without-a-draw.md.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from dispatch.kernel.canonical import canonical, labelled_hash, parse_canonical
from dispatch.sealing.box import Box
from dispatch.workflow.capsules import capsule_purpose
from dispatch.workflow.records import CallOut, TenderRecord
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.exceptions import appointment_mark
from policies.profiles import profile

RECALL = "recall"  # the ground of a committee that sits once more (TM-13)


@dataclass(frozen=True, slots=True)
class Named:
    """One named expert: the number of the seat, from 0, and 专家编号; `report` is his code of the first sitting, if there was one."""

    seat: int
    no: str
    report: str = ""


def seal_named(record: TenderRecord, named: tuple[Named, ...], work: Work) -> str:
    return _box(work).seal(canonical({"named": [asdict(one) for one in named]}), record.id).hex()


def named_of(record: TenderRecord, work: Work) -> tuple[Named, ...]:
    """Who is named, opened; nobody where the experts are drawn."""
    if record.tender.appointment is None:
        return ()
    body = parse_canonical(_box(work).open(bytes.fromhex(record.tender.appointment.sealed), record.id))
    return tuple(Named(**one) for one in body["named"])


def purpose_of(record: TenderRecord) -> str | None:
    """Which key opens the capsules of whoever was called for this tender, drawn or named; None if nobody can have been."""
    if record.tender.appointment is not None:
        return capsule_purpose(_pseudonym(record, b"capsules"))
    return capsule_purpose(record.draw) if record.draw else None


def wave_of_named(record: TenderRecord) -> str:
    return _pseudonym(record, b"wave")[:32]


def called_for(record: TenderRecord, work: Work) -> list[CallOut]:
    """Every call-out that was made for this tender under its present draw or appointment."""
    purpose = purpose_of(record)
    return work.uow.calls.under(purpose) if purpose else []


def mark_of(record: TenderRecord) -> str:
    """The public mark where the names of this committee are published; "" for one that was drawn."""
    if record.tender.appointment is None or is_recalled(record):
        return ""
    return appointment_mark(record.tender, profile(record.tender.profile).on(local_day(record.tender.opening_at)))


def is_recalled(record: TenderRecord) -> bool:
    """Whether this is a second sitting of a committee (召回)."""
    return record.tender.appointment is not None and record.tender.appointment.ground == RECALL


def _pseudonym(record: TenderRecord, what: bytes) -> str:
    """Another one for each naming: whoever was called under an earlier one is not called under this."""
    sealed = record.tender.appointment.sealed if record.tender.appointment else ""
    return labelled_hash("dispatch/appointment", record.token.encode("ascii"), bytes.fromhex(sealed), what).hex()


def _box(work: Work) -> Box:
    return Box(work.means.keys, "tender/appointment", work.means.entropy)
