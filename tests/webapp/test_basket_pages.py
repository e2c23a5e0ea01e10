"""The basket without scripts: forms and addresses carry it through the whole site, and nothing loses it."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask

from indexer.naming import citation_code
from tests.engines.corpus import make_document
from tests.webapp.basket_forms import CODES, DOCUMENT, HOSTILE, A, B, C, address, form_of, press, shown, site
from tests.webapp.histories import Past, engine_with
from webapp import create_app
from webapp.basket.model import MAX_ITEMS, MAX_NOTE
from webapp.security import MAX_ADDRESS_BYTES
from webapp.settings import Settings


@pytest.fixture(scope="module")
def app() -> Flask:
    return site()


# -- through the site ------------------------------------------------------------------------------------------------


def test_the_button_of_a_hit_adds_it_and_leads_back(client):
    page = client.get(address(("q", "双随机"), ("b", f"{A} 注"), path="/s")).text
    action = re.search(r'<form id="basket-add" action="([^"]*)"', page)
    back = re.search(r'name="back" value="([^"]*)"', page)
    assert action
    assert back
    answer = client.post(unescape(action[1]), data={"b": B, "back": unescape(back[1])})
    assert answer.status_code == 303
    assert parse_qsl(urlsplit(answer.location).query)[-2:] == [("b", f"{A} 注"), ("b", B)]
    basket = client.get(answer.location).text
    assert shown(basket) == [(A, "注"), (B, "")]
    link = re.search(r'<p class="crumbs"><a href="([^"]*)">‹ 回到检索结果', basket)
    assert link
    anchor = unescape(link[1]).partition("#")[2]
    assert f'id="{anchor}"' in client.get(unescape(link[1])).text
    assert anchor.endswith(B)
    assert parse_qsl(urlsplit(unescape(link[1])).query) == [("q", "双随机"), ("b", f"{A} 注"), ("b", B)]


@pytest.mark.parametrize("path", ["/", "/s?q=双随机", "/help/syntax", f"/p/{DOCUMENT.paragraphs[0].id}", "/nowhere"])
@pytest.mark.parametrize("language", ["", "en"])
def test_every_link_and_form_hands_the_basket_on(client, path, language):
    carried = [("t", "题"), ("b", f"{A} 一 二\n三"), ("b", B)]
    joint = "&" if "?" in path else "?"
    page = client.get(f"{path}{joint}{urlencode([*carried, ('lang', language)])}").text
    head, _main, rest = page.partition("<body")
    links = [unescape(link) for link in re.findall(r'<a [^>]*href="(/[^"]*)"', rest) if ".csv" not in link]
    links = [link for link in links if not re.match(r"/(s|[rpc]/[^?]*)\.\w+|/openapi", link)]
    assert len(links) > 5
    for link in links:
        pairs = parse_qsl(urlsplit(link).query)
        assert [pair for pair in pairs if pair[0] in ("t", "b")] == carried, link
    hidden = re.findall(
        r'<input type="hidden" name="([tb])" value="([^"]*)">',
        rest.partition('role="search"')[2].partition("</form>")[0],
    )
    assert [(name, unescape(value)) for name, value in hidden] == carried
    assert "b=" not in head.partition("canonical")[2].partition(">")[0]


def test_without_a_basket_no_address_changes(client):
    page = client.get("/s?q=双随机").text
    assert not re.search(r"href=\"[^\"]*[?&;][bt]=", page)
    assert 'class="many" hidden' in page


def test_a_redirect_keeps_the_basket_too(client):
    answer = client.get(address(("b", B), path=f"/c/{A}"))
    assert parse_qsl(urlsplit(answer.location).query) == [("b", B)]


def test_a_basket_is_no_parameter_of_the_search(client):
    plain, carrying = (client.get(f"/s?q=双随机{more}").text for more in ("", f"&b={A}&t=x"))
    assert "忽略" not in carrying
    for page in (plain, carrying):
        assert '<link rel="canonical" href="http://fz.example.gov.cn/s?q=%E5%8F%8C%E9%9A%8F%E6%9C%BA">' in page
    assert re.findall(r'href="(/s.json[^"]*)"', plain) == re.findall(r'href="(/s.json[^"]*)"', carrying)


def test_the_state_of_each_button_is_that_of_the_basket(client):
    page = client.get(f"/s?q=双随机&b={A}").text
    kept = re.findall(r'value="([^"]*)" class="keep kept"', page)
    assert kept == [A]
    report = client.get(f"/r/{DOCUMENT.report.id}?b={B}").text
    assert re.findall(r'value="([^"]*)" class="keep kept"', report) == [B]
    assert len(re.findall(r'class="keep', report)) == len(CODES)


# -- its page --------------------------------------------------------------------------------------------------------


def test_an_empty_basket_says_how_to_fill_it(client):
    page = client.get("/basket").text
    assert "材料篮是空的" in page
    assert "加入材料篮" in page
    assert 'type="file"' in page


def test_items_are_moved_taken_out_and_put_back_and_notes_stay(client):
    page = client.get(address(("b", A), ("b", f"{B} 乙"), ("b", C))).text
    page = press(client, page, f"up {B}")
    assert shown(page) == [(B, "乙"), (A, ""), (C, "")]
    page = press(client, page, f"down {A}")
    assert [code for code, _ in shown(page)] == [B, C, A]
    page = press(client, page, f"out {B}")
    assert [code for code, _ in shown(page)] == [C, A]
    page = press(client, page, "undo")
    assert shown(page) == [(B, "乙"), (C, ""), (A, "")]


def test_notes_and_title_are_kept_by_any_button(client):
    page = client.get(address(("b", A), ("b", B))).text
    page = press(client, page, f"up {B}", t=f"题 {HOSTILE}", note="第一行\r\n第二行")
    assert shown(page) == [(B, ""), (A, "第一行\n第二行")]
    assert ("t", f"题 {HOSTILE}") in form_of(page)


def test_a_note_is_text_everywhere(client):
    page = client.get(
        address(("b", f"{A} {HOSTILE}"), ("t", HOSTILE), ("b", f"<script>alert(1)</script> {HOSTILE}"))
    ).text
    assert "<script>alert" not in page
    assert shown(page)[0] == (A, HOSTILE)
    assert "49" not in page.partition("<main")[2]


def test_emptying_takes_a_second_step(client):
    page = client.get(address(("b", f"{A} 注"), ("b", B))).text
    asked = press(client, page, "clear")
    assert "确定清空材料篮吗" in asked
    assert shown(press(client, asked, "keep")) == [(A, "注"), (B, "")]
    assert "材料篮是空的" in press(client, asked, "cleared")


def test_what_became_of_a_text_is_said_with_a_link():
    old, new = make_document(["原有3项。", "没有了。"]), make_document(["现有4项。"])
    engine = engine_with(Past([old, new], {"原有3项。": ["现有4项。"]}))
    client = create_app(Settings(base_url="http://x", rate_limit_per_minute=0), engine=engine).test_client()
    changed, gone = (citation_code(paragraph.id) for paragraph in old.paragraphs)
    page = client.get(address(("b", changed), ("b", gone), ("b", f"{A} 注")), headers={"Host": "x"}).text
    for said in ("原文已变更", "撤下", "引证码查无此段", "原有3项。", "没有了。"):
        assert said in page
    assert re.search(rf'class="notice status">[^<]*<a href="/c/{changed}', page)
    assert shown(page)[2] == (A, "注")


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "/s?q=" + "x" * 2000,
        "/ 　",
    ],
)
def test_the_way_back_leads_nowhere_else(client, back):
    page = client.get(address(("b", A), ("back", back))).text
    assert 'class="crumbs"' not in page
    assert "evil" not in page.partition("<main")[2]


def test_the_way_back_is_known_from_the_page_before(client):
    before = {"Referer": "http://localhost/s?q=x"}
    assert "/s?q=x" in client.get("/basket", headers=before).text
    assert "crumbs" not in client.get("/basket", headers={"Referer": "http://elsewhere/s?q=x"}).text
    assert "crumbs" not in client.get("/basket", headers={"Referer": "http://localhost/basket?b=x"}).text


def test_the_way_back_brings_nothing_back_that_was_taken_out(client):
    carried = urlencode([("b", f"{A} 注"), ("b", B), ("t", "题"), ("lang", "en")])
    before = {"Referer": f"http://localhost/s?q=x&{carried}"}
    page = client.get(address(("b", f"{A} 注"), ("b", B)), headers=before).text
    for way in (page, press(client, page, f"out {A}", back=f"/s?q=x&{carried}#keep-{A}")):
        link = re.search(r'<p class="crumbs"><a href="([^"]*)"', way)
        assert link
        pairs = parse_qsl(urlsplit(unescape(link[1])).query)
        assert pairs[0] == ("q", "x")
        held = [f"{code} {note}".strip() for code, note in shown(way)]
        assert [value for name, value in pairs if name == "b"] == held
        assert ("lang", "en") not in pairs


def test_the_way_back_is_known_behind_a_proxy_with_a_prefix(client):
    page = client.get("/basket", base_url="http://localhost/xl", headers={"Referer": "http://localhost/xl/s?q=x"}).text
    assert '<p class="crumbs"><a href="/xl/s?q=x">' in page
    own = {"Referer": "http://localhost/xl/basket?b=x"}
    assert "crumbs" not in client.get("/basket", base_url="http://localhost/xl", headers=own).text


# -- too much for an address -----------------------------------------------------------------------------------------


def test_long_notes_stay_in_the_form_and_the_page_says_what_to_do(client):
    page = client.get(address(("b", A), ("b", B))).text
    page = press(client, page, "keep", note="注" * MAX_NOTE)
    assert shown(page) == [(A, "注" * MAX_NOTE), (B, "")]
    assert "网址装不下" in page
    assert "导出材料篮文件" in page
    assert "太长" in page
    again = press(client, page, f"down {A}")
    assert shown(again) == [(B, ""), (A, "注" * MAX_NOTE)]
    (home,) = re.findall(r'<a class="seal" href="([^"]*)"', again)
    assert parse_qsl(urlsplit(unescape(home)).query) == [("b", B), ("b", A)]


def test_a_full_basket_does_not_make_addresses_that_get_lost(client):
    fields = [
        ("t", "题"),
        *((name, value) for code in CODES[:MAX_ITEMS] for name, value in (("code", code), ("note", "注" * 50))),
    ]
    body = urlencode(fields)
    answer = client.post("/basket", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 200
    assert len(shown(answer.text)) == MAX_ITEMS
    assert "离开本页就不再带着它" in answer.text
    links = re.findall(r'(?:href|action)="(/[^"]*)"', answer.text)
    assert max(map(len, links)) < MAX_ADDRESS_BYTES


def test_no_link_of_a_long_search_with_a_long_basket_gets_lost(client):
    carried = [("b", code) for code in CODES[:160]]
    page = client.get(address(("q", "双随机" * 20), *carried, path="/s")).text
    links = [unescape(link) for link in re.findall(r'(?:href|action)="(/[^"]*)"', page)]
    assert max(map(len, links)) <= MAX_ADDRESS_BYTES


def test_more_than_a_basket_holds_is_said(client):
    fields = [
        ("t", ""),
        *((name, value) for code in CODES[: MAX_ITEMS + 1] for name, value in (("code", code), ("note", ""))),
    ]
    page = client.post("/basket", data=urlencode(fields), content_type="application/x-www-form-urlencoded").text
    assert f"最多 {MAX_ITEMS} 段" in page
    assert len(shown(page)) == MAX_ITEMS
