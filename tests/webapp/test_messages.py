"""Sentences that are Chinese to whoever prints them and can be said in another language."""

import json

from hypothesis import given
from hypothesis import strategies as st

from webapp.search.messages import listed, say, translated

ENGLISH = {
    "没有第 %(page)s 页。": "There is no page %(page)s.",
    "%(some)s、%(more)s": "%(some)s, %(more)s",
    "概述": "Overview",
}


def english(template: str) -> str:
    return ENGLISH.get(template, template)


def test_a_message_is_a_string():
    message = say("没有第 %(page)s 页。", page=3)
    assert message == "没有第 3 页。" and hash(message) == hash("没有第 3 页。")
    assert json.dumps(message, ensure_ascii=False) == '"没有第 3 页。"'
    assert say("100%") == "100%"


def test_a_message_and_what_is_in_it_are_translated():
    assert say("没有第 %(page)s 页。", page=3).translated(english) == "There is no page 3."
    assert translated(listed([say("概述"), "甲", "乙"]), english) == "Overview, 甲, 乙"
    assert translated("概述", english) == "概述"


@given(st.text())
def test_what_is_put_in_is_never_taken_for_a_place_to_put_something(text):
    assert say("没有第 %(page)s 页。", page=text).translated(english) == f"There is no page {text}."
