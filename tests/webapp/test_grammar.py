"""The query language: what each form means, that printing and reading agree, and that every refusal helps."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.contract import And, Everything, Near, Not, Or, Phrase, Term
from indexer.errors import QueryError
from indexer.naming import parse_code
from indexer.text import BREAK, fold
from webapp.search.grammar import MAX_LENGTH, Condition, leaves, parse
from webapp.search.printing import to_query, understood
from webapp.search.syntax import SYNTAX


def term(text: str) -> Term:
    return Term(text, fold(text))


def phrase(text: str) -> Phrase:
    return Phrase(text, fold(text))


A, B, C = term("甲"), term("乙"), term("丙")

FORMS = {
    "双随机一公开": term("双随机一公开"),
    "双随机、一公开": term("双随机、一公开"),
    "甲 乙": And((A, B)),
    "甲　乙": And((A, B)),
    "甲 OR 乙": Or((A, B)),
    "甲 或 乙": Or((A, B)),
    "甲|乙": Or((A, B)),
    "甲 || 乙": Or((A, B)),
    "甲 ＯＲ 乙 ｜ 丙": Or((A, B, C)),
    "甲 乙 OR 丙": Or((And((A, B)), C)),
    "甲 -乙": And((A, Not(B))),
    "甲 －乙": And((A, Not(B))),
    "甲 NOT 乙": And((A, Not(B))),
    "甲 非 乙": And((A, Not(B))),
    "甲 非 非 乙": And((A, B)),
    "(甲 NOT 乙) OR 丙": Or((And((A, Not(B))), C)),
    "甲 (-乙 -丙)": And((A, Not(B), Not(C))),
    "甲 -(乙 OR 丙)": And((A, Not(Or((B, C))))),
    "（甲 乙） 丙": And((A, B, C)),
    "((甲))": A,
    "甲 甲": A,
    "非法 或者 非常": And((term("非法"), term("或者"), term("非常"))),
    "甲 AND 乙": And((A, B)),
    "甲 ＡＮＤ (乙 OR 丙)": And((A, Or((B, C)))),
    "甲 && 乙": And((A, B)),
    "AND": term("AND"),
    "甲 or 乙": And((A, term("or"), B)),
    "或": term("或"),
    "非": term("非"),
    '"行政复议"': phrase("行政复议"),
    "“行政复议”": phrase("行政复议"),
    "”行政复议“": phrase("行政复议"),
    "「行政复议」": phrase("行政复议"),
    "“推行“双随机”监管”": phrase("推行“双随机”监管"),
    "推进“互联网+监管”系统": And((term("推进"), phrase("互联网+监管"), term("系统"))),
    "“甲。乙”": phrase("甲。乙"),
    "甲。乙": And((A, B)),
    "甲？": A,
    "《甲》": A,
    "同句:(甲 “乙”)": Near("sentence", (A, phrase("乙"))),
    "同段：（甲 乙）": Near("paragraph", (A, B)),
    "99.91%": term("99.91"),
    "5+21": term("5+21"),
    "A级": term("A级"),
    "甲 - 乙": And((A, B)),
    "": Everything(),
    " \u200b ": Everything(),
}


@pytest.mark.parametrize("query", FORMS)
def test_each_form_means_what_the_help_says(query):
    assert parse(query).tree == FORMS[query]


@pytest.mark.parametrize("query", ["(甲 乙", "甲) 乙", "甲（乙", ")甲(乙("])
def test_brackets_of_a_torn_out_half_sentence_need_not_pair(query):
    parsed = parse(query)
    assert parsed.tree == And((A, B))
    assert all(notice.endswith("没有配对，已略去。") for notice in parsed.notices)


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("推进“互联网", term("推进互联网")),
        ("门”办事", term("门办事")),
        ("”示范性", term("示范性")),
        ("“双随机", term("双随机")),
        ("动”和“一窗", term("动和一窗")),
        ("门”办事“一窗”通", And((term("门办事"), phrase("一窗"), term("通")))),
        ("“推进”互联”", phrase("推进”互联")),
        ("““知识产权日”", phrase("“知识产权日")),
        ("甲 “推“互联” 乙", And((A, phrase("推“互联"), B))),
        ("“甲 “乙”", And((A, phrase("乙")))),
        ("1“256", term("1、256")),
        ("”行政复议“ 甲", And((phrase("行政复议"), A))),
    ],
)
def test_quotation_marks_of_a_torn_out_half_sentence_need_not_pair(query, tree):
    assert parse(query).tree == tree


def test_a_lone_quotation_mark_is_told():
    assert parse("推进“互联网").notices == ("引号没有配对，没有按原样查找；要原样查找，请在两端都加引号。",)
    assert parse("“推进“互联网”").notices == ()


def test_filters_are_taken_out_of_the_query():
    parsed = parse("地区:湖北 行政执法 年度：2020..2023 章节:“行政执法” 第")
    assert parsed.tree == And((term("行政执法"), term("第")))
    assert parsed.text == "行政执法 第"
    assert parsed.conditions == (
        Condition("place", "湖北", 0),
        Condition("years", "2020..2023", 11),
        Condition("section", "行政执法", 25),
    )


def test_filters_alone_are_a_query():
    assert parse("地区:42").tree == Everything()


REFUSED = {
    "甲 OR": (2, "甲"),
    "OR 甲": (0, "甲"),
    "甲 OR OR 乙": (2, "甲 OR 乙"),
    "-甲": (0, "甲"),
    "甲 OR -乙": (5, "甲 OR 乙"),
    "甲 非": (2, "甲"),
    "甲 -(-乙)": (4, "甲 -( 乙)"),
    "甲 ()": (2, "甲"),
    "(甲 OR 乙": (0, "(甲 OR 乙)"),
    "甲 OR 乙)": (6, "甲 OR 乙"),
    "甲 -(": (3, "甲 -"),
    "同句:(甲": (0, "同句:(甲)"),
    '"甲': (0, '"甲"'),
    "「甲": (0, "「甲」"),
    '甲 "乙 丙': (2, '甲 "乙 丙"'),
    "同句:甲 乙": (0, "同句:(甲 乙)"),
    "同句:(甲 (乙))": (6, "同句:(甲 乙)"),
    "同段:(甲 OR 乙)": (6, "同段:(甲 乙)"),
    "甲 OR 乙 地区:湖北": (7, "(甲 OR 乙) 地区:湖北"),
    "地区:湖北 甲 OR 乙": (0, "(甲 OR 乙) 地区:湖北"),
    "-地区:湖北 甲": (0, "地区:湖北 甲"),
    "甲 地区:": (2, "甲"),
    "\u200b甲 OR": (3, "甲"),
    "*": (0, None),
    "(": (0, None),
    '"': (0, None),
    "？": (0, None),
}


@pytest.mark.parametrize("query", REFUSED)
def test_a_refusal_says_where_and_offers_a_query_that_works(query):
    with pytest.raises(QueryError) as refusal:
        parse(query)
    position, suggestion = REFUSED[query]
    assert refusal.value.position == position
    assert refusal.value.suggestion == suggestion
    if refusal.value.suggestion:
        parse(refusal.value.suggestion)
    assert refusal.value.message.endswith("。")


@pytest.mark.parametrize(
    "query", ["甲" * 201, "甲 " * 33 + "乙", "(" * 21 + "甲" + ")" * 21, "非 " * 99, "甲|" * 40, "(" * 200]
)
def test_caps_refuse_and_offer_less(query):
    with pytest.raises(QueryError) as refusal:
        parse(query)
    if "甲" in query:
        assert refusal.value.suggestion
        parse(refusal.value.suggestion)


def test_a_long_query_is_refused_at_once():
    before = time.perf_counter()
    for query in ("甲 " * 50_000, "“" * 100_000, "(" * 100_000, "甲 OR " * 1000):
        with pytest.raises(QueryError):
            parse(query)
    assert time.perf_counter() - before < 1


def test_wildcards_are_left_out_with_a_notice():
    parsed = parse("行政* 复议")
    assert parsed.tree == And((term("行政"), term("复议")))
    assert "通配符" in parsed.notices[0]
    assert parse("甲 、").notices == ("“、”里没有可以检索的字，已略去。",)
    assert parse("甲？").notices == ()


def test_operators_of_other_habits_are_told():
    assert parse("甲 AND 乙").notices == ("“AND”不必写：用空格隔开的词，每个都要有。",)
    assert parse("甲 or 乙").notices == ("“or”当作普通的词检索；要用作运算符，请大写：OR。",)
    assert parse("not 甲").notices == ("“not”当作普通的词检索；要用作运算符，请大写：NOT。",)
    assert parse("AND").notices == parse("甲 NOT 乙").notices == ()


PIECES = [
    "AND",
    "not",
    "甲",
    "乙。",
    "行政复议",
    "OR",
    "或",
    "|",
    "-",
    "非",
    "(",
    ")",
    "（",
    "“",
    "”",
    '"',
    "「",
    "」",
    "同句:(",
    "同句",
]
PIECES += ["地区:42", "年度:2020", "*", "?", " ", "、", "ﬁ", "1,256", "\u200b", "é", "。", "：", "同段"]
QUERIES = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=40)


def check_refusal(refusal: QueryError, query: str) -> None:
    assert 0 <= refusal.position <= len(query)
    if refusal.suggestion is not None:
        parse(refusal.suggestion)


@given(QUERIES)
@example("同句 * (甲 或 乙)")
@example("甲。-乙")
@example('"甲“乙」"')
def test_what_is_printed_reads_back(query):
    try:
        parsed = parse(query)
    except QueryError as refusal:
        check_refusal(refusal, query)
        return
    printed = to_query(parsed.tree)
    if len(printed) <= MAX_LENGTH:
        assert parse(printed).tree == parsed.tree
    assert understood(parsed.tree)
    assert all(leaf.folded.strip(BREAK) and leaf.folded == fold(leaf.text) for leaf in leaves(parsed.tree))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("双随机一公开", "按 双随机一公开 检索"),
        ("“双随机、一公开”", "按 “双随机、一公开” 检索，标点不计"),
        ("行政复议 -体制", "按 行政复议，不含 体制 检索"),
        ("(甲 乙) OR 丙", "按 (甲 + 乙) 或 丙 检索"),
        ("同句:(甲 乙)", "按 同一句里有甲、乙 检索"),
        ("", "列出全部段落"),
    ],
)
def test_the_page_says_how_it_understood(query, sentence):
    assert understood(parse(query).tree) == sentence


@pytest.mark.parametrize("rule", SYNTAX, ids=lambda rule: rule.name)
def test_every_example_of_the_help_works(rule):
    code = parse_code(rule.example)
    assert code.valid if code else parse(rule.example)
    assert rule.help and rule.english_help
