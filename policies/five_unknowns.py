"""五不知: what five groups must not know, as claims about the visibility matrix that hold in every profile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from policies.disclosure import Sight, visible
from policies.profiles import Profile
from policies.vocabulary.roles import Event, Field, Role

_BEFORE_OPENING = (Event.SUBMITTED, Event.SEALED, Event.CALLED, Event.ACCEPTED, Event.CHECKED_IN, Event.BOOTH_ENTERED)
_BEFORE_REPORT = (*_BEFORE_OPENING, Event.OPENED)
_BEFORE_RESULT = (*_BEFORE_REPORT, Event.REPORTED)
_NOT_EVEN_A_TOKEN, _NO_NAME = (Sight.NO,), (Sight.NO, Sight.TOKEN, Sight.OWN_TOKEN)


@dataclass(frozen=True, slots=True)
class Unknown:
    """`code` forbids these roles, at these moments, to see more of a field than `at_most`."""

    code: str
    says: str
    says_en: str
    roles: tuple[Role, ...]
    field: Field
    until: tuple[Event, ...]
    at_most: tuple[Sight, ...]


UNKNOWNS = (
    Unknown("K1", "主场不知副场", "the host does not know the sub-venue", (Role.HOST,), Field.SUBVENUE, _BEFORE_OPENING, _NOT_EVEN_A_TOKEN),
    Unknown(
        "K2", "副场不知项目", "the sub-venue does not know the tender", (Role.SUBVENUE,), Field.TENDER, _BEFORE_OPENING, _NOT_EVEN_A_TOKEN
    ),
    Unknown(
        "K3",
        "招标人、代理不知专家",
        "the tenderer does not know the experts",
        (Role.TENDERER,),
        Field.PERSON_DRAWN,
        _BEFORE_OPENING,
        _NOT_EVEN_A_TOKEN,
    ),
    Unknown(
        "K3",
        "招标人、代理不知专家姓名",
        "nor their names while they evaluate",
        (Role.TENDERER,),
        Field.PERSON_DRAWN,
        _BEFORE_REPORT,
        _NO_NAME,
    ),
    Unknown(
        "K3", "投标人不知专家", "bidders do not know the experts", (Role.BIDDER,), Field.PERSON_DRAWN, _BEFORE_RESULT, _NOT_EVEN_A_TOKEN
    ),
    Unknown("K4", "专家不知项目", "the expert does not know the tender", (Role.EXPERT,), Field.TENDER, _BEFORE_OPENING, _NOT_EVEN_A_TOKEN),
    Unknown("K4", "专家不知同组专家", "experts do not know each other", (Role.PEER,), Field.PERSON_DRAWN, _BEFORE_REPORT, _NO_NAME),
    Unknown(
        "K5",
        "工作人员不知专家",
        "staff and supervisors do not know the experts",
        (Role.HOST, Role.SUBVENUE, Role.SUPERVISOR),
        Field.PERSON_DRAWN,
        _BEFORE_OPENING,
        _NO_NAME,
    ),
)


def broken_unknowns(profile: Profile, on: date | None = None) -> Iterator[str]:
    """One sentence for each cell of a profile that lets a group know too early; none for a profile that may be used."""
    for unknown in UNKNOWNS:
        for role in (*unknown.roles, *_seen_like(unknown.roles)):
            early = [event for event in unknown.until if visible(unknown.field, role, event, profile, on) not in unknown.at_most]
            if early:
                yield f"{unknown.code} {unknown.says}：{role}在{early[0]}即可见{unknown.field}（{profile.id}）"


def _seen_like(roles: tuple[Role, ...]) -> tuple[Role, ...]:
    """The operator stands with the host, the public with the bidders."""
    return tuple(other for other, role in ((Role.OPERATOR, Role.HOST), (Role.PUBLIC, Role.BIDDER)) if role in roles)
