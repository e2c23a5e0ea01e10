"""Enter that chooses characters in an input method does not search."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def compose(page: Page, pinyin: str) -> None:
    """Type `pinyin` as an input method does: shown in the field, not yet chosen."""
    session = page.context.new_cdp_session(page)
    session.send(
        "Input.imeSetComposition", {"text": pinyin, "selectionStart": len(pinyin), "selectionEnd": len(pinyin)}
    )


def enter(page: Page, *, composing: bool) -> None:
    """Press Enter as the browser reports it to scripts; while composing the key has code 229."""
    session = page.context.new_cdp_session(page)
    code = 229 if composing else 13
    session.send(
        "Input.dispatchKeyEvent",
        {"type": "keyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": code, "text": "\r"},
    )
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", "key": "Enter", "code": "Enter"})


def test_enter_while_composing_neither_searches_nor_sends_pinyin(page, visit):
    page.goto("/")
    page.locator("#q").focus()
    compose(page, "shuangsuiji")
    enter(page, composing=True)
    page.wait_for_timeout(300)
    assert page.url.endswith("/")
    assert not any("shuang" in url for url in visit.requests)


def test_enter_after_composing_searches_for_what_was_chosen(page):
    page.goto("/")
    page.locator("#q").focus()
    compose(page, "shuangsuiji")
    page.context.new_cdp_session(page).send("Input.insertText", {"text": "双随机"})
    page.wait_for_timeout(100)
    enter(page, composing=False)
    page.wait_for_url("**/s?q=*")
    assert page.locator("#q").input_value() == "双随机"


def test_the_key_event_of_a_composing_enter_is_cancelled(page):
    """As Firefox and Safari report it: isComposing, or the Enter right after the end of the composition."""
    page.goto("/")
    cancelled = page.evaluate(
        """() => {
            const field = document.getElementById("q");
            const key = (more) => !field.dispatchEvent(
                new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...more }));
            const seen = [key({ isComposing: true })];
            field.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
            seen.push(key({}));
            field.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
            seen.push(key({}));
            return seen;
        }"""
    )
    assert cancelled == [True, True, True]
    page.wait_for_timeout(50)
    assert page.evaluate(
        """() => document.getElementById("q").dispatchEvent(
            new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }))"""
    )
