"""What the markup says of the document, and what becomes of it in the report."""

from datetime import date

import pytest

from indexer.analysis import analyse
from indexer.contract import Report
from indexer.intake.readers.html import read
from indexer.intake.sources import Source
from tests.indexer.invented import text

TITLE = "嘉鱼县2021年度法治政府建设情况报告"
BODY = "".join(f"<p>{line.strip()}</p>" for line in text().split("\n"))


def said(head: str) -> dict[str, str]:
    found = read(f"{head}<div id=zoom>{BODY}</div>".encode()).said
    assert all(evidence.line == 0 and evidence.rule for evidence in found.values())
    return {key: evidence.text for key, evidence in found.items()}


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (f"<meta name='ArticleTitle' content='{TITLE}'>", {"title": TITLE}),
        (f"<META NAME=articletitle CONTENT='  {TITLE} '>", {"title": TITLE}),
        (f"<meta property='og:title' content='{TITLE}_政府文件_嘉鱼县人民政府'>", {"title": TITLE}),
        (f"<title>{TITLE}-嘉鱼县人民政府门户网站</title>", {"title": TITLE}),
        ("<title>法治政府建设年度报告-嘉鱼县人民政府</title>", {}),
        ("<meta name='ArticleTitle' content='关于召开会议的通知'>", {"title": "关于召开会议的通知"}),
        ("<meta name='PubDate' content='2022-01-05 10:20'>", {"publication_date": "2022-01-05"}),
        ("<meta name='PubDate' content='2022年1月5日'>", {"publication_date": "2022-01-05"}),
        (
            "<meta property='article:published_time' content='2022-01-05T10:20:00+08:00'>",
            {"publication_date": "2022-01-05"},
        ),
        (
            "<meta name='PubDate' content='0000-00-00'><meta name=publishdate content='2022/1/5'>",
            {"publication_date": "2022-01-05"},
        ),
        ("<meta name='PubDate' content='1970-01-01 08:00'>", {}),
        ("<meta name='PubDate' content='$!{date}'>", {}),
        ("<meta name='ContentSource' content='县司法局'>", {"source": "县司法局"}),
        ("<meta name='ContentSource' content='无'><meta name='Keywords' content='法治'>", {}),
        (f"<meta name='ContentSource' content='{'长' * 300}'>", {}),
        ("<meta content='x'><meta name><meta name=ArticleTitle>", {}),
    ],
)
def test_values_of_meta_elements(head, expected):
    assert said(head) == expected


CANONICAL = "<link rel=canonical href='http://www.jiayu.gov.cn/a.html'>"
SAVED = "<!-- saved from url=(0042)http://www.jiayu.gov.cn/c.html -->"


@pytest.mark.parametrize(
    ("head", "address"),
    [
        (CANONICAL, "http://www.jiayu.gov.cn/a.html"),
        ("<meta property='og:url' content='https://www.jiayu.gov.cn/b.html'>", "https://www.jiayu.gov.cn/b.html"),
        (SAVED, "http://www.jiayu.gov.cn/c.html"),
        ("<base href='http://www.jiayu.gov.cn/d/'>", "http://www.jiayu.gov.cn/d/"),
        (SAVED + CANONICAL + "<base href='http://x.gov.cn/'>", "http://www.jiayu.gov.cn/a.html"),
        ("<link rel=canonical href='/relative.html'>" + SAVED, "http://www.jiayu.gov.cn/c.html"),
        ("<link rel=stylesheet href='http://www.jiayu.gov.cn/s.css'>", None),
        ("<link rel=canonical href='javascript:alert(1)'>", None),
        ("<base href='file:///C:/Users/'>", None),
        ("<link rel=canonical href='http://user:pw@www.gov.cn/'>", None),
        ("<link rel=canonical href='http://[::1'>", None),
        ("<link rel=canonical href='http://a.cn/\"><script>'>", None),
        ("<link rel=canonical href='http://a.cn:99999999/'>", None),
        (f"<link rel=canonical href='http://a.cn/{'x' * 3000}'>", None),
    ],
)
def test_the_address_a_page_was_saved_from(head, address):
    assert said(head).get("source_url") == address


def test_the_names_of_the_site():
    head = (
        "<meta name=SiteName content='嘉鱼县人民政府'><meta name=SiteDomain content='www.jiayu.gov.cn'>"
        f"<title>{TITLE}_政务公开_嘉鱼县政府网</title>{CANONICAL}"
    )
    assert read(f"{head}<p>{BODY}".encode()).site == "嘉鱼县人民政府 www.jiayu.gov.cn 嘉鱼县政府网"
    assert read(f"<p>{BODY}".encode()).site == ""


def report(head: str, above: str = f"<h1>{TITLE}</h1>", below: str = "") -> Report:
    page = f"{head}<body>{above}<div id=zoom>{BODY}</div>{below}</body>"
    document = analyse(Source("a.html", page.encode(), "0" * 64)).document
    assert document is not None
    return document.report


def test_what_is_said_comes_before_what_the_labels_say():
    head = "<meta name=PubDate content='2022-01-05'><meta name=ContentSource content='县司法局'>" + CANONICAL
    found = report(head, above=f"<h1>{TITLE}</h1><p>发布日期：2022-01-07　来源：本网</p>")
    assert (found.publication_date, found.source) == (date(2022, 1, 5), "县司法局")
    assert found.source_url == "http://www.jiayu.gov.cn/a.html"
    assert "no_source_url" not in found.flags
    assert found.evidence["publication_date"].rule == '<meta name="PubDate">'
    assert found.evidence["source_url"].rule == '<link rel="canonical">'
    assert "no_source_url" in report("").flags


@pytest.mark.parametrize("day", ["2021-01-05", "2024-03-01", "2021-09-30"])
def test_a_day_that_cannot_be_so_is_passed_over(day):
    found = report(f"<meta name=PubDate content='{day}'>", above=f"<h1>{TITLE}</h1><p>发布日期：2022-01-07</p>")
    assert found.publication_date == date(2022, 1, 7)


@pytest.mark.parametrize("day", ["2022-01-09", "2023-06-01"])
def test_a_day_before_the_signature_or_long_after_it_is_passed_over(day):
    below = "<p>嘉鱼县人民政府</p><p>2022年1月10日</p>"
    found = report(f"<meta name=PubDate content='{day}'>", below=below)
    assert found.signature_date == found.publication_date == date(2022, 1, 10)


def test_a_title_that_only_the_markup_has_is_the_title():
    found = report(f"<meta name=ArticleTitle content='{TITLE}'>", above="")
    assert (found.title, found.title_missing, found.year) == (TITLE, False, 2021)
    assert found.jurisdiction[-1].name == "嘉鱼县"
    assert found.evidence["title"].rule == '<meta name="ArticleTitle">'


def test_the_title_in_the_text_stays_though_the_markup_has_another():
    head = "<meta name=ArticleTitle content='通山县2020年度法治政府建设情况报告'>"
    found = report(head)
    assert (found.title, found.year) == (TITLE, 2021)
    assert found.evidence["title"].line > 0


def test_a_sidecar_outweighs_the_markup():
    page = f"{CANONICAL}<h1>{TITLE}</h1>{BODY}".encode()
    source = Source("a.html", page, "0" * 64, {"source_url": "https://b.gov.cn/x"})
    document = analyse(source).document
    assert document is not None
    assert document.report.source_url == "https://b.gov.cn/x"
    assert document.report.evidence["source_url"].text == "https://b.gov.cn/x"


def test_the_site_tells_counties_of_one_name_apart():
    """鼓楼区 is in four cities: the site's name is evidence, never more."""
    page = f"<h1>鼓楼区2021年度法治政府建设情况报告</h1>{BODY}"
    site = "<meta name=SiteName content='福州市鼓楼区人民政府'>"
    found = [analyse(Source("a.html", one.encode(), "0" * 64)).document for one in (page, site + page)]
    assert [one.report.jurisdiction[-1].code for one in found if one and one.report.jurisdiction] == ["350102"]


@pytest.mark.parametrize("sign", ["&#x1b;", "&#x202e;", "&#x200b;"])
def test_what_cannot_be_seen_reaches_no_field(sign):
    """Title and source are printed on terminals and written into files: nothing in them may steer those."""
    head = f"<meta name=ArticleTitle content='嘉鱼县{sign}2021年度法治政府建设情况报告'>"
    head += f"<meta name=ContentSource content='嘉鱼县{sign}人民政府'>"
    data = f"{head}<div id=zoom>{BODY}</div>".encode()
    document = analyse(Source("页面.html", data, "")).document
    assert document is not None
    assert (document.report.title, document.report.source) == (TITLE, "嘉鱼县人民政府")
    assert document.report.evidence["title"].text == TITLE
