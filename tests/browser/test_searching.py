"""What a reader does: search, filter, open, go back, copy; with scripts and without, wide and narrow."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import on_a_phone, without_scripts

pytestmark = pytest.mark.browser


def search(page: Page, query: str) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill(query)
    page.get_by_role("button", name="检索").click()


def total(page: Page) -> int:
    found = re.search(r"\d+", page.locator("#results").inner_text())
    assert found
    return int(found[0])


def tick(page: Page, name: str) -> None:
    page.locator(".filters label", has_text=name).first.locator("input").check()


def journey(page: Page) -> None:
    """Search, filter by place and section, open a passage, go back: all is as it was."""
    search(page, "行政执法")
    before = total(page)
    tick(page, "湖北省")
    tick(page, "行政执法")
    page.get_by_role("button", name="应用筛选").click()
    assert 0 < total(page) < before
    assert page.locator(".chips li").count() == 3  # two conditions and 清除全部
    address = page.url
    page.locator(".hit h2 a").first.click()
    expect(page.locator("#here mark").first).to_have_text("行政执法")
    page.go_back()
    assert page.url == address
    for name in ("湖北省", "行政执法"):
        expect(page.locator(".filters label", has_text=name).first.locator("input")).to_be_checked()
    page.locator(".chips a", has_text="湖北省").click()
    expect(page.locator(".filters label", has_text="湖北省").first.locator("input")).not_to_be_checked()


def test_search_filter_open_and_back_keep_the_state(page):
    journey(page)


@without_scripts
def test_the_same_without_scripts(page):
    journey(page)


def test_going_back_keeps_the_place_on_the_page(page):
    page.goto("/s")
    link = page.locator(".hit").nth(6).get_by_role("link", name="看全文")
    link.scroll_into_view_if_needed()
    at = page.evaluate("scrollY")
    assert at > 500
    link.click()
    page.wait_for_url("**/r/**")
    page.go_back()
    for _ in range(50):
        if abs(page.evaluate("scrollY") - at) < 200:
            return
        page.wait_for_timeout(100)
    pytest.fail("the page was at another place")


def test_after_filtering_the_focus_is_on_the_heading_of_the_results(page):
    search(page, "行政执法")
    tick(page, "湖北省")
    page.get_by_role("button", name="应用筛选").click()
    page.wait_for_url("**#results")
    expect(page.locator("#results")).to_be_focused()


def test_year_bars_are_links_that_add_up(page):
    page.goto("/s")
    counts = page.locator(".years li .count b").all_inner_texts()
    assert sum(map(int, counts)) == total(page)
    page.locator(".years a").first.click()
    assert total(page) == int(counts[0])
    assert page.locator(".years [aria-current]").count() == 1


@without_scripts
def test_pages_are_turned_without_scripts(page):
    page.goto("/s")
    first = page.locator(".hit .code").first.inner_text()
    page.get_by_role("link", name="下一页").click()
    assert page.locator(".hit .code").first.inner_text() != first
    expect(page.get_by_role("link", name="第 2 页")).to_have_attribute("aria-current", "page")


@without_scripts
def test_quotes_can_be_taken_without_scripts(page):
    search(page, "双随机")
    hit = page.locator(".hit").first
    hit.get_by_text("复制引文").click()
    field = hit.get_by_label("公文用语")
    expect(field).to_be_visible()
    assert "双随机" in field.input_value()
    assert hit.locator(".code").inner_text() in field.input_value()
    assert not hit.locator("button.copy").first.is_visible()


@without_scripts
def test_the_surroundings_can_be_read_without_scripts(page):
    search(page, "双随机")
    page.locator(".hit").first.get_by_role("link", name="前后文").click()
    expect(page.locator("#here")).to_be_visible()


def test_surroundings_unfold_in_place_and_fold_again(page):
    search(page, "双随机")
    hit = page.locator(".hit").first
    around = hit.locator("a.around")
    around.click()
    expect(hit.locator(".nearby .passage")).to_have_count(3)
    expect(around).to_have_attribute("aria-expanded", "true")
    around.click()
    expect(hit.locator(".nearby")).to_have_count(0)
    assert "/s?" in page.url


def test_a_report_leads_from_hit_to_hit(page):
    page.goto("/s?q=行政执法")
    page.locator(".hit").first.get_by_role("link", name="看全文").click()
    steps = page.locator(".step")
    many = steps.count()
    assert many > 1
    page.get_by_role("link", name="到第一处").click()
    assert page.url.endswith("#h1")
    for number in range(2, many + 1):
        page.locator(f"#h{number - 1} .step a[rel=next]").click()
        assert page.url.endswith(f"#h{number}")
    assert page.locator(f"#h{many} .step a[rel=next]").count() == 0


def test_n_and_p_go_from_hit_to_hit_and_back_leads_out(page):
    page.goto("/s?q=行政执法")
    page.goto("/r/421221-2020-gov?q=行政执法")
    expect(page.get_by_text("按 n 到下一处")).to_be_visible()
    for key, at in (("n", "h1"), ("n", "h2"), ("p", "h1"), ("p", "h1")):
        page.keyboard.press(key)
        assert page.url.endswith(f"#{at}")
    page.locator("#q").press("n")
    assert page.url.endswith("#h1")
    page.go_back()
    assert "/s?" in page.url


@without_scripts
def test_hits_of_some_words_are_one_click_away(page):
    search(page, "行政复议体制改革")
    loose = page.locator(".relaxed .hit").first
    expect(loose).not_to_be_visible()
    page.get_by_text("段只含部分检索词").click()
    expect(loose).to_be_visible()


def test_a_mistyped_code_is_put_right_with_one_click(page):
    search(page, "双随机")
    code = page.locator(".hit .code").first.inner_text()
    search(page, code[:-1])
    page.get_by_role("link", name=f"是否是 {code}").click()
    expect(page.locator(".about .code")).to_have_text(code)


def test_the_keyboard_can_skip_the_filters(page):
    search(page, "双随机")
    page.wait_for_url("**/s?**")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_be_focused()


def test_a_citation_code_in_the_search_box_leads_to_its_paragraph(page):
    search(page, "双随机")
    code = page.locator(".hit .code").first.inner_text()
    search(page, code.lower())
    expect(page.locator(".about .code")).to_have_text(code)


def test_slash_goes_to_the_search_box(page):
    page.goto("/coverage")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    assert page.locator("#q").input_value() == ""


@on_a_phone
def test_on_a_phone_the_filters_fold_into_one_line(page):
    search(page, "行政执法")
    assert not page.get_by_role("button", name="应用筛选").is_visible()
    page.locator("label.fold").click()
    tick(page, "湖北省")
    page.get_by_role("button", name="应用筛选").click()
    expect(page.locator("label.fold b")).to_have_text("1")
    assert not page.get_by_role("button", name="应用筛选").is_visible()


def test_english_stays_english(page):
    page.goto("/?lang=en")
    page.get_by_role("searchbox").fill("双随机")
    page.get_by_role("button", name="Search").click()
    assert "lang=en" in page.url
    page.locator(".hit h2 a").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert "lang=en" in page.url
