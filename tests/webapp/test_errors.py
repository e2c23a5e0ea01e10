"""Errors say what happened and what to do next, to people as a page and to programs as problem+json."""

import html
import re
import shutil

import pytest

from indexer.errors import IndexDamaged, IndexMissing, SearchTimeout
from webapp import create_app
from webapp.settings import Settings


def way_on(response):
    """Return the first link that the page itself gives."""
    found = re.search(r'href="([^"]+)"', response.text.partition("<main")[2].partition("onward")[2])
    assert found
    return html.unescape(found[1])


def test_a_query_that_cannot_be_read_says_where_and_offers_one_that_can(client):
    response = client.get("/s?q=行政复议 OR&d=42&page=3")
    assert response.status_code == 400
    assert re.search(r"问题在第 \d+ 个字", response.text)
    assert "<mark>" in response.text
    offered = way_on(response)
    assert client.get(offered).status_code == 200
    assert "d=42" in offered
    assert "page" not in offered


def test_a_page_past_the_end_leads_to_the_last(client):
    response = client.get("/s?q=双随机&page=999")
    assert response.status_code == 404
    assert "page=" in way_on(response)
    assert client.get(way_on(response)).status_code == 200


def test_programs_get_problem_details(client):
    response = client.get("/s.json?q=双随机&page=999")
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"
    assert response.json["status"] == 404
    assert response.json["last_url"].startswith("/s")
    response = client.get("/nowhere", headers={"Accept": "application/json"})
    assert response.content_type == "application/problem+json"


@pytest.mark.parametrize("address", ["/nowhere", "/r/421221-1999-gov", "/r/..%2f..%2fetc", "/d/99", "/p/x/y", "/c/x"])
def test_what_is_not_there_is_404_with_ways_on(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert 'href="/coverage"' in response.text
    assert 'role="search"' in response.text


def test_a_mistyped_code_is_called_that(client):
    response = client.get("/c/FZ.421221.2020.G.7K2MQ4XA5D-0")
    assert response.status_code == 404
    assert "校验位" in response.text


@pytest.mark.parametrize("error", [IndexMissing, IndexDamaged])
def test_without_an_index_the_page_names_the_command(tmp_path, error):
    client = create_app(Settings(index_folder=tmp_path)).test_client()
    if error is IndexDamaged:
        (tmp_path / "CURRENT").write_text("nonsense")
    for address in ("/", "/s?q=双随机", "/r/421221-2020-gov", "/coverage"):
        response = client.get(address)
        assert response.status_code == 503
        assert "xianli index" in response.text
        assert int(response.headers["Retry-After"]) > 0
    assert client.get("/healthz").status_code == 503
    assert "xianli index" in client.get("/healthz").text
    assert client.get("/help/syntax").status_code == 200


def test_a_search_that_takes_too_long_is_stopped_and_says_so(client, monkeypatch):
    def slow(_opened):
        raise SearchTimeout

    monkeypatch.setattr("webapp.searching.search", slow)
    response = client.get("/s?q=双随机")
    assert response.status_code == 503
    assert "用时过长" in response.text


def test_an_unexpected_error_shows_a_number_that_the_log_has_and_nothing_else(app, monkeypatch, caplog):
    def broken():
        raise RuntimeError("/secret/path")

    monkeypatch.setattr("webapp.searching.search", broken)
    response = app.test_client().get("/s?q=双随机")
    assert response.status_code == 500
    assert "secret" not in response.text
    assert "RuntimeError" not in response.text
    number = re.search(r"编号 ([0-9a-f]{8})", response.text)
    assert number
    assert number[1] in caplog.text


def test_errors_speak_english_too(client):
    response = client.get("/nowhere?lang=en")
    assert "There is no such page" in response.text
    assert 'href="/coverage?lang=en"' in response.text


def test_health_turns_red_when_a_file_of_the_index_is_lost_and_green_when_it_is_rebuilt(seed_index, tmp_path):
    folder = tmp_path / "index"
    shutil.copytree(seed_index, folder)
    client = create_app(Settings(index_folder=folder)).test_client()
    assert client.get("/healthz").status_code == 200
    generation = folder / "generations" / (folder / "CURRENT").read_text().strip()
    lost = max((path for path in generation.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size)
    saved = lost.read_bytes()
    lost.unlink()
    response = client.get("/healthz")
    assert response.status_code == 503
    assert "xianli index" in response.text
    lost.write_bytes(saved)
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "*",
        "(",
        '"',
        "“",
        "a" * 7000,
        "a*b*c*",
        " OR ".join(["复议"] * 1000),
        "%ED%A0%80",
        "%00",
        "％",
        "-复议",
        "((((" * 50,
    ],
)
def test_no_query_ends_in_an_unexpected_error_or_a_page_without_words(client, query):
    response = client.get(f"/s?q={query}&in={query}")
    assert response.status_code in (200, 400, 414)
    assert 'role="search"' in response.text
