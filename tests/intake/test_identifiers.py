"""Every example of docs/domain/05-identifiers-and-data.md §1–§4, and the promises behind them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.intake import demo_values as demo
from dispatch.intake.identifiers import (
    Kind,
    birth_of_id,
    card_fault,
    citizen_id_fault,
    citizen_id_warning,
    cnaps_warning,
    is_demo,
    other_document_fault,
    phone_fault,
    residence_permit_fault,
    uscc_fault,
)


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91620000DEMX00014Y", None),
        ("91620000DEMX00022R", None),
        ("12620000DEMX00049N", None),
        ("91620000DEMX00014X", "uscc.check18"),
        ("91620000DEMI00014Y", "uscc.form"),
        ("91620000DEMX000152", "uscc.check17"),
    ],
)
def test_credit_code_needs_both_checks(code: str, fault: str | None) -> None:
    assert uscc_fault(code) == fault


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("620000197001010014", None),
        ("620000198002290024", None),
        ("62000019700101009X", None),
        ("620000197001010015", "id.check"),
        ("620000198102290013", "id.date"),
        ("990000197001010018", "id.region"),
        ("62000019700101001", "id.form"),
        ("６２００００197001010014", "id.form"),
    ],
)
def test_identity_number_needs_check_date_and_province(number: str, fault: str | None) -> None:
    assert citizen_id_fault(number) == fault


@pytest.mark.parametrize(
    ("number", "passes"),
    [
        ("6200000000000000018", True),
        ("6200000000000000026", True),
        ("6200000000000013", True),
        ("6200000000000000017", False),
        ("6200000000000000108", False),
        ("62000000000000001A", False),
        ("620000000000018", False),
    ],
)
def test_bank_card_passes_luhn_with_16_to_19_digits(number: str, passes: bool) -> None:
    assert (card_fault(number) is None) is passes


@pytest.mark.parametrize(
    ("number", "warning"),
    [
        ("999821000019", None),
        ("999821000027", None),
        ("999551000011", None),
        ("999821000018", "cnaps.check"),
        ("999821000091", "cnaps.check"),
        ("99982100019", "cnaps.form"),
    ],
)
def test_branch_number_is_only_ever_warned_about(number: str, warning: str | None) -> None:
    assert cnaps_warning(number) == warning


@pytest.mark.parametrize("county", ["620000", "622101", "622421", "622626", "430121", "430182", "110101"])
def test_county_code_of_any_time_is_known(county: str) -> None:
    assert citizen_id_warning(f"{county}197001010014") is None


def test_unknown_county_is_a_warning_and_no_fault() -> None:
    number = "629999197001010016"
    assert citizen_id_fault(number) == "id.check"
    assert citizen_id_warning(number) == "id.county"


def test_residence_permit_has_the_same_check_and_regions_81_to_83() -> None:
    assert residence_permit_fault("620000197001010014") == "id.region"
    assert residence_permit_fault("810000197001010019") in (None, "id.check")


def test_passport_has_no_check_digit_but_a_form() -> None:
    assert other_document_fault("E12345678") is None
    assert other_document_fault("护照") == "id.form"


@pytest.mark.parametrize(
    ("number", "fault"), [("13900000001", None), ("16100000001", None), ("0731-123456", "phone.form"), ("1390000000", "phone.form")]
)
def test_phone_is_a_mobile_number_of_eleven_digits(number: str, fault: str | None) -> None:
    assert phone_fault(number) == fault


@pytest.mark.parametrize(
    ("kind", "demo_value", "real_value"),
    [
        (Kind.CITIZEN_ID, "620000197001010014", "620102197001010014"),
        (Kind.USCC, "91620000DEMX00014Y", "91110000600037341L"),
        (Kind.CNAPS, "999551000011", "102100099996"),
        (Kind.PHONE, "16100000001", "16200000001"),
    ],
)
def test_demo_values_are_recognised_by_their_beginning(kind: Kind, demo_value: str, real_value: str) -> None:
    assert is_demo(kind, demo_value)
    assert not is_demo(kind, real_value)


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1940, 1, 1), date(2008, 12, 31)), st.integers(0, 999), st.integers(0, 17), st.integers(1, 9))
def test_any_changed_digit_of_an_identity_number_is_found(birth: date, sequence: int, place: int, by: int) -> None:
    number = demo.demo_citizen_id(birth, sequence)
    digit = number[place]
    changed = number[:place] + str((int(digit) + by) % 10 if digit.isdigit() else by) + number[place + 1 :]
    assert citizen_id_fault(number) is None and birth_of_id(number) == birth
    assert citizen_id_fault(changed) is not None


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 31**4 - 1), st.integers(0, 10**12 - 1), st.integers(0, 9999))
def test_every_demo_value_has_true_checksums(serial: int, card: int, branch: int) -> None:
    assert uscc_fault(demo.demo_uscc(serial)) is None and is_demo(Kind.USCC, demo.demo_uscc(serial))
    assert card_fault(demo.demo_card(card)) is None
    assert cnaps_warning(demo.demo_cnaps(5510, branch)) is None and is_demo(Kind.CNAPS, demo.demo_cnaps(5510, branch))
    assert phone_fault(demo.demo_phone(serial)) is None and is_demo(Kind.PHONE, demo.demo_phone(serial))
