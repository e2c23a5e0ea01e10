"""Titles of reports: which lines are one, and which of their words say of whom and of which year."""

import re
from typing import Final

from indexer.intake.dates import western
from indexer.text import simplify

MAX_TITLE: Final = 120  # characters
_TOPIC: Final = (
    r"(?:法治(?:政府|社会|机关|[\u4e00-\u9fff]{1,6}?政府)?(?:示范)?(?:创建|建设)|依法行政|法治政府|法治工作"
    r"|依法治[市县区省州旗镇乡街局校企]|法治[\u4e00-\u9fff]{2,4}建设)"
)
_ENDING: Final = (
    r"(?:(?:报告|总结|汇报|自查)材料|报告|总结|汇报|年报|情况|小结|报告书|白皮书|(?:报告|情况).{0,4}(?:公报|通报|公示|公告|说明))"
    r"(?:[和及与暨、,]{1,2}.{0,30}(?:计划|打算|安排|思路|要点|设想|重点|谋划|举措|方案|部署))?"
)
_AFTER: Final = r"(?:\s*[(\[〔【][^()\[\]]{1,24}[)\]〕】])*"
_WRAPPED: Final = re.compile(r"[《“]([^《》“”]*(?:《[^》]*》[^《》“”]*)?)[》”]")
_SITE: Final = r"(?:\s*[-_—|–]+\s*\S{2,40})*"
_TITLE: Final = re.compile(rf"^.*{_TOPIC}.*{_ENDING}{_AFTER}$")
_PAGE_TITLE: Final = re.compile(rf"^(?P<title>.*{_TOPIC}.*{_ENDING}{_AFTER})\s*[-_—|–]+\s*\S.{{1,60}}$")
_NOT_TITLE: Final = re.compile(
    r"[。;!?]|^(?:[一二三四五六七八九十]{1,3}[、.,]|[((][一二三四五六七八九十\d]{1,2}[))]|\d+[、.])"
    r"|解读|读懂|看懂|图解|即将离开|的?通知$|^(?:上|下)[一1](?:篇|条)|^(?:附件|相关|链接|原文)|现将|如下|^.{0,12}[:>»]"
)
# Headlines of news have a verb: 听取…情况汇报, 获省通报, 督察…情况, 向省政府报告….
_NEWS: Final = re.compile(
    r"召开|举行|主持|出席|听取|审议|荣获|获[省市国中部全通表点]"
    r"|(?<!关于)(?:发布|公布|通报|晒出|印发)(?=.*\d{4}年)"
    r"|(?:督察|督查|督导|视察|调研|检查)(?![办局组处科委室院队])(?=.{0,30}(?:法治|依法))"
    r"|^(?!.*关于).*向[\u4e00-\u9fff]{0,16}(?:政府|人大|常委会|[委省市厅局会])(?:汇报|报告|报送|提交|述职)(?=.{4})"
)
_UNFINISHED: Final = re.compile(
    rf"(?:{_TOPIC}|建设|推进|年度|\d年|关于|贯彻|落实|履行|工作|的|情况|[和及与]|人民政府|[省市县区州旗盟]|局|委员会|办公室|管委会|[镇乡]|街道|办事处)$"
)
_BROKEN: Final = re.compile(rf"关于|\d{{4}}年|{_TOPIC}")  # words of a title that a line broken anywhere has
_MIDWAY: Final = re.compile(
    rf"^(?:关于|人民政府|政府|[的情建和及]|年度?|度|\d{{4}}年?度?|工作|报告|总结|{_TOPIC}|推进|贯彻|落实|全面|履行)"
)
_PART: Final = re.compile(
    rf"关于|{_TOPIC}|年度?|人民政府|[省市县区州旗盟局委办镇乡]$|街道|报告|总结|情况|工作|推进|建设|履行|落实|贯彻"
)


def plain_title(line: str) -> str:
    """Return a line as titles are compared: western numerals, without blanks."""
    return re.sub(r"\s+", "", western(line[: 2 * MAX_TITLE]))


def is_title(line: str) -> bool:
    """Tell whether a line, or lines joined, is the whole title of a report."""
    plain = _WRAPPED.sub(r"\1", plain_title(line)) if line.strip()[:1] in "《“" else plain_title(line)
    return len(plain) <= MAX_TITLE and bool(_TITLE.search(plain)) and not (_NOT_TITLE.search(plain) or is_news(plain))


def announces_report(line: str) -> bool:
    """Tell whether a line is the title of a notice that has a report below itself: 关于印发…情况报告的通知."""
    plain = plain_title(line)
    return len(plain) <= MAX_TITLE and _NOTICE.search(plain) is not None


def is_news(plain: str) -> bool:
    """Tell whether a plain title tells what happened: 听取…情况汇报, …情况获省通报."""
    return _NEWS.search(plain) is not None


def without_site(line: str) -> str:
    """Return the title in a browser's title bar (…情况报告_政府文件_嘉鱼县人民政府), or the line as it is."""
    match = _PAGE_TITLE.match(western(line.strip()))
    if match and len(line) <= MAX_TITLE and len(western(line.strip())) == len(line.strip()):
        return line.strip()[: match.end("title")]
    return line


_THEN_LABELS: Final = re.compile(
    r"\s+(?=[(\[【]?\d{4}\s*[-年/.]\s*\d|发布|来源|信息来源|时间|日期|索引|作者|[【\[]|字[号体]|浏览|点击)"
)
_ORNAMENT: Final = "#*■◆●•▲★◎ \u3000"
_NOTICE: Final = re.compile(
    rf"关于(?:印发|公布|公开|发布|公示|转发|报送|呈报).*{_TOPIC}.*(?:报告|总结|情况)[》”]?的?(?:通知|公告|公示|通报|函|报告)$"
)
_LONG_PART: Final = 12  # characters from which a line may be a part of a title that breaks off anywhere
_COMMITTEE: Final = re.compile(r"(?:中共|中国共产党)[\u4e00-\u9fff]{2,16}委(?:员会)?")
_SENTENCE_OPENS: Final = re.compile("^(?:根据|按照|依据|为|现|近年|今年)|[,:]|认真")
_ADDRESS: Final = re.compile(r"^.*(?:https?://|www\.)[\w./-]+", re.ASCII)  # of the site, before the title
# Behind a title that is not set apart from its text.
_RUN_IN: Final = re.compile(
    r"(?:报告|总结|汇报|年报)(?=\s*(?:\d{4}年|今年|近年|一年来|根据|按照|为|自|[一1][、.]|\([一1]\)|[我全本各市县区省州][^和及]|现将|坚持))"
)
_YEAR_ALONE: Final = re.compile(r"\(?(?:19|20)\d\d年度?\)?")


def split_title(line: str) -> tuple[str, str]:
    """Return the title and the labels behind it on its line (… 发布日期：…); ("", line) if it is not so."""
    text = without_site(line.strip()).strip(_ORNAMENT)
    if is_title(text):
        return text, ""
    end = _THEN_LABELS.search(text) if len(text) <= 2 * MAX_TITLE else None
    if end and is_title(text[: end.start()]):
        return text[: end.start()], text[end.end() :]
    return "", line


def opening_title(text: str) -> str:
    """Return the title that a text begins with on the line of its first sentence (…情况的报告2021年，…), else ""."""
    text = _ADDRESS.sub("", text[: 2 * MAX_TITLE])
    plain = western(text)
    if len(plain) != len(text):
        return ""
    for match in _RUN_IN.finditer(plain, 0, MAX_TITLE):
        title = text[: match.end()].strip()
        if is_title(title) and not _SENTENCE_OPENS.search(western(title)):
            return title
    return ""


def is_year_below(line: str) -> bool:
    """Tell whether a line is a year alone, as it is set under a title: （2021年度）."""
    return len(line) <= 20 and _YEAR_ALONE.fullmatch(plain_title(line)) is not None


def may_open_title(line: str) -> bool:
    """Tell whether a line may be the first part of a title that goes on in the next."""
    plain = plain_title(line)
    if not 2 <= len(plain) <= 60 or _NOT_TITLE.search(plain):
        return False
    return bool(_UNFINISHED.search(plain) or (len(plain) >= _LONG_PART and _BROKEN.search(plain)))


def may_continue_title(line: str) -> bool:
    """Tell whether a line may be a later part of a title."""
    plain = plain_title(line)
    return len(plain) <= 60 and not _NOT_TITLE.search(plain) and bool(_PART.search(plain))


def names_committee(line: str) -> bool:
    """Tell whether a line is the party committee that reports with the government named below it."""
    return len(line) <= 40 and _COMMITTEE.fullmatch(plain_title(line)) is not None


def starts_midway(line: str) -> bool:
    """Tell whether a title leaves open of whom it is: 关于2021年度…, 人民政府关于…."""
    named = subject(line).removeprefix("度")
    return bool(_MIDWAY.search(plain_title(line))) and named in ("", "人民政府", "政府")


def leaves_year_open(line: str) -> bool:
    """Tell whether a title names no year: the line above it may (2021年度)."""
    return not re.search(r"(?:19|20)\d\d", plain_title(line))


_YEAR_WORDS: Final = (
    r"(?:(?:19|20)\d\d|[二2][〇○◯零ＯO0][〇○◯零ＯO一二三四五六七八九\d]{2})\s*[-—–－至~到]*\s*(?:20\d\d)?\s*年?度?"
)
_SUBJECT_END: Final = re.compile(
    rf"关于|{_YEAR_WORDS}|(?<!依)法治|依法(?!治[\u4e00-\u9fff]{{1,3}}(?:办|委员会办公室))|推进|贯彻|落实|履行|上半年|下半年|全面(?!依法)|年度"
)
_OPENING: Final = re.compile(
    rf"^[\s《“]*(?:关于)?(?:印发|报送|呈报|上报|公布|公开|发布|公示)?\s*(?:{_YEAR_WORDS})?\s*(?:上半年|下半年|年度|全面)?(?:关于)?\s*"
)


def subject(title: str) -> str:
    """Return the words of a title that say whose report it is: 嘉鱼县, 金华市司法局; empty if none do."""
    plain = simplify(title)
    opening = _OPENING.match(plain)
    start = opening.end() if opening else 0
    end = _SUBJECT_END.search(plain, start)
    return title[start : end.start() if end else start].strip(" 的")


def object_of(title: str) -> str:
    """Return what stands behind 关于 in a title: 嘉鱼县司法局关于‖嘉鱼县2020年度…."""
    before, about, after = simplify(title).partition("关于")
    return title[len(before) + len(about) :] if about and after and before.strip() else ""
