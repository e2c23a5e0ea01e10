"""The basket in a browser: kept there with scripts, in addresses and forms without, and never lost on the way."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import without_scripts

pytestmark = pytest.mark.browser

KEY = "xianli-basket"
SEARCH = "/s?q=行政执法"
NOTE = "第一行 <b>&amp; “引号”\n\n第三行　=1+1"
NO_STORAGE = (
    "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
)
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }"


def add(page: Page, *numbers: int) -> list[str]:
    """Add hits of a search by their number from 0, with scripts; return their codes."""
    page.goto(SEARCH)
    for number in numbers:
        hit = page.locator(".hit").nth(number)
        hit.get_by_role("button", name="加入材料篮").click()
        expect(hit.get_by_role("button", name="已在材料篮")).to_be_visible()
    return [page.locator(".hit .code").nth(number).inner_text() for number in numbers]


def open_basket(page: Page, many: int) -> None:
    page.goto("/basket")
    expect(items(page)).to_have_count(many)


def items(page: Page) -> Locator:
    return page.locator(".kept > li")


def shown(page: Page) -> list[tuple[str, str]]:
    """Return the codes of the page and their notes."""
    codes = page.locator(".kept .code").all_inner_texts()
    return [(code, page.locator("textarea[name=note]").nth(at).input_value()) for at, code in enumerate(codes)]


def kept(page: Page) -> list[tuple[str, str]]:
    """Return what the browser keeps."""
    text = page.evaluate("key => localStorage.getItem(key)", KEY)
    return [(item["code"], item["note"]) for item in json.loads(text)["items"]] if text else []


def press(page: Page, number: int, name: str) -> None:
    items(page).nth(number).get_by_role("button", name=re.compile(name)).click()


def download(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as started:
        page.get_by_role("button", name=button).click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return path


def test_hits_are_added_and_taken_out_without_leaving_the_page(page):
    (code,) = add(page, 1)
    many = page.locator("[data-basket] .many")
    expect(many).to_have_text("1")
    expect(page.get_by_role("status").filter(has_text="已加入材料篮，共 1 段")).to_have_count(1)
    assert kept(page) == [(code, "")]
    page.reload()
    hit = page.locator(".hit").nth(1)
    hit.get_by_role("button", name="已在材料篮").click()
    expect(hit.get_by_role("button", name="加入材料篮")).to_be_visible()
    expect(many).to_be_hidden()
    assert kept(page) == []


def test_a_paragraph_and_a_report_have_the_button_too(page):
    page.goto(SEARCH)
    page.locator(".hit h2 a").first.click()
    page.locator(".about").get_by_role("button", name="加入材料篮").click()
    code = page.locator(".about .code").inner_text()
    page.get_by_role("link", name="在全文中看").click()
    kept_here = page.locator("button.keep.kept")
    expect(kept_here).to_have_count(1)
    expect(kept_here).to_have_accessible_name(re.compile("^已在材料篮 ?：第 [0-9]+ 段$"))
    page.locator("button.keep:not(.kept)").first.click()
    assert len(kept(page)) == 2
    assert kept(page)[0] == (code, "")


def test_a_full_basket_says_so(page):
    add(page, 0)
    page.evaluate(
        """key => { const b = JSON.parse(localStorage.getItem(key));
            for (let n = 0; n < 199; n += 1) b.items.push({ code: `X${n}`, note: "" });
            localStorage.setItem(key, JSON.stringify(b)); }""",
        KEY,
    )
    page.reload()
    page.locator(".hit").nth(1).get_by_role("button", name="加入材料篮").click()
    expect(page.get_by_role("alert")).to_contain_text("最多 200 段")
    assert len(kept(page)) == 200


def test_an_item_with_a_note_is_only_taken_out_where_the_note_can_be_seen(page):
    add(page, 0)
    open_basket(page, 1)
    page.get_by_label("批注").fill("要紧")
    page.goto(SEARCH)
    page.locator(".hit").first.get_by_role("button", name="已在材料篮").click()
    expect(page.get_by_role("alert")).to_contain_text("写有批注")
    assert [note for _, note in kept(page)] == ["要紧"]


def test_order_notes_and_title_are_kept_without_a_reload(page):
    first, second, third = add(page, 0, 1, 2)
    open_basket(page, 3)
    page.evaluate("window.same = true")
    page.get_by_label("题目").fill("调研 <材料>")
    page.locator("textarea[name=note]").nth(2).fill(NOTE)
    press(page, 2, "上移")
    expect(page.locator(".kept .code").nth(1)).to_have_text(third)
    expect(page.get_by_role("status").filter(has_text="已移到第 2 位")).to_have_count(1)
    expect(page.locator(f"[id='up-{third}']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".kept .code").nth(0)).to_have_text(third)
    expect(page.locator(f"[id='down-{third}']")).to_be_focused()
    press(page, 1, "下移")
    expect(page.locator(".kept .code").nth(2)).to_have_text(first)
    assert page.evaluate("window.same")
    assert page.url.endswith("/basket")
    page.reload()
    expect(items(page)).to_have_count(3)
    assert shown(page) == kept(page) == [(third, NOTE), (second, ""), (first, "")]
    expect(page.get_by_label("题目")).to_have_value("调研 <材料>")


def test_what_was_taken_out_can_be_put_back(page):
    first, second = add(page, 0, 1)
    open_basket(page, 2)
    page.locator("textarea[name=note]").first.fill(NOTE)
    press(page, 0, "移出")
    expect(items(page)).to_have_count(1)
    expect(page.get_by_role("button", name="撤销")).to_be_focused()
    expect(page.locator("[data-basket] .many")).to_have_text("1")
    page.keyboard.press("Enter")
    expect(items(page)).to_have_count(2)
    assert kept(page) == [(first, NOTE), (second, "")]


def test_emptying_asks_first(page):
    add(page, 0, 1)
    open_basket(page, 2)
    page.get_by_role("button", name="清空材料篮").click()
    expect(page.locator("#asked")).to_be_focused()
    page.get_by_role("button", name="不清空").click()
    expect(items(page)).to_have_count(2)
    page.get_by_role("button", name="清空材料篮").click()
    page.get_by_role("button", name="清空", exact=True).click()
    expect(page.get_by_role("heading", name="材料篮是空的")).to_be_visible()
    assert kept(page) == []


def test_an_exported_file_brings_everything_back(page, tmp_path):
    add(page, 0, 1, 2, 3)
    open_basket(page, 4)
    page.get_by_label("题目").fill("题目")
    page.locator("textarea[name=note]").nth(3).fill(NOTE)
    page.locator("textarea[name=note]").nth(0).fill("甲")
    press(page, 3, "上移")
    expect(page.locator("textarea[name=note]").nth(2)).to_have_value(NOTE)
    before = shown(page)
    path = download(page, "导出材料篮文件", tmp_path)
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(page.get_by_role("heading", name="材料篮是空的")).to_be_visible()
    page.locator("#file").set_input_files(path)
    page.get_by_role("button", name="导入", exact=True).click()
    expect(items(page)).to_have_count(4)
    assert shown(page) == kept(page) == before
    expect(page.get_by_label("题目")).to_have_value("题目")


def test_a_broken_file_changes_nothing(page, tmp_path):
    add(page, 0)
    open_basket(page, 1)
    page.get_by_label("批注").fill(NOTE)
    (tmp_path / "broken.json").write_text('{"format": "xianli-basket", ')
    page.locator("#file").set_input_files(tmp_path / "broken.json")
    page.get_by_role("button", name="导入", exact=True).click()
    expect(page.locator(".notice", has_text="不完整")).to_be_visible()
    assert shown(page) == kept(page)
    assert [note for _, note in kept(page)] == [NOTE]


def test_other_windows_follow_and_nothing_added_there_is_lost(page, visit):
    _first, second = add(page, 0, 1)
    open_basket(page, 2)
    other = visit.context.new_page()
    (third,) = add(other, 2)
    expect(items(page)).to_have_count(3)
    expect(page.locator("[data-basket] .many")).to_have_text("3")
    press(page, 2, "上移")
    expect(page.locator(".kept .code").nth(1)).to_have_text(third)
    press(page, 0, "移出")
    expect(items(page)).to_have_count(2)
    expect(other.locator(".hit").nth(0).get_by_role("button", name="加入材料篮")).to_be_visible()
    assert kept(other) == [(third, ""), (second, "")]


def test_a_shared_link_leaves_ones_own_basket_alone_until_told(page):
    (own,) = add(page, 0)
    open_basket(page, 1)
    page.get_by_label("批注").fill("我的")
    shared = page.locator(".hit .code").first.inner_text()
    page.goto(SEARCH)
    theirs = page.locator(".hit .code").nth(3).inner_text()
    page.goto(f"/basket?t=别人的题目&b={theirs} 别人的&b={own}")
    expect(page.get_by_role("heading", name="别人分享的材料篮")).to_be_visible()
    expect(page.locator("[data-basket] .many")).to_have_text("1")
    press(page, 0, "移出")
    expect(items(page)).to_have_count(1)
    page.go_back()
    assert kept(page) == [(shared, "我的")]
    page.get_by_role("button", name="并入我的材料篮").click()
    expect(page.get_by_role("heading", name="材料篮", exact=True)).to_be_visible()
    assert kept(page) == [(own, "我的"), (theirs, "别人的")]
    assert page.url.endswith("/basket")
    page.go_back()
    expect(page.get_by_role("heading", name="别人分享的材料篮")).to_be_visible()


def test_ones_own_link_is_ones_own_basket(page):
    add(page, 0)
    open_basket(page, 1)
    link = page.get_by_label("分享链接", exact=True).input_value()
    page.goto(re.sub("^https?://[^/]*", "", link))
    expect(page.get_by_role("heading", name="材料篮", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="并入我的材料篮")).to_be_hidden()
    expect(page).to_have_url(re.compile("/basket$"))


def test_the_link_to_share_has_the_note_just_written(page):
    add(page, 0)
    open_basket(page, 1)
    page.get_by_label("批注").fill("adds")
    page.get_by_label("题目").focus()
    expect(page.get_by_label("分享链接（含批注）")).to_have_value(re.compile(r"\+adds$"))


def test_when_the_server_is_away_nothing_is_lost(page):
    first, second = add(page, 0, 1)
    open_basket(page, 2)
    page.locator("textarea[name=note]").first.fill(NOTE)
    page.route("**/basket", lambda route: route.fulfill(status=400, body=""))
    press(page, 0, "下移")
    expect(page.get_by_role("alert")).to_contain_text("连不上服务器")
    assert kept(page) == shown(page) == [(first, NOTE), (second, "")]


def test_an_answer_that_refuses_is_not_taken_for_an_empty_basket(page):
    added = add(page, 0, 1)
    open_basket(page, 2)
    empty = '<div id="basket"><p id="said"></p><form id="collected"><input name="t" value=""></form></div>'
    page.route("**/basket", lambda route: route.fulfill(status=413, content_type="text/html", body=empty))
    press(page, 1, "上移")
    expect(page.get_by_role("alert")).to_contain_text("没有生效")
    assert [code for code, _ in kept(page)] == added


def test_what_cannot_be_read_in_the_storage_is_not_thrown_away(page):
    page.goto("/")
    page.evaluate("key => localStorage.setItem(key, '{broken')", KEY)
    add(page, 0)
    assert len(kept(page)) == 1
    assert page.evaluate(f"localStorage.getItem('{KEY}-unreadable')") == "{broken"


@pytest.mark.parametrize("script", [NO_STORAGE, FULL], ids=["off", "full"])
def test_where_nothing_can_be_kept_the_address_carries_it(page, script):
    page.add_init_script(script)
    journey(page)
    expect(page.locator("#no-storage")).to_be_visible()


def test_a_storage_that_fills_up_keeps_what_it_has(page):
    first, second = add(page, 0, 1)
    page.add_init_script(FULL)
    page.goto(SEARCH)
    page.locator(".hit").nth(2).get_by_role("button", name="加入材料篮").click()
    expect(page.locator("#no-storage")).to_be_visible()
    expect(items(page)).to_have_count(3)
    assert [code for code, _ in shown(page)][:2] == [first, second]


@without_scripts
def test_the_whole_way_without_scripts(page):
    journey(page)
    expect(page.locator("#no-storage")).to_be_hidden()


def journey(page: Page) -> None:
    """Add from two searches, note, order, look at a report and come back; all is in the address."""
    page.goto(SEARCH)
    codes = page.locator(".hit .code").all_inner_texts()
    page.locator(".hit").nth(0).get_by_role("button", name="加入材料篮").click()
    page.get_by_role("link", name="回到检索结果").click()
    expect(page.locator("[data-basket] .many")).to_have_text("1")
    page.locator(".hit").nth(1).get_by_role("button", name="加入材料篮").click()
    expect(items(page)).to_have_count(2)
    page.locator("textarea[name=note]").nth(1).fill(NOTE)
    page.get_by_label("题目").fill("题")
    press(page, 1, "上移")
    expect(page.locator(".kept .code").first).to_have_text(codes[1])
    assert shown(page) == [(codes[1], NOTE), (codes[0], "")]
    page.locator(".kept h2 a").first.click()
    page.get_by_role("link", name="在全文中看").click()
    page.get_by_role("searchbox").fill("双随机")
    page.get_by_role("button", name="检索").click()
    page.locator("[data-basket]").click()
    expect(items(page)).to_have_count(2)
    assert shown(page) == [(codes[1], NOTE), (codes[0], "")]
    expect(page.get_by_label("题目")).to_have_value("题")


@without_scripts
def test_files_and_emptying_without_scripts(page, tmp_path):
    page.goto(SEARCH)
    page.locator(".hit").nth(0).get_by_role("button", name="加入材料篮").click()
    page.locator("textarea[name=note]").fill(NOTE)
    before: Any = shown(page)
    path = download(page, "导出材料篮文件", tmp_path)
    assert download(page, "Word 文稿", tmp_path).read_bytes().startswith(b"PK")
    page.get_by_role("button", name="清空材料篮").click()
    page.get_by_role("button", name="清空", exact=True).click()
    expect(page.get_by_role("heading", name="材料篮是空的")).to_be_visible()
    page.locator("#file").set_input_files(path)
    page.get_by_role("button", name="导入", exact=True).click()
    expect(items(page)).to_have_count(1)
    assert shown(page) == before


@without_scripts
def test_enter_in_the_title_keeps_what_is_written(page):
    page.goto(SEARCH)
    page.locator(".hit").nth(0).get_by_role("button", name="加入材料篮").click()
    press(page, 0, "移出")
    page.get_by_role("button", name="撤销").click()
    page.locator("textarea[name=note]").fill("注")
    page.get_by_label("题目").fill("题")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert [note for _, note in shown(page)] == ["注"]
    expect(page.get_by_label("题目")).to_have_value("题")
