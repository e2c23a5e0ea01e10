"""The basket without scripts: forms and addresses carry it through the whole site, and nothing loses it."""

import io
import json
import re
import time
import zipfile
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, TestResponse

from indexer.naming import citation_code
from tests.engines.corpus import make_document, make_engine
from tests.webapp.histories import Past, engine_with
from webapp import create_app
from webapp.basket.model import MAX_ITEMS, MAX_NOTE
from webapp.security import MAX_ADDRESS_BYTES, MAX_UPLOAD_BYTES
from webapp.settings import Settings

DOCUMENT = make_document([f"第{n}项推行双随机。" for n in range(1, 231)])
CODES = [citation_code(paragraph.id) for paragraph in DOCUMENT.paragraphs]
A, B, C = CODES[:3]
HOSTILE = "</textarea><script>alert(1)</script>&\"'{{7*7}}"
Pairs = list[tuple[str, str]]


@pytest.fixture(scope="module")
def app() -> Flask:
    settings = Settings(base_url="http://fz.example.gov.cn", rate_limit_per_minute=0)
    return create_app(settings, engine=make_engine([DOCUMENT, make_document(["另一处双随机。"], year=2021)]))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def address(*pairs: tuple[str, str], path: str = "/basket") -> str:
    return f"{path}?{urlencode(pairs)}"


def form_of(page: str) -> Pairs:
    """Return what a browser would send of the basket's form, but for the button."""
    form = page[page.index('<form id="collected"') :]
    form = form[: form.index("</form>")]
    fields: Pairs = []
    for tag in re.finditer(r"<input [^>]*>|<textarea [^>]*>([^<]*)</textarea>", form):
        name, value = re.search(r'name="([^"]*)"', tag[0]), re.search(r'value="([^"]*)"', tag[0])
        written = tag[1].removeprefix("\n") if tag[1] is not None else value[1] if value else ""
        if name and 'type="file"' not in tag[0]:
            fields.append((name[1], unescape(written)))
    return fields


def shown(page: str) -> Pairs:
    fields = form_of(page)
    codes = [value for name, value in fields if name == "code"]
    return list(zip(codes, [value for name, value in fields if name == "note"], strict=True))


def press(client: FlaskClient, page: str, button: str, *, follow: bool = True, **fields: str) -> str:
    """Press a button of the basket's page, some of its fields filled in anew."""
    sent = {**fields, "do": button}
    pairs = [(name, sent.pop(name, value)) for name, value in form_of(page)]
    body = urlencode([*pairs, *sent.items()])
    kind = "application/x-www-form-urlencoded"
    return client.post("/basket", data=body, content_type=kind, follow_redirects=follow).text


def bring(client: FlaskClient, page: str, data: bytes) -> str:
    fields: dict[str, object] = {}
    for name, value in form_of(page):
        fields.setdefault(name, []).append(value)  # type: ignore[attr-defined]  # a list for each name
    fields |= {"do": "import", "file": (io.BytesIO(data), "basket.json")}
    return upload(client, "/basket", fields).text


def upload(client: FlaskClient, path: str, fields: dict[str, object]) -> TestResponse:
    builder = EnvironBuilder(path, method="POST", data=fields)
    environ = builder.get_environ()
    try:
        return client.open(environ, follow_redirects=True, buffered=True)
    finally:
        environ["wsgi.input"].close()
        builder.close()


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


# -- files -----------------------------------------------------------------------------------------------------------


def test_a_file_brings_back_order_and_notes(client):
    start = address(("t", "题"), ("b", f"{C} 丙\n二"), ("b", A), ("b", f"{B} {HOSTILE}"))
    exported = client.get(start.replace("/basket", "/basket.json"))
    assert exported.mimetype == "application/json"
    assert "attachment" in exported.headers["Content-Disposition"]
    page = bring(client, client.get("/basket").text, exported.data)
    assert shown(page) == [(C, "丙\n二"), (A, ""), (B, HOSTILE)]
    assert ("t", "题") in form_of(page)
    assert "已加入 3 段" in page


def test_a_file_is_joined_to_what_is_there(client):
    exported = client.get(address(("b", f"{A} 别人的"), ("b", B), path="/basket.json")).data
    page = bring(client, client.get(address(("t", "我的"), ("b", f"{A} 我的"), ("b", C))).text, exported)
    assert shown(page) == [(A, "我的\n别人的"), (C, ""), (B, "")]
    assert "另有 1 段原已在篮中" in page


@pytest.mark.parametrize("data", [b"", b"{", "材料篮".encode("gbk"), b"[" * 100_000, b'{"format": "xianli-basket"}'])
def test_a_broken_file_loses_nothing(client, data):
    page = bring(client, client.get(address(("t", "题"), ("b", f"{A} 注"), ("b", B))).text, data)
    assert shown(page) == [(A, "注"), (B, "")]
    assert ("t", "题") in form_of(page)
    assert "没有加入，您的材料篮没有变动" in page


def test_a_file_of_more_than_12_mb_is_refused_and_the_basket_of_the_address_stays(client):
    fields: dict[str, object] = {
        "t": "",
        "do": "import",
        "file": (io.BytesIO(b" " * (MAX_UPLOAD_BYTES + 1)), "basket.json"),
    }
    answer = upload(client, address(("b", f"{A} 注")), fields)
    assert answer.status_code == 413
    assert "12 MB" in answer.text
    assert shown(answer.text) == [(A, "注")]


@pytest.mark.parametrize("field", ["b=FZ", "b=", "x"])
def test_a_form_of_a_million_fields_is_refused_before_it_is_read(client, field):
    body = "&".join([field] * 1_000_000)
    started = time.perf_counter()
    answer = client.post(address(("b", A)), data=body, content_type="application/x-www-form-urlencoded")
    assert time.perf_counter() - started < 2
    assert answer.status_code == 413
    assert shown(answer.text) == [(A, "")]


def test_a_large_basket_with_a_large_file_is_taken(client):
    wordy = json.dumps({"format": "xianli-basket", "version": 1, "items": [{"code": A}], "x": "x" * (11 << 20)})
    page = bring(client, client.get(address(("b", B))).text, wordy.encode())
    assert [code for code, _ in shown(page)] == [B, A]


# -- to take away ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("kind", ["docx", "md", "txt", "csv", "json"])
def test_every_export_holds_texts_notes_and_links(client, kind, method):
    pairs = [("t", "调研 材料/一"), ("b", f"{A} 我的批注"), ("b", B)]
    if method == "get":
        answer = client.get(address(*pairs, path=f"/basket.{kind}"))
    else:
        fields = {"t": pairs[0][1], "code": [A, B], "note": ["我的批注", ""]}
        answer = client.post(f"/basket.{kind}", data=fields)
    assert answer.status_code == 200
    assert "%E8%B0%83%E7%A0%94_%E6%9D%90%E6%96%99_%E4%B8%80" in answer.headers["Content-Disposition"]
    data = answer.data
    if kind == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            data = b"".join(packed.read(name) for name in packed.namelist())
    for wanted in ("双随机", "我的批注", A, B, f"http://fz.example.gov.cn/c/{A}"):
        assert wanted.encode() in data or wanted.replace("_", "\\_").encode() in data, wanted


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("kind", ["docx", "md", "txt", "csv", "json"])
def test_nobody_on_the_way_keeps_what_is_taken_away(client, kind, method):
    answer = getattr(client, method)(address(("b", f"{A} 我的批注"), path=f"/basket.{kind}"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("kind", ["docx", "md", "txt", "csv", "json"])
def test_of_an_empty_basket_there_is_nothing_to_take_away(client, kind):
    answer = client.get(f"/basket.{kind}")
    assert answer.status_code == 400
    assert "没有可导出的" in answer.text


def test_other_kinds_of_export_are_not_found(client):
    assert client.get(f"/basket.pdf?b={A}").status_code == 404


def test_the_link_to_share_leads_to_the_same_basket(client):
    page = client.get(address(("t", "题"), ("b", f"{A} 注"), ("b", B))).text
    links = [unescape(link) for link in re.findall(r'<textarea id="shared-\w+"[^>]*>([^<]*)<', page)]
    assert all(link.startswith("http://fz.example.gov.cn/basket?") for link in links)
    whole, bare = (client.get(link.removeprefix("http://fz.example.gov.cn")).text for link in links)
    assert shown(whole) == [(A, "注"), (B, "")]
    assert shown(bare) == [(A, ""), (B, "")]


def test_a_script_gets_the_page_with_links_that_carry_nothing(client):
    answer = client.post("/basket", data={"stay": "1", "t": "题", "code": [A, B], "note": ["注" * MAX_NOTE, ""]})
    assert answer.status_code == 200
    assert len(shown(answer.text)) == 2
    assert not re.search(r'(?:href|action)="/[^"]*[?&;]b=', answer.text)
    assert "网址装不下" not in answer.text


def test_a_page_of_very_many_links_does_not_grow_without_end(client, monkeypatch):
    plain = len(client.get(f"/r/{DOCUMENT.report.id}").data)
    carried = address(*(("b", code) for code in CODES[:100]), path=f"/r/{DOCUMENT.report.id}")
    monkeypatch.setattr("webapp.basket.carried.MAX_LOAD", 20_000)
    page = client.get(carried).text
    assert len(page) < plain + 100_000
    assert re.search(r'class="to-basket" href="/basket\?b=', page)
