"""证件号码、信用代码、银行卡、联行号、手机号: whether a number can be one, and whether it is a demo value.

Source: docs/domain/05-identifiers-and-data.md §1–§4; GB 11643, GB 32100, GB 11714, ISO/IEC 7812, ISO 7064.
A function answers with the code of the fault (a sentence stands for it in findings.py), or None.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from functools import lru_cache
from operator import mul

from stdnum.iso7064 import mod_11_10

from dispatch.intake.regions import is_known_place, is_province

_CITIZEN_ID = re.compile(r"[0-9]{17}[0-9X]")
_OLD_ID = re.compile(r"[0-9]{15}")
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_CARD = re.compile(r"[0-9]{16,19}")
_CNAPS = re.compile(r"[0-9]{12}")
_PHONE = re.compile(r"1[3-9][0-9]{9}")
_OTHER_DOCUMENT = re.compile(r"[0-9A-Z()-]{5,30}")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_ZERO = ord("0")
_DOUBLED = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))  # 9 subtracted above 9
_PLAIN = bytes.maketrans(b"0123456789", bytes(range(10)))
_BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENCE_PERMIT_REGIONS = ("81", "82", "83")  # 港澳台居民居住证


class Kind(StrEnum):
    """What a number claims to be; only these kinds have demo values."""

    CITIZEN_ID = "citizen_id"
    USCC = "uscc"
    CNAPS = "cnaps"
    PHONE = "phone"


def is_demo(kind: Kind, number: str) -> bool:
    """Whether a number is one of the invented values that only a demonstration may hold."""
    if kind is Kind.CITIZEN_ID:
        return number.startswith("620000")
    if kind is Kind.USCC:
        return number[8:12] == "DEMX"
    return number.startswith("999" if kind is Kind.CNAPS else "161")


def citizen_id_fault(number: str) -> str | None:
    """居民身份证: form, check digit, calendar date and province; `number` in upper case.

    >>> citizen_id_fault("620000198102290013")
    'id.date'
    """
    return _id_fault(number) or (None if is_province(number[:2]) else "id.region")


def residence_permit_fault(number: str) -> str | None:
    """港澳台居民居住证: the same check; region 81, 82 or 83 (reported)."""
    return _id_fault(number) or (None if number[:2] in _RESIDENCE_PERMIT_REGIONS else "id.region")


def other_document_fault(number: str) -> str | None:
    """Passports and others have no check digit: only the form is looked at."""
    return None if _OTHER_DOCUMENT.fullmatch(number) else "id.form"


def citizen_id_warning(number: str) -> str | None:
    """A county code that is in no list at hand; codes of any time since 1980 count as known."""
    return None if is_known_place(number[:6]) else "id.county"


def birth_of_id(number: str) -> date:
    """The birth date inside an 18-character number that passed its check."""
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def is_male_id(number: str) -> bool:
    return int(number[16]) % 2 == 1


@lru_cache(maxsize=65_536)
def uscc_fault(code: str) -> str | None:
    """统一社会信用代码: alphabet, the organisation's own check (character 17) and the whole one (character 18).

    >>> uscc_fault("91620000DEMX000152")
    'uscc.check17'
    """
    if not _USCC.fullmatch(code):
        return "uscc.form"
    if code[16] != organisation_check(code[8:16]):
        return "uscc.check17"
    return None if code[17] == uscc_check(code) else "uscc.check18"


def uscc_check(code: str) -> str:
    """The check character over the first 17 of a credit code (GB 32100)."""
    total = sum(map(mul, map(_USCC_ALPHABET.index, code), _USCC_WEIGHTS))
    return _USCC_ALPHABET[(31 - total % 31) % 31]


def organisation_check(body: str) -> str:
    """The check character over the 8 characters of an organisation code (GB 11714)."""
    total = sum(map(mul, map(_BASE36.index, body), _ORGANISATION_WEIGHTS))
    return "0123456789X0"[11 - total % 11]


def id_check(number: str) -> str:
    """The check character over the first 17 digits of an identity number (GB 11643)."""
    digits = number.encode("ascii")
    return _ID_CHECKS[(sum(map(mul, digits, _ID_WEIGHTS)) - _ZERO * sum(_ID_WEIGHTS)) % 11]


def card_fault(number: str) -> str | None:
    """银行卡号: 16–19 digits and Luhn. Luhn does not see 09 and 90 exchanged."""
    if not _CARD.fullmatch(number):
        return "card.form"
    if _luhn(number) == 0:
        return None
    return "value.lost_digits" if _looks_rounded(number) else "card.check"


@lru_cache(maxsize=65_536)
def cnaps_warning(number: str) -> str | None:
    """联行号: 12 digits, the last by ISO 7064 MOD 11,10 — a reading without published clause, so never more than a warning."""
    if not _CNAPS.fullmatch(number):
        return "cnaps.form"
    return None if mod_11_10.is_valid(number) else "cnaps.check"


def phone_fault(number: str) -> str | None:
    """手机号码: 11 digits of the mainland."""
    return None if _PHONE.fullmatch(number) else "phone.form"


def _luhn(number: str) -> int:
    digits = number.encode("ascii")
    return (sum(digits[-1::-2].translate(_PLAIN)) + sum(digits[-2::-2].translate(_DOUBLED))) % 10


def _looks_rounded(number: str) -> bool:
    """A spreadsheet keeps 15 digits of a number and writes zeros behind them."""
    return len(number) > 16 and number[15:].strip("0") == ""


def _id_fault(number: str) -> str | None:
    if not _CITIZEN_ID.fullmatch(number):
        return "id.old" if _OLD_ID.fullmatch(number) else "id.form"
    if number[17] != id_check(number):
        return "value.lost_digits" if _looks_rounded(number) else "id.check"
    try:
        birth_of_id(number)
    except ValueError:
        return "id.date"
    return None
