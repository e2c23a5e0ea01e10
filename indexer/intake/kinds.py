"""Whether a file is a yearly report on building a law-based government, or a page that merely looks like one."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from indexer.contract import Line
from indexer.intake.boilerplate import is_boilerplate
from indexer.intake.dates import western
from indexer.intake.labels import read_labels
from indexer.intake.places import find
from indexer.intake.salutations import is_salutation
from indexer.intake.titles import is_news, is_title

_CAP: Final = 60_000  # characters of the body that are looked at
_LINE_CAP: Final = 4_000
_LINES_CAP: Final = 1_000
_SHORTEST: Final = 60  # characters a report has at least
_HEADLINE: Final = 80
_HEAD: Final = 40  # lines

_ERROR: Final = re.compile(
    r"(?<!\d)(?:404|403|500|502|503)(?!\d)\s*(?:错误|not found|forbidden|error|bad gateway|页面|-|—|\s*$)"
    r"|页面(?:不存在|已删除|无法|找不到|走丢)|(?:不存在|找不到|无法访问|无法显示).{0,8}(?:页面|网页|文件|信息|资源)"
    r"|访问的(?:页面|网页|内容|信息).{0,6}(?:不存在|已被?删除|出错)|not found|系统(?:错误|繁忙|维护)",
    re.IGNORECASE,
)
_MODEL: Final = re.compile(
    r"范文|模板|仅供参考|供(?:大家|您)?参考|小编|篇[一二三四五1-5][::]|免费下载|文档下载|下载本文|如有侵权"
)
_PLACEHOLDER: Final = re.compile(
    r"(?<![A-Za-z])(?:[xX×*＊○〇]{2,4}|[xX×])(?=[省市县区州局镇乡村委办]|[件人次个场月日年部条项万名起宗卷份篇期%])|某(?=[省市县区镇乡局])"
)
_EXPLAINS: Final = re.compile(
    r"(?:出台|起草|制定|编制)(?:的)?(?:背景|过程|依据|目的)|主要内容|解读(?:机关|单位|人|如下|部门)|政策依据|名词解释|政策问答"
)
_GOVERNMENT_WORK: Final = "是政府工作报告，不是法治政府建设情况报告"
_OTHER_WORK: Final = "是其他工作的报告或总结，不是法治政府建设情况报告"
_PERSONAL: Final = "是个人述职述法报告，不是法治政府建设情况报告"
_NEWS_STORY: Final = "是新闻报道，不是情况报告"
_OTHER_KINDS: Final = (
    (re.compile(r"解读|一图读懂|一图看懂|图解|图说|问答|图文"), "是对报告或文件的解读，不是报告本身"),
    (re.compile(r"(?:实施|工作|整改|行动|活动|创建|考核)?方案$"), "是方案，不是情况报告"),
    (
        re.compile(r"(?:工作)?(?:要点|计划|安排|打算|规划|纲要|思路|任务分解表?|任务分工|责任清单)$"),
        "是工作安排，不是情况报告",
    ),
    (re.compile(r"政府工作报告(?:$|[(\[—-])"), _GOVERNMENT_WORK),
    (
        re.compile(r"(?:政府信息公开|政务公开)(?:工作)?(?:年度)?(?:年度报告|年报|报告|总结)$"),
        "是政府信息公开年报，不是法治政府建设情况报告",
    ),
    (re.compile(r"(?:述职|述法|述廉|述学).{0,8}报告$"), _PERSONAL),
    (
        re.compile(r"(?:通知|函|批复|决定|意见|公告|公示|通告|办法|规定|细则|制度|条例|标准|指引|名单|目录)$"),
        "是通知或其他公文，不是情况报告",
    ),
    (re.compile(r"(?:工作)?(?:报告|总结|汇报|年报)$"), _OTHER_WORK),
    (re.compile(r"举办|会议(?!上)|推进会|培训班|调研|座谈|督察组|率队|视察|开班|通报(?:表扬|表彰)?$"), _NEWS_STORY),
)
_TOPIC: Final = re.compile(r"法治|依法|行政执法|政务公开|政府工作|信息公开|述职|述法")
_ITEM: Final = re.compile(r"[一二三四五六七八九十]{1,3}[、是,.]|\(|\d{1,2}[.、]|第[一二三四五六七八九十]")
_ACCOUNT: Final = re.compile("述职|述法|述廉|述学|第一责任人职责")
_OWN_WORDS: Final = 2  # times a person speaks of himself
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
_REPORTED: Final = re.compile(r"本(?:报|网|台)讯|讯\s*\((?:记者|通讯员)|^\W*(?:记者|通讯员)[\s:]")
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
    r"政府信息公开条例》?.{0,40}(?:要求|规定).{0,40}(?:编制|公布).{0,30}(?:年度报告|本报告)|依申请公开.{0,400}本年新收"
)
_TO_CONGRESS: Final = re.compile(
    r"代表[\u4e00-\u9fff]{0,8}人民政府,?(?:谨?向大会|向.{2,12}报告政府工作|报告(?:政府)?工作)"
)


def reject_reason(lines: Sequence[Line], title: str | None) -> str | None:
    """Return why a file is not a yearly report, as a sentence; None if it is one."""
    body = islice((line for line in lines if line.kind == "body"), _LINES_CAP)
    text = "\n".join(western(line.text[:_LINE_CAP]).strip() for line in body)[:_CAP]
    heads = _headlines(lines)
    return (
        _broken_page(lines, text)
        or _model_essay(heads, lines, text)
        or _other_kind(heads, text, title)
        or _without_text(text)
        or _not_of_its_kind(text, title)
    )


def _headlines(lines: Sequence[Line]) -> list[str]:
    """Return the lines that may be the headline, and the value of a label 名称, western and without blanks."""
    found: list[str] = []
    text_seen = 0
    for line in lines[: 4 * _HEAD]:
        plain = re.sub(r"\s+", "", western(line.text[: 2 * _HEADLINE]))
        if line.kind == "meta":
            found += [
                re.sub(r"\s+", "", western(label.value))
                for label in read_labels(line.text[:300])
                if label.kind == "title" and label.value
            ]
        elif line.kind == "body":
            text_seen += 1
            if text_seen > 2:
                break
        own = line.kind in ("title", "body") or (line.kind == "boilerplate" and not is_boilerplate(line.text))
        if own and 6 <= len(plain) <= _HEADLINE and "。" not in plain:
            found.append(plain)
    return found


def _broken_page(lines: Sequence[Line], text: str) -> str | None:
    used = [western(line.text[:200]) for line in lines if line.kind != "blank"]
    if len(text) < 10 * _SHORTEST and any(_ERROR.search(line) for line in used[:_HEAD] if len(line) <= _HEADLINE):
        return "是网站的出错页面，没有报告正文"
    return None


def _without_text(text: str) -> str | None:
    return "没有正文，只有导航或页眉页脚" if len(text.strip()) < _SHORTEST else None


def _model_essay(heads: Sequence[str], lines: Sequence[Line], text: str) -> str | None:
    around = [western(line.text[:200]) for line in lines[:_HEAD] if line.kind not in ("blank", "body")]
    marked = any(_MODEL.search(line) for line in (*heads, *around, text[:300]))
    blanks = len(_PLACEHOLDER.findall(text))
    if blanks >= 5 or (marked and blanks >= 1) or any("范文" in head for head in heads):
        return "是范文或模板（地名、数字留空），不是一地的报告"
    return None


def _other_kind(heads: Sequence[str], text: str, title: str | None) -> str | None:
    """Tell from its headline what else a page is; a report's own title outweighs the headline of another kind."""
    if len(set(_EXPLAINS.findall(text))) >= 3 or re.search(r"解读如下", text[:600]):
        return "是对报告或文件的解读，不是报告本身"
    if any(_ACCOUNT.search(head) for head in heads) and text.count("本人") >= _OWN_WORDS:
        return _PERSONAL
    if _is_own(title):
        return None
    for head in heads:
        if not (_TOPIC.search(head) or find(head)) or is_title(head) or _ITEM.match(head) or is_salutation(head):
            continue
        bare = re.sub(r"[(\[].{0,12}[)\]]$", "", head)
        reason = next((reason for pattern, reason in _OTHER_KINDS if pattern.search(bare)), None)
        if reason in (None, _OTHER_WORK) and is_news(head):
            reason = _NEWS_STORY
        if reason and not _carries_report(head, text):
            return reason
    return None


def _is_own(title: str | None) -> bool:
    """Tell whether a title is a report's, and not words of a menu (法治政府建设年度报告) for want of another."""
    return title is not None and is_title(title) and not is_boilerplate(title)


def _carries_report(head: str, text: str) -> bool:
    """Tell whether a notice has the report it issues below itself."""
    inner = any(is_title(line) for line in text.split("\n") if len(line) <= _HEADLINE)
    return head.endswith("通知") and "报告" in head and inner and len(set(_REPORTS.findall(text))) >= 3


def _not_of_its_kind(text: str, title: str | None) -> str | None:
    """Judge by the text: orders instead of an account, news, or another subject."""
    account = len(set(_REPORTS.findall(text)))
    about = text.count("法治政府") + text.count("依法行政")
    subjects = sum(subject in text for subject in _SUBJECTS)
    signs = {
        "是政府信息公开年报，不是法治政府建设情况报告": _INFORMATION.search(text[:3000]),
        _GOVERNMENT_WORK: not _is_own(title) and _TO_CONGRESS.search(text[:400]),
        "是工作安排，不是情况报告": len(_ORDERS.findall(text)) >= 3 and account < 2,
        _NEWS_STORY: account < 3
        and ((not title and len(text) < 2500 and _NEWS.search(text[:300])) or _REPORTED.search(text[:200])),
        "没有标题，正文也不像法治政府建设情况报告": not title and not (about >= 2 and subjects >= 4 and account >= 1),
    }
    return next((reason for reason, holds in signs.items() if holds), None)
