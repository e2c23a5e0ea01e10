"""Differences put both texts together again exactly, and say no more than what changed."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.text import BREAK, fold
from webapp.differences import Comparison, Piece, compare, differences, holds, same_words

PARTS = st.sampled_from(
    [
        "行政",
        "复议",
        "县",
        "长",
        "王",
        "3.5",
        "35",
        "99.91%",
        "-5",
        "12345",
        "APP",
        "，",
        "。",
        "“",
        "”",
        "、",
        " ",
        "\n",
        "1,256",
        "％",
    ]
)
TEXTS = st.one_of(st.lists(PARTS, max_size=30).map("".join), st.text(max_size=30))


def old_text(pieces):
    return "".join(piece.text for piece in pieces if piece.kind != "inserted")


def new_text(pieces):
    return "".join(piece.text for piece in pieces if piece.kind != "deleted")


def shown(pieces):
    signs = {"same": "%s", "deleted": "[-%s-]", "inserted": "{+%s+}"}
    return "".join(signs[piece.kind] % piece.text for piece in pieces)


@given(TEXTS, TEXTS)
@example("", "")
@example("3.5", "35")
@example("甲。乙。", "甲。丙。乙。")
def test_either_text_can_be_put_together_again(old, new):
    pieces = differences(old, new)
    assert old_text(pieces) == old
    assert new_text(pieces) == new
    assert all(piece.text for piece in pieces)
    assert (old == new) == all(piece.kind == "same" for piece in pieces)


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=4))
@example("甲。乙。", ["甲。", "乙。"])
def test_a_comparison_has_the_quoted_text_and_every_paragraph_whole(quoted, present):
    compared = compare(quoted, present)
    assert old_text(compared.quoted) == quoted
    assert [new_text(pieces) for pieces in compared.present] == present
    assert new_text(compared.pieces) == "".join(present)


@given(TEXTS, TEXTS, TEXTS)
def test_what_is_said_to_stand_word_for_word_is_never_altered(before, quoted, after):
    compared = compare(quoted, [before + quoted + after])
    if compared.manner == "within":
        kinds = [piece.kind != "inserted" for piece in compared.pieces]
        first, last = kinds.index(True), len(kinds) - kinds[::-1].index(True)
        assert fold(new_text(compared.pieces[first:last])).strip(BREAK) == fold(quoted).strip(BREAK)


def test_the_very_text_is_found_before_the_same_words_with_other_marks():
    compared = compare("甲，乙。", ["甲、乙。丙甲，乙。"])
    assert shown(compared.pieces) == "{+甲、乙。丙+}甲，乙。"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("由王建国县长任组长。", "由李建军县长任组长。", "由[-王建国-]{+李建军+}县长任组长。"),
        ("投入3.5万元", "投入35万元", "投入[-3.5-]{+35+}万元"),
        ("占99.91%。", "占99.9%。", "占[-99.91%-]{+99.9%+}。"),
        ("增长5%", "增长-5%", "增长[-5%-]{+-5%+}"),
        ("办件1,256件", "办件1,265件", "办件[-1,256-]{+1,265+}件"),
        ("开通APP", "开通App", "开通[-APP-]{+App+}"),
        ("加强复议。推进改革。", "加强复议。落实责任。推进改革。", "加强复议。{+落实责任。+}推进改革。"),
        ("加强复议。", "加强复议。落实责任。", "加强复议。{+落实责任。+}"),
        ("甲,乙", "甲，乙", "甲[-,-]{+，+}乙"),
        ("3.5个，4.5个", "35个，45个", "[-3.5-]{+35+}个，[-4.5-]{+45+}个"),
    ],
)
def test_what_changed_is_marked_as_a_reader_would(old, new, expected):
    assert shown(differences(old, new)) == expected


@pytest.mark.parametrize(
    ("quoted", "present", "manner", "marks_differ"),
    [
        ("加强行政复议。", ["一是统筹。加强行政复议。再接再厉。"], "within", False),
        ("加强行政复议。", ["加强行政复议，再接再厉。"], "within", True),
        ("“双随机”监管。", ["推行“双随机”监管。"], "within", False),
        ("甲乙。丙丁。", ["甲乙。", "丙丁。"], "divided", False),
        ("甲乙，丙丁。", ["子丑甲乙，", "丙丁。寅卯"], "divided", False),
        ("加强行政复议。", ["加强复议。"], "edited", False),
        ("增长5", ["增长5%"], "edited", False),
        ("5件", ["-5件"], "edited", False),
        ("增长3", ["增长3.5"], "edited", False),
        ("……", ["……"], "edited", False),
    ],
)
def test_words_that_all_stand_are_told_from_words_that_changed(quoted, present, manner, marks_differ):
    compared = compare(quoted, present)
    assert (compared.manner, compared.marks_differ) == (manner, marks_differ)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("甲,乙", "甲，乙", True),
        ("甲、 乙", "甲乙", True),
        ("2019-2020年", "2019—2020年", True),
        ("占５％", "占5%", True),
        ("甲。乙", "甲，乙", False),
        ("3.5", "35", False),
        ("5%", "5‰", False),
        ("增长5%", "增长-5%", False),
        ("2019-2020年", "2019、2020年", False),
        ("3:1", "3、1", False),
        ("公开√", "公开×", False),
        ("①项", "②项", False),
        ("①项", "1项", True),
        ("2²", "22", False),
        ("①5件", "15件", False),
    ],
)
def test_texts_are_the_same_only_where_nothing_but_marks_differs(one, other, same):
    assert same_words(one, other) is same
    assert same_words(other, one) is same


@pytest.mark.parametrize(
    ("present", "whole"),
    [
        (["检查3家。"], True),
        (["一、检查3家。整改2家。"], True),
        (["检查", "3家。"], True),
        (["检查4家。"], False),
        (["检查3,家。"], False),
        (["3家。", "检查"], False),
    ],
)
def test_a_text_is_held_only_to_the_letter(present, whole):
    assert holds(present, "检查3家。") == whole


def test_changes_are_counted_by_their_places():
    pieces = (
        Piece("same", "甲"),
        Piece("deleted", "乙"),
        Piece("inserted", "丙"),
        Piece("same", "丁"),
        Piece("deleted", "戊"),
    )
    assert Comparison("edited", pieces, ()).changes == 2


def test_long_texts_with_hardly_a_character_in_common_are_compared_in_time():
    old, new = "甲 " * 20_000, "乙 " * 20_000
    started = time.perf_counter()
    assert [piece.kind for piece in compare(old, [new]).pieces][:2] == ["deleted", "inserted"]
    assert time.perf_counter() - started < 5
