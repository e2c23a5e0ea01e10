"""A basket file comes back as it was written; one that is broken says what is wrong and what to do."""

import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.engines.corpus import make_document, make_engine
from tests.webapp.test_basket import CODES, SITE, TODAY, baskets
from webapp.basket.files import BasketUnreadable, read, write
from webapp.basket.model import MAX_ITEMS, MAX_NOTE, Basket, Item, Read
from webapp.basket.view import lay_out

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
ENGINE = make_engine([make_document([f"第{n}段" for n in range(1, 12)])])


def written(basket: Basket) -> bytes:
    return write(lay_out(basket, ENGINE, SITE, TODAY), NOW)


def content(**changes: object) -> bytes:
    whole = {"format": "xianli-basket", "version": 1, "title": "题", "items": [{"code": CODES[0], "note": "注"}]}
    return json.dumps({**whole, **changes}, ensure_ascii=False).encode()


def item(**changes: object) -> bytes:
    return content(items=[{"code": CODES[0], "note": "注", **changes}])


@given(baskets)
def test_any_basket_comes_back_from_its_file(basket):
    assert read(written(basket)) == Read(basket)


def test_the_file_can_be_read_by_itself():
    found = json.loads(written(Basket("题", (Item(CODES[0], "注"), Item("查无此码", "")))))
    assert found["format"] == "xianli-basket"
    assert found["exported"] == "2026-11-22T08:30:00+00:00"
    assert found["items"][0] == {
        "code": CODES[0],
        "note": "注",
        "text": "第1段",
        "title": "嘉鱼县2020年法治政府建设情况报告",
        "place": "湖北省咸宁市嘉鱼县",
        "year": 2020,
        "url": f"http://fz.example.gov.cn/c/{CODES[0]}",
    }
    assert found["items"][1] == {"code": "查无此码", "note": ""}


def test_only_code_note_and_title_are_taken_back():
    forged = content(items=[{"code": CODES[0], "note": "注", "text": "冒充的文字", "x": [[1]]}], more={"a": None})
    assert read(forged).basket == Basket("题", (Item(CODES[0], "注"),))


@pytest.mark.parametrize("data", [content(), b"\xef\xbb\xbf" + content(), content().decode().encode("utf-16")])
def test_the_encodings_of_notepad_that_can_be_told_are_read(data):
    assert read(data) == Read(Basket("题", (Item(CODES[0], "注"),)))


BROKEN = {
    "nothing": (b"", "空的"),
    "blank": (b" \n", "空的"),
    "a document": (b"PK\x03\x04 whatever", "不是材料篮文件"),
    "cut short": (content()[:-9], "不完整"),
    "gbk": (content().decode().encode("gbk"), "GBK"),
    "utf-16 cut": (content().decode().encode("utf-16")[:-1], "UTF-8"),
    "other json": (b'{"items": []}', "不是材料篮文件"),
    "a list": (b"[1, 2]", "不是材料篮文件"),
    "null": (b"null", "不是材料篮文件"),
    "no version": (content(version=None), "版本"),
    "version true": (content(version=True), "版本"),
    "newer version": (content(version=2), "升级"),
    "title a number": (content(title=7), "题目"),
    "title too long": (content(title="题" * 201), "201 字"),
    "no items": (content(items=None), "items"),
    "items an object": (content(items={}), "items"),
    "too many": (content(items=[{"code": "A"}] * 100_000), "100000 段"),
    "one too many": (content(items=[{"code": "A"}] * (MAX_ITEMS + 1)), "201 段"),
    "item a string": (content(items=[CODES[0]]), "第 1 段"),
    "item null": (content(items=[{"code": CODES[0]}, None]), "第 2 段应是"),
    "no code": (content(items=[{"note": "注"}]), "没有引证码"),
    "blank code": (item(code=" \x00 "), "没有引证码"),
    "code a number": (item(code=1), "引证码（code）应是文字"),
    "code a novel": (item(code="长" * 61), "61 字"),
    "note a list": (item(note=["注"]), "批注（note）应是文字，文件里是列表"),
    "note null": (item(note=None), "空值"),
    "note too long": (item(note="长" * (MAX_NOTE + 1)), "2001 字"),
    "key twice": (content()[:-1] + b', "title": "b"}', "title"),
    "note twice": (content().replace(b'"note"', b'"note": "a", "note"'), "note"),
    "deep": (b"[" * 200_000, "太深"),
    "deep and whole": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "太深"),
    "a huge number": (b"9" * 10_000, "数字"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_is_said_with_what_to_do(name):
    data, wanted = BROKEN[name]
    with pytest.raises(BasketUnreadable) as raised:
        read(data)
    assert wanted in raised.value.message
    assert re.search("请[^。]*。$", raised.value.message)


@given(st.binary(max_size=200))
def test_no_bytes_are_too_much(data):
    with pytest.raises(BasketUnreadable):
        read(data)


def test_unseen_characters_are_left_out_and_counted():
    found = read(item(note="甲\x00\x0b乙半丙\uffff").replace("半".encode(), rb"\ud800"))
    assert found.basket.items[0].note == "甲乙丙"
    assert "4 个" in found.notices[0]
    assert read(item(note="甲\r\n乙")).notices == ()


def test_a_mistyped_code_stays_and_is_named():
    wrong = CODES[0][:-1] + ("0" if CODES[0][-1] != "0" else "1")
    found = read(content(items=[{"code": CODES[1]}, {"code": wrong, "note": "注"}]))
    assert found.basket.items == (Item(CODES[1]), Item(wrong, "注"))
    assert "第 2 段" in found.notices[0]
    assert wrong in found.notices[0]
