"""How headings of this genre are worded: what they open with, where they end when the full stop is lost."""

import re
from typing import Final

from indexer.outline.tables import words

OPENINGS: Final = frozenset(words("openings.txt"))
_LENGTHS: Final = (2, 3, 4)

# The last word of a heading, and what opens the sentence behind it when the full stop between them is lost.
_LOST_STOP: Final = re.compile(
    r"(?:工作|机制|制度|网络|体系|建设|改革|职责|水平|能力|管理|力度|作用|领导|保障|质效|职能|环境|监管|公开|审查|监督|服务|行为|意识|情况|问题|不足|原因|成效|举措|做法|安排|打算|计划|思路"
    r"|行动|执法|纠纷|争议|矛盾|应诉|复议|调解|普法|决策|责任|文化|平台|质量|基础|合力|活力|效率|效能|氛围|阵地|培训|教育|宣传|素养|思维|队伍"
    r"|清单|流程|防线|格局|权力|权益|治理|考核|督察|整改|程序|立法|审核|评估|信访|援助|矫正|评查|衔接|协作|联动)"
    r"(?=20\d\d年|今年|全年|年内|一年来|近年来|截至|[我全][省市县区州旗镇]|[省市县区州旗]政府|[省市县区州旗]委|坚持|紧扣|紧紧|围绕|通过|按照|根据|针对|"
    r"制定|印发|出台|成立|召开|组织召开|组织开展|建立健全|严格落实|认真贯彻|充分发挥|积极开展|深入开展|为进一步|着眼|虽然|尽管|目前)"
)
# Headings so usual that they are known without their full stop.
_USUAL: Final = re.compile(
    r"(?:存在的?(?:主要)?(?:问题|不足)|(?:20\d\d年度?|下一?步)(?:主要|重点)?(?:工作)?(?:打算|安排|计划|思路))(?:[和与及](?:原因|打算))?(?![和与及、,。:的情])"
)
_CLAUSE_END: Final = frozenset(",;。")
_CLAUSE_LIMIT: Final = 60  # characters of a first clause


def opens_heading(plain: str, at: int) -> bool:
    """Return whether the (simplified) text at `at` opens as headings do."""
    return any(plain[at : at + length] in OPENINGS for length in _LENGTHS)


def lost_stop(plain: str, start: int, end: int) -> int | None:
    """Return where a heading ends that runs into its text without a full stop, if its first clause shows it."""
    usual = _USUAL.match(plain, start, end)
    if usual:
        return usual.end()
    limit = min(end, start + _CLAUSE_LIMIT)
    clause = next((at for at in range(start, limit) if plain[at] in _CLAUSE_END), limit)
    match = _LOST_STOP.search(plain, start + 4, clause)
    return match.end() if match else None
