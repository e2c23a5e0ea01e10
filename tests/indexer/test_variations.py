"""A page says the same however it is spaced and padded, in marks of other widths, in other characters."""

import re
from collections.abc import Callable, Mapping
from typing import Final

import pytest

from tests.indexer.invented import analysed, page

_TITLES: Final = {
    "one line": "嘉鱼县2021年度法治政府建设情况报告",
    "two lines": "嘉鱼县人民政府\n关于2021年度法治政府建设情况的报告",
    "year below": "嘉鱼县法治政府建设情况报告\n（2021年度）",
}
_HEADS: Final = {
    "labels above": ("索引号：011/2022-3　　发布机构：嘉鱼县司法局\n文号：无　　发布日期：2022-01-12\n", ""),
    "labels below": ("首页 > 政务公开 > 法治政府建设\n", "\n发布时间：2022-01-12 10:30　来源：县司法局　浏览次数：123"),
    "cells": ("索引号：\n011/2022-3\n发布机构：\n嘉鱼县司法局\n发布日期：\n2022-01-12\n", ""),
    "table": ("| 索引号 | 011/2022-3 | 发布机构 | 嘉鱼县司法局 |\n| 文号 |  | 发布日期 | 2022-01-12 |\n", ""),
    "clock": ("今天是：2024年5月6日 星期一\n嘉鱼县人民政府网\n", "\n2022-01-12 09:12 来源：县司法局 字号：[大] [小]"),
}
_TAILS: Final = {
    "signature": "嘉鱼县人民政府\n2022年1月5日",
    "set wide": "　　嘉 鱼 县 人 民 政 府\n　　2022 年 1 月 5 日",
    "site": "嘉鱼县人民政府\n2022年1月5日\n【打印】【关闭】\n上一篇：没有了\n主办：嘉鱼县人民政府办公室",
}
_TRADITIONAL: Final = str.maketrans(
    "鱼县设报执务贯彻关发时间来览号单领导组织规复议审满训评题个态网页责专",
    "魚縣設報執務貫徹關發時間來覽號單領導組織規複議審滿訓評題個態網頁責專",
)
_WIDE_DIGITS: Final = str.maketrans("0123456789", "０１２３４５６７８９")
_NARROW_MARKS: Final = str.maketrans("，（）：；", ",():;")
_WAYS: Final[Mapping[str, Callable[[str], str]]] = {
    "without blank lines": lambda text: re.sub(r"\n+", "\n", text),
    "with blank lines": lambda text: text.replace("\n", "\n\n"),
    "padded": lambda text: "\n".join(f"　　{line.strip()}" for line in text.split("\n")),
    "without padding": lambda text: "\n".join(line.strip() for line in text.split("\n")),
    "padded with no-break spaces": lambda text: text.replace("　　", "\xa0\xa0\xa0\xa0"),
    "with carriage returns": lambda text: text.replace("\n", "\r\n"),
    "with zero-width spaces": lambda text: text.replace("。", "。\u200b"),
    "with narrow marks": lambda text: text.translate(_NARROW_MARKS),
    "with wide digits": lambda text: text.translate(_WIDE_DIGITS),
    "in traditional characters": lambda text: text.translate(_TRADITIONAL),
}


def _understood(text: str) -> Mapping[str, object]:
    """Return what a page is understood to say, characters and widths of the text itself apart."""
    found = analysed(text)
    assert found.document is not None, found.reject_reason
    report = found.document.report
    return {
        "place": report.place,
        "year": report.year,
        "body": report.body,
        "title": not report.title_missing,
        "published": report.publication_date,
        "signed": report.signature_date,
        "kinds": [line.kind for line in found.lines if line.kind != "blank"],
        "headings": [(heading.level, len(heading.text), heading.section) for heading in found.document.headings],
        "sections": [paragraph.section for paragraph in found.occurrences],
    }


@pytest.mark.parametrize("way", _WAYS)
@pytest.mark.parametrize("head", _HEADS)
def test_a_page_says_the_same_in_every_way(head, way):
    above, below = _HEADS[head]
    for title in _TITLES.values():
        for tail in _TAILS.values():
            text = page(f"{above}{title}{below}", tail)
            as_it_is = _understood(text)
            assert (as_it_is["place"], as_it_is["year"], as_it_is["title"]) == ("421221", 2021, True)
            assert str(as_it_is["published"]) == "2022-01-12"
            assert str(as_it_is["signed"]) == "2022-01-05"
            assert _understood(_WAYS[way](text)) == as_it_is
