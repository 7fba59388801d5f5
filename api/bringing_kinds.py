"""What can be brought over the web: each kind with whose work it is, what its tables seem to be, and how it is checked and stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from api.bringing import Wish, bring_pool, bring_relations
from api.bringing_small import SmallWish, bring_application, bring_bidders, bring_calendar, bring_venues, marks_of
from api.bringing_store import POOL, RELATIONS, Brought
from dispatch.adapters.brought_files import (
    APPLICATION,
    BIDDERS,
    CALENDAR,
    VENUES,
    Watch,
    national_file,
    propose_pool,
    propose_relations,
    propose_small,
)
from dispatch.bootstrap import Services
from dispatch.intake.error_sheet import FAULTY
from dispatch.intake.findings import Finding
from dispatch.intake.mapping import ColumnMapping
from dispatch.intake.refusals import BadMembers
from dispatch.intake.shapes import Proposed
from dispatch.workflow.experts.entries import Act
from dispatch.workflow.pool_changes import Change
from dispatch.workflow.pool_import import ImportReport, Way
from dispatch.workflow.shown import Viewer
from policies.calendar import local_day
from policies.vocabulary.roles import Role

NATIONAL = ".json"
Paths = Sequence[Path]


@dataclass(frozen=True, slots=True)
class Errand:
    """One run: what was brought, how, and where bad rows are to be written."""

    brought: Brought
    way: Way
    errors: Path
    watch: Watch

    @property
    def wish(self) -> SmallWish:
        corrects = Act(self.brought.owner, self.brought.why) if self.brought.why else None
        return SmallWish(self.brought.mapping, self.way.dry_run, corrects, self.errors)

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.brought.owner, Role(self.brought.role), self.brought.scope)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: the page where it is chosen, and whose work it is."""

    page: str
    roles: frozenset[Role]
    propose: Callable[[Paths, ColumnMapping, Services], tuple[Proposed, ...]]
    bring: Callable[[Paths, Services, Errand], ImportReport]


def _pool(paths: Paths, services: Services, errand: Errand) -> ImportReport:
    return bring_pool(paths[0], services, Wish(errand.brought.mapping, paths[1:], errand.way, errand.errors), errand.watch)


def _relations(paths: Paths, services: Services, errand: Errand) -> ImportReport:
    return bring_relations(services, Wish(errand.brought.mapping, paths, errand.way, errand.errors))


def _venues(paths: Paths, services: Services, errand: Errand) -> ImportReport:
    report = bring_venues(paths[0], services, errand.wish)
    return ImportReport(len(report.stored), len(report.unchanged), (), (), tuple(Change("", change) for change in report.changes))


def _application(paths: Paths, services: Services, errand: Errand) -> ImportReport:
    record, is_new = bring_application(paths[0], services, errand.wish, errand.brought.owner)
    return _one(is_new, f"{record.id} {record.tender.title}")


def _bidders(paths: Paths, services: Services, errand: Errand) -> ImportReport:
    listed, changed = bring_bidders(paths[0], services, errand.wish, errand.viewer)
    return _one(changed, f"{listed.id}：{len(listed.bidders)}")


def _calendar(paths: Paths, services: Services, errand: Errand) -> ImportReport:
    """Put forward, not stored: another person decides."""
    found = bring_calendar(paths[0], services, errand.wish, Act(errand.brought.owner, errand.brought.why))
    changes = tuple(Change("", str(each.day), each.was, each.becomes) for each in found.changes)
    return ImportReport(len(found.fresh), len(found.years) - len(found.fresh), (), (), changes)


def _one(changed: bool, what: str) -> ImportReport:
    return ImportReport(int(changed), int(not changed), (), (), (Change("", what),) if changed else ())


def _told(bring: Callable[[Paths, Services, Errand], ImportReport]) -> Callable[[Paths, Services, Errand], ImportReport]:
    """As `bring`, with what is wrong in the file as rows of the report: a small file is never taken in part."""

    def told(paths: Paths, services: Services, errand: Errand) -> ImportReport:
        try:
            return bring(paths, services, errand)
        except BadMembers as refusal:
            return ImportReport(0, 0, findings_of(refusal), ())

    return told


def findings_of(refusal: BadMembers) -> tuple[Finding, ...]:
    """The faults of a small file: those of cells by row, those of a document by their member."""
    marks = marks_of(refusal)
    placed = tuple(
        Finding(mark.place.row, " ".join(filter(None, (mark.place.table, mark.column))), FAULTY, mark.chinese, mark.english)
        for mark in marks
    )
    loose = refusal.facts.get("loose", ())
    return placed + tuple(Finding(0, "", FAULTY, *pair) for pair in (loose if isinstance(loose, tuple) else ()))


def _propose_pool(paths: Paths, laid_down: ColumnMapping, services: Services) -> tuple[Proposed, ...]:
    """A file of the national specification has names of its own."""
    if paths[0].suffix == NATIONAL:
        national_file(paths[0])
        return propose_relations(paths[1:], laid_down)
    return propose_pool(paths[0], paths[1:], laid_down, local_day(services.clock()))


def _propose_small(kind: str) -> Callable[[Paths, ColumnMapping, Services], tuple[Proposed, ...]]:
    return lambda paths, laid_down, _: propose_small(paths[0], kind, replace(laid_down, strict=False))


_LIBRARY, _SITE, _DESK = frozenset({Role.LIBRARIAN}), frozenset({Role.OPERATOR, Role.HOST}), frozenset({Role.OPERATOR})
KINDS = {
    POOL: Kind("bring.page", _LIBRARY, _propose_pool, _pool),
    RELATIONS: Kind("bring.page", _LIBRARY, lambda paths, laid_down, _: propose_relations(paths, laid_down), _relations),
    VENUES: Kind("small.page", _SITE, _propose_small(VENUES), _told(_venues)),
    APPLICATION: Kind("small.page", _DESK, _propose_small(APPLICATION), _told(_application)),
    CALENDAR: Kind("small.page", _DESK, _propose_small(CALENDAR), _told(_calendar)),
    BIDDERS: Kind("small.page", _DESK | {Role.TENDERER}, _propose_small(BIDDERS), _told(_bidders)),
}
EVERYBODY = frozenset().union(*(kind.roles for kind in KINDS.values()))
