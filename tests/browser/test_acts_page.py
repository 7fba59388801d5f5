"""An operator looks at what an act would lead to; the library records leave and takes it back; all passes axe and fits a telephone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import serious, sign_in

pytestmark = pytest.mark.browser
AXE = Axe()
PHONE = {"width": 360, "height": 740}


def check(page: Page) -> None:
    found = AXE.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    assert serious(found.response["violations"]) == [], page.url
    wide = page.viewport_size
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    assert wide is not None
    page.set_viewport_size(wide)


def test_an_operator_looks_at_a_postponement_and_at_a_cancellation_and_does_neither(page: Page, calling: str) -> None:
    sign_in(page, calling, "OPR")
    page.goto(f"{calling}/tenders")
    page.get_by_role("link", name="示例第一小学教学楼工程").click()
    page.get_by_role("link", name="延期开标").click()
    check(page)
    page.get_by_label("新的开标时间").fill("2026-12-18T09:00")
    page.get_by_label("理由").fill("答疑延后")
    page.get_by_role("button", name="核对（还不办理）").click()
    expect(page.get_by_text("将再次询问")).to_be_visible()
    check(page)
    page.get_by_role("button", name="返回修改").click()
    expect(page.get_by_label("理由")).to_have_value("答疑延后")
    page.get_by_role("link", name="不办了").click()
    page.get_by_role("link", name="终止项目").click()
    page.get_by_label("理由").fill("资金未落实")
    page.get_by_role("button", name="核对（还不办理）").click()
    expect(page.get_by_text("终止后不能恢复")).to_be_visible()
    check(page)


def test_the_library_finds_an_expert_records_leave_and_takes_it_back(page: Page, ended: str) -> None:
    sign_in(page, ended, "LIB")
    page.get_by_role("link", name="专家管理").click()
    check(page)
    page.get_by_label("按专家编号或证件号码查找").fill("CS000001")
    page.get_by_role("button", name="查找").click()
    check(page)
    page.get_by_role("link", name="登记请假").click()
    check(page)
    for label, text in (("从哪天起", "2027-11-01"), ("到哪天止", "2027-11-03"), ("本人怎样提出", "本人持身份证到窗口提出")):
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="核对（还不办理）").click()
    check(page)
    page.get_by_role("button", name="登记请假").click()
    expect(page.get_by_role("status")).to_contain_text("已记录")
    check(page)
    page.get_by_role("link", name="撤回 2027-11-01").click()
    page.get_by_label("理由").fill("本人改变主意")
    page.get_by_role("button", name="核对（还不办理）").click()
    page.get_by_role("button", name="撤回").click()
    expect(page.get_by_text("没有尚未结束的请假")).to_be_visible()


def test_what_experts_are_told_is_large_and_one_thing_at_a_time(page: Page, ended: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(f"{ended}/my")
    check(page)
    page.get_by_role("link", name="我要请假").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("我要请假")
    box = page.get_by_role("link", name="返回").bounding_box()
    assert box and box["height"] >= 48
    check(page)
