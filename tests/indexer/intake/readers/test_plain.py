"""Entities that saving left in a text are the characters they stand for; nothing else is touched."""

import pytest

from indexer.intake.readers import extract
from indexer.intake.readers.plain import read


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("&ldquo;双随机、一公开&rdquo;&mdash;&mdash;做法", "“双随机、一公开”——做法"),
        ("&#8220;放管服&#8221;改革&#x3002;", "“放管服”改革。"),
        ("依法行政&nbsp;&nbsp;2021年", "依法行政  2021年"),
        ("依法行政&nbsp&nbsp2021年", "依法行政  2021年"),
        ("依法行政&amp;nbsp;&amp;amp;ldquo;", "依法行政 “"),
        ("增长&lt;5%，A&amp;B，&yen;30万，36&#8451;", "增长<5%，A&B，¥30万，36℃"),
        ("第一行&#10;还是&#13;第一行&#x2028;", "第一行 还是 第一行 "),
        ("&#21496;&#27861;&#23616;", "司法局"),
        ("R&D；AT&T；a&b;c；&foo;&notice;", "R&D；AT&T；a&b;c；&foo;&notice;"),
        ("&#0;&#00;&#55296;&#1114112;&#7;&#xfffd;依法行政", "&#0;&#00;&#55296;&#1114112;&#7;&#xfffd;依法行政"),
        ("?a=1&copy=2&lt=3，依法行政", "?a=1&copy=2&lt=3，依法行政"),
        ("&" * 20 + "amp;" * 20 + "依法行政", "&" * 20 + "依法行政"),
    ],
)
def test_entities(written, text):
    assert read(written.encode()).text == text


def test_many_escapes_take_no_time():
    text = ("&amp;" * 400_000) + "依法行政"
    assert extract("a.txt", text.encode()).text.endswith("依法行政")
