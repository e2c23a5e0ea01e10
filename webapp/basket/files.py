"""A basket as a file: JSON that can be read by itself, and of which only codes, notes and the title are taken back.

The browser keeps a basket in the same format.
"""

import json
from datetime import datetime
from typing import Any, Final

from webapp.basket.model import (
    MAX_CODE,
    MAX_ITEMS,
    MAX_NOTE,
    MAX_TITLE,
    Basket,
    Item,
    Read,
    make_item,
    tidy_title,
    unfit_characters,
    within_limits,
)
from webapp.basket.view import BasketView, Entry
from webapp.search.messages import Message, say

FORMAT: Final = "xianli-basket"
VERSION: Final = 1

_KINDS: Final[dict[type, Message]] = {
    dict: say("对象"),
    list: say("列表"),
    str: say("文字"),
    int: say("数字"),
    float: say("数字"),
    bool: say("真假值"),
    type(None): say("空值"),
}


class BasketUnreadable(Exception):
    """A file is no basket; `message` says what is wrong with it and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


def write(view: BasketView, exported: datetime) -> bytes:
    """Return the file of a basket; `exported` has a time zone."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "title": view.title,
        "exported": exported.isoformat(timespec="seconds"),
        "items": [_written(entry) for entry in view.entries],
    }
    return f"{json.dumps(content, ensure_ascii=False, indent=2)}\n".encode()


def read(data: bytes) -> Read:
    """Read the file of a basket. Raises BasketUnreadable."""
    content = _parsed(_decoded(data))
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise BasketUnreadable(say("这个文件是 JSON，但不是材料篮文件。请选用“材料篮文件”导出的那一个。"))
    version = content.get("version")
    if type(version) is not int or version < 1:
        raise BasketUnreadable(say("材料篮文件没有写明版本（version），可能改动过。请选用当初导出的文件。"))
    if version > VERSION:
        raise BasketUnreadable(say("材料篮文件是更新版本的程序导出的，这里读不了。请先升级程序。"))
    title = _text(content.get("title", ""), say("题目（title）"), MAX_TITLE)
    items = content.get("items")
    if not isinstance(items, list):
        raise BasketUnreadable(say("材料篮文件里没有段落的列表（items），可能改动过。请选用当初导出的文件。"))
    if len(items) > MAX_ITEMS:
        said = say("文件里有 %(n)s 段，一个材料篮最多 %(most)s 段。请把文件分成几个。", n=len(items), most=MAX_ITEMS)
        raise BasketUnreadable(said)
    found = [_item(number, item) for number, item in enumerate(items, start=1)]
    basket = within_limits(Basket(tidy_title(title), tuple(found)))
    return Read(basket.basket, (*basket.notices, *_doubts(items, found)))


def _written(entry: Entry) -> dict[str, object]:
    item: dict[str, object] = {"code": entry.item.code, "note": entry.item.note}
    passage = entry.passage
    if passage is None:
        return item
    return item | {
        "text": passage.paragraph.text,
        "title": passage.report.title,
        "place": str(passage.place_label),
        "year": passage.report.year,
        "url": passage.permalink,
    }


def _decoded(data: bytes) -> str:
    if not data.strip():
        raise BasketUnreadable(say("没有选文件，或文件是空的。请先选一个材料篮文件（.json）。"))
    try:
        return data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise BasketUnreadable(
            say(
                "文件不是 UTF-8 编码：可能选错了文件，或被另存成了 GBK（ANSI）。"
                "请选用当初导出的文件，或用记事本另存为 UTF-8。"
            )
        ) from error


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_keys_once)
    except json.JSONDecodeError as error:
        said = say(
            "这个文件不是材料篮文件，或者不完整：第 %(line)s 行读不懂。请选用当初导出的 .json 文件。", line=error.lineno
        )
        raise BasketUnreadable(said) from error
    except RecursionError as error:
        raise BasketUnreadable(say("文件里一层套一层，太深了，不是材料篮文件。请选用当初导出的文件。")) from error
    except ValueError as error:  # a number of thousands of digits
        raise BasketUnreadable(say("文件里有读不了的数字，不是材料篮文件。请选用当初导出的文件。")) from error


def _keys_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            said = say("文件里同一处写了两个“%(name)s”，不知以哪个为准。请删去一个再导入。", name=name[:MAX_CODE])
            raise BasketUnreadable(said)
        found[name] = value
    return found


def _item(number: int, item: object) -> Item:
    if not isinstance(item, dict):
        said = say("第 %(n)s 段应是带引证码的对象，文件里是%(kind)s。请改正后再导入。", n=number, kind=_kind(item))
        raise BasketUnreadable(said)
    code = _text(item.get("code", ""), say("第 %(n)s 段的引证码（code）", n=number), MAX_CODE)
    note = _text(item.get("note", ""), say("第 %(n)s 段的批注（note）", n=number), MAX_NOTE)
    made = make_item(code, note)
    if not made.code:
        raise BasketUnreadable(say("第 %(n)s 段没有引证码（code）。请补上或删去这一段再导入。", n=number))
    return made


def _text(value: object, what: Message, most: int) -> str:
    if not isinstance(value, str):
        said = say("%(what)s应是文字，文件里是%(kind)s。请改正后再导入。", what=what, kind=_kind(value))
        raise BasketUnreadable(said)
    if len(value) > most:
        said = say("%(what)s有 %(n)s 字，最多 %(most)s 字。请删短后再导入。", what=what, n=len(value), most=most)
        raise BasketUnreadable(said)
    return value


def _kind(value: object) -> Message:
    return _KINDS[type(value)]


def _doubts(items: list[dict[str, str]], found: list[Item]) -> list[Message]:
    """Return what is not wrong enough to refuse the file: characters left out, codes that cannot be right."""
    doubts = []
    dropped = sum(unfit_characters(item.get("note", "")) for item in items)
    if dropped:
        doubts.append(say("批注里有 %(n)s 个不能显示的控制字符，已经去掉。", n=dropped))
    for number, item in enumerate(found, start=1):
        if item.paragraph_id is None:
            said = say("第 %(n)s 段的引证码“%(code)s”有误，仍留在材料篮里，请核对。", n=number, code=item.code)
            doubts.append(said)
    return doubts
