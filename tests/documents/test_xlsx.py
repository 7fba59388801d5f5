"""Every form as a spreadsheet: the same content, text as text, sums as numbers."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from dispatch.documents.kinds import Kind
from dispatch.documents.paper import Table
from dispatch.documents.xlsx import xlsx
from policies.vocabulary.money import Money
from tests.documents.builders import Words, a_paper, long, short
from tests.documents.reading import said_in, squeezed

every_form = pytest.mark.parametrize("kind", Kind)


def cells(content: bytes) -> list[object]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [cell for row in book.get_sheet_by_index(0).to_python() for cell in row if cell != ""]


@pytest.mark.parametrize("words", [short, long], ids=["short", "long"])
@every_form
def test_nothing_of_a_document_is_missing_in_its_spreadsheet(kind: Kind, words: Words):
    paper = a_paper(kind, words)
    text = "\n".join(squeezed(f"{cell:,.2f}" if isinstance(cell, float) else str(cell)) for cell in cells(xlsx(paper)))
    assert [said for said in said_in(paper) if said not in text] == []


@every_form
def test_the_same_facts_give_the_same_spreadsheet(kind: Kind):
    assert xlsx(a_paper(kind)) == xlsx(a_paper(kind))


def test_a_formula_in_a_name_stays_text():
    found = cells(xlsx(a_paper(Kind.INCIDENT, lambda: "=cmd|'/c calc'!A1")))
    assert "=cmd|'/c calc'!A1" in found


def test_sums_are_numbers_that_a_clerk_can_add_up():
    table = next(block for block in a_paper(Kind.FEES).blocks if isinstance(block, Table))
    wanted = [cell.fen / 100 for row in table.rows for cell in row if isinstance(cell, Money)]
    assert [cell for cell in cells(xlsx(a_paper(Kind.FEES))) if isinstance(cell, float)][: len(wanted)] == wanted
