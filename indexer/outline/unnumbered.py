"""Recognise headings that have no marker: lines of their own, and items whose marker is lost in the source."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from indexer.outline.markers import Family
from indexer.outline.phrasing import lost_stop, opens_heading
from indexer.outline.roles import heading_roles, is_faulty
from indexer.outline.rows import Row
from indexer.outline.sections import SURE, weigh

_LINE_LIMIT: Final = 40  # characters of a heading line without a marker
_CLOSED_LIMIT: Final = 20  # of one that closes with a full stop or colon
_WIDTH_LIMIT: Final = 60  # characters of the longest lines that pages break by width
_ITEM_LIMIT: Final = 30  # characters of an item's heading before its full stop
_CONTAINER: Final = re.compile(
    r"(?:20\d\d年度?)?.{0,16}?(?:主要|重点|基本|总体|推进|开展|完成|落实|进展|工作|建设)?"
    r"(?:工作情况|工作成效|工作开展情况|主要工作|情况|成效|做法|举措|亮点|成绩|工作回顾|工作总结)(?:[和及与、].{1,8})?"
)
_SENTENCE: Final = re.compile(r"[。;!?]|[以如]下|我们|有$|将|了|,我[省市县区州旗]|但|虽|尽管")
_OTHER: Final = re.compile(
    r"^(?:附件|附表|附|来源|信息来源|联系|电话|注|图|表|编辑|责任|作者|单位|填报|http|www)|(?:报告|政府|委员会|办公室|办公厅|[局厅]|[年月日]|公司|中心)$"
)
_YEAR: Final = re.compile(r"^.{0,12}?20\d\d年?")
_RUN_IN: Final = 2  # headings run into their texts that make a pattern under a numbered one
_RUN_IN_LIMIT: Final = 24  # characters of such a heading
_RUN_IN_TEXT: Final = 20  # characters of the text behind it, at least
_HEAD_END: Final = re.compile("[。:]")
BRACKETED: Final = re.compile("【(?P<head>[^【】]{2,24})】")  # 【组织领导】…
_BULLETS: Final = "●■◆▲★※◇○□•·—-– "
_YEAR_IN: Final = re.compile(r"20\d\d")
_HEADS: Final[dict[Family | None, int]] = {"part": 1, "section": 1, "han": 1, "paren": 2}  # headings, with their level
_STOPS: Final = frozenset("。!?;:.…")
_ENDS_TEXT: Final = frozenset("。!?;:.”)》…")


def is_container(plain: str) -> bool:
    """Return whether a heading only says that work was done: 主要工作完成情况."""
    return _CONTAINER.fullmatch(plain) is not None and max(weigh(plain).values(), default=0) < SURE


def is_heading_line(row: Row, before: Row | None, after: Row | None, *, numbered: bool, year: int | None) -> bool:
    """Return whether a row without a marker is a heading.

    Where other headings are `numbered`, it has to announce a part (存在的问题, 2021年工作安排). `before` is the row
    above if it is text, `after` the row below.
    """
    text = row.plain[row.first : row.last].rstrip("。:")
    if not _is_worded_so(text) or row.is_table:
        return False
    if heading_roles(text, year) or is_container(text):
        return "," not in text or row.plain[row.last - 1] != "。"
    if numbered or after is None or after.last - after.first <= len(text) or _is_broken_off(before):
        return False
    opens, weight = opens_heading(text, 0), max(weigh(text).values(), default=0)
    if row.plain[row.last - 1] in "。:":
        return opens and weight >= SURE and len(text) <= _CLOSED_LIMIT and "," not in text
    return opens or weight > SURE


def subheads(rows: Sequence[Row], begins: Sequence[Family | None], year: int | None) -> dict[int, int]:
    """Return the rows that begin with a heading without a marker, each with the level of the numbered one above or 0.

    `begins` tells with which marker a row begins. One such row alone may be anything; two under one heading are a
    pattern.
    """
    found: dict[int, int] = {}
    for level, block in _blocks(rows, begins, year):
        under = [row for row in block if level and _is_subhead(rows, begins, row)]
        found |= dict.fromkeys(under if len(under) > 1 else _run_in(rows, block, level), level)
    return found


def _run_in(rows: Sequence[Row], block: Sequence[int], level: int) -> list[int]:
    """Return the rows that open with a heading run into its text (规范行政执法。全年…), if all are laid out so.

    It takes two such rows under a numbered heading, none between them that opens otherwise; or three there or where
    nothing is numbered, with no more others than half of them.
    """
    heads = [row for row in block if _opens_with_head(rows[row])]
    if len(heads) < (_RUN_IN if level else _RUN_IN + 1):
        return []
    others = sum(heads[0] < row < heads[-1] for row in block) - (len(heads) - 2)
    return heads if others <= (0 if len(heads) == _RUN_IN else len(heads) // 2) else []


def _opens_with_head(row: Row) -> bool:
    """Return whether a row opens with words that are a heading, closed by a full stop or colon, and goes on."""
    text = row.plain[row.first : row.last]
    bracketed = BRACKETED.match(text)
    if bracketed and not row.is_table:
        return _is_worded_so(bracketed["head"]) and len(text) - bracketed.end() >= _RUN_IN_TEXT
    match = _HEAD_END.search(text, 0, _RUN_IN_LIMIT + 1)
    if match is None or len(text) - match.end() < _RUN_IN_TEXT or row.is_table:
        return False
    head = text[: match.start()]
    worded = "," not in head and _is_worded_so(head) and not _YEAR_IN.search(head)
    return worded and (_opens(head) or is_faulty(head))


def _opens(text: str) -> bool:
    """Return whether a text opens as headings do, bullets before it apart, or speaks of a section."""
    return opens_heading(text.lstrip(_BULLETS), 0) or max(weigh(text).values(), default=0) > SURE


def _blocks(rows: Sequence[Row], begins: Sequence[Family | None], year: int | None) -> Iterator[tuple[int, list[int]]]:
    """Yield (level, rows) of what stands under each numbered heading, up to the next that announces a part."""
    level, block = 0, list[int]()
    for index, row in enumerate(rows):
        family = begins[index]
        part = family is None and row.last - row.first <= _LINE_LIMIT and _announces(row, year)
        if part or family in _HEADS:
            yield level, block
            level, block = _HEADS.get(family, 1), []
        elif family is None:
            block.append(index)
    yield level, block


def _announces(row: Row, year: int | None) -> bool:
    text = row.plain[row.first : row.last]
    return text[-1] not in _STOPS and (bool(heading_roles(text, year)) or is_container(text))


def _is_subhead(rows: Sequence[Row], begins: Sequence[Family | None], index: int) -> bool:
    """Return whether a row is short, has no full stop, is worded like a heading and stands above longer prose."""
    row = rows[index]
    text = row.plain[row.first : row.last]
    if index + 1 == len(rows) or begins[index + 1] in _HEADS or text[-1] in _STOPS:
        return False
    if row.is_table or not _is_worded_so(text):
        return False
    if begins[index - 1] not in _HEADS and _is_broken_off(rows[index - 1]):
        return False
    after = rows[index + 1]
    prose = after.last - after.first > len(text) and after.plain[after.last - 1] in _ENDS_TEXT
    return prose and _opens(text)


def _is_worded_so(text: str) -> bool:
    """Return whether a text has the length and the marks of a heading, and none of the words that others have."""
    if not 4 <= len(text) <= _LINE_LIMIT or text[-1] in ",、(" or _SENTENCE.search(text):
        return False
    return not _OTHER.search(text) and not any(c.isdecimal() for c in _YEAR.sub("", text))


def _is_broken_off(before: Row | None) -> bool:
    """Return whether the row before is a line that was broken by its width, so that this one goes on with it."""
    return before is not None and before.plain[before.last - 1] not in _ENDS_TEXT and before.last <= _WIDTH_LIMIT


def item_end(row: Row, *, telling: bool) -> int | None:
    """Return where the heading ends with which a row without a marker opens, if it opens like an item.

    With `telling`, it must open with a word that headings open with.
    """
    start = row.first
    if telling and not opens_heading(row.plain, start):
        return None
    end = row.plain.find("。", start, start + _ITEM_LIMIT)
    if end < 0:
        return lost_stop(row.plain, start, min(row.last, start + 2 * _ITEM_LIMIT))
    heading = row.plain[start:end]
    plausible = len(heading) >= 4 and heading.count(",") <= 1 and not any(c.isdecimal() for c in heading)
    return end if plausible and row.last > end + 1 else None
