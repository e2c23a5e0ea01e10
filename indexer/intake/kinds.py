"""Whether a file is a yearly report on building a law-based government, another yearly report, or neither."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from indexer.contract import Line
from indexer.intake.boilerplate import is_boilerplate
from indexer.intake.dates import western
from indexer.intake.headlines import (
    AGENDA,
    ARTICLE,
    EXPLANATION,
    GOVERNMENT_WORK,
    LONGEST,
    NEWS_STORY,
    OPENNESS,
    OTHER_WORK,
    PERSONAL,
    STUDIED,
    STUDY,
    Headline,
    Verdict,
    headlines,
    told,
)
from indexer.intake.titles import is_title, plain_title

_CAP: Final = 60_000  # characters of the body that are looked at
_LINE_CAP: Final = 4_000
_LINES_CAP: Final = 1_000
_SHORTEST: Final = 60  # characters a report has at least
_HEAD: Final = 40  # lines
_LEAD: Final = 200  # characters
_LAW: Final = Verdict("law")

_ERROR: Final = re.compile(
    r"(?<!\d)(?:404|403|500|502|503)(?!\d)\s*(?:错误|not found|forbidden|error|bad gateway|页面|-|–|—|\s*$)"
    r"|页面(?:不存在|已删除|无法|找不到|走丢|可能已)|(?:不存在|找不到|无法访问|无法显示).{0,8}(?:页面|网页|文件|信息|资源)"
    r"|访问的(?:页面|网页|内容|信息).{0,6}(?:不存在|已被?删除|出错|被移)|not found|系统(?:错误|繁忙|维护)"
    r"|网站(?:维护|升级)|请求已?被(?:拦截|拒绝)|访问(?:已?被)(?:阻断|拒绝|拦截|禁止)"
    r"|internal server error|access denied|service unavailable",
    re.IGNORECASE,
)
_MODEL: Final = re.compile(
    r"范文|模板|仅供参考|供(?:大家|您)?参考|小编|篇[一二三四五1-5][::]|免费下载|文档下载|下载本文|如有侵权"
)
_PLACEHOLDER: Final = re.compile(
    r"(?<![A-Za-z])(?:[xX×*＊○〇]{2,4}|[xX×*＊])(?=[省市县区州局镇乡村委办]|[件人次个场月日年部条项万名起宗卷份篇期%])|某(?=[省市县区镇乡局])|_{2,}"
)
# Who put the file together says that it is no office's: 小编为大家整理, 来源：网友投稿.
_COLLECTED: Final = re.compile(
    r"小编.{0,6}(?:整理|收集|精心|准备|带来|分享)|(?:本站|我们|本网|老师)为[你您].{0,8}(?:整理|准备|收集)|(?:网友|会员|用户)(?:投稿|上传|提供|整理|分享)|珍藏版"
)
_NO_PLACE: Final = re.compile(r"(?<![A-Za-z])[xX×*＊○]{1,4}(?=[省市县区州旗镇乡](?!域))")
_PAPER: Final = re.compile(
    r"^关键[词字][::;]|^摘\s*要|\d{4}年第?\d{1,2}期|实证(?:研究|考察|分析)|^——(?:基于|以).{4,30}|^[((\d].{0,4}[\u4e00-\u9fff]{2,8}大学|^引\s*言$|^作者(?:简介|单位)"
)
_PAPER_HEAD: Final = 14  # lines
_RULES_MADE: Final = re.compile(
    r"制定本[\u4e00-\u9fff]{0,4}(?:方案|办法|要点|计划|规定|指引|指南|规划|意见|细则|规则|制度|措施|标准|指标体系)"
)
_OF_COURTS: Final = re.compile("(?:行政审判|审判执行|审判|检察)工作(?:的)?(?:基本)?情况")
_EXPLAINS: Final = re.compile(
    r"(?:出台|起草|制定|编制)(?:的)?(?:背景|过程|依据|目的)|主要内容|解读(?:机关|单位|人|部门)|政策依据|名词解释|政策问答"
)
_ACCOUNT_OF_ONE: Final = re.compile("述职|述法|述廉|述学|第一责任人职责")
_OF_ONESELF: Final = re.compile(
    r"本人|(?<![\u4e00-\u9fff])我(?=主持|亲自|的|将|对|认真|带头|始终|作为|坚持|先后|牵头|组织|深入|参加|主动|多次)"
)
_ORDERS: Final = re.compile(
    r"责任单位|牵头单位|责任部门|完成时限|配合单位|责任领导|现印发给你们|请认真贯彻|请结合实际|特?制定本(?:方案|办法|要点|计划|规定)"
)
_REPORTS: Final = re.compile(
    r"(?:报告|汇报|总结|公布|公开|通报)如下|情况如下|主要(?:做法|举措|工作|成效)|(?:工作|建设)(?:开展|完成|推进|进展)?情况|存在(?:的)?(?:主要)?(?:问题|不足)"
    r"|问题和不足|差距和不足|薄弱环节|下一步|今年以来|一年来|\d{4}年,"
)
_NEWS: Final = re.compile(
    r"本报讯|本网讯|讯\s*\(|\(?(?:记者|通讯员)\s*[\u4e00-\u9fff]|^(?:近日|日前|\d{1,2}月\d{1,2}日)"
)
_REPORTED: Final = re.compile(r"本(?:报|网|台|站)讯|讯\s*\((?:记者|通讯员)|^\W*(?:记者|通讯员)[\s:]")
_SUBJECTS: Final = (
    "法治政府",
    "依法行政",
    "行政执法",
    "行政复议",
    "规范性文件",
    "行政决策",
    "普法",
    "放管服",
    "政务服务",
    "营商环境",
    "政务公开",
    "调解",
    "法律顾问",
    "合法性审",
    "法治建设",
    "应诉",
    "监督",
)
_INFORMATION: Final = re.compile(
    r"政府信息公开条例》?.{0,40}(?:要求|规定).{0,40}(?:编制|公布).{0,30}(?:年度报告|本报告)|依申请公开.{0,400}本年新收|收到和处理政府信息公开申请"
)
_TO_CONGRESS: Final = re.compile(
    r"代表[\u4e00-\u9fff]{0,8}人民政府,?(?:谨?向大会|向.{2,12}报告政府工作|报告(?:政府)?工作)"
)
_OF_GOVERNMENT: Final = re.compile(
    r"法治.{0,6}政府|依法行政|法治建设|依法治|政府法治|法治工作|法治机关|法治[^社]{2,4}建设"
)
_FOUND: Final = re.compile(r"(?:相关|搜索|检索|查询)结果|为您找到|共(?:找到|搜索到|检索到|查询到)")
_LISTED: Final = re.compile(r"^[\W\d_]*|[\s\[(]*\d{4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?[\s\])\d:]*$")
_PER_TITLE: Final = 120  # characters of other text that a list has for each report it names, at most


def judge(lines: Sequence[Line], title: str | None, declared: str | None = None) -> Verdict:
    """Return what a file is whose report of law would have this title (None without one).

    `declared` is the title that the page's markup names, of whatever kind it is.
    """
    title = title if title and not is_boilerplate(title) else None  # else it is of a menu, for want of another
    body = islice((line for line in lines if line.kind == "body"), _LINES_CAP)
    text = "\n".join(western(line.text[:_LINE_CAP]).strip() for line in body)[:_CAP]
    heads = headlines(lines, declared)
    reason = (
        _broken_page(lines, text)
        or _list_of_reports(lines)
        or _model_essay(heads, lines, text)
        or _article(lines)
        or _explanation(heads, text)
        or _of_one_person(heads, text)
    )
    if reason:
        return Verdict(None, reason)
    verdict = _by_title(title, text) if title and is_title(title) else _by_headline(heads, text)
    if (verdict is None or verdict.kind) and len(text.strip()) < _SHORTEST:
        return Verdict(None, "没有正文，只有导航或页眉页脚")
    return verdict or _by_text(text, title)


def _broken_page(lines: Sequence[Line], text: str) -> str | None:
    used = [western(line.text[:200]) for line in lines if line.kind != "blank"]
    if len(text) < 10 * _SHORTEST and any(_ERROR.search(line) for line in used[:_HEAD] if len(line) <= LONGEST):
        return "是网站的出错页面，没有报告正文"
    return None


def _list_of_reports(lines: Sequence[Line]) -> str | None:
    """Tell whether a page names several reports and has the text of none; links below a report's text do not count."""
    titles: set[str] = set()
    below: set[str] = set()  # the last line of other text
    beside: list[str] = []
    found = False
    for line in islice((line for line in lines if line.kind != "blank"), _LINES_CAP):
        plain = plain_title(line.text)
        bare = _LISTED.sub("", plain)
        found = found or (len(plain) <= LONGEST and _FOUND.search(plain) is not None)
        if len(bare) <= LONGEST and is_title(bare):
            below.add(bare)
        elif line.kind == "body":
            titles |= below
            below = set()
            beside.append(western(line.text[:_LINE_CAP]))
    text = "\n".join(beside)
    account = len(set(_REPORTS.findall(text)))
    named = len(titles | below) if account == 0 or len(text) < _SHORTEST else len(titles)
    enough = named >= 2 if found else named >= 3 and account < 2
    return "是报告目录或检索结果，没有正文" if enough and len(text) < named * _PER_TITLE else None


def _model_essay(heads: Sequence[Headline], lines: Sequence[Line], text: str) -> str | None:
    around = [western(line.text[:200]) for line in lines[:_HEAD] if line.kind not in ("blank", "body")]
    beginning = (*(head.plain for head in heads), *around, text[:300])
    marked = any(_MODEL.search(line) for line in beginning)
    collected = any(_COLLECTED.search(line) for line in beginning)
    blanks = len(_PLACEHOLDER.findall(text))
    nowhere = len(_NO_PLACE.findall(text[:300])) >= 2 or re.search(r"[*＊][市县区州旗镇乡]", text[:120])
    if (
        blanks >= 5
        or (marked and blanks >= 1)
        or collected
        or nowhere
        or any(re.search("范文|模板", head.plain) for head in heads)
    ):
        return "是范文或模板（地名、数字留空），不是一地的报告"
    return None


def _article(lines: Sequence[Line]) -> str | None:
    """Tell whether the head of a file is that of a paper: key words, abstract, journal, university."""
    first = [western(line.text[:200]).strip() for line in lines[:_HEAD] if line.kind != "blank"][:_PAPER_HEAD]
    signs = {match[0][:3] for line in first for match in _PAPER.finditer(line)}
    return ARTICLE if len(signs) >= 2 else None


def _explanation(heads: Sequence[Headline], text: str) -> str | None:
    """Tell whether the headings of a text are those of an explanation; in a report such words stand in sentences."""
    headings = {sign for line in text.split("\n") if len(line) <= LONGEST // 2 for sign in _EXPLAINS.findall(line)}
    if len(headings) >= 3 or re.search(r"解读如下", text[:600]):
        return EXPLANATION
    asked = len(re.findall(r"^\W*(?:问|[Qq])\d?[::]", text, re.MULTILINE))
    return EXPLANATION if asked >= 2 or (asked and any("解读" in head.plain for head in heads)) else None


def _of_one_person(heads: Sequence[Headline], text: str) -> str | None:
    announced = any(_ACCOUNT_OF_ONE.search(head.plain) for head in heads)
    himself = len(_OF_ONESELF.findall(text))
    if (announced and himself >= 2) or re.search(r"^\W*(?:述职|述法)人[::]", text, re.MULTILINE):
        return PERSONAL
    return None


# -- by the title of a report of law ---------------------------------------------------------------------------------


def _by_title(title: str, text: str) -> Verdict | None:
    """Tell a report that only has a title like one of law; None if it is one."""
    plain = plain_title(title)
    if "法治社会" in plain and not _OF_GOVERNMENT.search(plain):
        return Verdict("other", "是法治社会建设情况报告，不是法治政府建设情况报告")
    if STUDY.search(plain):
        return Verdict(None, STUDIED)
    if "整改" in plain and not re.search(r"整改.{0,4}[暨和及与]", plain) and text.count("整改") >= 4:
        return Verdict(None, "是督察整改情况的报告，不是年度报告")
    return None


# -- by the headline of another page ---------------------------------------------------------------------------------


def _by_headline(heads: Sequence[Headline], text: str) -> Verdict | None:
    return next((verdict for head, verdict in told(heads) if not _carries_report(head.plain, text)), None)


def _carries_report(head: str, text: str) -> bool:
    """Tell whether a notice has the report it issues below itself."""
    inner = any(is_title(line) for line in text.split("\n") if len(line) <= LONGEST)
    notice = head.endswith(("通知", "公告", "公示")) and "报告" in head
    return notice and inner and len(set(_REPORTS.findall(text))) >= 3


# -- by the text -----------------------------------------------------------------------------------------------------


def _by_text(text: str, title: str | None) -> Verdict:
    """Judge by the text: orders instead of an account, news, or another subject."""
    return next(_signs(text, title), _LAW)


def _signs(text: str, title: str | None) -> Iterator[Verdict]:
    account = len(set(_REPORTS.findall(text)))
    if _INFORMATION.search(text[:3000]):
        yield Verdict("openness", OPENNESS)
    if not (title and is_title(title)) and _TO_CONGRESS.search(text[:400]):
        yield Verdict("work", GOVERNMENT_WORK)
    if not title and _RULES_MADE.search(text[:600]):
        yield Verdict(None, "是方案、办法一类的文件，不是情况报告")
    if not title and _OF_COURTS.search(text[:400]):
        yield Verdict(None, OTHER_WORK)
    if len(_ORDERS.findall(text)) >= 3 and account < 2:
        yield Verdict(None, AGENDA)
    if account < 3 and ((not title and len(text) < 2500 and _NEWS.search(text[:300])) or _REPORTED.search(text[:200])):
        yield Verdict(None, NEWS_STORY)
    if not title and not _is_about_law(text, account):
        yield Verdict(None, "没有标题，正文也不像法治政府建设情况报告")


def _is_about_law(text: str, account: int) -> bool:
    about = text.count("法治政府") + text.count("依法行政")
    subjects = sum(subject in text for subject in _SUBJECTS)
    if about >= 2:
        return subjects >= 4 and account >= 1
    return bool(re.search("法治政府|依法行政", text[:_LEAD])) and subjects >= 6 and account >= 2
