"""抽取申请的检查: an application that cannot lead to a lawful committee is refused at once, with the rule that it breaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from policies.calendar import LOCAL, local_day
from policies.panel import CommitteeRules, committee, legal_places, spoken
from policies.profiles import PolicyDay, Profile
from policies.refusals import (
    ApplicationRefused,
    CheckinAfterOpening,
    CommitteeEven,
    CommitteeTooSmall,
    NoLegalExpert,
    OpeningTooFar,
    TenderInThePast,
    TooFewExperts,
    TooManyRepresentatives,
    TooManySubvenues,
)
from policies.vocabulary.bar import Bar
from policies.vocabulary.tender import Tender


def check_application(tender: Tender, profile: Profile, now: datetime) -> tuple[Bar, ...]:
    """The rules that this application keeps, as sentences with sources.

    Raises the first of its objections, an `ApplicationRefused`.
    """
    for objection in objections(tender, profile, now):
        raise objection
    return committee(tender, profile, local_day(tender.opening_at)).grounds()


def objections(tender: Tender, profile: Profile, now: datetime) -> Iterator[ApplicationRefused]:
    """Everything against an application: its times first, then its committee by the rules of the evaluation day."""
    yield from _wrong_times(tender, profile, now)
    if tender.opening_at > now:
        rules = committee(tender, profile, local_day(tender.opening_at))
        yield from _wrong_committee(tender, rules)
        yield from _no_legal_expert(tender, rules, profile.on(local_day(tender.opening_at)))
        yield from _too_many_subvenues(tender, profile.on(local_day(tender.opening_at)))


def _wrong_times(tender: Tender, profile: Profile, now: datetime) -> Iterator[ApplicationRefused]:
    if tender.opening_at <= now:
        yield TenderInThePast(what="开标时间", what_en="opening", at=_shown(tender.opening_at), now=_shown(now))
    elif tender.checkin_at <= now:
        yield TenderInThePast(what="签到时间", what_en="check-in", at=_shown(tender.checkin_at), now=_shown(now))
    if tender.checkin_at > tender.opening_at:
        yield CheckinAfterOpening(checkin=_shown(tender.checkin_at), opening=_shown(tender.opening_at))
    horizon = profile.on(local_day(now)).count("panel.horizon")
    if tender.opening_at > now + timedelta(days=horizon):
        yield OpeningTooFar(opening=_shown(tender.opening_at), days=horizon)


def _wrong_committee(tender: Tender, rules: CommitteeRules) -> Iterator[ApplicationRefused]:
    members = tender.committee
    rule, least = rules.least_members
    if members < least:
        yield CommitteeTooSmall(given=members, least=least, rule=rule.code, source=rules.source_of(rule))
    if rules.odd is not None and members % 2 == 0:
        yield CommitteeEven(given=members, rule=rules.odd.code, source=rules.source_of(rules.odd))
    rule, share = rules.share
    if tender.experts < rules.least_experts(members):
        least = rules.least_experts(members)
        yield TooFewExperts(
            members=members,
            given=tender.experts,
            least=least,
            share=spoken(share),
            share_en=share,
            rule=rule.code,
            source=rules.source_of(rule),
        )
    rule, most = rules.most_representatives(members)
    if tender.reps > most:
        yield TooManyRepresentatives(given=tender.reps, most=most, rule=rule.code, source=rules.source_of(rule))


def _no_legal_expert(tender: Tender, rules: CommitteeRules, day: PolicyDay) -> Iterator[ApplicationRefused]:
    rule, least = rules.legal
    if legal_places(tender, day) < least:
        yield NoLegalExpert(least=least, rule=rule.code, source=rules.source_of(rule))


def _too_many_subvenues(tender: Tender, rules: PolicyDay) -> Iterator[ApplicationRefused]:
    least = rules.count("panel.subvenue_least")
    if tender.n_subvenues * least > tender.experts:
        source = rules.profile.setting("panel.subvenue_least", rules.day).sources[0]
        yield TooManySubvenues(subvenues=tender.n_subvenues, least=least, experts=tender.experts, rule="YD-02", source=source)


def _shown(at: datetime) -> str:
    return at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
