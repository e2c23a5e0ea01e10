"""A basket travels through addresses unharmed, can be put in order, and shows what became of each text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.naming import citation_code, paragraph_id
from tests.engines.corpus import Text, make_document, make_engine
from tests.webapp.histories import Past, day, engine_with
from webapp.basket.carried import MAX_CARRIED, extent
from webapp.basket.changes import change, joined, moved, read_removed, restored, without
from webapp.basket.model import (
    MAX_ITEMS,
    MAX_NOTE,
    MAX_TITLE,
    Basket,
    Item,
    Read,
    from_pairs,
    make_item,
    merged,
    tidy,
    tidy_title,
    to_pairs,
    within_limits,
)
from webapp.basket.view import lay_out
from webapp.search.model import Site

CODES = [citation_code(paragraph_id("421221-2020-gov", f"第{n}段")) for n in range(1, 12)]
TODAY = date(2026, 11, 22)
SITE = Site("http://fz.example.gov.cn", "", permanent=True)

any_text = st.text(st.characters(), max_size=60)  # lone surrogates and control characters too
items = st.builds(make_item, st.sampled_from(CODES), any_text)
baskets = st.builds(
    lambda title, items: within_limits(Basket(tidy_title(title), tuple(items))).basket,
    any_text,
    st.lists(items, max_size=8),
)


def basket(*codes: str) -> Basket:
    return Basket("", tuple(Item(code) for code in codes))


# -- as it travels ---------------------------------------------------------------------------------------------------


@given(baskets)
def test_any_basket_comes_back_from_its_parameters(given_basket):
    assert from_pairs(to_pairs(given_basket)) == Read(given_basket)


@given(any_text)
def test_notes_keep_all_but_what_nobody_sees(text):
    kept = tidy(text)
    assert tidy(kept) == kept
    kept.encode()
    assert [c for c in text if c.isprintable() and not c.isspace()] == [
        c for c in kept if c.isprintable() and not c.isspace()
    ]


def test_the_order_is_that_of_the_address_and_line_ends_are_plain():
    pairs = [("b", CODES[2]), ("q", "x"), ("b", f"{CODES[0]} 一\r\n二 三"), ("t", " 题\n目 ")]
    assert from_pairs(pairs).basket == Basket("题 目", (Item(CODES[2]), Item(CODES[0], "一\n二 三")))


def test_a_code_is_kept_in_its_one_spelling_and_a_wrong_one_as_written():
    valid = CODES[0]
    wrong = valid[:-1] + ("0" if valid[-1] != "0" else "1")
    assert make_item(valid.lower()).code == valid
    assert make_item(wrong).code == wrong
    assert make_item(wrong).paragraph_id is None
    assert make_item("不是\x00 码").code == "不是码"


def test_a_code_given_twice_is_one_item_with_both_notes():
    pairs = [("b", f"{CODES[0]} 甲"), ("b", CODES[1]), ("b", f"{CODES[0]} 乙"), ("b", f"{CODES[0]} 甲"), ("b", "")]
    assert from_pairs(pairs).basket.items == (Item(CODES[0], "甲\n乙"), Item(CODES[1]))


def test_what_is_beyond_the_limits_is_cut_and_said():
    many = [("b", f"X{n}") for n in range(MAX_ITEMS + 1)]
    assert len(from_pairs(many).basket.items) == MAX_ITEMS
    assert str(MAX_ITEMS) in from_pairs(many).notices[0]
    long = from_pairs([("t", "题" * (MAX_TITLE + 1)), ("b", f"{CODES[0]} {'注' * (MAX_NOTE + 1)}")])
    assert (len(long.basket.title), len(long.basket.items[0].note)) == (MAX_TITLE, MAX_NOTE)
    assert len(long.notices) == 2
    assert from_pairs(many[:-1]).notices == ()


def test_an_address_carries_all_or_the_codes_or_nothing():
    assert extent(basket(*CODES)) == "all"
    assert extent(Basket("", (Item(CODES[0], "注" * (MAX_CARRIED // 9)),))) == "codes"
    assert extent(basket(*(f"FZ.421221.2020.G.{n:010d}-0" for n in range(MAX_ITEMS)))) == "nothing"


# -- changes ---------------------------------------------------------------------------------------------------------


def test_items_move_as_far_as_there_is_room():
    a, b, c = CODES[:3]
    assert moved(basket(a, b, c), c, -1) == basket(a, c, b)
    assert moved(basket(a, b, c), a, 1) == basket(b, a, c)
    assert moved(basket(a, b, c), a, -1) == basket(a, b, c)
    assert moved(basket(a, b, c), c, 1) == basket(a, b, c)
    assert moved(basket(a, b), c, 1) == basket(a, b)


@given(baskets, st.integers(0, 20))
def test_what_was_taken_out_can_be_put_back(given_basket, at):
    if not given_basket.items:
        return
    code = given_basket.items[at % len(given_basket.items)].code
    rest, removed = without(given_basket, code)
    assert code not in rest.codes
    assert removed is not None
    assert read_removed(removed.written()) == removed
    assert restored(rest, removed) == given_basket
    assert restored(given_basket, removed) == given_basket


@pytest.mark.parametrize("written", ["", "x", "1", "-1 A", "99999 A", f"² {CODES[0]}"])
def test_what_says_nothing_of_a_removed_item_is_none(written):
    assert read_removed(written) is None


@pytest.mark.parametrize("action", ["", "up", "up 无", "down 无", "out 无", "undo", "fly away", "clear now?"])
def test_a_button_that_is_none_changes_nothing(action):
    assert change(basket(*CODES), action).basket == basket(*CODES)


def test_emptying_asks_first():
    asked = change(basket(*CODES), "clear")
    assert (asked.basket, asked.asking) == (basket(*CODES), True)
    assert change(asked.basket, "cleared").basket == Basket()
    assert not change(Basket(), "clear").asking


@given(baskets, baskets)
def test_joining_loses_no_item_and_no_note(mine, theirs):
    both = merged(mine, theirs)
    assert [item.code for item in both.items[: len(mine.items)]] == [item.code for item in mine.items]
    assert both.codes == mine.codes | theirs.codes
    notes = {item.code: item.note for item in both.items}
    assert all(item.note in notes[item.code] for item in (*mine.items, *theirs.items))


def test_joining_too_much_changes_nothing_and_says_so():
    mine = basket(*(f"X{n}" for n in range(MAX_ITEMS)))
    outcome = joined(mine, Read(basket("Y")))
    assert outcome.basket == mine
    assert f"{MAX_ITEMS + 1} 段" in outcome.notices[0]
    noted = Basket("", (Item("A", "甲" * MAX_NOTE),))
    outcome = joined(noted, Read(Basket("", (Item("A", "乙"),))))
    assert outcome.basket == noted
    assert "A" in outcome.notices[0]


# -- laid out --------------------------------------------------------------------------------------------------------

OLD: list[str | Text] = [
    Text("甲段不变。", "general", ("一、",)),
    "乙段原有3项。",
    "丙段已经没有了。",
    "丁段挪了地方。",
    "比率为3.5。",
]
NEW: list[str | Text] = [
    Text("甲段不变。", "general", ("一、",)),
    "乙段现有4项。",
    Text("丁段挪了地方。", "general", ("二、",)),
    "比率为35。",
]


def test_each_item_says_what_became_of_it():
    old, new = make_document(OLD), make_document(NEW)
    engine = engine_with(Past([old, new], {"乙段原有3项。": ["乙段现有4项。"]}))
    codes = [citation_code(paragraph.id) for paragraph in old.paragraphs]
    view = lay_out(Basket("题", tuple(Item(code, "注") for code in codes)), engine, SITE, TODAY)
    same, changed, gone, shifted, point = view.entries

    assert view.title == "题"
    assert [entry.number for entry in view.entries] == [1, 2, 3, 4, 5]
    assert [entry.status for entry in view.entries] == ["same", "changed", "gone", "moved", "changed"]
    assert same.status_note == ""
    texts = [entry.passage.paragraph.text for entry in view.entries if entry.passage]
    assert texts == ["甲段不变。", "乙段原有3项。", "丙段已经没有了。", "丁段挪了地方。", "比率为35。"]
    assert "原文已变更" in changed.status_note
    assert day(1).date().isoformat() in gone.status_note
    assert "位置有变" in shifted.status_note
    assert "现在的文字" in point.status_note


def test_a_text_that_was_only_cut_otherwise_is_not_called_changed():
    old, new = make_document(["甲段有3项。乙段有4项。"]), make_document(["甲段有3项。", "乙段有4项。"])
    engine = engine_with(Past([old, new], {"甲段有3项。乙段有4项。": ["甲段有3项。", "乙段有4项。"]}))
    (entry,) = lay_out(basket(citation_code(old.paragraphs[0].id)), engine, SITE, TODAY).entries
    assert entry.passage is not None
    assert (entry.status, entry.passage.paragraph.text) == ("changed", "甲段有3项。乙段有4项。")
    assert "一字未改" in entry.status_note
    assert "与现在的不同" not in entry.status_note


def test_a_withdrawn_report_still_shows_what_was_quoted():
    document = make_document(["撤下的报告里的一段。"])
    entry = lay_out(
        basket(citation_code(document.paragraphs[0].id)), engine_with(Past([document], withdrawn=True)), SITE, TODAY
    ).entries[0]
    assert entry.status == "gone"
    assert entry.passage is not None
    assert entry.passage.paragraph.text == "撤下的报告里的一段。"
    assert entry.passage.report.title == document.report.title


def test_codes_that_lead_nowhere_say_why():
    wrong = CODES[0][:-1] + ("0" if CODES[0][-1] != "0" else "1")
    entries = lay_out(basket(CODES[0], wrong, "甲乙丙"), make_engine([make_document(["一段。"])]), SITE, TODAY).entries
    assert [(entry.status, entry.passage) for entry in entries] == [("unknown", None)] * 3
    assert "查无此段" in entries[0].status_note
    assert "校验位" in entries[1].status_note
    assert "不是引证码" in entries[2].status_note
