"""The fee sheet: the columns of the form, rows that add up, and no full number in it."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

from python_calamine import CalamineWorkbook

from dispatch.settle.payout import Payout, Stage
from dispatch.settle.sheet import COLUMNS, SheetRow, fee_sheet, mask_card, mask_id, signature_of
from policies.fees import Travel
from policies.vocabulary.money import Money
from policies.withholding import Withheld
from tests.settle.builders import BANK, HEAD, IDENTITY, NOW, PAYEE, a_line

TITLES = [column.title for column in COLUMNS]
LINES = (
    a_line(),
    a_line(code="乙-03", standard="AH", facts=("leader", "senior"), travel=Travel(road_hours=3, receipts=Money(1234))),
    a_line(code="丙-11", facts=("left_without_leave",), travel=Travel(receipts=Money(1234))),
    a_line(code="丁-20", standard="AH", travel=Travel(road_hours=1), readings={"taxable_allowance": "false"}),
)


def table(rows: list[SheetRow]) -> list[dict[str, Any]]:
    """The rows of the sheet below its headings, by column title."""
    cells = CalamineWorkbook.from_filelike(io.BytesIO(fee_sheet(HEAD, rows, NOW))).get_sheet_by_index(0).to_python()
    start = next(index for index, row in enumerate(cells) if row[0] == "序号")
    return [dict(zip(TITLES, row, strict=True)) for row in cells[start + 1 :]]


def yuan(row: dict[str, Any], *titles: str) -> Decimal:
    return sum((Decimal(str(row[title])) for title in titles), Decimal(0))


def test_the_parts_of_every_row_add_up_to_what_is_due_and_paid() -> None:
    for row in table([SheetRow(line) for line in LINES])[: len(LINES) + 1]:
        assert yuan(row, *TITLES[9:17]) == yuan(row, "应发")
        assert yuan(row, "应发") - yuan(row, "个税") == yuan(row, "实发")


def test_the_totals_stand_below_the_rows() -> None:
    total = table([SheetRow(line) for line in LINES])[len(LINES)]
    assert (total["序号"], yuan(total, "实发")) == ("合计", Decimal(str(Money.total(line.payable for line in LINES))))


def test_the_clause_and_the_reading_stand_beside_the_sum() -> None:
    row = table([SheetRow(a_line())])[0]
    assert (row["评审费"], row["税前换算"], row["应发"], row["实发"]) == (850, 12.5, 862.5, 850)
    assert "湖南省综合评标专家劳务报酬参考标准" in row["标准及条款"]
    assert row["所取读法"].startswith("A1 first_block_min=180")
    assert (row["集合时间"], row["完成时间"], row["计酬时长"]) == ("2026-12-16 09:00", "2026-12-16 14:20", "5小时20分")


def test_before_the_award_the_sheet_shows_report_code_and_masked_card_only() -> None:
    row = table([SheetRow(a_line(), PAYEE)])[0]
    assert (row["专家代号或姓名"], row["身份证号(掩码)"], row["单位"], row["账号(掩码)"]) == ("甲-07", "", "", "6200***********0018")


def test_a_named_sheet_masks_identity_and_card() -> None:
    row = table([SheetRow(a_line(), PAYEE, named=True)])[0]
    assert (row["专家代号或姓名"], row["身份证号(掩码)"]) == ("甲某某", "620***********0014")
    assert row["开户行(支行、联行号)"] == "某某银行某某支行 999821000019"
    assert not {IDENTITY.id_no, BANK.card} & {str(cell) for cell in row.values()}


def test_earlier_receipts_that_were_counted_are_shown() -> None:
    line = a_line(earlier=Withheld(Money(86250), Money(1250), Money(85000)))
    assert any("甲-07：计税时合并此前收入税前862.50元" in str(row["序号"]) for row in table([SheetRow(line)]))


def test_the_same_content_gives_the_same_bytes() -> None:
    rows = [SheetRow(a_line(), PAYEE)]
    assert fee_sheet(HEAD, rows, NOW) == fee_sheet(HEAD, rows, NOW)


def test_short_numbers_are_masked_whole() -> None:
    assert (mask_id("1234567"), mask_card("12345678")) == ("*******", "********")


def test_only_what_the_expert_has_confirmed_is_shown_as_signed() -> None:
    """A fee that is disputed, or held since its payee was erased, has taken a step too."""
    stages = {stage: signature_of(replace(a_line(), payout=Payout(stage, steps=1))) for stage in Stage}
    assert {stage for stage, signed in stages.items() if not signed} == {Stage.COMPUTED, Stage.DISPUTED, Stage.SUPERSEDED}
