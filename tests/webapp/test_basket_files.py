"""What is brought into the basket as a file and taken away as one, without scripts."""

import io
import json
import re
import time
import zipfile
from html import unescape

import pytest
from flask import Flask

from tests.webapp.basket_forms import (
    CODES,
    DOCUMENT,
    HOSTILE,
    A,
    B,
    C,
    address,
    bring,
    form_of,
    shown,
    site,
    upload,
)
from webapp.basket.model import MAX_NOTE
from webapp.security import MAX_UPLOAD_BYTES


@pytest.fixture(scope="module")
def app() -> Flask:
    return site()


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
