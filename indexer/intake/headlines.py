"""What the headline of a page says it is: a report on other work, a plan, a circular, an explanation, a story."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from indexer.contract import Kind, Line
from indexer.intake.boilerplate import is_boilerplate
from indexer.intake.dates import western
from indexer.intake.labels import read_labels
from indexer.intake.places import find
from indexer.intake.salutations import is_salutation
from indexer.intake.titles import is_news, is_title

LONGEST: Final = 80  # characters of a headline
_SHORTEST: Final = 4
_HEAD: Final = 160  # lines among which it stands
_TEXT_LINES: Final = 2  # of the body that may be the headline

GOVERNMENT_WORK: Final = "是政府工作报告，不是法治政府建设情况报告"
OPENNESS: Final = "是政府信息公开年报，不是法治政府建设情况报告"
OTHER_WORK: Final = "是其他工作的报告或总结，不是法治政府建设情况报告"
PERSONAL: Final = "是个人述职述法报告，不是法治政府建设情况报告"
NEWS_STORY: Final = "是新闻报道，不是情况报告"
EXPLANATION: Final = "是对报告或文件的解读，不是报告本身"
AGENDA: Final = "是工作安排，不是情况报告"

ARTICLE: Final = "是文章，不是一地的年度报告"
STUDIED: Final = "是调研、评估一类的报告，不是一地的年度报告"

STUDY: Final = re.compile(r"(?:调研|研究|评估|测评|考察|论证|审计|调查|分析|鉴定)(?:情况)?(?:的)?报告")
ENDED: Final = r"(?:报告|总结|汇报|年报|小结|公报|白皮书)"
_AHEAD: Final = r"(?:工作)?(?:要点|计划|安排|打算|规划|纲要|思路|谋划|任务分解表?|任务分工|责任清单|重点任务|任务清单)"
# In this order; a kind where it is a yearly report all the same.
_TOLD: Final[tuple[tuple[re.Pattern[str], Kind | None, str], ...]] = (
    (re.compile(r"解读|一图读懂|一图看懂|图解|图说|问答|图文"), None, EXPLANATION),
    (re.compile(r"(?:实施|工作|整改|行动|活动|创建|考核)?方案$"), None, "是方案，不是情况报告"),
    (re.compile(rf"\d{{4}}年.*总结[和及与暨、,].{{0,20}}{_AHEAD}$"), "other", OTHER_WORK),
    (re.compile(rf"{_AHEAD}$"), None, AGENDA),
    (re.compile(r"政府工作报告(?:$|[(\[—-])"), "work", GOVERNMENT_WORK),
    (re.compile(rf"(?:信息|政务)公开.{{0,16}}(?:{ENDED}|情况)$"), "openness", OPENNESS),
    (re.compile(r"(?:述职|述法|述廉|述学).{0,8}报告$|^(?:述职|述法|述廉|述学){1,3}$"), None, PERSONAL),
    (re.compile(r"(?:讲话|致辞|发言)(?:稿|提纲|摘要|材料|实录)?$|主持词$"), None, "是讲话或发言，不是情况报告"),
    (
        re.compile(
            r"(?:通知|函|批复|决定|意见|公告|公示|通告|办法|规定|规则|规程|细则|制度|机制|条例|标准|指引|指南|名单|目录|答复|复函|建议|提案|议案|倡议书)$"
        ),
        None,
        "是通知或其他公文，不是情况报告",
    ),
    (STUDY, None, STUDIED),
    (
        re.compile(r"(?:思考|浅谈|浅析|刍议|初探|探析|探讨|感悟|随想)$|^(?:浅谈|浅析|试论|论)"),
        None,
        ARTICLE,
    ),
    (
        re.compile(
            r"(?:案例|简报|专报|快报|工作动态|申报书|申报表|应知应会(?:知识)?|手册|汇编|清单|台账|一览表)(?:选编|集锦|展播|目录)?$"
        ),
        None,
        "是案例、简报、清单一类的材料，不是年度报告",
    ),
    (re.compile(rf"(?:自查|自评|整改|督察|督查|检查|核查).{{0,6}}{ENDED}$"), None, OTHER_WORK),
    (re.compile(rf"\d{{4}}年.*{ENDED}$|(?:工作报告|年度报告|年报|统计公报)$"), "other", OTHER_WORK),
    (re.compile(rf"{ENDED}$"), None, OTHER_WORK),
    (
        re.compile(
            r"举办|会议(?!上)|(?:推进|通报|发布|表彰|动员|部署|现场|调度|座谈|述职)会$|启动仪式|推进会|培训班|调研|座谈|督察组|率队|视察|开班|纪实|通报(?:表扬|表彰)?$"
        ),
        None,
        NEWS_STORY,
    ),
)
_SUBJECT: Final = re.compile(
    r"法治|依法行政|行政执法|政务公开|政府工作|信息公开|述职|述法|人民法院|检察院|人大常委会|人民政府|\d{4}年"
)
_ITEM: Final = re.compile(r"[一二三四五六七八九十]{1,3}[、是,.]|\(|\d{1,2}[.、]|第[一二三四五六七八九十]")
# A heading that leaves open of what: 2022年工作总结, 基本情况报告.
_OPEN: Final = re.compile(
    r"(?:\d{4}|[年度的]|关于|工作|情况|开展|完成|主要|总体|基本|上|本|县|市|区|局|镇|报告|总结|汇报|小结|自查|年报)*"
)
_REPORT_ON: Final = re.compile(rf"^(?!.*(?:听取|审议|召开|举行|主持|出席|发布|公布)).*关于.+{ENDED}$")


@dataclass(frozen=True, slots=True)
class Headline:
    """A line that may be the headline, western and without blanks; `number` is its line's, None for a label's value."""

    plain: str
    number: int | None
    sure: bool  # not one of those among which the menu stands


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file is: the kind of yearly report, None if it is none; why it is not one of law, None if it is.

    `headline` is the number of the line that says so; 0 is the title that the page's markup names.
    """

    kind: Kind | None
    reason: str | None = None
    headline: int | None = None


def headlines(lines: Sequence[Line], declared: str | None = None) -> list[Headline]:
    """Return the lines that may be the headline, the value of a label 名称, and the title `declared` by markup."""
    found = [*_candidates(lines)]
    if declared and not is_boilerplate(declared):
        found.append(Headline(_plain(declared), 0, sure=True))
    return [one for one in found if _SHORTEST <= len(one.plain) <= LONGEST and "。" not in one.plain]


def _candidates(lines: Sequence[Line]) -> Iterator[Headline]:
    text_seen = 0
    for line in lines[:_HEAD]:
        if line.kind == "meta":
            for label in read_labels(line.text[:300]):
                if label.kind == "title" and label.value:
                    yield Headline(_plain(label.value), None, sure=True)
        elif line.kind == "body":
            text_seen += 1
            if text_seen > _TEXT_LINES:
                return
        if line.kind in ("title", "body") or (line.kind == "boilerplate" and not is_boilerplate(line.text)):
            yield Headline(_plain(line.text), line.number, sure=line.kind != "boilerplate")


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", western(text[: 2 * LONGEST])).strip("*#★☆■◆●•▲[]")


def told(heads: Sequence[Headline]) -> Iterator[tuple[Headline, Verdict]]:
    """Yield what each headline says that a page is, in order; those of reports of law say nothing."""
    for head in heads:
        plain = head.plain
        if is_title(plain) or _ITEM.match(plain) or is_salutation(plain):
            continue
        if not (head.sure or _SUBJECT.search(plain) or find(plain)):
            continue
        bare = re.sub(r"(?:[(\[].{0,16}[)\]]|[-—_|].*)$", "", plain)
        verdict = next((Verdict(kind, why) for sign, kind, why in _TOLD if sign.search(bare)), None)
        if (verdict is None or verdict.reason == OTHER_WORK) and _OPEN.fullmatch(bare):
            continue
        if (verdict is None or verdict.reason == OTHER_WORK) and is_news(plain):
            verdict = None if _REPORT_ON.match(bare) else Verdict(None, NEWS_STORY)
        if verdict:
            yield head, Verdict(verdict.kind, verdict.reason, head.number)
