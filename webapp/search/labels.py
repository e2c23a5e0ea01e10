"""What places, files, bodies, years and flags are called on the screen and in quotes; all Chinese."""

import re
from typing import Final

from indexer.contract import KINDS, Place, Report
from webapp.search.messages import say

UNKNOWN_PLACE: Final = say("地区不详")
UNKNOWN_YEAR: Final = say("年度不详")
UNKNOWN_AUTHORITY: Final = "发布机关不详"

# The last character or two of a place's name, and what people call the place when they speak of its offices.
_KINDS: Final = ("自治区", "兵团", "地区", "省", "市", "县", "区", "州", "盟", "旗")
_COMMISSIONERS: Final = {"地区": "行署", "盟": "盟行署"}  # they have no 人民政府

_PART: Final = re.compile(r"(\.[A-Za-z0-9]{2,8})#(\d+)\.txt\b")  # in a file that several reports share

_FLAGS: Final = {
    "missing_char": say("原文缺字"),
    "title_missing": say("原文无题名，题名为拟写"),
    "place_tie": say("地区待核"),
    "year_tie": say("年度待核"),
}


# What a person can settle, in the order of the flags: what stayed open, and what that means for a reader.
OPEN: Final = {
    "place_tie": say("地区待核：叫这个名字的地方不止一处，文中没有说明是哪一处。"),
    "place_unknown": say("地区待核：文中没有说明是哪个地区的报告。"),
    "department_unknown": say("主体待核：是某个部门或乡镇的报告，文中没有说明是哪一个。"),
    "year_unknown": say("年度待核：文中没有说明是哪一年的报告。"),
    "year_tie": say("年度待核：文中说法不一，没有定下来。"),
    "title_missing": say("题名待核：原文没有标题，现在的题名是按地区和年度拟的。"),
    "second_report": say("文件待核：文件里似有几份报告，这里显示的是全部文字。"),
}


def kind(name: str) -> str:
    """Return what kind of place a name says it is: 县, 市, 自治区; empty if it does not say."""
    return next((ending for ending in _KINDS if name.endswith(ending)), "")


def own_label(place: Place) -> str:
    """Return what a place's own reports are called beside those of the places in it: 市本级, 省本级."""
    return f"{kind(place.name)}本级"


def place_label(report: Report) -> str:
    """Return the names from the province down: 湖北省咸宁市嘉鱼县."""
    return "".join(place.name for place in report.jurisdiction) or UNKNOWN_PLACE


def year_label(year: int | None) -> str:
    return f"{year} 年度" if year is not None else UNKNOWN_YEAR


def place_name(report: Report) -> str:
    """Return the last step of the place; a district or zone, whose name others share, with the city before it."""
    names = [place.name for place in report.jurisdiction]
    if len(names) > 1 and (kind(names[-1]) == "区" or report.jurisdiction[-1].level == "zone"):
        return "".join(names[-2:])
    return names[-1] if names else ""


def body_label(report: Report) -> str:
    """Return whose report it is without repeating the place: 县政府, 市司法局, 嘉鱼县教育局."""
    place = report.jurisdiction[-1] if report.jurisdiction else None
    if report.body == "dept":
        return report.department or "其他部门"
    if place is None:
        return "政府" if report.body == "gov" else "司法局"
    if place.level == "zone":
        return "管委会" if report.body == "gov" else "司法局"
    if report.body == "sfj":
        return f"{kind(place.name)}{_justice(place)}"
    return _COMMISSIONERS.get(kind(place.name), f"{kind(place.name)}政府")


def report_label(report: Report) -> str:
    """Return which report it is: 湖北省咸宁市嘉鱼县 · 2020 年度 · 县政府, and its kind where that is not law."""
    said = (place_label(report), year_label(report.year), body_label(report), kind_label(report))
    return " · ".join(filter(None, said))


def source_label(path: str) -> str:
    """Return how people call a source, or those in a sentence; reports that share a file by their place in it."""
    return _PART.sub(r"\1（其中第 \2 份报告）", path)


def kind_label(report: Report) -> str:
    """Return what kind of report it is; empty for those of law, of which the index is made."""
    return "" if report.kind == "law" else KINDS[report.kind]


def subject(report: Report) -> str:
    """Return whose report it is as a sentence names it: 嘉鱼县, 福州市长乐区, 咸宁市司法局; empty if unknown."""
    place = place_name(report)
    if report.body == "gov":
        return place
    office = report.department
    if office is None:
        office = _justice(report.jurisdiction[-1] if report.jurisdiction else None) if report.body == "sfj" else ""
    named = [step.name for step in report.jurisdiction]
    if not office or any(office.startswith(name) for name in named):
        return office
    if place and office[0] == place[-1]:  # 市司法局, in a report of 咸宁市
        office = office[1:]
    return f"{place}{office}"


def authority(report: Report) -> str:
    """Return the body that answers for a report: 嘉鱼县人民政府; what the file says where that is not known."""
    place = report.jurisdiction[-1] if report.jurisdiction else None
    if report.body == "gov" and place is not None and place.level != "zone":
        return f"{place_name(report)}{'行政公署' if kind(place.name) in _COMMISSIONERS else '人民政府'}"
    named = subject(report) if report.body != "gov" else ""
    return named or report.signature or report.issuer or place_name(report) or UNKNOWN_AUTHORITY


def flag_label(flag: str) -> str | None:
    """Return what to tell a reader of a flag, None if it is none of theirs."""
    return _FLAGS.get(flag)


def open_questions(report: Report) -> tuple[str, ...]:
    """Return what stayed open about a report, a sentence each."""
    return tuple(sentence for flag, sentence in OPEN.items() if flag in report.flags)


def _justice(place: Place | None) -> str:
    return "司法厅" if place is not None and place.level == "province" and kind(place.name) != "市" else "司法局"
