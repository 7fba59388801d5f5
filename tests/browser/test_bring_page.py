"""A librarian brings a pool: chooses a file, changes a column, reads what is wrong, stores the rest; every step passes axe."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dispatch.intake.columns import POOL_COLUMNS
from tests.browser.conftest import serious, sign_in
from tests.intake.builders import a_row, a_workbook, another_row

pytestmark = pytest.mark.browser
AXE = Axe()
HEADER = ["甲" if name == "姓名" else "身份证号" if name == "证件号码" else name for name in POOL_COLUMNS]


@pytest.fixture
def pool() -> Path:
    rows = (a_row(专家编号="CS900001", 证件号码="620000197001010015"), another_row(专家编号="CS900002"))
    path = Path(tempfile.mkdtemp()) / "pool.xlsx"
    path.write_bytes(a_workbook(HEADER, *[[row[name] for name in POOL_COLUMNS] for row in rows]))
    return path


def check(page: Page) -> None:
    found = AXE.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    assert serious(found.response["violations"]) == [], page.url


def test_a_pool_is_brought_step_by_step(page: Page, ended: str, pool: Path) -> None:
    sign_in(page, ended, "LIB")
    page.get_by_role("link", name="专家库导入").click()
    check(page)
    page.get_by_label("专家库文件").set_input_files(pool)
    page.get_by_role("button", name="读取表头").click()
    check(page)
    page.get_by_label("第2列读作").select_option("姓名")
    page.get_by_role("button", name="核对（不写入）").click()
    expect(page.get_by_text("1行有错")).to_be_visible()
    check(page)
    with page.expect_download() as sheet:
        page.get_by_role("link", name="下载错误表").click()
    assert sheet.value.suggested_filename == "errors.xlsx"
    page.get_by_role("button", name="放弃").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("专家库导入")
