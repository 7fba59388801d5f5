"""资格: who may serve at all (standing, age, years, title), and who fits a seat of this tender (specialty, area)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import reduce
from operator import or_

from policies.areas import area_of
from policies.sources import cite
from policies.tender_facts import Scope, TenderFacts, years_before
from policies.vocabulary.expert import Standing
from policies.vocabulary.roster import Column, RecordLine, Roster, RosterLine
from policies.vocabulary.rule import NOT_KNOWN, Finding, PersonRule, person_rule
from policies.vocabulary.tender import LawFamily

SENIOR, MIDDLE = "高级", "中级"
BAD_RECORD, LEAVE = "不良记录", "请假"  # kinds of record that a library keeps itself
_DAY = timedelta(days=1)
_WITHOUT_LIMIT = 99  # years
_YOUNGEST = 16 * 365 + 4  # days: sixteen years with their leap days; below this nobody may be employed
_Against = tuple[str, str, str]  # Chinese, English, where it stands


@person_rule(
    "R7",
    source=cite("O12-12"),
    in_procurement=cite("M198-6"),
    says="不在可抽取状态：{why}",
    says_en="may not be drawn: {why_en}",
)
def may_not_serve(roster: Roster, tender: TenderFacts) -> Column:
    suspended = roster.standing.isin((Standing.SUSPENDED,)) & ~roster.suspended_until.before(tender.drawn_on)
    outside = roster.standing.isin((Standing.LEFT,)) | roster.admitted.after(tender.drawn_on)
    punished = roster.on_record((BAD_RECORD,), _remembered_from(tender), tender.opens_on)
    away = roster.on_record((LEAVE,), tender.days[0], tender.days[-1])
    return suspended | outside | punished | away | roster.birth.before(_born_by(tender) + _DAY)


@may_not_serve.unknown
def _(roster: Roster, tender: TenderFacts) -> Column:
    """Nobody knows the age, or when the bad record is from; leave without a day means nothing."""
    return ~roster.birth.known() | roster.on_record_undated((BAD_RECORD,))


@may_not_serve.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    found = [*_outside_the_pool(line, tender), *_punished_or_away(line, tender)]
    if found:
        chinese, english, evidence = ("、".join(dict.fromkeys(words)) for words in zip(*found, strict=True))
        return {"why": chinese, "why_en": english.replace("、", ", "), "evidence": evidence}
    undated = any(each.kind == BAD_RECORD and not (each.since or each.until) for each in line.records)
    return NOT_KNOWN if line.birth is None or undated else None


@person_rule(
    "EX-01",
    source=cite("LABOUR-15"),
    says="登记信息自相矛盾，须先更正：{why}",
    says_en="the record contradicts itself and must be corrected first: {why_en}",
)
def contradicts_itself(roster: Roster, tender: TenderFacts) -> Column:
    """A record that cannot be true in every part is screened out with a reason, not dropped in silence."""
    as_a_child = roster.field_since.before_other(roster.birth, _YOUNGEST) | roster.admitted.before_other(roster.birth, _YOUNGEST)
    active_and_suspended = roster.standing.isin((Standing.ACTIVE,)) & roster.suspended_until.after(tender.drawn_on - _DAY)
    return as_a_child | active_and_suspended


@contradicts_itself.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    found = []
    if _too_young(line.field_since, line.birth):
        found.append(("从业起始时未满十六周岁", "in the field before the age of 16", "登记信息：从业起始时间、出生日期"))
    if _too_young(line.admitted, line.birth):
        found.append(("入库时未满十六周岁", "admitted before the age of 16", "登记信息：入库时间、出生日期"))
    if line.standing is Standing.ACTIVE and line.suspended_until is not None and line.suspended_until >= tender.drawn_on:
        found.append(("状态为正常而暂停尚未到期", "active while a suspension is running", "登记信息：状态、暂停至"))
    if not found:
        return None
    chinese, english, evidence = ("、".join(dict.fromkeys(words)) for words in zip(*found, strict=True))
    return {"why": chinese, "why_en": english.replace("、", ", "), "evidence": evidence}


def _too_young(day: date | None, birth: date | None) -> bool:
    return day is not None and birth is not None and (day - birth).days < _YOUNGEST


def _outside_the_pool(line: RosterLine, tender: TenderFacts) -> Iterator[_Against]:
    until, age, basis = line.suspended_until, tender.limits.age_under, tender.limits.age_basis
    if line.standing is Standing.SUSPENDED and (until is None or until >= tender.drawn_on):
        yield "暂停", "suspended", "登记信息：状态"
    if line.standing is Standing.LEFT:
        yield "已退出专家库", "has left the pool", "登记信息：状态"
    if line.admitted is not None and line.admitted > tender.drawn_on:
        yield "尚未入库", "not yet admitted", "登记信息：入库时间"
    if line.birth is not None and line.birth <= _born_by(tender):
        yield f"已满{age}周岁（{basis}）", f"aged {age} or more", "登记信息：出生日期"


def _punished_or_away(line: RosterLine, tender: TenderFacts) -> Iterator[_Against]:
    for each in line.records:
        if each.kind == BAD_RECORD and _touches(each, _remembered_from(tender), tender.opens_on):
            yield "有不良行为记录", "has a bad record", f"不良行为记录 {each.evidence}"
        if each.kind == LEAVE and _touches(each, tender.days[0], tender.days[-1]):
            yield "请假", "on leave", f"请假记录 {each.evidence}"


def _touches(record: RecordLine, first: date, last: date) -> bool:
    dated = record.since is not None or record.until is not None
    return dated and (record.since is None or record.since <= last) and (record.until is None or record.until >= first)


def _remembered_from(tender: TenderFacts) -> date:
    """The first day whose bad records still count."""
    years = tender.limits.bad_record_look_back
    return date.min if years >= _WITHOUT_LIMIT else years_before(tender.opens_on, years)


@person_rule(
    "ZB-02",
    source=cite("ZBF-37"),
    says="评标专家应当从事相关领域工作满{years}年并具有高级职称或者同等专业水平：{why}",
    says_en="must have {years} years in the field and a senior title or an equal level: {why_en}",
)
def lacks_senior_standing(roster: Roster, tender: TenderFacts) -> Column:
    if tender.law_family is not LawFamily.TENDERING:
        return roster.nobody()
    return (roster.title.known() & ~roster.title.isin((SENIOR,))) | roster.field_since.after(_in_field_by(tender))


@lacks_senior_standing.unknown
def _(roster: Roster, tender: TenderFacts) -> Column:
    if tender.law_family is not LawFamily.TENDERING:
        return roster.nobody()
    return ~roster.title.known() | ~roster.field_since.known()


@lacks_senior_standing.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    if tender.law_family is not LawFamily.TENDERING:
        return None
    low_title = line.title not in ("", SENIOR)
    if low_title or _too_short(line, tender):
        return _lacking(tender, low_title, _too_short(line, tender))
    return NOT_KNOWN if not line.title or line.field_since is None else None


@person_rule(
    "GP-11",
    source=cite("M198-6"),
    says="政府采购评审专家应当具有中级职称且从事相关领域工作满{years}年，或者具有高级职称：{why}",
    says_en="must have a middle title and {years} years in the field, or a senior title: {why_en}",
)
def lacks_procurement_standing(roster: Roster, tender: TenderFacts) -> Column:
    if tender.law_family is not LawFamily.PROCUREMENT:
        return roster.nobody()
    low_title = roster.title.known() & ~roster.title.isin((SENIOR, MIDDLE))
    return low_title | (roster.title.isin((MIDDLE,)) & roster.field_since.after(_in_field_by(tender)))


@lacks_procurement_standing.unknown
def _(roster: Roster, tender: TenderFacts) -> Column:
    if tender.law_family is not LawFamily.PROCUREMENT:
        return roster.nobody()
    return ~roster.title.known() | (roster.title.isin((MIDDLE,)) & ~roster.field_since.known())


@lacks_procurement_standing.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    if tender.law_family is not LawFamily.PROCUREMENT:
        return None
    low_title = line.title not in ("", SENIOR, MIDDLE)
    too_short = line.title == MIDDLE and _too_short(line, tender)
    if low_title or too_short:
        return _lacking(tender, low_title, too_short)
    return NOT_KNOWN if not line.title or (line.title == MIDDLE and line.field_since is None) else None


@person_rule(
    "ZB-06",
    source=cite("ZBT-46"),
    says="所登记的评标专业不在本次抽取的专业之内",
    says_en="holds none of the specialties drawn for",
)
def holds_no_wanted_specialty(roster: Roster, tender: TenderFacts) -> Column:
    return ~_any(roster, [roster.holds(scope.specialties) for scope in tender.scopes])


@holds_no_wanted_specialty.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    return None if any(_holds(line, scope) for scope in tender.scopes) else {"evidence": "登记信息：评标专业"}


@person_rule(
    "ZB-13",
    source=cite("O26-16"),
    says="属于其他依法组建的专家库，本次抽取未经批准扩大到该库",
    says_en="belongs to another lawfully built library, to which this draw was not extended with approval",
)
def of_another_library(roster: Roster, tender: TenderFacts) -> Column:
    """Of a library that no seat was extended to, or only seats for which this expert does not qualify."""
    others = roster.library.known()
    open_to = [roster.library.isin(scope.libraries) & roster.holds(scope.specialties) for scope in tender.scopes if scope.libraries]
    return others & ~_any(roster, open_to)


@of_another_library.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    fits = any(line.library in scope.libraries and _holds(line, scope) for scope in tender.scopes)
    return {"evidence": "登记信息：所属专家库"} if line.library and not fits else None


@person_rule(
    "TM-16",
    source=cite("N195-AUTO"),
    says="所在地区不在相应专业本次抽取的地域之内",
    says_en="lives outside the areas drawn from for the specialty held",
)
def lives_elsewhere(roster: Roster, tender: TenderFacts) -> Column:
    """Outside every area of the draw, or inside one that is open only to specialties this expert does not hold."""
    inside = [_lives_in(roster, scope) for scope in tender.scopes]
    if (
        len({(scope.areas, scope.libraries) for scope in tender.scopes}) <= 1
    ):  # one area for all: whoever is in it fits where he holds the specialty
        return ~_any(roster, inside[:1])
    held = [roster.holds(scope.specialties) for scope in tender.scopes]
    fits = _any(roster, [area & specialty for area, specialty in zip(inside, held, strict=True)])
    return ~_any(roster, inside) | (_any(roster, held) & ~fits)


@lives_elsewhere.reason
def _(line: RosterLine, tender: TenderFacts) -> Finding:
    inside = [scope for scope in tender.scopes if reaches(scope, line)]
    held = any(_holds(line, scope) for scope in tender.scopes)
    fits = any(_holds(line, scope) for scope in inside)
    return {"evidence": "登记信息：行政区域"} if not inside or (held and not fits) else None


STANDING_RULES: tuple[PersonRule, ...] = (contradicts_itself, may_not_serve, lacks_senior_standing, lacks_procurement_standing)
SCOPE_RULES: tuple[PersonRule, ...] = (holds_no_wanted_specialty, of_another_library, lives_elsewhere)


def _born_by(tender: TenderFacts) -> date:
    """Whoever was born on or before this day has reached the age limit on the first day of evaluation."""
    return years_before(tender.opens_on, tender.limits.age_under)


def _in_field_by(tender: TenderFacts) -> date:
    return years_before(tender.opens_on, tender.limits.years_in_field)


def _too_short(line: RosterLine, tender: TenderFacts) -> bool:
    return line.field_since is not None and line.field_since > _in_field_by(tender)


def _lacking(tender: TenderFacts, low_title: bool, too_short: bool) -> Finding:
    evidence = [*(["登记信息：职称"] if low_title else []), *(["登记信息：从业起始时间"] if too_short else [])]
    chinese = [*(["职称不符"] if low_title else []), *(["年限不足"] if too_short else [])]
    english = [*(["title too low"] if low_title else []), *(["too few years"] if too_short else [])]
    why = {"why": "、".join(chinese), "why_en": ", ".join(english), "evidence": "、".join(evidence)}
    return {"years": tender.limits.years_in_field, **why}


def _any(roster: Roster, columns: list[Column]) -> Column:
    return reduce(or_, columns, roster.nobody())


def reaches(scope: Scope, line: RosterLine) -> bool:
    """Whether this expert lives where the scope asks for, or comes from a library that it was extended to."""
    return not scope.areas or area_of(line.region) in scope.areas or (bool(line.library) and line.library in scope.libraries)


def open_to(scope: Scope, line: RosterLine) -> bool:
    """Whether the scope takes him in: one of our own by where he lives, one of another library wherever that is."""
    return line.library in scope.libraries if line.library else reaches(scope, line)


def _lives_in(roster: Roster, scope: Scope) -> Column:
    here = roster.area.isin(scope.areas) if scope.areas else ~roster.nobody()
    return here | roster.library.isin(scope.libraries) if scope.libraries else here


def within(roster: Roster, scope: Scope) -> Column:
    """Who fits one scope: specialty, area, and a library that it reaches."""
    ours = ~roster.library.known() | roster.library.isin(scope.libraries)
    return roster.holds(scope.specialties) & _lives_in(roster, scope) & ours


def _holds(line: RosterLine, scope: Scope) -> bool:
    return any(specialty in scope.specialties for specialty in line.specialties)
