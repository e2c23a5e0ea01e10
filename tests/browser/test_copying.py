"""Copying never lies: it copies, or selects the text and says which keys to press."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
REFUSING = "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
NO_COMMAND = "document.execCommand = () => false"


def open_quotes(page: Page, *scripts: str) -> None:
    for script in scripts:
        page.add_init_script(script)
    page.goto("/s?q=双随机")
    page.locator(".hit").first.get_by_text("复制引文").click()


def pasted(page: Page) -> str:
    page.goto("/")
    page.locator("#q").focus()
    page.keyboard.press("Control+V")
    return page.locator("#q").input_value()


@pytest.mark.parametrize("scripts", [(), (NO_CLIPBOARD,), (REFUSING,)], ids=["clipboard", "intranet", "refused"])
def test_what_is_copied_is_what_is_shown(page, visit, scripts):
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_quotes(page, *scripts)
    variant = page.locator(".hit").first.locator(".variant", has_text="仅链接")
    shown = variant.locator("textarea").input_value()
    variant.get_by_role("button").click()
    expect(variant.get_by_role("button")).to_have_text("已复制")
    assert pasted(page) == shown


def test_when_copying_fails_the_text_is_selected_and_nothing_false_is_said(page):
    open_quotes(page, NO_CLIPBOARD, NO_COMMAND)
    variant = page.locator(".hit").first.locator(".variant", has_text="公文用语")
    button = variant.get_by_role("button")
    button.click()
    expect(button).to_have_text("请按 Ctrl+C 复制")
    assert "已复制" not in page.locator("main").inner_text()
    field = variant.locator("textarea")
    expect(field).to_be_focused()
    selected = field.evaluate("field => field.value.slice(field.selectionStart, field.selectionEnd)")
    assert selected == field.input_value()
