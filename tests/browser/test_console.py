"""Somebody signs in and walks through the console; every page passes axe, works by keyboard, and reads without scripts."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import serious, sign_in

pytestmark = pytest.mark.browser
AXE = Axe()
MENU = ("今日", "项目", "抽取", "场地席位", "费用", "见证日志")


def check(page: Page) -> None:
    found = AXE.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})
    assert serious(found.response["violations"]) == [], page.url


def test_a_supervisor_walks_through_every_page(page: Page, ended: str) -> None:
    sign_in(page, ended, "SUP")
    for word in MENU:
        page.get_by_role("navigation", name="主菜单").get_by_role("link", name=word, exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        check(page)


def test_a_tender_a_draw_and_its_names_are_reached_by_links(page: Page, ended: str) -> None:
    sign_in(page, ended, "SUP")
    page.goto(f"{ended}/tenders")
    page.get_by_role("link", name="示例新区市民服务中心工程").click()
    check(page)
    page.get_by_role("button", name="查看姓名").click()
    expect(page.get_by_role("columnheader", name="姓名")).to_be_visible()
    check(page)
    page.get_by_role("link", name="查看抽取").click()
    expect(page.get_by_role("heading", name="如何核验")).to_be_visible()
    check(page)


@pytest.mark.parametrize("path", ["/sign-in", "/draws", "/log", "/embedded", "/nowhere"])
def test_what_anybody_may_see_passes_too(chrome: Browser, ended: str, path: str) -> None:
    page = chrome.new_page(locale="zh-CN")
    page.goto(ended + path)
    check(page)
    page.close()


def test_english_is_one_click_away_and_stays(page: Page, ended: str) -> None:
    page.goto(f"{ended}/draws")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Draws")
    page.goto(f"{ended}/log")
    expect(page.get_by_role("heading", level=1)).to_have_text("Witness log")


def test_the_keyboard_reaches_content_menu_and_account(page: Page, ended: str) -> None:
    sign_in(page, ended, "OPR")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator(".account summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="退出登录").press("Enter")
    page.wait_for_url("**/sign-in")


def test_todays_board_renews_itself(page: Page, calling: str) -> None:
    sign_in(page, calling, "OPR")
    with page.expect_response("**/today/board") as renewed:
        page.evaluate("htmx.trigger('#board', 'load'); htmx.ajax('GET', '/today/board', '#board')")
    assert renewed.value.status == 200
    expect(page.get_by_role("heading", level=1)).to_have_text("今日")


def test_every_page_reads_without_scripts(chrome: Browser, ended: str) -> None:
    context = chrome.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, ended, "SUP")
    for path in ("/tenders", "/draws", "/rooms", "/fees", "/log"):
        page.goto(ended + path)
        assert page.locator("h1").inner_text() and page.locator("main .panel").count()
    context.close()


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_a_page_fits_a_telephone(chrome: Browser, ended: str, locale: str) -> None:
    context = chrome.new_context(viewport={"width": 390, "height": 800}, locale=locale)
    page = context.new_page()
    sign_in(page, ended, "SUP")
    for path in ("/today", "/draws", "/log", "/rooms", "/tenders", _first(page, f"{ended}/tenders"), _first(page, f"{ended}/draws")):
        page.goto(path if path.startswith("http") else ended + path)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    context.close()


def _first(page: Page, address: str) -> str:
    """Where the first entry of a list leads."""
    page.goto(address)
    return str(page.locator("main a.go").first.evaluate("link => link.href"))
