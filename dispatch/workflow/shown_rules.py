"""委员会须知: what the rules say of the leader and the representatives of this committee, as far as this viewer may know it."""

from __future__ import annotations

from dataclasses import dataclass

from dispatch.workflow.exceptions.sections import bidding_units
from dispatch.workflow.records import TenderRecord, TenderState
from dispatch.workflow.screen import facts_of
from dispatch.workflow.shown import Sights
from dispatch.workflow.work import Work
from policies.calendar import local_day
from policies.disclosure import Sight
from policies.panel import leader_is_an_expert, more_time_votes, representatives_stay_out
from policies.profiles import PolicyDay, profile
from policies.retention import archive_of, kept_until
from policies.sources import cite
from policies.vocabulary.roles import Event, Field
from policies.vocabulary.source import Source
from policies.vocabulary.tender import LawFamily, Tender

_OVER = (TenderState.ARCHIVED, TenderState.REFUSED, TenderState.CANCELLED)
_ARCHIVE_RULES = {LawFamily.TENDERING: "RE-04", LawFamily.PROCUREMENT: "RE-01"}


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that people have to keep to, with the rule that asks for it."""

    code: str
    chinese: str
    english: str
    source: str


def committee_notes(sights: Sights, work: Work) -> tuple[Note, ...]:
    """Who may lead, how many can ask for more time; once this viewer may know who bids, that an interested tenderer sends nobody;

    and once all is over, how long the archive is kept.
    """
    if not sights.fully(Field.TENDER):
        return ()
    tender = sights.record.tender
    rules = profile(tender.profile).on(local_day(tender.opening_at))
    notes = [_leader(tender, rules), *_more_time(tender, rules)]
    knows_bidders = sights.of(Field.BIDDERS) is Sight.YES and Event.BID_DEADLINE in sights.events
    if tender.reps and knows_bidders and _interested(sights, rules, work):
        said = "招标人（采购人）与投标人有利害关系，依本地规定不得派代表参加评标委员会"
        basis = rules.profile.setting("panel.representatives_of_the_interested", rules.day, tender.law_family).sources[0]
        notes.append(_note("ZB-04", said, "the tenderer has an interest in a bidder: no representative may sit", basis))
    if sights.record.state in _OVER:
        notes.append(_archive(sights.record, work))
    return tuple(notes)


def _leader(tender: Tender, rules: PolicyDay) -> Note:
    if leader_is_an_expert(tender, rules):
        return _note("GP-07", leader_is_an_expert.sentence({}), leader_is_an_expert.english({}), _source_of_leader(tender, rules))
    return _note("ZB-09", "组长由成员推举或者由招标人确定", "the members elect the leader, or the tenderer sets him", cite("O12-9"))


def _more_time(tender: Tender, rules: PolicyDay) -> tuple[Note, ...]:
    if tender.law_family is not LawFamily.TENDERING:
        return ()
    votes = more_time_votes(tender.committee, rules)
    said = f"评标委员会成员中{votes}人以上认为评标时间不够的，应当适当延长"
    return (_note("TM-01", said, f"if {votes} or more members find the time too short, it is extended", cite("ZBT-48")),)


def _archive(record: TenderRecord, work: Work) -> Note:
    """Counted from the last event of the tender, since what comes after it ends nothing."""
    moments = work.uow.tenders.moments(record.id).values()
    ended, rules, family = local_day(max(moment.at for moment in moments)), profile(record.tender.profile), record.tender.law_family
    until, basis = kept_until(family, ended, rules), archive_of(family, ended, rules).sources[0]
    said = f"本项目的档案（含抽取记录）至少保存至{until}"
    return _note(_ARCHIVE_RULES[family], said, f"the archive of this tender, the record of its draw included, is kept until {until}", basis)


def _source_of_leader(tender: Tender, rules: PolicyDay) -> Source:
    """A region's own article, where the region has one for this family of law."""
    setting = rules.profile.setting("panel.leader", rules.day, tender.law_family)
    return setting.sources[0] if setting.changed else leader_is_an_expert.source


def _interested(sights: Sights, rules: PolicyDay, work: Work) -> bool:
    units = bidding_units(sights.record, work)
    return units is not None and representatives_stay_out(facts_of(sights.record.tender, [], work, bidders=units), rules)


def _note(code: str, chinese: str, english: str, source: Source) -> Note:
    return Note(code, chinese, english, str(source))
