"""表单种类: the list of printouts, who gets a copy of each, and which fields of the visibility matrix it needs.

The list is explained in docs/documents.md; the matrix decides from which event on each field, and so each document, opens.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dispatch.documents.refusals import UnknownDocument
from policies.vocabulary.roles import Field, Role


class Kind(StrEnum):
    """Names as the command line takes them."""

    APPLICATION = "application"
    DRAW_RECORD = "draw-record"
    LETTER = "letter"
    ATTENDANCE = "attendance"
    SEATING = "seating"
    PLEDGE = "pledge"
    REDRAW = "redraw"
    PAUSE = "pause"
    INCIDENT = "incident"
    RATING = "rating"
    FEES = "fees"
    UNSEALING = "unsealing"
    VERIFICATION = "verification"


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of document: its titles, its mark in document numbers, who gets it, and what that person must be allowed to see.

    `unnamed` forms stand for a tender by its token only; `settings` are those whose unverified values are marked.
    """

    kind: Kind
    mark: str
    chinese: str
    english: str
    readers: tuple[Role, ...]
    fields: tuple[Field, ...]
    settings: tuple[str, ...] = ()
    landscape: bool = False
    unnamed: bool = False
    secrecy: str = "内部"

    @property
    def place(self) -> str:
        """Two digits by which files of one tender sort."""
        return f"{FORMS.index(self) + 1:02d}"


_SITE = (Role.HOST, Role.SUBVENUE)
_OVERSIGHT = (Role.SUPERVISOR, Role.AUDITOR)
FORMS = (
    Form(
        Kind.APPLICATION, "SQ", "评标专家抽取申请表", "application for a draw of experts",
        (Role.TENDERER, Role.OPERATOR, Role.HOST, Role.SUPERVISOR), (Field.TENDER,), ("panel.", "screening.", "intervals.calls_"),
    ),
    Form(
        Kind.DRAW_RECORD, "CQ", "评标专家抽取记录表", "record of the draw",
        _OVERSIGHT, (Field.TENDER, Field.PERSON_DRAWN, Field.CALL_LOG, Field.COMMITMENT), ("ladder.", "intervals.reply_window"),
        landscape=True, secrecy="解封前密存",
    ),
    Form(
        Kind.LETTER, "MH", "密函", "sealed letters",
        (Role.SUPERVISOR,), (Field.PERSON_DRAWN, Field.BOOTH, Field.SUBVENUE), ("seats.",), unnamed=True, secrecy="密",
    ),
    Form(
        Kind.ATTENDANCE, "QD", "专家签到表", "attendance sheet",
        _SITE, (Field.PERSON_DRAWN,), ("settlement.late_after",), unnamed=True, secrecy="仅限门岗",
    ),
    Form(
        Kind.SEATING, "XW", "评标席位表", "booths of a venue",
        (*_SITE, Role.SUPERVISOR), (Field.BOOTH,), ("seats.",), unnamed=True, secrecy="仅限场内",
    ),
    Form(
        Kind.PLEDGE, "CN", "回避与廉洁承诺书", "declaration of recusal and integrity",
        (Role.HOST, Role.SUPERVISOR), (Field.TENDER, Field.PERSON_DRAWN), ("screening.",),
    ),
    Form(
        Kind.REDRAW, "BC", "专家更换（补抽）记录", "record of replacements and redraws",
        _OVERSIGHT, (Field.TENDER, Field.PERSON_DRAWN, Field.CALL_LOG), ("ladder.",), landscape=True, secrecy="解封前密存",
    ),
    Form(
        Kind.PAUSE, "ZT", "评标暂停与封存记录", "record of pause and seals",
        (Role.HOST, Role.SUPERVISOR), (Field.TENDER, Field.SUBVENUE), ("intervals.night_cutoff",),
    ),
    Form(
        Kind.INCIDENT, "SG", "事故情况说明", "statement on an incident",
        (Role.HOST, Role.SUPERVISOR), (Field.TENDER,),
    ),
    Form(
        Kind.RATING, "PJ", "一标一评表", "rating after one evaluation, both ways",
        (Role.TENDERER, Role.SUPERVISOR), (Field.TENDER, Field.PERSON_DRAWN, Field.SPECIALTY), ("intervals.mutual_rating",),
    ),
    Form(
        Kind.FEES, "FY", "专家劳务报酬发放表", "fee sheet",
        (Role.FINANCE, Role.TENDERER), (Field.FEE,), ("settlement.",), landscape=True, secrecy="财务内部",
    ),
    Form(
        Kind.UNSEALING, "JF", "解封日志", "log of unsealings",
        (Role.AUDITOR, Role.SUPERVISOR), (Field.TENDER, Field.COMMITMENT, Field.TRANSCRIPT), landscape=True,
    ),
    Form(
        Kind.VERIFICATION, "HY", "可核验抽取记录", "how to verify this draw",
        (Role.PUBLIC, Role.TENDERER, *_OVERSIGHT), (), secrecy="公开",
    ),
)  # fmt: skip
_BY_KIND = {form.kind: form for form in FORMS}


def form_of(kind: str) -> Form:
    """The form of this name. Raises UnknownDocument."""
    try:
        return _BY_KIND[Kind(kind)]
    except ValueError:
        raise UnknownDocument(kind=kind[:32], known="、".join(_BY_KIND)) from None
