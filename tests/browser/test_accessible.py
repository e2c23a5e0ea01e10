"""Every page can be used by everyone: axe, sizes of targets, no sideways scrolling, nothing from elsewhere."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import on_a_phone

pytestmark = pytest.mark.browser

PAGES = {
    "home": "/",
    "results": "/s?q=行政执法&d=42",
    "browse": "/s",
    "nothing found": "/s?q=“区块链存证”",
    "paragraph": "first hit",
    "report": "/r/421221-2020-gov?q=行政执法",
    "raw": "/r/421221-2020-gov?view=raw",
    "place": "/d/42",
    "coverage": "/coverage",
    "help": "/help/syntax",
    "files": "/help/files",
    "api": "/api/docs",
    "not found": "/nowhere",
    "bad query": "/s?q=(",
    "english": "/s?q=双随机&lang=en",
    "quotes": "/quotes",
    "quotes checked": "quotes",
    "no quotes": "no quotes",
    "basket": "basket",
    "empty basket": "/basket",
    "basket of an address": "/basket?t=题&b=FZ.421221.2020.G.7K2MQ4XA5D-3 注&b=不是引证码",
}
MEMO = """嘉鱼县提出“全面推行‘双随机、一公开’，推进‘互联网+监管’系统建设”（FZ.421221.2020.G.7K2MQ4XA5D-4），
又提出“全面实行‘双随机、一公开’，推进‘互联网+监管’系统建设”，“推行执法全流程区块链存证”"""
each_page = pytest.mark.parametrize("name", PAGES)

# WCAG 2.5.8: 24 by 24, or alone within 24 around its middle; links in running text are exempt.
SMALL_TARGETS = """() => {
    const all = [...document.querySelectorAll("a, button, input:not([type=hidden]), summary, label.fold, textarea")];
    const boxes = all.filter((e) => e.checkVisibility() && !e.classList.contains("unseen")).map((element) => {
        const label = element.matches("input[type=checkbox]") ? element.closest("label") : null;
        return { element, box: (label ?? element).getBoundingClientRect() };
    }).filter(({ box }) => box.width > 0 && box.bottom > 0);
    const inline = (element) => element.matches("p a, dd a, li.legend a");
    const middle = (box) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    return boxes.filter(({ element, box }) => {
        if (inline(element) || (box.width >= 24 && box.height >= 24)) return false;
        const [x, y] = middle(box);
        return boxes.some((other) => other.element !== element && !other.element.contains(element)
            && !element.contains(other.element)
            && Math.hypot(
                Math.max(other.box.left - x, 0, x - other.box.right),
                Math.max(other.box.top - y, 0, y - other.box.bottom)) < 12);
    }).map(({ element, box }) => `${element.outerHTML.slice(0, 90)} ${box.width}x${box.height}`);
}"""


def open_page(page: Page, name: str) -> None:
    if PAGES[name] == "first hit":
        page.goto("/s?q=双随机")
        page.locator(".hit h2 a").first.click()
        page.wait_for_selector("#here")
    elif PAGES[name] == "basket":
        page.goto("/s?q=行政执法")
        for button in page.locator("button.keep").all()[:2]:
            button.click()
        page.goto("/basket")
        page.wait_for_selector(".kept")
    elif PAGES[name].endswith("quotes") and not PAGES[name].startswith("/"):
        page.goto("/quotes")
        page.fill("#text", "没有引文" if PAGES[name] == "no quotes" else MEMO)
        page.click(".memo button")
        page.wait_for_selector(".outcome, .zero")
    else:
        page.goto(PAGES[name])


@each_page
def test_axe_finds_nothing_and_targets_are_large_enough(page, name):
    open_page(page, name)
    found = Axe().run(page)
    assert not found.violations_count, found.generate_report()
    assert page.evaluate(SMALL_TARGETS) == []


@on_a_phone
@each_page
def test_a_phone_need_not_scroll_sideways_and_can_hit_the_targets(page, name):
    open_page(page, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("visit", [{"color_scheme": "dark"}], indirect=True, ids=["dark"])
@pytest.mark.parametrize("name", ["results", "report", "paragraph"])
def test_the_dark_colours_can_be_read(page, name):
    open_page(page, name)
    found = Axe().run(page)
    assert not found.violations_count, found.generate_report()


def test_the_open_panels_of_a_hit_are_accessible_too(page):
    page.goto("/s?q=双随机")
    hit = page.locator(".hit").first
    hit.get_by_text("复制引文").click()
    hit.locator("a.around").click()
    page.wait_for_selector(".nearby")
    found = Axe().run(page)
    assert not found.violations_count, found.generate_report()


def test_the_focus_can_be_seen_and_is_not_hidden(page):
    page.goto("/s?q=行政执法")
    for _ in range(40):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const element = document.activeElement;
                const box = (element.closest("label") ?? element).getBoundingClientRect();
                if (element.id === "fold") return true;  // shown by its label, and only on a phone
                const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
                return Boolean(top) && (element === top || element.contains(top) || top.contains(element)
                    || top.closest("label")?.contains(element));
            }"""
        )
        assert seen, page.evaluate("document.activeElement.outerHTML")


def test_the_total_is_announced(page):
    page.goto("/s?q=双随机")
    assert "3 段" in page.get_by_role("status").first.inner_text()


def test_facet_values_are_spoken_with_their_counts(page):
    page.goto("/s?q=双随机")
    assert page.get_by_role("checkbox", name="湖北省，1 段，1 份报告").count() == 1
