"""表单: gathers what one document needs through the visibility matrix, and makes it as PDF/A and XLSX.

A document is made for one reader; what the matrix does not give that reader at this moment does not stand in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dispatch.documents.content import Content
from dispatch.documents.kinds import FORMS, Form, Kind
from dispatch.documents.paper import Paper
from dispatch.documents.pdf import pdf
from dispatch.documents.refusals import NothingToPrint, NotTheirDocument
from dispatch.documents.words import DEMO, EMBEDDED, ROLES
from dispatch.documents.xlsx import xlsx
from dispatch.seats.refusals import NoVenue
from dispatch.workflow import documents_draw as of_draw
from dispatch.workflow import documents_money as of_money
from dispatch.workflow import documents_site as of_site
from dispatch.workflow.documents_link import link_of
from dispatch.workflow.documents_marks import unverified
from dispatch.workflow.documents_view import View
from dispatch.workflow.exceptions.appointed import mark_of
from dispatch.workflow.partners import host_venue
from dispatch.workflow.records import TenderRecord
from dispatch.workflow.refusals import NotAllowed, TooEarly, UnknownDraw
from dispatch.workflow.shown import Viewer, sights_of
from dispatch.workflow.shown_log import is_embedded
from dispatch.workflow.work import Work
from policies.vocabulary.refused import Refused
from policies.vocabulary.roles import Role

NOT_YET = (NotAllowed, NotTheirDocument, NothingToPrint, TooEarly, UnknownDraw, NoVenue)
_GATHER: dict[Kind, Callable[[View], Content]] = {
    Kind.APPLICATION: of_draw.application_of,
    Kind.DRAW_RECORD: of_draw.draw_record_of,
    Kind.LETTER: of_site.letters_of,
    Kind.ATTENDANCE: of_site.attendance_of,
    Kind.SEATING: of_site.seating_of,
    Kind.PLEDGE: of_site.pledge_of,
    Kind.REDRAW: of_draw.redraws_of,
    Kind.PAUSE: of_site.pause_of,
    Kind.INCIDENT: of_site.incident_of,
    Kind.RATING: of_money.rating_of,
    Kind.FEES: of_money.fees_of,
    Kind.UNSEALING: of_draw.unsealings_of,
    Kind.VERIFICATION: of_draw.verification_of,
}


@dataclass(frozen=True, slots=True)
class Made:
    """One document in both forms; `name` is the file's, without its ending."""

    paper: Paper
    name: str
    pdf: bytes
    xlsx: bytes


@dataclass(frozen=True, slots=True)
class Listed:
    """One kind for one reader: None if it can be made now, else why not."""

    form: Form
    viewer: Viewer
    refusal: Refused | None


def make(form: Form, record: TenderRecord, viewer: Viewer, work: Work, *, names: bool = False) -> Made:
    """One document in both forms.

    `names` unseals the names that this reader may know, with its entry in the log; else pseudonyms stand for everybody.
    Raises NotTheirDocument, NotAllowed, NothingToPrint, TooEarly.
    """
    return _bound(paper(form, view_for(form, record, viewer, work, names=names)), viewer)


def make_open(record: TenderRecord, work: Work, reader: Role | None = None, *, names: bool = False) -> Iterator[Made]:
    """Every document that can be made now: for this reader, or each for its first; those of the sub-venues for each of them."""
    digests: dict[str, str] = {}
    for form in FORMS:
        for viewer in _viewers(form, record, work, reader):
            try:
                yield _bound(paper(form, view_for(form, record, viewer, work, names=names, digests=digests)), viewer)
            except NOT_YET:
                continue  # its event has not come


def listed(record: TenderRecord, work: Work) -> tuple[Listed, ...]:
    """Every kind for every reader, and whether it can be made now; a sub-venue's is listed for each that takes part."""
    digests: dict[str, str] = {}
    found = []
    for form in FORMS:
        venues = [viewer for viewer in _viewers(form, record, work) if viewer.role is Role.SUBVENUE]
        for viewer in [*(of_role(role, record) for role in form.readers if role is not Role.SUBVENUE), *venues]:
            found.append(Listed(form, viewer, _closed(form, record, viewer, work, digests)))
    return tuple(found)


def listed_for(record: TenderRecord, viewer: Viewer, work: Work) -> tuple[Listed, ...]:
    """Every kind that is made for this viewer's role, and whether he can have it now."""
    digests: dict[str, str] = {}
    forms = (form for form in FORMS if viewer.role in form.readers)
    return tuple(Listed(form, viewer, _closed(form, record, viewer, work, digests)) for form in forms)


def view_for(
    form: Form, record: TenderRecord, viewer: Viewer, work: Work, *, names: bool = False, digests: dict[str, str] | None = None
) -> View:
    """What this reader may see, if it is enough for this form. Raises NotTheirDocument, NotAllowed."""
    if viewer.role not in form.readers:
        raise _not_theirs(form, viewer.role)
    sights = sights_of(record, viewer, work)
    for field in form.fields:
        sights.require(field)
    return View(sights, work, names, {} if digests is None else digests)


def paper(form: Form, view: View) -> Paper:
    """The document before it is put on paper. Raises NotAllowed, NothingToPrint, TooEarly."""
    record, work = view.record, view.work
    content = _GATHER[form.kind](view)
    return Paper(
        form=form,
        subject=record.token,
        about=record.tender.title if view.is_named and not form.unnamed else "",
        reader=view.reader,
        made_at=work.now,
        blocks=content.blocks,
        marks=tuple(unverified(form, record, work)),
        remarks=(*_mark(record), *content.remarks),
        edition=" · ".join([DEMO] * work.means.demo + [EMBEDDED] * is_embedded(work)),
        link=None if form.unnamed else link_of(view),
    )


def _mark(record: TenderRecord) -> tuple[str, ...]:
    """自行选定、直接确定 on every document of such a committee (GP-12)."""
    mark, named = mark_of(record), record.tender.appointment
    return (f"本委员会专家系{mark}，未经随机抽取（{named.consent_by}同意，{named.consent_no}）",) if mark and named else ()


def of_role(role: Role, record: TenderRecord) -> Viewer:
    """A reader of this role whose own this tender is; a sub-venue's must be named by its venue."""
    return Viewer("", role, (record.tender.tenderer.uscc or record.tender.tenderer.name) if role is Role.TENDERER else "")


def _bound(made: Paper, viewer: Viewer) -> Made:
    venue = f"-{viewer.scope}" if viewer.role is Role.SUBVENUE else ""
    return Made(made, f"{made.form.place}-{made.form.kind}{venue}", pdf(made), xlsx(made))


def _closed(form: Form, record: TenderRecord, viewer: Viewer, work: Work, digests: dict[str, str]) -> Refused | None:
    try:
        paper(form, view_for(form, record, viewer, work, digests=digests))
    except NOT_YET as refusal:
        return refusal
    return None


def _not_theirs(form: Form, role: Role) -> NotTheirDocument:
    return NotTheirDocument(
        title=form.chinese,
        title_en=form.english,
        role=ROLES[role],
        role_en=role.value,
        readers="、".join(ROLES[each] for each in form.readers),
        readers_en=", ".join(each.value for each in form.readers),
    )


def _viewers(form: Form, record: TenderRecord, work: Work, reader: Role | None = None) -> Iterator[Viewer]:
    chosen = reader or form.readers[0]
    if chosen in form.readers and chosen is not Role.SUBVENUE:
        yield of_role(chosen, record)
    if Role.SUBVENUE in form.readers and reader in (None, Role.SUBVENUE):
        venues = {kept.venue for kept in work.uow.venues.gate_passes(record.token)} - {_host(record, work)}
        yield from (Viewer("", Role.SUBVENUE, venue) for venue in sorted(venues))


def _host(record: TenderRecord, work: Work) -> str:
    try:
        return host_venue(record.tender, work).id
    except NoVenue:
        return ""
