"""Pages made to break a reader, or broken: an answer in time, or a reason; no other exception."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.intake.readers.html import read
from tests.indexer.intake.readers.web_pages import LAYOUTS

WORDS = "法治政府建设情况报告，依法行政。"
REPORT = """嘉鱼县2021年度法治政府建设情况报告
发布机构：嘉鱼县司法局 发布日期：2022-01-13
2021年，全县坚持依法行政，法治政府建设取得新成效，现将有关情况报告如下。
一、主要工作
（一）规范行政执法。落实三项制度，评查案卷120件，办理行政复议案件32件。
嘉鱼县人民政府
2022年1月10日"""
PAGES = [layout(REPORT) for layout in LAYOUTS.values()]


def outcome(data: bytes) -> str:
    """Return the text of a page, or why it is refused: never nothing."""
    try:
        return read(data).text
    except SourceError as error:
        return error.message


@given(st.binary(max_size=2_000))
def test_arbitrary_bytes(data):
    assert outcome(data)


TAGS = [
    "p",
    "div",
    "table",
    "tr",
    "td",
    "ol",
    "li",
    "a",
    "span",
    "pre",
    "q",
    "br",
    "script",
    "title",
    "svg",
    "body",
    "html",
]
ATTRIBUTES = [
    "",
    " style='display:none'",
    " style=font-size:0",
    " class='nav content'",
    " href=x",
    " start=9 value=-1",
    " id",
]
MARKUP = st.one_of(
    st.sampled_from([f"<{tag}{attribute}>" for tag in TAGS for attribute in ATTRIBUTES]),
    st.sampled_from([f"</{tag}>" for tag in TAGS]),
    st.sampled_from(
        ["<!--", "-->", "<![CDATA[", "]]>", "<?php", "&nbsp;", "&#xD800;", "&#0;", "&", "<", ">", "\0", "\n"]
    ),
    st.text(max_size=8),
    st.just(WORDS),
)


@given(st.lists(MARKUP, max_size=60))
def test_arbitrary_markup_gives_clean_lines(pieces):
    data = f"<p>{WORDS}</p>{''.join(pieces)}".encode("utf-8", "replace")
    for line in outcome(data).split("\n"):
        assert "\0" not in line
        assert "\r" not in line


@given(st.sampled_from(PAGES), st.data())
def test_mutated_pages(page, data):
    """Cut out, doubled, moved or overwritten stretches of a page do not break the reader."""
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(page)))
        end = data.draw(st.integers(start, min(start + 400, len(page))))
        at = data.draw(st.integers(0, len(page)))
        piece = data.draw(st.sampled_from([b"", page[start:end], b"<", b"\xff\xfe", b"</div>" * 50, b"<table>" * 50]))
        page = page[:at] + piece + page[min(end, at) if at > end else at :]
    assert outcome(page)


BOMBS = {
    "nested": "<div>" * 200_000 + WORDS + "</div>" * 200_000,
    "never closed": "<div class=a>" * 200_000 + WORDS,
    "inline": "<b><font>" * 100_000 + WORDS,
    "tables": "<table><tr><td>" * 60_000 + WORDS,
    "lists": "<ol><li>" * 60_000 + WORDS,
    "closings": "<div>" * 20_000 + "</x>" * 400_000 + WORDS,
    "attributes": f"<p {' '.join(f'a{at}=1' for at in range(80_000))}>{WORDS}",
    "style": f"<p style='{'display :' * 300_000}'>{WORDS}",
    "comments": "<!--" * 300_000 + WORDS,
    "entities": "&nbsp;&amp;" * 200_000 + WORDS,
    "blanks": "<p>" + " \n" * 1_000_000 + WORDS,
    "brackets": "<" * 1_000_000 + WORDS,
    "links": f"<div>{f'<a href=x>{WORDS}</a>' * 50_000}</div>",
    "boxes": "".join(f"<div class='nav{at} content'><p>{WORDS}</p>" for at in range(30_000)),
    "wraps": f"<p>{f'{WORDS}<br>' * 100_000}",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_goes_off_in_time(name):
    start = time.process_time()
    found = outcome(f"<p>{WORDS}</p>{BOMBS[name]}".encode())
    assert time.process_time() - start < 15
    assert found
    assert WORDS in found or "请" in found


def test_very_many_elements_are_read_whole():
    found = read(f"{'<p>依法行政</p>' * 150_000}{'<br>' * 150_000}<p>{WORDS}</p>".encode()).text
    assert found.count("依法行政\n") == 150_000
    assert found.endswith(WORDS)


def test_a_paragraph_of_ten_megabytes_is_read_whole():
    words = WORDS * 220_000
    assert len(words.encode()) > 10_000_000
    start = time.process_time()
    assert read(f"<div id=zoom><p>{words}</p><p>后</p></div>".encode()).text == f"{words}\n后"
    assert time.process_time() - start < 10


def test_time_grows_with_the_page():
    def seconds(times: int) -> float:
        page = f"<h1>标题</h1><div class=k>{f'<p><span>{WORDS}</span><b>{WORDS}</b></p>' * times}</div>".encode()
        start = time.process_time()
        read(page)
        return time.process_time() - start

    seconds(100)
    small = min(seconds(1_000) for _ in range(3))  # 130 kB
    assert small < 0.5
    assert min(seconds(4_000) for _ in range(2)) < 12 * small


@pytest.mark.parametrize("nothing", ["\u200b", "\u1160", "&nbsp;", "\u00ad"])
def test_an_element_whose_last_line_comes_to_nothing(nothing):
    lines = REPORT.replace("\n", "</p><p>")
    assert "评查案卷120件" in outcome(f'<body><span class="content"><p>{lines}</p>{nothing}</span>'.encode())


def test_a_row_closed_after_the_row_around_it():
    inner = "<table><tr><td>甲</td><td>乙</td></tr>"
    page = f"<body><tr><td><table><tr>{inner}<td>丙</td></td><td>丁</td></tr></tr></table><td></td><td></td></tr>"
    assert "评查案卷120件" in outcome(f"{page * 3}<p>{REPORT}</p>".encode())


def test_a_row_of_empty_cells():
    rows = "<tr><td>甲</td><td>乙</td></tr><tr><td>&#8203;<br></td><td>&nbsp;<p></td></tr>"
    assert "评查案卷120件" in outcome(f"<body><table>{rows}</table><p>{REPORT}</p>".encode())
