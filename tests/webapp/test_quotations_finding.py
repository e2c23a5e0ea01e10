"""Where the quotations of a memo are, and which code goes with each."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.quotations.finding import find
from webapp.quotations.model import FEWEST_CHARACTERS, Attached, Memo

ONE, TWO = "FZ.421221.2020.G.7K2MQ4XA5D-3", "FZ.350112.2020.G.AAAAAAAAAA-1"
A, B, C = "全面推行双随机一公开监管", "推进互联网加监管系统建设", "开展行政执法人员资格培训"


def said(text: str) -> list[tuple[str, ...]]:
    return [quotation.parts for quotation in find(Memo(text))]


def coded(text: str, *attached: Attached) -> list[tuple[str, str | None]]:
    return [("/".join(quotation.parts), quotation.code) for quotation in find(Memo(text, attached))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"提出：“{A}。”和‘{B}’", [f"{A}。", B]),
        (f'「{A}」『{B}』"{C}"', [A, B, C]),
        (f"“{A}‘双随机’，{B}”", [f"{A}‘双随机’，{B}"]),
        (f"“{A}“双随机”，{B}”。“{C}”", [f"{A}“双随机”，{B}", C]),  # pasted with its marks unturned
        ("“九个字的话不算引文”", []),
        ("“十个字的话，可以算引文”", ["十个字的话，可以算引文"]),
        ("“1,256件、99.91%”", []),
        ("“共1,256件，占99.91%”", ["共1,256件，占99.91%"]),
        (f"《{A}{B}》", []),
        (f"见《{A}》中“{B}”", [B]),
        ("don’t say “it’s a quotation of letters”", ["it’s a quotation of letters"]),
        (f"孤零零的”，“{A}”", [A]),
        (f'一个"{A}', []),
        (f"“{A}”“{B}”", [A, B]),
        ("", []),
    ],
)
def test_marks(text, found):
    assert said(text) == [(one,) for one in found]


def test_the_shortest_quotation_counts_what_is_no_mark():
    assert FEWEST_CHARACTERS == 10
    assert said("“一二三，四五六；七八九。零”") == [("一二三，四五六；七八九。零",)]


@pytest.mark.parametrize("ellipsis", ["……", "…", "......", "（略）", "〔……〕", "······"])
def test_an_abridged_quotation_has_parts(ellipsis):
    assert said(f"“{A}{ellipsis}{B}{ellipsis}”") == [(A, B)]


def test_a_quotation_of_several_paragraphs_opens_again_at_each():
    assert said(f"“{A}。\n“{B}。\n\n　　“{C}。”（完）") == [(f"{A}。\n{B}。\n{C}。",)]


def test_or_opens_once_and_closes_once():
    assert said(f"“{A}。\n{B}‘双随机’。\n{C}。”") == [(f"{A}。\n{B}‘双随机’。\n{C}。",)]


def test_a_mark_that_never_closes_ends_its_quotation_with_the_line():
    first, second = find(Memo(f"“{A}。\n然后“{B}”。"))
    assert (first.parts, first.unclosed) == ((f"{A}。",), True)
    assert (second.parts, second.unclosed) == ((B,), False)


def test_or_where_its_source_is_named_or_another_begins():
    text = f"“{A}（嘉鱼县，{ONE}）。又“{B}”（{TWO}）"
    assert [(q.parts, q.code, q.unclosed) for q in find(Memo(text))] == [((A,), ONE, True), ((B,), TWO, False)]


def test_quotations_of_other_lines_are_not_swallowed():
    text = "\n".join((f"某地提出：“{A}“个转企。", f"某地提出：“{B}”。", f"某地提出：“{C}””。"))
    assert (B,) in said(text)
    assert (C,) in said(text)


def test_a_block_quote_is_a_quotation():
    text = f"说：\n\n> {A}\n> {B}\n>\n> ——[《题》](http://x/c/{ONE})，嘉鱼县\n\n> “{C}”（{TWO}）\n"
    assert coded(text) == [(f"{A}\n{B}", ONE), (C, TWO)]


def test_marks_escaped_for_markdown_are_read_as_they_look():
    assert said(f"> 1\\. {A}\\[二\\]\\*\n") == [(f"1. {A}[二]*",)]


def test_a_paragraph_above_its_source_is_a_quotation():
    assert coded(f"{A}“双随机”，{B}\n——《某报告》，嘉鱼县，第3段，{ONE}，http://x") == [(f"{A}“双随机”，{B}", ONE)]


@pytest.mark.parametrize(
    "text",
    [
        f"“{A}”（嘉鱼县人民政府，2021年1月13日公开，第1段，{ONE}，http://x/c/{ONE}，查阅）",
        f"[“{A}”](http://x/c/{ONE})",
        f"“{A}”({ONE})",
        f"“{A}”[3]\n\n资料来源\n[1] 甲，{TWO}。\n[3] 乙：《题》，引证码 {ONE}。\n　　链接：http://x",
        f"> {A}\\[3\\]\n\n\\[3\\] 乙，引证码 {ONE}。",
        f"“{A}”\n（引自{ONE}）",
        f"据{ONE}：“{A}”。",
    ],
)
def test_the_code_that_goes_with_a_quotation(text):
    assert coded(text) == [(A, ONE)]


def test_a_link_to_the_paragraph_is_its_code():
    ((_, code),) = coded(f"[“{A}”](http://x/p/421221-2020-gov/7K2MQ4XA5D)")
    assert code is not None
    assert code.startswith("FZ.421221.2020.G.7K2MQ4XA5D-")


@pytest.mark.parametrize(
    "code", ["fz.421221.2020.g.7k2mq4xa5d-3", "ＦＺ．４２１２２１．２０２０．Ｇ．７Ｋ２ＭＱ４ＸＡ５Ｄ－３"]
)
def test_a_code_is_known_in_any_case_and_width(code):
    assert coded(f"“{A}”（{code}）") == [(A, code)]


def test_a_code_cut_short_is_still_the_quotations():
    assert coded(f"“{A}”（{ONE[:-4]}）") == [(A, ONE[:-4])]


def test_each_quotation_has_its_own_code_and_neighbours_share_one():
    assert coded(f"“{A}”（{ONE}），“{B}”（{TWO}）") == [(A, ONE), (B, TWO)]
    assert coded(f"“{A}”和“{B}”（{TWO}）") == [(A, TWO), (B, TWO)]
    assert coded(f"“{A}”（{ONE}）。此外，另一个县的做法是：“{B}”。") == [(A, ONE), (B, None)]


def test_what_hangs_on_a_quotation_names_its_source():
    text = f"“{A}”，“{B}”。"
    end = len(f"“{A}”")
    note = Attached(end, end, f"见嘉鱼县，{ONE}")
    link = Attached(end + 1, len(text) - 1, f"http://x/c/{TWO}")
    assert coded(text, note, link) == [(A, ONE), (B, TWO)]


@given(st.text('“”‘’「」"甲乙1，。…\n> —[]（）FZ.', max_size=200))
def test_anything_can_be_looked_through(text):
    for number, quotation in enumerate(find(Memo(text)), start=1):
        assert quotation.number == number
        assert 0 <= quotation.start < quotation.end <= len(text)
        assert all(quotation.parts)


@pytest.mark.parametrize(
    "text",
    [
        "“\n" * 60_000,
        "“" * 60_000,
        "““”" * 20_000,
        "““" + "“”" * 30_000,
        ("“" + "甲\n" * 11 + "”") * 5_000,
        "> 甲\n" * 30_000,
        "FZ.4" + "1" * 60_000,
        "[1]" * 20_000,
    ],
    ids=list("abcdefgh"),
)
def test_no_memo_takes_long_to_look_through(text):
    begun = time.process_time()
    find(Memo(text))
    assert time.process_time() - begun < 3
