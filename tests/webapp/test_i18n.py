"""The English interface is complete and current, and its links stay English."""

import html
import re

import pytest

from webapp import catalogue
from webapp.i18n import in_language

HAN = re.compile("[\u4e00-\u9fff]")


def strings(messages):
    return {message.id: message.string for message in messages if message.id}


def test_the_catalogue_has_every_message_and_no_other():
    assert set(strings(catalogue.read_catalogue())) == set(strings(catalogue.messages()))


def test_every_chinese_message_is_translated():
    for source, translation in strings(catalogue.read_catalogue()).items():
        assert translation, source
        assert not HAN.search(translation), source
        assert sorted(re.findall(r"%\(\w+\)s", source)) == sorted(re.findall(r"%\(\w+\)s", translation)), source


def test_the_binary_catalogue_is_current():
    assert strings(catalogue.read_compiled()) == strings(catalogue.read_catalogue())


@pytest.mark.parametrize(
    ("address", "sentences"),
    [
        ("/s?q=(双随机 OR 复议) -普法", ["Searched for (双随机 or 复议), without 普法"]),
        (
            "/s?q=同句:(行政复议 改革)&in=“体制”",
            ["one sentence with 行政复议, 改革 + “体制”", "Within results: “体制”"],
        ),
        (
            "/s?q=双随机&d=99&y=2020-2022&y=none&sec=plan&n=7",
            ["no reports of the place with code 99", "2020—2022", "“7”"],
        ),
        ("/s?q=没有的词&d=42&sec=general", ["Without “Other”", "Without all filters", "Finding nothing here does not"]),
        ("/s?q=双随机 AND", ["need not be written"]),
        ("/s?q=双随机&page=99", ["There is no page 99", "the last one is page"]),
        ("/s?q=甲 OR", ["Nothing to search for after"]),
        ("/s?q=甲&in=乙 OR", ["Nothing to search for after"]),
        ("/s?q=地区:火星", ["No place in the index is called “火星”"]),
        ("/s?q=双随机&y=2022", ["2021-01-13 published", "Address of the source not recorded"]),
    ],
)
def test_what_a_search_says_is_english_too(client, address, sentences):
    page = client.get(address + "&lang=en").text
    for sentence in sentences:
        assert sentence in html.unescape(page), sentence


def test_programs_are_answered_in_chinese(client):
    assert client.get("/s.json?q=双随机&lang=en").json["understood"] == "按 双随机 检索"


@pytest.mark.parametrize(
    ("url", "language", "expected"),
    [
        ("/s?q=%E5%A4%8D%E8%AE%AE&d=42#results", "en", "/s?q=%E5%A4%8D%E8%AE%AE&d=42&lang=en#results"),
        ("/s?lang=en&q=a", "zh", "/s?q=a"),
        ("/s?lang=xx&d=42&d=35&q=", "en", "/s?d=42&d=35&q=&lang=en"),
        ("/?", "en", "/?lang=en"),
    ],
)
def test_an_address_is_given_a_language(url, language, expected):
    assert in_language(url, language) == expected


@pytest.mark.parametrize("root", ["", "/xl"])
@pytest.mark.parametrize(("asked", "other"), [("zh", "en"), ("en", "zh")])
@pytest.mark.parametrize("path", ["/s?q=%E5%A4%8D&d=42", "/help/syntax", "/c/a%3Fb%23c%25", "/%5Cevil.example/x"])
def test_the_other_language_is_at_the_same_address(client, path, asked, other, root):
    url = in_language(path, asked)
    page = client.get(url, base_url=f"http://localhost{root}").text
    language = "en" if other == "en" else "zh-CN"
    (link,) = re.findall(rf'<a href="([^"]*)" lang="{language}" hreflang', page)
    assert html.unescape(link) == root + in_language(path, other)


def test_no_text_of_a_template_escapes_translation():
    """Outside of comments, expressions and what a reader searches for, templates hold no Chinese of their own."""
    allowed = {"先例", "中文"}
    for path in sorted((catalogue.CATALOGUE.parents[3] / "templates").glob("*.html")):
        source = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for line in source.splitlines():
            assert not HAN.search(line) or any(word in line for word in allowed), f"{path.name}: {line.strip()}"
