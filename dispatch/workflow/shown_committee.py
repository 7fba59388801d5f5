"""到场与评委会 as it may be shown: gate codes at the door, booths of those who came, report codes once evaluation opens, names last.

The three codes of a member are never shown side by side (docs/domain/04-seats-and-venues.md §7); whoever was drawn later
as a replacement passes every stage anew, whatever the tender has reached.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dispatch.sealing.person import PersonCodec
from dispatch.workflow.capsules import log_capabilities, reach_person
from dispatch.workflow.exceptions.appointed import mark_of
from dispatch.workflow.gate import ABSENT, Passage, passages
from dispatch.workflow.partners import host_venue
from dispatch.workflow.records import GatePass
from dispatch.workflow.shown import Sights
from dispatch.workflow.work import Work
from policies.disclosure import Sight
from policies.vocabulary.expert import Identity
from policies.vocabulary.roles import Event, Field, Role


@dataclass(frozen=True, slots=True)
class ArrivalShown:
    """One person expected or come at a gate; the code ends at the booth's door."""

    venue: str
    code: str
    state: str
    arrived_at: datetime | None


@dataclass(frozen=True, slots=True)
class BoothShown:
    venue: str
    booth: str
    state: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class MemberShown:
    """One member under the code of the report; `seat` is the number of the demanded seat, None where it may not be seen."""

    code: str
    state: str
    seat: int | None


@dataclass(frozen=True, slots=True)
class NameShown:
    """A member by name; `code` only for whoever may know both, `mark` where nobody was drawn (自行选定, GP-12)."""

    name: str
    code: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class CommitteeShown:
    arrivals: tuple[ArrivalShown, ...]
    booths: tuple[BoothShown, ...]
    members: tuple[MemberShown, ...]
    sub_venues: tuple[str, ...]
    names_open: bool


Pass = tuple[GatePass, Passage]


def committee(sights: Sights, work: Work) -> CommitteeShown:
    """Everything about the people of one tender that this viewer may see now, without a name."""
    known = list(passages(sights.record, work).values())
    near = [each for each in known if may_know_venue(each[0].venue, sights, work)]
    return CommitteeShown(
        arrivals=_arrivals(near, sights),
        booths=_booths(near, sights),
        members=_members(known, sights),
        sub_venues=_sub_venues(known, sights, work),
        names_open=sights.fully(Field.PERSON_DRAWN) and bool(_seated(known, sights)),
    )


def open_names(sights: Sights, work: Work) -> tuple[NameShown, ...]:
    """解封: the names of those who sit or sat, an entry in the log before the first is read. Raises NotAllowed."""
    sights.require_fully(Field.PERSON_DRAWN)
    seated = _seated(list(passages(sights.record, work).values()), sights)
    capabilities = [passage.capability for _, passage in seated]
    if capabilities:
        log_capabilities(capabilities, "", f"console:{sights.viewer.role}", int(work.now.timestamp()), uow=work.uow)
    with_code = sights.fully(Field.PSEUDONYM_LINK)
    mark = mark_of(sights.record)
    names = [NameShown(_name(passage, work), passage.report if with_code else "", mark) for _, passage in seated]
    return tuple(sorted(names, key=lambda shown: (shown.code, shown.name)))


def _name(passage: Passage, work: Work) -> str:
    call = work.uow.calls.get(passage.capability)
    assert call is not None, "a gate pass without call-out"
    person = work.uow.registry.person(reach_person(call, work.means).ref)
    return PersonCodec(work.means.keys, work.means.entropy).open(Identity, person).name if person else ""


def _arrivals(near: list[Pass], sights: Sights) -> tuple[ArrivalShown, ...]:
    if sights.of(Field.PERSON_DRAWN) is Sight.NO or sights.viewer.role not in (Role.HOST, Role.OPERATOR, Role.SUBVENUE):
        return ()
    waiting = [ArrivalShown(kept.venue, passage.gate, kept.state, kept.arrived_at) for kept, passage in near if not kept.entered_at]
    return tuple(sorted(waiting, key=lambda shown: (shown.venue, shown.code)))


def _booths(near: list[Pass], sights: Sights) -> tuple[BoothShown, ...]:
    if not sights.fully(Field.BOOTH):
        return ()
    came = [
        BoothShown(kept.venue, passage.booth, kept.state, kept.entered_at or kept.arrived_at) for kept, passage in near if kept.arrived_at
    ]
    return tuple(sorted(came, key=lambda shown: (shown.venue, shown.booth)))


def _members(known: list[Pass], sights: Sights) -> tuple[MemberShown, ...]:
    """Under the report code; nobody before evaluation opens, so that it cannot be matched with who came through the door when."""
    if sights.of(Field.PERSON_DRAWN) is Sight.NO or Event.OPENED not in sights.events:
        return ()
    tells_seat = sights.fully(Field.SPECIALTY)
    shown = [MemberShown(passage.report, kept.state, _seat(passage) if tells_seat else None) for kept, passage in _seated(known, sights)]
    return tuple(sorted(shown, key=lambda member: member.code))


def _seated(known: list[Pass], sights: Sights) -> list[Pass]:
    """Those who have been in their booths; of a sub-venue's own, where only those may be seen."""
    own = sights.of(Field.PERSON_DRAWN).is_own
    return [each for each in known if each[0].entered_at and each[0].state != ABSENT and (not own or each[0].venue == sights.viewer.scope)]


def _seat(passage: Passage) -> int | None:
    number = passage.seat.removeprefix("seat")
    return int(number) if number.isdigit() else None


def _sub_venues(known: list[Pass], sights: Sights, work: Work) -> tuple[str, ...]:
    sight = sights.of(Field.SUBVENUE)
    if sight is Sight.NO or not known:
        return ()
    host = host_venue(sights.record.tender, work).id
    drawn = sorted({kept.venue for kept, _ in known} - {host})
    return tuple(venue for venue in drawn if not sight.is_own or venue == sights.viewer.scope)


def may_know_venue(venue: str, sights: Sights, work: Work) -> bool:
    """主场不知副场: until then only what happens at the host venue; a sub-venue knows its own."""
    if sights.viewer.role is Role.SUBVENUE:
        return venue == sights.viewer.scope
    return sights.fully(Field.SUBVENUE) or venue == host_venue(sights.record.tender, work).id
