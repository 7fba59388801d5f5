"""An old telephone opens the link of a message: large, plain, the secret gone from the address, an answer in two taps."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import calling_town, serious

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 640}


def address(base: str, number: int) -> str:
    _, locator, secret = calling_town().texts[number]
    return f"{base}/c/{locator}#{secret}"


def open_link(page: Page, base: str, number: int) -> None:
    page.set_viewport_size(PHONE)
    page.goto(address(base, number))
    page.get_by_role("heading", name="您有一条评审任务").wait_for()


def test_the_secret_leaves_the_address_and_the_task_is_shown(page: Page, calling: str) -> None:
    open_link(page, calling, 0)
    assert "#" not in page.url and calling_town().texts[0][2] not in page.url
    found = Axe().run(page)
    assert serious(found.response["violations"]) == []


def test_words_and_buttons_are_large_and_nothing_runs_over(page: Page, calling: str) -> None:
    open_link(page, calling, 0)
    button = page.get_by_role("button", name="我能参加")
    box = button.bounding_box()
    assert box and box["height"] >= 48 and box["width"] >= 300
    assert float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) >= 20
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_yes_takes_one_tap(page: Page, calling: str) -> None:
    open_link(page, calling, 1)
    page.get_by_role("button", name="我能参加").click()
    expect(page.get_by_role("status")).to_contain_text("已记录：您能参加")


def test_no_asks_for_a_reason(page: Page, calling: str) -> None:
    open_link(page, calling, 2)
    page.get_by_text("不能参加", exact=True).click()
    page.get_by_label("出差").check()
    page.get_by_role("button", name="确定不参加").click()
    expect(page.get_by_role("status")).to_contain_text("已记录：您不参加")


def test_without_scripts_the_code_can_be_typed(chrome: Browser, calling: str) -> None:
    context = chrome.new_context(java_script_enabled=False, viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    _, locator, secret = calling_town().texts[3]
    page.goto(f"{calling}/c/{locator}")
    page.fill("[name=secret]", secret)
    page.get_by_role("button", name="打开").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您有一条评审任务")
    context.close()


def test_a_false_link_says_whom_to_call(chrome: Browser, calling: str) -> None:
    page = chrome.new_page(locale="zh-CN")
    page.goto(f"{calling}/c/{'a' * 22}")
    page.fill("[name=secret]", "A" * 22)
    with page.expect_response("**/c/*") as closed:
        page.get_by_role("button", name="打开").click()
    assert closed.value.status == 404
    expect(page.get_by_role("alert")).to_contain_text("链接无效或已失效")
    page.close()
