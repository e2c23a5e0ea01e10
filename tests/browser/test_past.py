"""The pages of what was changed or withdrawn, in a browser: the quoted text comes first, on screen and on paper."""

import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from waitress.server import create_server

from tests.browser.conftest import on_a_phone, without_scripts
from tests.browser.test_accessible import SMALL_TARGETS
from tests.webapp.test_permalinks import (
    DROPPED,
    ENGINE,
    GONE,
    INTRO,
    LONG,
    MARKS,
    NAME,
    OLD,
    POINT,
    SHORT,
    address,
    code,
)
from webapp import create_app
from webapp.settings import Settings

pytestmark = pytest.mark.browser

PAGES = {
    "changed": address(OLD),
    "changed by its code": f"/c/{code(OLD)}",
    "one name": address(POINT),
    "divided": address(LONG),
    "within": address(SHORT),
    "gone": address(DROPPED),
    "moved": address(INTRO),
    "other marks": address(MARKS),
    "versions": f"/r/{NAME}",
    "withdrawn report": f"/r/{GONE}",
    "unknown": f"/c/{code('从来没有的一段。')}",
    "english": f"{address(OLD)}?lang=en",
}
each_page = pytest.mark.parametrize("name", PAGES)


@pytest.fixture(scope="module", name="address")
def past_address() -> Iterator[str]:
    """The address of a server over reports with a past."""
    server = create_server(create_app(Settings(port=1), engine=ENGINE), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(5)


@each_page
def test_axe_finds_nothing_and_targets_are_large_enough(page: Page, name):
    page.goto(PAGES[name])
    found = Axe().run(page)
    assert not found.violations_count, found.generate_report()
    assert page.evaluate(SMALL_TARGETS) == []


@on_a_phone
@each_page
def test_a_phone_need_not_scroll_sideways_and_can_hit_the_targets(page, name):
    page.goto(PAGES[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(SMALL_TARGETS) == []


@pytest.mark.parametrize("visit", [{"color_scheme": "dark"}], indirect=True, ids=["dark"])
@pytest.mark.parametrize("name", ["changed", "within", "gone", "other marks", "versions"])
def test_the_dark_colours_can_be_read(page, name):
    page.goto(PAGES[name])
    found = Axe().run(page)
    assert not found.violations_count, found.generate_report()


def boxes(page):
    quoted, present = page.locator(".quoted").bounding_box(), page.locator(".present").bounding_box()
    return quoted, present


def test_the_quoted_text_stands_left_of_the_present_one_and_is_larger(page):
    page.goto(PAGES["changed"])
    quoted, present = boxes(page)
    assert quoted["y"] == present["y"]
    assert quoted["x"] + quoted["width"] <= present["x"] + 1
    sizes = [
        float(page.locator(f".{name} .passage").evaluate("e => parseFloat(getComputedStyle(e).fontSize)"))
        for name in ("quoted", "present")
    ]
    assert sizes[0] > sizes[1]


@on_a_phone
def test_on_a_phone_the_quoted_text_stands_above_and_in_sight(page):
    page.goto(PAGES["changed"])
    quoted, present = boxes(page)
    assert quoted["y"] + quoted["height"] <= present["y"] + 1
    assert quoted["y"] + quoted["height"] < 844


def test_what_is_selected_and_copied_is_the_text_without_labels(page):
    page.goto(PAGES["changed"])
    page.locator(".quoted .passage").select_text()
    assert page.evaluate("getSelection().toString()").strip() == OLD


def test_a_screen_reader_is_told_what_changed(page):
    page.goto(PAGES["changed"])
    tree = page.locator(".quoted .passage").aria_snapshot()
    assert "deletion" in tree
    label = page.locator(".quoted del").first.evaluate("e => getComputedStyle(e, '::before').content")
    assert "已改或已删" in label


@without_scripts
@pytest.mark.parametrize("name", ["changed", "gone"])
def test_without_scripts_the_quote_and_its_citation_are_there(page, name):
    page.goto(PAGES[name])
    assert page.locator(".quoted .passage").inner_text() == (OLD if name == "changed" else DROPPED)
    assert page.locator("#cite-p1-official").is_visible()


def test_on_paper_both_texts_their_key_and_source_remain(page):
    page.goto(PAGES["changed"])
    page.emulate_media(media="print")
    for part in (".quoted .passage", ".present .passage", ".side-by-side .key", ".bygone .crumbs .code", ".origin"):
        assert page.locator(part).first.is_visible(), part
    for part in (".top", ".cite", ".foot"):
        assert not page.locator(part).first.is_visible(), part
