"""A world in which everything happens that may happen, made once and copied for every life that is killed in it."""

from __future__ import annotations

import shutil
import zlib
from datetime import timedelta
from pathlib import Path

from dispatch.adapters.simulated_bank import SimulatedBank
from dispatch.bootstrap import Services
from dispatch.intake.bidders import Bidder, BidderList
from dispatch.workflow.apply import apply, approve
from dispatch.workflow.bidders import file_bidders
from dispatch.workflow.exceptions.appointed import Named
from dispatch.workflow.exceptions.name_experts import name_experts
from dispatch.workflow.exceptions.postpone import postpone
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.experts.known import look_up
from policies.vocabulary.expert import Expert, Standing
from policies.vocabulary.tender import SeatDemand, Unit
from tests.workflow import cast
from tests.workflow.library import suspend
from tests.workflow.people import Conduct
from tests.workflow.world import Trouble, World, empty_world

SEED = b"lives-30"
MUST_HAPPEN = {"absent", "barred", "leave", "recusal", "ill", "together", "ARCHIVED"}  # `what_happened`
RETURNED = 30  # of a hundred accounts the bank returns so many
DRAWN = "SL-2026-0001/1"
ELECTRICAL = "A080105"
NAMED_EXPERTS = tuple(cast.an_expert(nth, ELECTRICAL) for nth in range(51, 56))
NAMED_PHONES = {expert.contact.phone for expert in NAMED_EXPERTS}
NAMED_OPENING = cast.OPENING + timedelta(days=3)
NAMING = cast.a_tender(
    "SL-2026-0002",
    tenderer=Unit("示例水务中心", cast.values.demo_uscc(9002, "12")),
    seats=(SeatDemand((ELECTRICAL,), 5),),
    opening_at=NAMED_OPENING,
    checkin_at=NAMED_OPENING - timedelta(minutes=30),
)
POSTPONED_AT = cast.START + timedelta(hours=5, minutes=30)
SUSPENDED_AT = cast.START + timedelta(hours=6, minutes=30)
SUSPENDED = "SL000011"  # whoever has accepted by then, with this SEED
BIDS_AT = cast.START + timedelta(hours=7)


def conduct(phone: str, nth: int) -> Conduct:
    """By telephone alone, so that the same person does the same whoever was called before: most come, and each trouble happens.

    Whoever comes late, leaves or falls ill does it by the clock: a message that a dead node kept back a little changes no act.
    """
    if phone in NAMED_PHONES:
        return Conduct()
    luck = zlib.crc32(phone.encode()) % 100
    if luck < 14:
        return Conduct(reply="decline", reason="RF3")
    if luck < 22:
        return Conduct(reply="silent")
    if luck < 40:
        return Conduct(leave_after=timedelta(minutes=1), on_the_hour=True)
    if luck < 46:
        return Conduct(arrives=None)
    if luck < 52:
        return Conduct(arrives=12)
    if luck < 64:
        return Conduct(ill_after=timedelta(hours=2))
    return Conduct()


def pool() -> tuple[Expert, ...]:
    return (*cast.a_pool(), *NAMED_EXPERTS)


def found(folder: Path) -> World:
    """The centre before anything of the draw has happened: one tender to be drawn for, another for which experts are named."""
    world = unfounded(folder)
    world.take_in(pool(), (cast.a_venue(),))
    world.apply(cast.a_tender(profile="standby-two"))
    _apply_naming(world)
    return world


def unfounded(folder: Path) -> World:
    """The same with nothing in it; what people at the centre do later is already on their list."""
    world = empty_world(folder, pool(), conduct=conduct, seed=SEED, returned=RETURNED)
    return with_errands(world)


def with_errands(world: World) -> World:
    world.people.run_errand(POSTPONED_AT, "postpone", _postpone_both)
    world.people.run_errand(SUSPENDED_AT, "suspend", _suspend)
    world.people.run_errand(BIDS_AT, "bidders", _file_bidders)
    return world


def relive(template: Path, folder: Path, trouble: Trouble | None = None) -> World:
    """Another life that starts where the template stands."""
    shutil.copytree(template, folder)
    world = unfounded(folder)
    world.trouble = trouble or Trouble()
    return world


def bank_of(world: World) -> SimulatedBank:
    """The bank beside this centre, on the world's clock."""
    return SimulatedBank(world.folder.with_name(f"{world.folder.name}-bank"), world.clock, demo=True, returned=RETURNED)


def _apply_naming(world: World) -> None:
    with world.services.work() as work:
        apply(NAMING, by="经办人甲", work=work)
    named = tuple(Named(0, str(expert.no)) for expert in NAMED_EXPERTS)
    with world.services.work() as work:
        name_experts(NAMING.id, named, ground="complex", consent_by="示例住建局", consent_no="示〔2026〕7号", by="经办人甲", work=work)
    with world.services.work() as work:
        approve(NAMING.id, by="审批人乙", work=work)


def _postpone_both(services: Services) -> None:
    for tender, opening in ((DRAWN, cast.OPENING), (NAMING.id, NAMING.opening_at)):
        with services.work() as work:
            postpone(tender, opening_at=opening + timedelta(days=1), why="答疑延后", by="经办人甲", work=work)


def _suspend(services: Services) -> None:
    """Once, however often the errand is run."""
    with services.work() as work:
        if look_up(SUSPENDED, work).standing is not Standing.SUSPENDED:
            suspend(SUSPENDED, "banned", Act("李管理", "按规定"), work)


def _file_bidders(services: Services) -> None:
    """Some of those who may have been drawn work for a bidder."""
    employers = [Unit(expert.employer, expert.employer_uscc) for expert in cast.a_pool()[:30:4]]
    with services.work() as work:
        file_bidders(BidderList("SL-2026-0001", "1", tuple(Bidder(unit, ()) for unit in employers)), work)


def what_happened(world: World) -> set[str]:
    """Why seats fell vacant, whether two fell vacant at once, and how the tenders stand now."""
    lists = list(world.transcript(DRAWN)["vacated"].values())
    reasons = {reason for listed in lists for _, reason in listed}
    together = {"together"} if any(len(listed) > 1 for listed in lists) else set()
    return reasons | together | {world.record(tender).state.name for tender in (DRAWN, NAMING.id)}
