"""A librarian brings a pool, an operator an application: columns and words are matched, the check is read; every step passes axe."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dispatch.intake.columns import POOL_COLUMNS
from dispatch.intake.table_files import write_tables
from tests.browser.conftest import serious, sign_in
from tests.intake.builders import a_row, a_workbook, another_row
from tests.intake.test_own_shapes import APPLICATION

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


def test_words_are_matched_and_a_second_tab_is_noticed(page: Page, ended: str, pool: Path) -> None:
    row = a_row(专家编号="CS900003", 证件号码="620000198002290024", 出生日期="1980-02-29", 性别="女性")
    pool.write_bytes(a_workbook(list(POOL_COLUMNS), [row[name] for name in POOL_COLUMNS]))
    sign_in(page, ended, "LIB")
    page.goto(f"{ended}/pool")
    page.get_by_label("专家库文件").set_input_files(pool)
    page.get_by_role("button", name="读取表头").click()
    expect(page.get_by_label("性别中的“女性”读作")).to_have_value("女")
    page.get_by_role("button", name="核对（不写入）").click()
    expect(page.get_by_role("button", name="确认写入")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{page.url}?columns=1")
    check(other)
    other.get_by_role("button", name="核对（不写入）").click()
    expect(other.get_by_role("button", name="确认写入")).to_be_visible()
    page.get_by_role("button", name="确认写入").click()
    expect(page.get_by_text("在另一处重新核对过")).to_be_visible()
    page.get_by_role("button", name="放弃").click()


def test_an_operator_brings_an_application_in_the_centres_own_form(page: Page, ended: str, tmp_path: Path) -> None:
    write_tables(tmp_path / "申请.xlsx", {"申请表": [[str(cell) for cell in line] for line in APPLICATION]})
    sign_in(page, ended, "OPR")
    page.get_by_role("link", name="文件导入").click()
    check(page)
    page.get_by_label("抽取申请文件").set_input_files(tmp_path / "申请.xlsx")
    page.locator("form", has=page.locator("[value=application]")).get_by_role("button", name="读取文件").click()
    check(page)
    page.get_by_role("button", name="核对（不写入）").click()
    expect(page.get_by_role("alert")).to_contain_text("开标时间")  # this town's day is after it
    check(page)
    page.get_by_role("button", name="换一个文件").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("文件导入")
    expect(page.get_by_text("未完成的导入")).to_have_count(0)
