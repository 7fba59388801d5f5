"""抽取方案: an approved application becomes a plan — who may be drawn from where, by which rules, into which booths — and is logged.

A seat whose specialty is too rare climbs the refill ladder, a log entry for each step; what stays short is refused in words.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from dispatch.draw import events
from dispatch.draw.commitments import tender_hash
from dispatch.draw.manifest import check_manifest, manifest_hash
from dispatch.draw.roster import Roster
from dispatch.kernel.canonical import canonical, labelled_hash
from dispatch.sealing.hpke import public_of
from dispatch.seats.refusals import NoSeatingPlan
from dispatch.workflow.apply import tender_of
from dispatch.workflow.book_booths import book_booths, booth_list
from dispatch.workflow.draw_log import append_own
from dispatch.workflow.means import ROLES
from dispatch.workflow.memory import remember, worker_secret
from dispatch.workflow.moments import token_mark
from dispatch.workflow.partners import partner_venues, structure_of
from dispatch.workflow.records import DrawRecord, DrawStep, TenderRecord, TenderState
from dispatch.workflow.refusals import NoVenue, PoolIsEmpty
from dispatch.workflow.roster import roster_lines
from dispatch.workflow.screen import facts_of, label_of
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.committee_rules import publication
from policies.intervals import call_hours, earliest_draw
from policies.ladder import Climb, Ladder, climb, home_areas, refuse_if_short
from policies.profiles import profile
from policies.refusals import SeatCannotBeFilled, SubvenuesTooSmall
from policies.screening import screen
from policies.specialties import classification
from policies.tender_facts import Scope
from policies.vocabulary.refused import Refused
from policies.vocabulary.venue import Venue

NO_COMMITTEE = (SeatCannotBeFilled, SubvenuesTooSmall, NoSeatingPlan)
NOT_YET = (PoolIsEmpty, NoVenue)
AGAIN = timedelta(minutes=10)
LAST_CALL = timedelta(hours=12)  # later than this before check-in, people are called at any hour


def plan_draw(tender_id: str, work: Work) -> None:
    """Plans the draw of an approved tender; a tender that cannot have a lawful committee is refused with its reasons."""
    record = tender_of(tender_id, work.uow)
    if record.state is not TenderState.APPROVED:
        return
    rules = profile(record.tender.profile)
    earliest = max(work.now, earliest_draw(record.tender, rules) or work.now)
    draw_at = min(call_hours(earliest, rules), max(earliest, record.tender.checkin_at - LAST_CALL))
    partners = partner_venues(record.tender, work)
    try:
        climbed, ladder = _climb(record, partners, work)
        _log_steps(record, climbed, work)
        refuse_if_short(climbed, ladder, record.tender.law_family)
        book_booths(record, work)
    except NO_COMMITTEE as refusal:
        refuse(record, refusal, work)
    except NOT_YET as lack:
        _wait(record, lack, work)
    else:
        _open(record, climbed, draw_at, work)


def _wait(record: TenderRecord, lack: Refused, work: Work) -> None:
    """Something is not set up yet: the tender stays approved, says what it waits for, and is planned again by itself."""
    work.uow.tenders.save(replace(record, refusal=(lack.chinese, lack.english)))
    work.uow.tasks.put("plan", record.id, work.now + AGAIN)


def refuse(record: TenderRecord, refusal: Refused, work: Work) -> None:
    """No committee can be formed: said in words, kept with the tender, logged by its code."""
    work.uow.log.append({"e": "refusal", "t": token_mark(record.token), "code": refusal.code}, kind="refusal")
    work.uow.tenders.save(replace(record, state=TenderState.REFUSED, refusal=(refusal.chinese, refusal.english)))


def ladder_of(record: TenderRecord, partners: tuple[Venue, ...], roster: Roster, work: Work) -> Ladder:
    rules = profile(record.tender.profile).on(local_day(work.now))
    held = [specialty for line in roster.lines for specialty in line.specialties]
    home = home_areas([record.tender.host_centre, *(venue.region for venue in partners)])
    return Ladder(rules, lambda edition: classification(edition).with_codes(held), home)


def _climb(record: TenderRecord, partners: tuple[Venue, ...], work: Work) -> tuple[Climb, Ladder]:
    roster = Roster(roster_lines(work))
    if not len(roster):
        raise PoolIsEmpty()
    ladder = ladder_of(record, partners, roster, work)

    def count(scope: Scope) -> int:
        return len(screen(roster, facts_of(record.tender, [scope], work)).eligible)

    return climb(record.tender.seats, ladder, count), ladder


def _log_steps(record: TenderRecord, climbed: Climb, work: Work) -> None:
    """Every step beyond the application's own demand stands in the log, as does what it found."""
    for taken in climbed.steps:
        widening = taken.widening
        kept = {
            "reason": taken.reason,
            "pool": taken.pool,
            "wanted": taken.wanted,
            "approval": widening.approval,
            "basis": [str(source) for source in widening.basis],
            "labels": [label_of(specialty) for specialty in widening.scope.specialties],
            "areas": list(widening.scope.areas),
            "at": int(work.now.timestamp()),
        }
        digest = labelled_hash("dispatch/ladder", record.token.encode("ascii"), canonical(kept)).hex()
        body = {"e": "ladder", "t": token_mark(record.token), "seat": taken.seat, "step": widening.step, "pool": taken.pool, "why": digest}
        idx = work.uow.log.append(body, kind="ladder")
        work.uow.tenders.add_ladder_step(record.id, taken.seat, widening.step, kept, idx)


def _open(record: TenderRecord, climbed: Climb, draw_at: datetime, work: Work) -> None:
    """Makes the manifest and its secrets, and logs the plan; from here on this draw is counted, whatever becomes of it."""
    entropy, structure = work.means.entropy, structure_of(record.tender, work)
    publish_from = publication(record.tender, profile(record.tender.profile))
    secrets = {name: entropy(size).hex() for name, size in (("salt", 32), ("tender_salt", 16), ("k_id", 32), ("k_grp", 32), ("worker", 16))}
    scopes = [{"labels": [label_of(s) for s in scope.specialties], "areas": list(scope.areas)} for scope in climbed.scopes]
    manifest = {
        "v": "vd1",
        "method": "tickets",
        "draw": secrets["worker"],
        "log": work.means.origin,
        "tender": tender_hash(record.id, bytes.fromhex(secrets["tender_salt"])).hex(),
        "prev": "",
        "carried": 0,
        "standby": 0,
        "seats": _seats(record, climbed.scopes),
        "rules": list(structure.rules),
        "venues": structure.venues,
        "keys": {token: key.hex() for token, key in work.means.signing_keys.items()},
        "parties": {party.token: party.links for party in work.means.parties},
        "roles": ROLES,
        "beacon": None,
        "worker": public_of(worker_secret(secrets["worker"], work.means)).hex(),
        "times": {"draw_at": int(draw_at.timestamp()), "publish_from": int(publish_from.timestamp())},
        "snapshot": _snapshot(work),
        "policy": _policy(record, scopes),
    }
    m = manifest_hash(manifest, bytes.fromhex(secrets["salt"])).hex()
    checked = check_manifest(manifest)
    draw = DrawRecord(m, DrawStep.FREEZE, 0, "", draw_at, publish_from, None, work.now)
    work.uow.draws.save(draw)
    plan = {**secrets, "manifest": manifest, "scopes": scopes, "booths": booth_list(record, work)}
    remember(m, "plan", plan, work)
    append_own(checked, events.plan(m, checked), work)
    work.uow.tenders.save(replace(record, state=TenderState.DRAWING, draw=m, refusal=()))
    work.uow.tasks.put("draw", m, work.now)


def _seats(record: TenderRecord, scopes: tuple[Scope, ...]) -> list[dict[str, Any]]:
    demanded = zip(record.tender.seats, scopes, strict=True)
    return [
        {"seat": f"seat{n}", "labels": sorted({label_of(s) for s in scope.specialties}), "count": seat.count}
        for n, (seat, scope) in enumerate(demanded)
    ]


def _snapshot(work: Work) -> str:
    """The registry as it stood: a hash over its rows' keyed content marks."""
    marks = sorted(person.content_mark for person in work.uow.registry.persons())
    return labelled_hash("dispatch/snapshot", *marks).hex()


def _policy(record: TenderRecord, scopes: list[dict[str, Any]]) -> str:
    """The eligibility rules of the day: profile, settings in force, and the scope of every seat."""
    day = local_day(record.approved_at or record.applied_at)
    settings = [[setting.name, str(setting.value)] for setting in profile(record.tender.profile).settings(day)]
    return labelled_hash("dispatch/policy", canonical({"profile": record.tender.profile, "settings": settings, "scopes": scopes})).hex()
