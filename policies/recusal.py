"""回避: who is too near to a party of this tender (R1 to R6), acts in it already (R8), has no time (R9), or is its own staff (R11).

Parties are compared by blind keys, never by parts of a name; a sentence names the party's role only.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from policies.sources import cite
from policies.tender_facts import PartyRole, TenderFacts, years_before
from policies.vocabulary.roster import Column, RelationLine, Roster, RosterLine, UnitKeys
from policies.vocabulary.rule import NOT_KNOWN, Finding, PersonRule, person_rule
from policies.vocabulary.tender import LawFamily

_NOW_EMPLOYED, _ONCE_EMPLOYED, _SHARES = ("任职",), ("曾任职",), ("持股",)
_EMPLOYER = "登记信息：所在单位"
_KIN, _AUTHOR, _DISPUTE, _SUPERVISES = ("近亲属任职",), ("编制参与", "同项目前期评审"), ("争议",), ("监管人员",)


@person_rule(
    "R1",
    source=cite("ZBT-46-PARTIES"),
    in_procurement=cite("ZCT-9-PARTIES"),
    says="现任职于本项目的{role}",
    says_en="is employed by {role_en} of this tender",
)
def works_for_a_party(roster: Roster, tender: TenderFacts) -> Column:
    """The parties themselves, and every company of their groups."""
    units = (*tender.units(), *tender.group())
    return (roster.on_job & roster.employer.isin(units)) | roster.related(_NOW_EMPLOYED, units, tender.opens_on)


@works_for_a_party.unknown
def _(roster: Roster, tender: TenderFacts) -> Column:
    """Employed by nobody knows whom, or by a company of which nobody knows whether it belongs; or retired from a party on record."""
    units = (*tender.units(), *tender.group())
    retired_from_a_party = ~roster.on_job & roster.employer.isin(tender.units())
    perhaps = (roster.on_job & roster.employer.isin(tender.perhaps)) | roster.related(_NOW_EMPLOYED, tender.perhaps, tender.opens_on)
    nameless = roster.on_job & ~roster.employer.comparable(units)
    return nameless | retired_from_a_party | perhaps | roster.related_vaguely(_NOW_EMPLOYED)


@works_for_a_party.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    near = [_employed(line, units, tender) for units in (tender.units, tender.group)]
    if any(near):
        roles = [(str(role), role.english) for role in near[0]]
        roles += [(f"{role}的母子公司", f"a company of the group of {role.english}") for role in near[1]]
        units = (*tender.units(), *tender.group())
        evidence = cited_or(_EMPLOYER, _still(line, _NOW_EMPLOYED, units, tender.opens_on))
        return {"role": "、".join(cn for cn, _ in roles), "role_en": ", ".join(en for _, en in roles), "evidence": evidence}
    nameless = line.on_job and any(line.employer.same_as(unit) is None for unit in (*tender.units(), *tender.group()))
    from_record = any(line.employer.same_as(unit) for unit in tender.units())
    perhaps = line.on_job and any(line.employer.same_as(unit) for unit in tender.perhaps)
    vague = _vague(line, _NOW_EMPLOYED) or bool(_still(line, _NOW_EMPLOYED, tender.perhaps, tender.opens_on))
    return NOT_KNOWN if nameless or from_record or perhaps or vague else None


@person_rule(
    "R2",
    source=cite("ZCT-9-1"),
    says="{years}年内与供应商存在劳动关系，或者担任其董事、监事，或者持有其股份",
    says_en="was employed by a supplier, sat on its board or held its shares within {years} years",
)
def was_bound_to_a_supplier(roster: Roster, tender: TenderFacts) -> Column:
    since, retired_since = (years_before(tender.opens_on, years) for years in _look_backs(tender))
    bound = roster.related(_NOW_EMPLOYED, tender.suppliers, since) | roster.holding(tender.suppliers, since, tender.limits.holding_least)
    once = roster.related(_ONCE_EMPLOYED, tender.suppliers, since, open_ended=False)
    retired = ~roster.on_job & roster.related(_ONCE_EMPLOYED, tender.suppliers, retired_since, open_ended=False)
    return bound | once | retired | _any_share(roster, tender, since)


@was_bound_to_a_supplier.unknown
def _(roster: Roster, tender: TenderFacts) -> Column:
    """Nobody ever declared relations, or a former employment has no end on record."""
    if not tender.suppliers:
        return roster.nobody()
    undated = roster.related(_ONCE_EMPLOYED, tender.suppliers, date.max)  # whatever has an end, has it before then
    unsized = roster.holding_unknown(tender.suppliers, years_before(tender.opens_on, tender.limits.look_back))
    return ~roster.relations_declared | undated | unsized | roster.related_vaguely((*_NOW_EMPLOYED, *_ONCE_EMPLOYED, *_SHARES))


@was_bound_to_a_supplier.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    usual, retired = _look_backs(tender)
    years = usual if line.on_job else max(usual, retired)
    since, once = years_before(tender.opens_on, usual), _with(line, _ONCE_EMPLOYED, tender.suppliers)
    lately = [each for each in once if each.until is not None and each.until >= years_before(tender.opens_on, years)]
    least, held = tender.limits.holding_least, _still(line, _SHARES, tender.suppliers, since)
    large = [each for each in held if least == 0 or (each.share is not None and each.share >= least)]
    found = [*lately, *_still(line, _NOW_EMPLOYED, tender.suppliers, since), *large]
    if found:
        return {"years": years, "evidence": cited(found)}
    unclear = any(each.until is None for each in once) or any(each.share is None for each in held)
    return _not_known_if(line, tender, unclear or _vague(line, (*_NOW_EMPLOYED, *_ONCE_EMPLOYED, *_SHARES)))


@person_rule(
    "R3",
    source=cite("O12-12"),
    in_procurement=cite("ZCT-9-4"),
    says="有夫妻、直系血亲、三代以内旁系血亲或者近姻亲任职于供应商（不限于法定代表人、负责人）",
    says_en="has a spouse or near relative who serves a supplier, not only as its legal representative or head",
)
def kin_serve_a_supplier(roster: Roster, tender: TenderFacts) -> Column:
    return roster.related(_KIN, tender.suppliers, tender.opens_on)


@kin_serve_a_supplier.unknown
def _(roster: Roster, tender: TenderFacts) -> Column:
    return _undeclared(roster, tender, _KIN)


@kin_serve_a_supplier.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    found = _still(line, _KIN, tender.suppliers, tender.opens_on)
    return {"evidence": cited(found)} if found else _not_known_if(line, tender, _vague(line, _KIN))


@person_rule(
    "R4",
    source=cite("ZBT-46-PREPARED"),
    says="参与过本项目的前期论证、文件编制、设计或者监理，或者为供应商的顾问",
    says_en="took part in preparing this project, or advised a supplier",
)
def helped_to_prepare(roster: Roster, tender: TenderFacts) -> Column:
    return roster.related(_AUTHOR, (tender.project, *tender.suppliers))


@helped_to_prepare.unknown
def _(roster: Roster, tender: TenderFacts) -> Column:
    """Prepared something for the tenderer or the agent, and the record does not say which project."""
    hosts = tender.units(PartyRole.TENDERER, PartyRole.AGENT)
    return ~roster.relations_declared | roster.related(_AUTHOR, hosts) | roster.related_vaguely(_AUTHOR)


@helped_to_prepare.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    found = _with(line, _AUTHOR, (tender.project, *tender.suppliers))
    if found:
        return {"evidence": cited(found)}
    elsewhere = _with(line, _AUTHOR, tender.units(PartyRole.TENDERER, PartyRole.AGENT))
    return NOT_KNOWN if line.relations is None or elsewhere or _vague(line, _AUTHOR) else None


@person_rule(
    "R5",
    source=cite("ZJ-DISPUTE"),
    says="{years}年内与供应商有法律纠纷",
    says_en="had a legal dispute with a supplier within {years} years",
)
def quarrelled_with_a_supplier(roster: Roster, tender: TenderFacts) -> Column:
    return roster.related(_DISPUTE, tender.suppliers, years_before(tender.opens_on, tender.limits.dispute_look_back))


@quarrelled_with_a_supplier.unknown
def _(roster: Roster, tender: TenderFacts) -> Column:
    return _undeclared(roster, tender, _DISPUTE)


@quarrelled_with_a_supplier.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    years = tender.limits.dispute_look_back
    found = _still(line, _DISPUTE, tender.suppliers, years_before(tender.opens_on, years))
    if found:
        return {"years": years, "evidence": cited(found)}
    return _not_known_if(line, tender, _vague(line, _DISPUTE))


@person_rule(
    "R6",
    source=cite("ZBT-46"),
    in_procurement=cite("M198-16"),
    says="为本项目行政监督部门的工作人员",
    says_en="belongs to the department that supervises this tender",
)
def supervises_this_tender(roster: Roster, tender: TenderFacts) -> Column:
    return (roster.on_job & roster.employer.isin((tender.supervisor,))) | roster.related(_SUPERVISES, (tender.supervisor,), tender.opens_on)


@supervises_this_tender.unknown
def _(roster: Roster, tender: TenderFacts) -> Column:
    """In procurement the staff of every finance department stay out (M198-16); of another department nobody knows whether it is one."""
    elsewhere = roster.related_to_any(_SUPERVISES, tender.opens_on) if _procures(tender) else roster.nobody()
    return ~roster.relations_declared | roster.related_vaguely(_SUPERVISES) | elsewhere


@supervises_this_tender.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    staff = line.on_job and bool(line.employer.same_as(tender.supervisor))
    found = _still(line, _SUPERVISES, (tender.supervisor,), tender.opens_on)
    if staff or found:
        return {"evidence": cited_or(_EMPLOYER, found)}
    elsewhere = _procures(tender) and any(each.kind in _SUPERVISES and _lasts(each, tender.opens_on) for each in line.relations or ())
    return NOT_KNOWN if line.relations is None or elsewhere or _vague(line, _SUPERVISES) else None


@person_rule(
    "R8",
    source=cite("DESIGN"),
    says="已以其他身份参加本项目，同一项目只能一种身份",
    says_en="already acts in this tender in another role",
)
def acts_already(roster: Roster, tender: TenderFacts) -> Column:
    return roster.among(tender.taken)


@acts_already.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    return {"evidence": "本项目评标委员会名单"} if line.handle in tender.taken else None


@person_rule(
    "R9",
    source=cite("DESIGN"),
    says="评标日期（{days}）已参加其他评标",
    says_en="already sits on another committee on {days}",
)
def has_no_time(roster: Roster, tender: TenderFacts) -> Column:
    return roster.busy_on(tender.guarded_days)


@has_no_time.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    days = [day for day in tender.guarded_days if day in line.busy]
    return {"days": "、".join(map(str, days)), "evidence": "参评日程"} if days else None


@person_rule(
    "R11",
    source=cite("M198-16"),
    says="招标人（采购人）本单位人员只能作为代表参加，不得被抽取",
    says_en="is the tenderer's own staff, who may sit only as representative",
)
def is_the_tenderers_own(roster: Roster, tender: TenderFacts) -> Column:
    return roster.on_job & roster.employer.isin(tender.units(PartyRole.TENDERER))


@is_the_tenderers_own.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    own = any(line.employer.same_as(unit) for unit in tender.units(PartyRole.TENDERER))
    return {"evidence": _EMPLOYER} if line.on_job and own else None


# What speaks against somebody because of the parties, and can be asked once more when the bidders are known.
PARTY_RULES: tuple[PersonRule, ...] = (
    works_for_a_party,
    was_bound_to_a_supplier,
    kin_serve_a_supplier,
    helped_to_prepare,
    quarrelled_with_a_supplier,
    supervises_this_tender,
)
RECUSAL_RULES: tuple[PersonRule, ...] = (*PARTY_RULES, acts_already, has_no_time, is_the_tenderers_own)


def cited(found: Collection[RelationLine]) -> str:
    """Where the relations stand that a reason rests on; the sealed records are found by these marks."""
    return "关系记录 " + "、".join(each.evidence for each in found) if found else ""


def cited_or(otherwise: str, found: Collection[RelationLine]) -> str:
    return cited(found) or otherwise


def _employed(line: RosterLine, units: Callable[[PartyRole], tuple[UnitKeys, ...]], tender: TenderFacts) -> list[PartyRole]:
    """The roles of those units that employ this expert, as the registry or a relation says."""
    by_role = {role: units(role) for role in PartyRole}
    on_record = {role for role, each in by_role.items() if line.on_job and any(line.employer.same_as(unit) for unit in each)}
    return [role for role, each in by_role.items() if role in on_record or _still(line, _NOW_EMPLOYED, each, tender.opens_on)]


def _look_backs(tender: TenderFacts) -> tuple[int, int]:
    return tender.limits.look_back, tender.limits.look_back_retired


def _procures(tender: TenderFacts) -> bool:
    return tender.law_family is LawFamily.PROCUREMENT


def _any_share(roster: Roster, tender: TenderFacts, since: date) -> Column:
    """While any share counts, one whose size nobody recorded counts too."""
    return roster.related(_SHARES, tender.suppliers, since) if tender.limits.holding_least == 0 else roster.nobody()


def _undeclared(roster: Roster, tender: TenderFacts, kinds: Collection[str]) -> Column:
    """Whose relations to suppliers are not known; while no supplier is known there is nothing to ask yet."""
    return ~roster.relations_declared | roster.related_vaguely(kinds) if tender.suppliers else roster.nobody()


def _not_known_if(line: RosterLine, tender: TenderFacts, vague: bool) -> Finding:
    return NOT_KNOWN if tender.suppliers and (line.relations is None or vague) else None


def _with(line: RosterLine, kinds: Collection[str], units: Collection[UnitKeys]) -> list[RelationLine]:
    found = (relation for relation in line.relations or () if relation.kind in kinds)
    return [relation for relation in found if any(relation.other.same_as(unit) for unit in units)]


def _still(line: RosterLine, kinds: Collection[str], units: Collection[UnitKeys], ended_since: date) -> list[RelationLine]:
    """Those that have no end, or ended on this day or later."""
    return [each for each in _with(line, kinds, units) if _lasts(each, ended_since)]


def _lasts(relation: RelationLine, ended_since: date) -> bool:
    return relation.until is None or relation.until >= ended_since


def _vague(line: RosterLine, kinds: Collection[str]) -> bool:
    return any(relation.kind in kinds and relation.other == UnitKeys() for relation in line.relations or ())
