"""评标之后的表单: the rating both ways, and the fee sheet."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.documents.content import Content
from dispatch.documents.fees import FeeRow, FeeSheet, fees
from dispatch.documents.rating import Rated, rating
from dispatch.documents.refusals import NothingToPrint
from dispatch.settle.fee_line import FeeLine
from dispatch.settle.sheet import COLUMNS, SheetRow, earlier_notes, reckoning, sheet_cells, sheet_totals, signature_of
from dispatch.workflow.documents_draw import members_of
from dispatch.workflow.documents_view import View
from dispatch.workflow.fee_approval import fee_lines
from dispatch.workflow.fees import open_payee
from dispatch.workflow.partners import host_venue
from policies.calendar import local_day
from policies.profiles import profile
from policies.vocabulary.money import Money
from policies.vocabulary.roles import Field
from policies.vocabulary.source import Status


def rating_of(view: View) -> Content:
    """Once the report is signed and the tenderer may know whom he rates."""
    view.sights.require_fully(Field.PERSON_DRAWN)
    tender = view.record.tender
    within = profile(tender.profile).on(local_day(view.record.applied_at)).count("intervals.mutual_rating")
    return rating(Rated(tender, members_of(view), within))


def fees_of(view: View) -> Content:
    """The sheet of every fee that counts. Raises NothingToPrint before fees are computed."""
    record, tender = view.record, view.record.tender
    lines, settled = fee_lines(record, view.work), view.work.uow.finance.settlements_of(record.token)
    if not lines or not settled:
        raise NothingToPrint(title="发放表", title_en="The fee sheet", missing="尚未计酬 no fee is computed")
    rows = [_row(line, view) for line in sorted(lines, key=lambda line: line.code)]
    cells = [sheet_cells(number, row) for number, row in enumerate(rows, start=1)]
    unverified = sorted({line.facts["title"] for line in lines if line.facts["status"] == Status.SETTING.value})
    notes = (reckoning(settled[0].aggregation), *earlier_notes(rows), *(f"▲依据未核实：{title}" for title in unverified))
    return fees(
        FeeSheet(
            project=f"{record.id}（{record.token}）" if view.is_named else record.token,
            title=tender.title if view.is_named else "",
            evaluated_on=f"{local_day(tender.checkin_at):%Y年%m月%d日}",
            place=host_venue(tender, view.work).name,
            payer=settled[0].payer if view.is_named else "",
            sums=tuple(column.title.partition("(")[0] for column in COLUMNS if column.money),
            rows=tuple(map(_line, cells)),
            total=tuple(cell for cell in sheet_totals(cells) if isinstance(cell, Money)),
            notes=notes,
        )
    )


def _row(line: FeeLine, view: View) -> SheetRow:
    """By report code; the masked account once the matrix gives it; names where they are asked for and may be known."""
    account = view.work.uow.finance.account(line.ref) if view.sights.may(Field.ACCOUNT) else None
    payee = open_payee(account, view.work.means) if account else None
    named = view.names and all(view.sights.fully(field) for field in (Field.PERSON_DRAWN, Field.PSEUDONYM_LINK, Field.ACCOUNT))
    return SheetRow(line, payee, named=named, signature=signature_of(line))


def _line(cells: Sequence[str | int | Money]) -> FeeRow:
    """A line of the settlement's sheet, put together for paper."""
    words = {column.title.partition("(")[0]: str(cell) for column, cell in zip(COLUMNS, cells, strict=True)}
    return FeeRow(
        who=(words["专家代号或姓名"], words["身份证号"], words["单位"]),
        worked=(*_clock(words["集合时间"], words["完成时间"]), words["计酬时长"]),
        standard=words["标准及条款"],
        readings=words["所取读法"],
        sums=tuple(cell for cell in cells if isinstance(cell, Money)),
        account=(*words["开户行"].rsplit(" ", 1), words["账号"]),
        signature=words["专家电子签名"],
        stage=words["付款状态"],
    )


def _clock(start: str, end: str) -> tuple[str, str]:
    """08:30 and 13:48, since the day of evaluation stands above the table; with the days where they differ."""
    return (start[11:], end[11:]) if start[:10] == end[:10] else (start[5:], end[5:])
