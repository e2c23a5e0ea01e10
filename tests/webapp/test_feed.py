"""The feed of a search: only what is new is new, and it is well-formed whatever the texts hold."""

from xml.etree import ElementTree as ET

import pytest

from indexer.naming import citation_code, paragraph_id
from tests.engines.corpus import Text, make_document
from tests.webapp.histories import Past, engine_with
from webapp import create_app
from webapp.search import latest
from webapp.settings import Settings

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>&\"' ]]> \ufffe\uffff双随机。"
OLDER = Past([make_document([Text("推行双随机。", "enforcement", ("一、监管",)), "其他。", HOSTILE])])
NEWER = Past([make_document(["双随机抽查。", "双随机监管。"], place="350112", year=2021)], starts=2)
EDITED = Past(
    [
        make_document(["开展双随机工作。"], place="320831"),
        make_document(["开展双随机工作。", "新增双随机。"], place="320831"),
    ],
    starts=4,
)


def client_of(*pasts):
    settings = Settings(base_url="http://fz.example.gov.cn", rate_limit_per_minute=0)
    return create_app(settings, engine=engine_with(*pasts)).test_client()


def entries(client, query="q=双随机"):
    response = client.get(f"/s.atom?{query}")
    assert response.status_code == 200
    assert response.mimetype == "application/atom+xml"
    feed = ET.fromstring(response.data)
    return feed, feed.findall(f"{ATOM}entry")


def texts(found):
    return [entry.findtext(f"{ATOM}content") for entry in found]


def test_what_was_added_last_comes_first():
    feed, found = entries(client_of(OLDER, NEWER))
    assert texts(found) == ["双随机抽查。", "双随机监管。", "推行双随机。", "<script>&\"' ]]> 双随机。"]
    assert feed.findtext(f"{ATOM}updated") == found[0].findtext(f"{ATOM}updated") == "2026-03-03T02:00:00Z"
    assert found[2].findtext(f"{ATOM}updated") == "2026-03-01T02:00:00Z"


def test_an_entry_says_where_it_stands_and_links_by_its_code():
    _feed, found = entries(client_of(OLDER), "q=推行双随机")
    code = citation_code(paragraph_id("421221-2020-gov", "推行双随机。"))
    (entry,) = found
    assert entry.findtext(f"{ATOM}id") == f"urn:xianli:{code}"
    link = entry.find(f"{ATOM}link")
    assert link is not None and link.get("href") == f"http://fz.example.gov.cn/c/{code}"
    assert entry.findtext(f"{ATOM}title") == "湖北省咸宁市嘉鱼县 · 2020 年度 · 县政府：一、监管"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "嘉鱼县人民政府"


def test_without_new_paragraphs_nothing_changes_and_new_ones_are_all_that_is_new():
    before = client_of(OLDER, NEWER).get("/s.atom?q=双随机").data
    assert client_of(NEWER, OLDER).get("/s.atom?q=双随机").data == before
    elsewhere = Past([make_document(["开展普法。"], place="420000", year=2019)], starts=6)
    assert client_of(OLDER, NEWER, elsewhere).get("/s.atom?q=双随机").data == before
    _feed, old = entries(client_of(OLDER, NEWER))
    _feed, new = entries(client_of(OLDER, NEWER, EDITED))
    added = {ET.tostring(entry) for entry in new} - {ET.tostring(entry) for entry in old}
    assert len(added) == len(new) - len(old) == 2


def test_a_paragraph_added_to_an_old_report_is_as_new_as_it_is():
    _feed, found = entries(client_of(EDITED))
    assert texts(found) == ["新增双随机。", "开展双随机工作。"]
    assert found[0].findtext(f"{ATOM}updated") == "2026-03-06T02:00:00Z"
    assert found[1].findtext(f"{ATOM}updated") == "2026-03-05T02:00:00Z"


def test_filters_hold_and_what_only_pages_have_does_not():
    client = client_of(OLDER, NEWER)
    assert len(entries(client, "q=双随机&d=35")[1]) == 2
    assert client.get("/s.atom?q=双随机&page=9&n=20&u=report&sort=old").data == client.get("/s.atom?q=双随机").data


def test_a_search_with_too_many_hits_is_answered_from_the_latest_reports(monkeypatch):
    many = Past([make_document([f"第{n}项双随机。" for n in range(20)], place="420000", year=2018)])
    client = client_of(many, OLDER, NEWER, EDITED)
    exact = texts(entries(client, "q=双随机&y=2020-2022")[1])
    monkeypatch.setattr(latest, "WINDOW", 4)
    monkeypatch.setattr(latest, "MOST", 5)
    found = texts(entries(client)[1])
    assert found == [*exact[:4], found[4]]
    assert not {"双随机抽查。", "新增双随机。"} & set(texts(entries(client, "q=双随机&d=42")[1]))
    monkeypatch.setattr(latest, "LATEST", 1)
    assert texts(entries(client)[1]) == ["新增双随机。", "开展双随机工作。"]


def test_feeds_without_entries_are_feeds():
    feed, found = entries(client_of(OLDER), "q=“绝无此语”")
    assert found == []
    assert feed.findtext(f"{ATOM}updated") == "2026-03-01T02:00:00Z"


def test_an_index_without_a_past_has_an_empty_feed(client):
    feed, found = entries(client)
    assert (found, feed.findtext(f"{ATOM}updated")) == ([], "1970-01-01T00:00:00Z")


def test_readers_that_have_it_are_told_so():
    client = client_of(OLDER)
    first = client.get("/s.atom?q=双随机")
    again = client.get("/s.atom?q=双随机", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(("query", "status"), [("q=(", 400), ("q=甲&page=0", 400), ("q=\x01甲", 200)])
def test_bad_searches_are_refused_as_by_the_pages(query, status):
    response = client_of(OLDER).get(f"/s.atom?{query}")
    assert response.status_code == status
    if status == 200:
        ET.fromstring(response.data)


def test_the_results_page_leads_to_its_feed(client):
    page = client.get("/s?q=双随机&d=42&page=1&n=20").text
    address = "/s.atom?d=42&amp;q=%E5%8F%8C%E9%9A%8F%E6%9C%BA"
    assert f'<link rel="alternate" type="application/atom+xml" title="订阅这个检索" href="{address}">' in page
    assert f'<a href="{address}"' in page
