"""自行选定专家的申请: experts are named for an application that waits for approval; every rule is asked about each of them.

The law lets experts be named only on its grounds and with consent (ZB-03, GP-09); another person approves the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from dispatch.draw.tender_numbers import folded
from dispatch.workflow.apart import kept_apart
from dispatch.workflow.apply import tender_of
from dispatch.workflow.exceptions.appointed import Named, named_of, seal_named
from dispatch.workflow.exceptions.refusals import (
    MayNotBeAppointed,
    NamedAlready,
    NamedExpertsBarred,
    NamedForOtherSeats,
    NotTheApplicant,
    NotUnderWay,
    OnlyAtTheHost,
    SharesACommittee,
)
from dispatch.workflow.experts.entries import is_readable
from dispatch.workflow.experts.known import look_up
from dispatch.workflow.records import TenderRecord, TenderState
from dispatch.workflow.roster import roster_lines
from dispatch.workflow.screen import facts_of, label_of, scope_of
from dispatch.workflow.why_not import masked
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.committee_rules import colleagues_and_kin
from policies.encounters import ENCOUNTER_RULES
from policies.exceptions import appointment_facts, appointment_mark, appointment_rule
from policies.profiles import profile
from policies.recusal import has_no_time
from policies.screening import PERSON_RULES, explain
from policies.vocabulary.expert import Specialty
from policies.vocabulary.roster import RosterLine
from policies.vocabulary.rule import PersonRule
from policies.vocabulary.tender import Appointment

_BY_CALLS = (has_no_time, *ENCOUNTER_RULES)
_AT_NAMING = tuple(rule for rule in PERSON_RULES if rule not in _BY_CALLS)
"""Who is called elsewhere must not be learned by naming him (V4): these rules are asked once another person has approved."""


def name_experts(
    tender_id: str, named: tuple[Named, ...], *, ground: str, consent_by: str, consent_no: str, by: str, work: Work
) -> TenderRecord:
    """Seals the named experts into an application, which then gets no draw.

    The same ones again change nothing, and others are not put in their place.
    Raises NotUnderWay, NotTheApplicant, SharesACommittee, NamedAlready, OnlyAtTheHost, MayNotBeAppointed without ground or consent,
    NamedForOtherSeats, UnknownExpert, NamedExpertsBarred with every reason.
    """
    record = tender_of(tender_id, work.uow)
    if record.state is not TenderState.APPLIED:
        raise NotUnderWay(tender=record.id, state=record.state.value, act="自行选定专家", act_en="naming of experts")
    if folded(by) != folded(record.applied_by):
        raise NotTheApplicant(by=record.applied_by)
    if record.tender.shares:
        raise SharesACommittee(first=record.tender.shares, act="自行选定专家", act_en="naming of experts")
    wanted = Appointment(ground, consent_by.strip(), consent_no.strip(), "")
    if record.tender.appointment is not None:
        if (replace(record.tender.appointment, sealed=""), set(named_of(record, work))) == (wanted, set(named)):
            return record
        raise NamedAlready(tender=record.id)
    _check_law(record, ground, consent_by, consent_no)
    if record.tender.n_subvenues:
        raise OnlyAtTheHost()
    _check_seats(record, named)
    check_named(record, named, work, _AT_NAMING)
    remark = f"{wanted.consent_by}同意，{wanted.consent_no}"
    day = profile(record.tender.profile).on(local_day(record.tender.opening_at))
    tender = replace(
        record.tender,
        appointment=replace(wanted, sealed=seal_named(record, named, work)),
        extra={**record.tender.extra, appointment_mark(record.tender, day): remark},
    )
    work.uow.tenders.save(replace(record, tender=tender))
    return replace(record, tender=tender)


def check_named(record: TenderRecord, named: tuple[Named, ...], work: Work, rules: tuple[PersonRule, ...] = PERSON_RULES) -> None:
    """Asks every rule, or some, about each of them, and about all of them together. Raises UnknownExpert, NamedExpertsBarred."""
    lines = lines_of(named, work)
    strangers = [f"{one.no}：不在专家库" for one in named if one.no not in lines]
    against = strangers or [*_about_each(record, named, lines, rules, work), *_about_all(record, named, lines, work)]
    if against:
        raise NamedExpertsBarred(why="；".join(against))


def lines_of(named: tuple[Named, ...], work: Work) -> dict[str, RosterLine]:
    """What screening knows of each, by number. Raises UnknownExpert."""
    numbers = {look_up(one.no, work).ref: one.no for one in named}
    return {numbers[line.ref]: line for line in roster_lines(work, numbers)}


def _check_law(record: TenderRecord, ground: str, consent_by: str, consent_no: str) -> None:
    rules = profile(record.tender.profile).on(local_day(record.tender.opening_at))
    rule, facts = appointment_rule(record.tender), appointment_facts(record.tender, rules)
    if ground not in rule(rules) or not (is_readable(consent_by) and is_readable(consent_no)):
        raise MayNotBeAppointed(why=rule.sentence(facts), why_en=rule.english(facts), rule=rule.code, source=rule.source)


def _check_seats(record: TenderRecord, named: tuple[Named, ...]) -> None:
    """One expert for every place, none twice: a committee is drawn or named as a whole."""
    wanted = {n: seat.count for n, seat in enumerate(record.tender.seats)}
    if Counter(one.seat for one in named) != wanted or len({one.no for one in named}) < len(named):
        raise NamedForOtherSeats(experts=record.tender.experts, given=len(named))


def _about_each(
    record: TenderRecord, named: tuple[Named, ...], lines: dict[str, RosterLine], rules: tuple[PersonRule, ...], work: Work
) -> Iterator[str]:
    """Reasons of his own record in full; of what concerns others only that there is one (V12), in full for the supervisor."""
    for n, seat in enumerate(record.tender.seats):
        labels = [label_of(Specialty(seat.edition, code)) for code in seat.codes]
        facts = facts_of(record.tender, [scope_of({"labels": labels, "areas": []})], work)
        for one in (one for one in named if one.seat == n):
            yield from (
                f"{one.no}：{bar.sentence}（{bar.code}，{bar.source}）" for bar in masked(explain(lines[one.no], facts, rules).bars)
            )


def _about_all(record: TenderRecord, named: tuple[Named, ...], lines: dict[str, RosterLine], work: Work) -> Iterator[str]:
    """R10: not too many of one employer, and no pair that is kept apart."""
    rules = profile(record.tender.profile).on(local_day(record.tender.opening_at))
    cap = rules.count("panel.employer_cap")
    employers = Counter((line.employer.uscc or line.employer.name) for line in lines.values())
    crowded = any(count > cap for key, count in employers.items() if key)
    if crowded or kept_apart(list(lines.values()), rules, work):
        bar = colleagues_and_kin.bar({"cap": cap}, rules.own_source("panel.employer_cap"))
        yield f"{bar.sentence}（{bar.code}，{bar.source}）"
