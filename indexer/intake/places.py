"""Names of places in a text: full official names, and functional zones."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from indexer.intake.gazetteer import Area, gazetteer
from indexer.text import simplify

_LAST: Final = re.compile(r"[省市县区州旗盟师]")
_LENGTHS: Final = range(16, 1, -1)  # characters a name may have
_NOT_BEFORE: Final = re.compile(
    r"街道|大街|镇(?![区村街])|乡(?![村镇两])|村(?![级民居社])|路(?![长网政])|社区|[域间]|大道|广场|级市|(?<=师)[范傅]"
)
_SHORT_NOT_BEFORE: Final = re.compile(
    r"[级域直情内外][^。]?|[乡镇](?![^。]*人民政府)|(?:委|政府|人大|政协)(?<!人民政府)(?!会)"
)
_BARE: Final = frozenset({"城区", "郊区", "矿区", "东区", "西区"})  # never without their city
_COMMON: Final = frozenset({"新城区", "老城区", "城中区", "市中区", "新市区", "城关区"})  # words of the language too
_COMMITTEE: Final = re.compile(r"[县市区](?:委|政府|人民政府)")  # 在泾县县委、县政府领导下
# 与海口、玉林签订…, 赴… 考察: another place as a partner or a model says nothing of where the report comes from.
_PARTNER: Final = re.compile(
    r"(?:与|和|同|赴|到|向|往|跨|借鉴|学习|考察|邻近|毗邻|对口|支援|协作|来自|如|比照|参照|[、及])[\u4e00-\u9fff“]{0,4}$"
)
# 浙江省德清县来我县考察, 安吉县的做法, 修水县人民法院: neither does what another place did.
_PARTNER_AFTER: Final = re.compile(
    r"(?:等地?)?来(?:我|[^。,，]{0,6}(?:考察|学习|交流|调研))|的?(?:先进|成功|好)?(?:做法|经验|模式)|(?:中级)?人民(?:法院|检察院)|等地|率先"
)
# Where an office sits says only in which city: 地址：…, …区建设路18号.
_ADDRESS: Final = re.compile(r"(?:地址|住所|地点)\s*:[^,。;]{0,14}$")
_STREET: Final = re.compile(r"[\u4e00-\u9fff]{0,10}(?:路|街|道|巷)[\u4e00-\u9fff]{0,4}\d+号")
# 在…市委、市政府的坚强领导下: who stands above.
_ABOVE: Final = re.compile(r"[^。,，;；]{0,40}(?:领导|指导|关心|支持|帮助|部署)[和与及]?[^。,，;；]{0,8}下")

_ZONE_KINDS: Final = (
    "经济技术开发区 高新技术产业开发区 高新技术产业园区 高新技术开发区 新技术产业开发区 新技术开发区 "
    "旅游经济开发区 经济开发区 综合保税区 保税港区 保税物流园区 保税区 自由贸易试验区 自贸试验区 "
    "自贸区 边境经济合作区 循环经济示范区 循环经济产业园区 经济合作区 工业园区 产业园区 产业集聚区 "
    "农业科技园区 科技园区 旅游度假区 度假区 风景名胜区 风景区 文化旅游区 旅游区 生态城 示范区 "
    "试验区 实验区 管理区 开发区 高新区 经开区 经济区 工业区 新区 新城 先行区 合作区 航空港区 "
    "空港区 临港区 港区 功能区 园区"
)
_ZONE: Final = re.compile(
    rf"(?P<name>[\u4e00-\u9fff]{{0,14}}?(?:{'|'.join(_ZONE_KINDS.split())}))(?![别域镇路村]|乡(?!村)|街道|社区)(?:管理?委员?会|管委会)?"
)
_CORPS: Final = re.compile(
    r"新疆生产建设兵团(?:第[一二三四五六七八九十]{1,2}师)?|兵团第[一二三四五六七八九十]{1,2}师|第十[一二]师"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named at `start`..`end`; more than one area where several bear the name."""

    start: int
    end: int
    written: str
    areas: tuple[Area, ...]
    partner: bool = False  # named as another place: 与…, 赴…
    above: bool = False  # named as who leads: 在…的领导下


@dataclass(frozen=True, slots=True)
class Zone:
    """A functional zone, and the place it lies in where the name or its surroundings tell."""

    name: str
    areas: tuple[Area, ...]


@lru_cache(maxsize=32)
def find(text: str) -> tuple[Mention, ...]:
    """Return the places that `text` names in full, left to right, the longest name at each place."""
    plain = simplify(text)
    names = gazetteer().by_name
    found: list[Mention] = []
    at = 0
    for match in _LAST.finditer(plain):
        end = match.end()
        for length in _LENGTHS:
            start = end - length
            if start < at:
                continue
            areas = names.get(plain[start:end])
            if areas and _stands(plain, start, end, found):
                before = plain[max(0, start - 20) : start]
                partner = bool(_PARTNER.search(before[-8:]) or _PARTNER_AFTER.match(plain, end))
                partner = partner or bool(_ADDRESS.search(before) or _STREET.match(plain, end))
                above = "在" in before and _ABOVE.match(plain, end) is not None
                areas = _narrowed(areas, found, start)
                if found and found[-1].end == start and found[-1].partner:
                    partner = True
                elif found and partner and plain[found[-1].end : start] in ("、", "和", "及", "与"):
                    found[-1] = replace(found[-1], partner=True)  # a list of places names none as its own
                found.append(Mention(start, end, text[start:end], areas, partner, above))
                at = end
                break
    return tuple(_longest(found, plain))


def _stands(plain: str, start: int, end: int, found: Sequence[Mention]) -> bool:
    """Tell whether the name is not part of another word."""
    if _NOT_BEFORE.match(plain, end) or plain.startswith("中共", start - 1):
        return False
    name = plain[start:end]
    words, phrases = _place_words()
    if len(name) > 2 and name not in _COMMON | words | phrases:
        return True
    if _follows_parent(plain, start, name, found):
        return True
    if name in phrases:
        return start == 0 and plain[end : end + 1] not in ("市", "县", "区")
    behind = "于共年在" if name in words or _COMMITTEE.match(plain, end) else "于共"
    opens = start == 0 or not "\u4e00" <= plain[start - 1] <= "\u9fff" or plain[start - 1] in behind
    return name not in _BARE and opens and not _SHORT_NOT_BEFORE.match(plain, end)


@cache
def _place_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the names that words also make, and those that they nearly always make."""
    text = resources.files("indexer.data").joinpath("place_words.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in text.splitlines() if not line.startswith("#")]
    words = frozenset(name for line in lines if line[0] != "!" for name in line)
    return words, frozenset(name for line in lines if line[0] == "!" for name in line[1:])


def _follows_parent(plain: str, start: int, name: str, found: Sequence[Mention]) -> bool:
    """Tell whether a place that holds one of this name stands right before it, in full or short (江苏丰县)."""
    tables = gazetteer()
    areas = tables.by_name[name]
    above = {area.code for area in found[-1].areas} if found and found[-1].end == start else set()
    for length in (2, 3, 4):
        if start >= length:
            above |= {area.code for area in tables.by_stem.get(plain[start - length : start], ())}
    return any(step.code in above for area in areas for step in area.path[:-1])


def _narrowed(areas: tuple[Area, ...], found: Sequence[Mention], start: int) -> tuple[Area, ...]:
    """Return those of the areas that lie in the place named right before."""
    if found and found[-1].end == start:
        inside = tuple(area for area in areas if any(area.within(above) for above in found[-1].areas))
        return inside or areas
    return areas


def _longest(found: Sequence[Mention], plain: str) -> Iterator[Mention]:
    """Leave out a name that only seems to be one: 沙市区 in 长沙市区, 市中区 in 全市中区."""
    for mention in found:
        if (
            plain[mention.start : mention.end] in ("沙市区", "江市区")
            and plain[mention.start - 1 : mention.start] == "长"
        ):
            continue
        yield mention


def find_zone(text: str) -> Zone | None:
    """Return the first functional zone that `text` names, unless the name is a county's (浦东新区)."""
    plain = simplify(text)
    corps = _CORPS.search(plain)
    mentions = find(text)
    if corps and not any(mention.areas[0].code.startswith("659") for mention in mentions):
        name = corps[0] if corps[0].startswith("新疆") else f"新疆生产建设兵团{corps[0].removeprefix('兵团')}"
        return Zone(name, (gazetteer().by_code["650000"],))
    for match in _ZONE.finditer(plain):
        if any(mention.start < match.end("name") <= mention.end for mention in mentions):
            continue
        zone = _zone(text, plain, match, mentions)
        if zone:
            return zone
    return _listed_zone(text, plain, mentions)


def leading_zone(text: str) -> str:
    """Return the zone whose name `text` begins with, be it only its kind (高新区), empty if it does with none."""
    plain = simplify(text)
    match = _ZONE.match(plain)
    end = match.end("name") if match else 0
    inside = any(mention.start < end for mention in find(text))
    return "" if not end or inside or _NOT_BEFORE.match(plain, end) else text[:end]


def _listed_zone(text: str, plain: str, mentions: Sequence[Mention]) -> Zone | None:
    """Return the first zone of the table that is named, whatever words its name is of (呼中区, 大柴旦行委)."""
    for known, area in gazetteer().zones.items():
        at = plain.find(known)
        end = at + len(known)
        below = any(a.within(area) and a.code != area.code for mention in mentions for a in mention.areas)
        if at >= 0 and not below and not _NOT_BEFORE.match(plain, end):
            return Zone(text[at:end], (area,))
    return None


def _zone(text: str, plain: str, match: re.Match[str], mentions: Sequence[Mention]) -> Zone | None:
    tables = gazetteer()
    before = [mention for mention in mentions if mention.end <= match.end("name")]
    start = max([match.start("name"), *(mention.end for mention in before)])
    name = re.sub(r"^(?:关于|中共|和|的|年度?|度)+", "", plain[start : match.end("name")])
    start = match.end("name") - len(name)
    written = text[start : match.end("name")]
    above = before[-1].areas if before else ()
    for known, area in tables.zones.items():
        if known in name or known in plain[: match.end("name")][-len(known) :]:
            return Zone(written, (area,))
    inside = tuple(
        area
        for length in range(min(6, len(name)), 1, -1)
        for area in tables.by_stem.get(name[:length], ())
        if not above or any(area.within(top) for top in above)
    )
    if inside:
        return Zone(written, _highest(inside))
    return Zone(written, above) if above else None


def _highest(areas: Sequence[Area]) -> tuple[Area, ...]:
    """Return the prefectures if any (湛江经济技术开发区 is the city's), else all."""
    cities = tuple(area for area in areas if area.level == "prefecture")
    return cities or tuple(areas)
