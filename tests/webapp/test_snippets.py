"""Marks and snippets: every mark folds to a word of the query, every snippet shows one and is cut at clauses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text import fold
from webapp.search.model import Marked
from webapp.search.snippets import MAX_LENGTH, mark, snippet

CLAUSE = "推进行政执法规范化，"  # 10 characters
LONG = CLAUSE * 30 + "全面推行“双随机、一公开”监管。" + CLAUSE * 30


def needles(*phrases: str) -> tuple[str, ...]:
    return tuple(fold(phrase) for phrase in phrases)


def marked_texts(marked: Marked) -> list[str]:
    return [marked.text[start:end] for start, end in marked.ranges]


@pytest.mark.parametrize("query", ["双随机一公开", "双随机、一公开", "双随机,一公开", "雙隨機一公開"])
def test_a_mark_is_one_run_whatever_marks_stand_inside(query):
    assert marked_texts(mark("推行“双随机、一公开”监管", needles(query))) == ["双随机、一公开"]


def test_numbers_are_marked_whole():
    assert marked_texts(mark("共1,256件，占99.91%，见1983", needles("1256", "99.91", "98"))) == ["1,256", "99.91"]


def test_of_overlapping_words_the_longer_is_marked():
    assert marked_texts(mark("行政复议体制", needles("行政", "复议体制", "行政复议"))) == ["行政复议"]
    assert marked_texts(mark("行政复议和行政", needles("行政", "行政复议"))) == ["行政复议", "行政"]


def test_pieces_are_the_text_again():
    marked = mark("推行双随机监管", needles("双随机"))
    assert marked.pieces == (("推行", False), ("双随机", True), ("监管", False))
    assert mark("双随机", needles("双随机")).pieces == (("双随机", True),)


def test_a_short_text_is_shown_whole():
    shown = snippet(mark("推行双随机监管。", needles("双随机")))
    assert (shown.text, shown.ranges, shown.cut_before, shown.cut_after) == (
        "推行双随机监管。",
        ((2, 5),),
        False,
        False,
    )


def test_a_match_far_inside_is_shown_between_clauses():
    shown = snippet(mark(LONG, needles("一公开")), needles("一公开"))
    assert marked_texts(shown) == ["一公开"]
    assert shown.text.startswith("推进") and shown.text[-1] in "，。"
    assert shown.cut_before and shown.cut_after


def test_a_match_at_the_very_end_of_a_long_paragraph_is_shown():
    shown = snippet(mark(CLAUSE * 61 + "零败诉", needles("零败诉")), needles("零败诉"))
    assert marked_texts(shown) == ["零败诉"]
    assert not shown.cut_after


def test_the_best_cluster_has_most_of_the_words():
    text = "甲甲，" + CLAUSE * 20 + "甲甲乙乙，" + CLAUSE * 20 + "乙乙。"
    words = needles("甲甲", "乙乙")
    assert set(marked_texts(snippet(mark(text, words), words))) == {"甲甲", "乙乙"}


def test_a_sentence_is_shown_from_its_beginning():
    text = CLAUSE * 20 + "结束。关于培训，全年举办行政执法培训班，" + CLAUSE * 20
    assert snippet(mark(text, needles("培训班")), needles("培训班")).text.startswith("关于培训")


def test_without_a_mark_the_beginning_is_shown():
    shown = snippet(mark(LONG, needles("没有")), needles("没有"))
    assert shown.text == CLAUSE * 16
    assert not shown.cut_before and shown.cut_after


def test_decimals_and_times_are_not_cut():
    text = "字" * 150 + "于9:30达到99.91%" + "字" * 100 + "，完"
    assert not re.search(r"(9:|99\.)$", snippet(mark(text, ())).text)


def test_a_clause_without_end_is_cut_at_a_character():
    text = "字" * 500 + "甲乙" + "字" * 500
    shown = snippet(mark(text, needles("甲乙")), needles("甲乙"))
    assert marked_texts(shown) == ["甲乙"]
    assert len(shown.text) <= MAX_LENGTH


def test_a_mark_longer_than_a_snippet_is_shown_whole():
    text = "，".join(["甲" * 30] * 12)
    shown = snippet(mark("前文。" + text + "。后文", needles(text)), needles(text))
    assert marked_texts(shown) == [text]


TEXTS = st.text(alphabet="甲乙丙丁，。；、“”（）1.,:a 字", min_size=1, max_size=600)
WORDS = st.lists(st.text(alphabet="甲乙丙丁字1a", min_size=1, max_size=4), min_size=1, max_size=4)


@given(TEXTS, WORDS)
def test_marks_and_snippets_hold_their_promises(text, words):
    text = text.strip() or "字"
    wanted = needles(*words)
    marked = mark(text, wanted)
    assert all(fold(one) in wanted for one in marked_texts(marked))
    assert all(before[1] <= after[0] for before, after in zip(marked.ranges, marked.ranges[1:], strict=False))
    assert bool(marked.ranges) == any(needle in fold(text) for needle in wanted)
    assert "".join(piece for piece, _ in marked.pieces) == text
    shown = snippet(marked, wanted)
    assert shown.text in text and len(shown.text) <= MAX_LENGTH
    assert all(one in marked_texts(marked) for one in marked_texts(shown))
    assert bool(shown.ranges) == bool(marked.ranges)
    assert shown.cut_before or text.startswith(shown.text)
    assert shown.cut_after or text.endswith(shown.text)
    longest_clause = max(len(clause) for clause in re.split("(?<=[，。；：、！？])", text))
    if longest_clause < MAX_LENGTH // 2:
        assert not shown.cut_before or text[: text.index(shown.text)].rstrip()[-1] in "，。；、.,:”）"
        assert not shown.cut_after or shown.text[-1] in "，。；、.,:”）"
