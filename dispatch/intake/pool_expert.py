"""专家库的一行: one line becomes one expert, or says in Chinese what is wrong with it.

Nothing is guessed: no edition of a specialty, no date, no employer. Age is policy, and here never more than a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from dispatch.intake import identifiers as ids
from dispatch.intake.column_names import SUSPENDED_UNTIL
from dispatch.intake.pool_columns import Day, demo_notes
from dispatch.intake.reading import Note, Read, RowReader, doubt, fault
from dispatch.intake.specialties import EDITIONS, is_known_leaf, is_leaf_form, split_codes
from policies.vocabulary.expert import Bank, Category, Contact, Expert, Identity, Specialty, Standing
from policies.vocabulary.ids import ExpertNo, RegionCode

_ID_FAULTS: dict[str, Callable[[str], str | None]] = {
    "居民身份证": ids.citizen_id_fault,
    "港澳台居民居住证": ids.residence_permit_fault,
    "护照": ids.other_document_fault,
    "其他": ids.other_document_fault,
}
_WITH_BIRTH = ("居民身份证", "港澳台居民居住证")  # whose number holds birth date and sex
_SPECIALTIES_AT_MOST = 5
_CATEGORIES, _STANDINGS = {str(one): one for one in Category}, {str(one): one for one in Standing}


def expert_of(row: RowReader, values: Sequence[Any], day: Day, *, sound: bool = False) -> Expert | None:
    """The expert of one row, from the values of its cells; None where something is wrong, which then stands in `row`.

    `sound`: the identity number was checked, with birth date and sex, and nothing is to be said of it.
    """
    (no, name, sex, id_type, number, birth, phone, employer, uscc, title, codes, edition, category, region,
     since, on_job, admitted, standing, branch, cnaps, card, until) = values  # fmt: skip
    if not sound:
        _check_document(row, id_type, number, demo=day.demo)
        if number and birth is not None and id_type in _WITH_BIRTH and not row.has_error("证件号码"):
            _compare_with_number(row, number, birth, sex)
    if not (employer and uscc):
        _check_employer(row, employer, uscc, on_job=on_job == "是")
    specialties = _specialties(row, codes, edition)
    for column, begun in (("从业起始时间", since), ("入库时间", admitted)):
        if begun is not None and birth is not None and begun < birth:
            row.error(column, "date.before_birth")
    if until is not None and standing != Standing.SUSPENDED:
        row.warn(SUSPENDED_UNTIL, "standing.until")
        until = None
    if day.age_under is not None and birth is not None and birth.year <= day.on.year - day.age_under and standing != Standing.LEFT:
        _warn_of_age(row, birth, day.on, day.age_under)
    if row.errors or birth is None or since is None or admitted is None:
        return None
    return Expert(
        ExpertNo(no), Identity(name, sex, id_type, number), Contact(phone), Bank(branch, cnaps, card), birth, employer, uscc, title,
        specialties, _CATEGORIES[category], RegionCode(region), since, on_job == "是", admitted, _STANDINGS[standing], until,
    )  # fmt: skip


def _check_document(row: RowReader, id_type: str, number: str, *, demo: bool) -> None:
    if not number or id_type not in _ID_FAULTS or row.has_error("证件号码"):
        return
    wrong = _ID_FAULTS[id_type](number)
    if wrong is not None:
        row.error("证件号码", wrong)
    elif id_type == "居民身份证":
        row.note("证件号码", demo_notes(ids.Kind.CITIZEN_ID, number, demo=demo))


def _compare_with_number(row: RowReader, number: str, birth: date, sex: str) -> None:
    if ids.birth_of_id(number) != birth:
        row.error("出生日期", "id.birth")
    if sex in ("男", "女") and ids.is_male_id(number) != (sex == "男"):
        row.warn("性别", "id.sex")
    if warning := ids.citizen_id_warning(number):
        row.warn("证件号码", warning)


def _check_employer(row: RowReader, name: str, uscc: str, *, on_job: bool) -> None:
    if name and not uscc and not row.has_error("单位统一社会信用代码"):
        row.warn("单位统一社会信用代码", "employer.no_code")
    if not name and (on_job or uscc) and not row.has_error("所在单位"):
        row.error("所在单位", "employer.no_name" if uscc else "employer.missing")


def _specialties(row: RowReader, codes: str, edition: str) -> tuple[Specialty, ...]:
    if edition not in EDITIONS:
        row.error("专业分类版本", "specialty.edition")
        return ()
    found, notes = _read_codes(codes, edition)
    if notes:
        known = row.has_error("评标专业代码")
        row.note("评标专业代码", tuple(note for note in notes if not (known and note[2])))
    return found


@lru_cache(maxsize=1 << 14)
def _read_codes(text: str, edition: str) -> Read[tuple[Specialty, ...]]:
    """The specialties of one cell, which many rows share, and what is wrong or doubtful about them."""
    codes = split_codes(text)
    notes: list[Note] = []
    if not 1 <= len(codes) <= _SPECIALTIES_AT_MOST:
        notes.append(fault("specialty.count"))
    if len(set(codes)) < len(codes):
        notes.append(fault("specialty.twice"))
    for nth, code in enumerate(codes, start=1):
        if is_leaf_form(edition, code):
            notes += [] if is_known_leaf(edition, code) else [doubt("specialty.unknown", nth=nth)]
        else:
            other = next((other for other in EDITIONS if is_leaf_form(other, code)), None)
            notes.append(fault("specialty.other_edition", nth=nth, other=other) if other else fault("specialty.form", nth=nth))
    return tuple(Specialty(edition, code) for code in codes), tuple(notes)


def _warn_of_age(row: RowReader, birth: date, on: date, limit: int) -> None:
    if on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day)) >= limit:
        row.warn("出生日期", "age.over", limit=limit)
