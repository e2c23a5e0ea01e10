"""References for bibliographic software: what other programs read out of them is what was put in."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st

from indexer.contract import Report
from indexer.naming import citation_code
from tests.engines.corpus import make_document
from webapp.citation import cite_report, quotes
from webapp.citation.exchange import tex
from webapp.search.model import Citation, Quotes

TODAY = date(2026, 11, 22)
DOCUMENT = make_document(["推行“双随机”,1,256件(99.91%)。"])
CODE = citation_code(DOCUMENT.paragraphs[0].id)
LINK = f"http://fz.example.gov.cn/c/{CODE}"
SOURCE = "http://www.jiayu.gov.cn/a%20b/x_1.html?id=1&k={2}#t~1"

TITLES = [
    "嘉鱼县2020年法治政府建设情况报告",
    "PPP 项目 100% {试点} 报告",
    "只开不合 { 的报告",
    "只合不开 } 的报告",
    "倒着的 }{ 括号",
    "A&B $5 #1 x_y ~z \\n \"引\" '文' --- `` '' @x,",
    "换\r\n行\u2028的 报告",
    "报告\r\nER  - \r\nTY  - BOOK",
    "报告},\n author = {某某",
    "<script>alert(1)</script>&amp;{{7*7}}",
]


def quoted(**known: Any) -> Quotes:
    report = replace(DOCUMENT.report, **known)
    return quotes(DOCUMENT.paragraphs[0], report, permalink=LINK, today=TODAY)


def plain(text: str) -> str:
    return " ".join(text.split())


def from_ris(cited: Citation) -> dict[str, Any]:
    (entry,) = rispy.loads(cited.ris)
    return dict(entry)


def from_bibtex(cited: Citation) -> tuple[str, str, dict[str, str]]:
    """Return type, key and fields, decoded but for the addresses, which TeX reads as they stand."""
    raw = parse_string(cited.bibtex)
    assert not raw.failed_blocks and len(raw.entries) == 1
    (entry,) = parse_string(cited.bibtex, append_middleware=[LatexDecodingMiddleware()]).entries
    fields = {field.key: field.value for field in entry.fields}
    return entry.entry_type, entry.key, {**fields, "url": raw.entries[0]["url"]}


@pytest.mark.parametrize("title", TITLES)
def test_ris(title):
    entry = from_ris(quoted(title=title, source_url=SOURCE))
    assert entry["type_of_reference"] == "RPRT"
    assert entry["title"] == plain(title)
    assert entry["authors"] == ["嘉鱼县人民政府"] and entry["publisher"] == "嘉鱼县人民政府"
    assert (entry["year"], entry["date"], entry["access_date"]) == ("2021", "2021/01/13/", "2026/11/22/")
    assert entry["urls"] == [SOURCE]
    assert entry["issn"] == entry["id"] == CODE
    assert entry["language"] == "zh-CN"
    assert entry["abstract"] == DOCUMENT.paragraphs[0].text
    assert entry["notes"] == [f"引证码 {CODE}；{LINK}；第1段"]


@pytest.mark.parametrize("title", TITLES)
def test_bibtex(title):
    kind, key, fields = from_bibtex(quoted(title=title, source_url=SOURCE))
    assert (kind, key) == ("techreport", CODE)
    assert fields["title"] == plain(title)
    assert fields["author"] == fields["institution"] == "嘉鱼县人民政府"
    assert (fields["date"], fields["year"], fields["urldate"]) == ("2021-01-13", "2021", "2026-11-22")
    assert fields["url"] == SOURCE.replace("{", "%7B").replace("}", "%7D")
    assert fields["number"] == CODE
    assert fields["abstract"] == DOCUMENT.paragraphs[0].text
    assert LINK in fields["note"]


@pytest.mark.parametrize("title", TITLES)
def test_csl_json(title):
    item = json.loads(json.dumps(dict(quoted(title=title, source_url=SOURCE).csl)))
    assert (item["id"], item["type"]) == (CODE, "report")
    assert item["title"] == plain(title)
    assert item["author"] == [{"literal": "嘉鱼县人民政府"}] and item["publisher"] == "嘉鱼县人民政府"
    assert item["issued"] == {"date-parts": [[2021, 1, 13]]}
    assert item["accessed"] == {"date-parts": [[2026, 11, 22]]}
    assert item["URL"] == SOURCE
    assert item["number"] == CODE and LINK in item["note"]


def test_without_a_source_the_address_is_ours_and_the_note_says_so():
    cited = quoted()
    assert from_ris(cited)["urls"] == [LINK] == [from_bibtex(cited)[2]["url"]] == [cited.csl["URL"]]
    for note in (from_ris(cited)["notes"][0], from_bibtex(cited)[2]["note"], cited.csl["note"]):
        assert note.endswith("；第1段；来源网址未记录")


def unknown() -> Report:
    return make_document(["甲"], place="none", year=None, published=None, title="法治政府建设情况报告").report


def test_what_is_not_known_is_left_out():
    cited = cite_report(unknown(), base="http://127.0.0.1:8000", today=TODAY)
    entry, (_kind, key, fields) = from_ris(cited), from_bibtex(cited)
    assert not {"authors", "publisher", "year", "date", "abstract"} & set(entry)
    assert not {"author", "institution", "year", "date", "abstract"} & set(fields)
    assert not {"author", "publisher", "issued", "abstract"} & set(cited.csl)
    assert key == cited.csl["number"] == "000000-0000-gov"


def test_the_date_of_signature_stands_in_for_that_of_publication():
    cited = quoted(publication_date=None, signature_date=date(2020, 12, 7))
    assert from_ris(cited)["date"] == "2020/12/07/"
    assert from_bibtex(cited)[2]["date"] == "2020-12-07"
    assert cited.csl["issued"] == {"date-parts": [[2020, 12, 7]]}


def test_remarks_travel_with_the_reference():
    broken = replace(DOCUMENT.paragraphs[0], flags=("missing_char",))
    cited = quotes(broken, replace(DOCUMENT.report, title_missing=True), permalink=LINK, today=TODAY)
    assert cited.csl["note"].endswith("；第1段；原文如此，疑有缺字；来源网址未记录；原文无题名，题名为拟写")


def test_two_bodies_are_not_taken_for_names_of_a_person():
    report = replace(unknown(), signature="甲局, 乙局 and 丙局")
    cited = cite_report(report, base="", today=TODAY)
    assert from_ris(cited)["authors"] == ["甲局， 乙局 and 丙局"]
    assert "author = {{甲局, 乙局 and 丙局}}" in cited.bibtex


def balance(text: str) -> list[int]:
    """Return how deep BibTeX is in braces after each character; it knows no escapes."""
    depths, depth = [], 0
    for character in text:
        depth += (character == "{") - (character == "}")
        depths.append(depth)
    return depths


# Not ^, for which the decoder returns the letter that looks like it.
@given(st.text(alphabet="甲A1 {}\\&%$#_~-`'\"@,=.“”", max_size=40))
def test_any_text_survives_tex(text):
    depths = balance(tex(text))
    assert not depths or (min(depths) >= 0 and depths[-1] == 0)
    library = parse_string(f"@misc{{key, title = {{{tex(text)}}}}}", append_middleware=[LatexDecodingMiddleware()])
    assert library.entries[0]["title"].strip() == text.strip()
