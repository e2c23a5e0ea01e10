"""References to take away and references inside pages: what bibliographic software finds of each."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import parse_qs

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from flask.testing import FlaskClient

from indexer.naming import citation_code, paragraph_id
from tests.engines.corpus import make_document
from tests.webapp.conftest import HOSTILE
from tests.webapp.histories import Past, engine_with
from webapp import create_app
from webapp.settings import Settings

BASE = "http://fz.example.gov.cn"
REPORT = "421221-2020-gov"
PARAGRAPH = paragraph_id(REPORT, "二是加强行政复议工作,推进体制改革。")
HOSTILE_PARAGRAPH = paragraph_id(REPORT, HOSTILE)
CODE = citation_code(PARAGRAPH)
TITLE = "嘉鱼县2020年法治政府建设情况报告"


class Embedded(HTMLParser):
    """What a page holds for bibliographic software."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.coins: list[dict[str, list[str]]] = []
        self.alternates: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "meta" and given.get("name", "").startswith("citation_"):
            assert given["name"] not in self.meta
            self.meta[given["name"]] = given["content"]
        if given.get("class") == "Z3988":
            self.coins.append(parse_qs(given["title"], strict_parsing=True, keep_blank_values=True))
        if given.get("type") == "application/x-research-info-systems":
            self.alternates.append(given["href"])


def embedded(client: FlaskClient, url: str) -> Embedded:
    response = client.get(url)
    assert response.status_code == 200
    return Embedded(response.text)


def test_a_paragraph_is_described_as_a_report_with_its_code(client):
    found = embedded(client, f"/p/{PARAGRAPH}")
    assert found.meta == {
        "citation_title": TITLE,
        "citation_author": "嘉鱼县人民政府",
        "citation_publication_date": "2021/01/13",
        "citation_technical_report_institution": "嘉鱼县人民政府",
        "citation_technical_report_number": CODE,
        "citation_publisher": "嘉鱼县人民政府",
        "citation_language": "zh-CN",
        "citation_public_url": f"{BASE}/c/{CODE}",
        "citation_abstract": "二是加强行政复议工作,推进体制改革。",
    }
    assert found.alternates == [f"/p/{PARAGRAPH}.ris"]


@pytest.mark.parametrize("view", ["", "?view=raw"])
def test_a_report_is_described(client, view):
    found = embedded(client, f"/r/{REPORT}{view}")
    if not view:
        assert found.meta["citation_technical_report_number"] == REPORT
        assert found.meta["citation_public_url"] == f"{BASE}/r/{REPORT}"
        assert "citation_abstract" not in found.meta
        assert found.alternates == [f"/r/{REPORT}.ris"]
    assert [context["rft_id"] for context in found.coins] == [[f"{BASE}/r/{REPORT}"]]


def test_each_result_carries_its_context_object(client):
    page = client.get("/s?q=复议").text
    found = Embedded(page)
    assert len(found.coins) == page.count('<article class="hit"') > 1
    (context,) = [one for one in found.coins if one["rft_id"] == [f"{BASE}/c/{CODE}"]]
    assert context["ctx_ver"] == ["Z39.88-2004"]
    assert context["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:book"]
    assert context["rft.genre"] == ["report"]
    assert context["rft.btitle"] == [TITLE]
    assert context["rft.aucorp"] == context["rft.pub"] == ["嘉鱼县人民政府"]
    assert context["rft.date"] == ["2021-01-13"]


def test_a_hostile_text_stays_text(client):
    assert embedded(client, f"/p/{HOSTILE_PARAGRAPH}").meta["citation_abstract"] == HOSTILE
    assert rispy.loads(client.get(f"/p/{HOSTILE_PARAGRAPH}.ris").text)[0]["abstract"] == HOSTILE


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("ris", "application/x-research-info-systems"),
        ("bib", "application/x-bibtex"),
        ("csl.json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_files_have_the_type_and_the_name_that_programs_expect(client, form, media_type):
    for url, name in ((f"/p/{PARAGRAPH}", CODE), (f"/r/{REPORT}", REPORT), ("/s", "xianli")):
        response = client.get(f"{url}.{form}")
        assert response.status_code == 200 and response.mimetype == media_type
        assert response.headers["Content-Disposition"] == f'attachment; filename="{name}.{form}"'
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.text


def test_the_files_of_a_paragraph_are_its_references(client):
    (entry,) = rispy.loads(client.get(f"/p/{PARAGRAPH.lower()}.ris").text)
    assert (entry["id"], entry["title"], entry["urls"]) == (CODE, TITLE, [f"{BASE}/c/{CODE}"])
    assert parse_string(client.get(f"/p/{PARAGRAPH}.bib").text).entries[0].key == CODE
    (item,) = json.loads(client.get(f"/p/{PARAGRAPH}.csl.json").text)
    assert (item["id"], item["title"]) == (CODE, TITLE)


def test_a_page_of_results_is_taken_whole(client):
    address = "q=双随机&n=10&page=2"
    shown = re.findall(r'<a class="code" [^>]*>([^<]+)</a>', client.get(f"/s?{address}").text)
    assert len(shown) == 10
    assert [entry["id"] for entry in rispy.loads(client.get(f"/s.ris?{address}").text)] == shown
    library = parse_string(client.get(f"/s.bib?{address}").text)
    assert [entry.key for entry in library.entries] == shown and not library.failed_blocks
    assert [item["id"] for item in json.loads(client.get(f"/s.csl.json?{address}").text)] == shown


def test_nothing_found_is_an_empty_file(client):
    assert client.get("/s.ris?q=没有这样的话").text == client.get("/s.bib?q=没有这样的话").text == ""
    assert json.loads(client.get("/s.csl.json?q=没有这样的话").text) == []


@pytest.mark.parametrize(
    ("url", "says"),
    [
        (f"/p/{REPORT}/AAAAAAAAAA.ris", f"没有名为 {REPORT}/AAAAAAAAAA 的段落"),
        ("/p/x/y.bib", "“x/Y”不是段落的名称"),
        ("/r/420000-1999-gov.ris", "没有名为 420000-1999-gov 的报告"),
        ("/r/x.csl.json", "没有名为 x 的报告"),
    ],
)
def test_what_is_not_there_is_refused_with_a_reason(client, url, says):
    response = client.get(url)
    assert response.status_code == 404
    assert says in response.text


def test_what_was_changed_or_withdrawn_is_cited_as_it_stood():
    old, new = "一是办结案件12件，其余移送。", "一是办结案件21件，其余移送。"
    before, after = make_document([old]), make_document([new])
    gone = make_document(["二是开展普法。"], place="350112", title="原题")
    engine = engine_with(Past([before, after], {old: [new]}), Past([gone], withdrawn=True))
    client = create_app(Settings(base_url=BASE), engine=engine).test_client()
    (changed,) = rispy.loads(client.get(f"/p/{before.paragraphs[0].id}.ris").text)
    assert (changed["abstract"], changed["id"]) == (old, citation_code(before.paragraphs[0].id))
    (withdrawn,) = rispy.loads(client.get(f"/p/{gone.paragraphs[0].id}.ris").text)
    assert (withdrawn["abstract"], withdrawn["title"]) == ("二是开展普法。", "原题")
    (report,) = rispy.loads(client.get(f"/r/{gone.report.id}.ris").text)
    assert report["title"] == "原题"


def test_the_pages_offer_every_manner_and_every_file(client):
    for url, manners in ((f"/p/{PARAGRAPH}", ("公文用语", "原样")), (f"/r/{REPORT}", ())):
        page = client.get(url).text
        for manner in (*manners, "GB/T 7714—2025", "GB/T 7714—2015", "仅链接", "Markdown"):
            assert re.search(rf"<label for=\"cite-[^\"]+\">{manner}</label>", page)
        for form in ("ris", "bib", "csl.json"):
            assert f'href="{url}.{form}" download' in page
