"""Of which place a report is: from its title, else its signature, issuer, lead or text; a tie stays open.

Several counties bear one name (鼓楼区), so what names their cities and provinces elsewhere on the page decides. What
stands in breadcrumbs and in the site's name only ever counts as such evidence: pages are often hosted elsewhere.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from indexer.contract import UNKNOWN, Place
from indexer.intake.dates import western
from indexer.intake.gazetteer import Area, common_path, gazetteer
from indexer.intake.places import Mention, find, find_zone, leading_zone
from indexer.naming import place_name, short_hash
from indexer.text import simplify

_OWN: Final = re.compile(r"[我全本](?P<step>[省市县区州旗盟])(?!场)")
_CREDIT_CODE: Final = re.compile(r"(?<![0-9A-Z])[0-9A-HJ-NPQRTUWXY]{2}(?P<region>[1-9]\d{5})[0-9A-HJ-NPQRTUWXY]{10}")
_REGION_CODE: Final = re.compile(r"\s*(?P<region>[1-9]\d{5})(?:0{4,6})?[-/—]\s*(?:19|20)\d\d")  # 370402/2022-00029
_RULE_OF_LAW: Final = re.compile(r"(?:法治|平安|信用|数字|文明|美丽|魅力)([\u4e00-\u9fff]{2,4})(?=建设|，|,|。)")

_GOVERNMENT: Final = re.compile(r"(?:人民政府|政府)?")
_OFFICE: Final = re.compile(r"[\u4e00-\u9fff]{2,16}(?:[局厅]|委员会|总队|支队|集团|公司)")
_BRANCH: Final = re.compile(r"(?:[\u4e00-\u9fff]{0,8}分局|税务局|大队|支队|管理所|分公司)")
_TIME: Final = re.compile(r"\s*(?:\d{4}年(?:度|以来|来)?,?)?\s*(?:(?:今年|一年)(?:以)?来,)?(?:在[^。]{2,60}?下,)?")
_ACTS: Final = re.compile(
    r"(?:(?:党工委|工委|管委会|管理委员会)[、,和]?)*(?:在[^。]{2,60}?下,)?(?:始终|高度|坚持|认真|深入|全面|严格|紧紧|按照|积极|切实|贯彻|围绕|扎实|持续|法治|以)"
)
_NEAR: Final = 4  # characters between a place and one in it
_LONGEST_STEM: Final = 8
_ONCE: Final = 1
_OPENING: Final = 80  # characters of a lead in which its own place stands

_TOWN: Final = re.compile(r"[我全][镇乡]|[我全]?街道|[镇乡](?:党委|政府|人大)")  # as a township speaks of itself
# How much a sign counts for one of several places of the same name. Breadcrumbs count least: the host may be elsewhere.
_FROM_NAMES: Final = 50  # title, signature, issuer, source, salutation name its city or province
_FROM_INDEX_NUMBER: Final = 40
_FROM_TEXT: Final = 3  # each time, at most five times
_FROM_PAGE: Final = 2


@dataclass(frozen=True, slots=True)
class Clues:
    """The parts of a file that may name its place, as written; empty where there are none."""

    title: str = ""
    signature: str = ""
    issuer: str = ""
    lead: str = ""
    body: str = ""
    salutation: str = ""
    source: str = ""
    page: str = ""  # breadcrumbs, banners, footers
    index_number: str = ""
    year: int | None = None  # reported on
    step: str | None = None  # 市, where an office calls itself 市财政局


@dataclass(frozen=True, slots=True)
class Settled:
    """What came out: the path down, the name as written, and by which rule. `areas` are all that may be meant."""

    areas: tuple[Area, ...] = ()
    zone: str | None = None
    written: str = ""
    rule: str = ""
    text: str = ""

    @property
    def tie(self) -> bool:
        return len(self.areas) > 1

    @property
    def path(self) -> tuple[Place, ...]:
        if len(self.areas) != 1:
            return ()
        return (*self.areas[0].path, *((Place("zone", self.zone, None),) if self.zone else ()))

    @property
    def facet(self) -> str:
        """Return the value of Report.place: a zone stands under its place, a tie under none."""
        if len(self.areas) != 1:
            return UNKNOWN
        code = self.areas[0].code
        if self.zone is None:
            return code
        return f"{re.sub(r'(?:00){1,2}$', '', code)}z{short_hash(self.zone, 4)}"

    @property
    def name(self) -> str:
        """Return the place part of the report's permanent name."""
        if len(self.areas) == 1:
            return place_name(self.areas[0].code, self.zone)
        shared = common_path(self.areas) if self.areas else ()
        return place_name(shared[-1].code if shared else None, self.written or None)


def settle(clues: Clues) -> Settled:
    """Return the place a report is of, as far as its page tells."""
    level = clues.step or _own_step(f"{clues.lead}\n{clues.body}")
    for rule, text in (("title", clues.title), ("signature", clues.signature), ("issuer", clues.issuer)):
        settled = _named(rule, text, clues, level if rule == "issuer" else None)
        if settled:
            return settled
    for rule, name in (("title", leading_zone(clues.title)), ("lead", _speaking_zone(clues.lead))):
        if name:
            return _zone_by_text(rule, name, clues)
    for rule, text in (("lead", clues.lead), ("body", clues.body)):
        settled = _most_named(rule, text, clues, level)
        if settled:
            return settled
    settled = _named("source", clues.source, clues, level)
    if settled:
        return settled
    region = _region(clues.index_number)
    area = gazetteer().by_code.get(region)
    if area and _fits(area, level):
        return Settled((area,), None, area.name, "index_number", clues.index_number)
    return _from_slogans(clues, level) or _over_town(clues) or Settled()


def at_code(code: str) -> Settled | None:
    """Return the place with a code that a person gave, None if there is none today."""
    area = gazetteer().by_code.get(code)
    return Settled((area,), None, area.name, "sidecar", code) if area else None


def _named(rule: str, text: str, clues: Clues, step: str | None) -> Settled | None:
    """Return what a short text (title, signature, issuer) names: a zone, else the lowest of the places in a row."""
    if not text:
        return None
    zone = find_zone(text)
    if zone and zone.areas:
        areas = _decided(zone.areas, clues, zone.name)
        return Settled(areas, zone.name, zone.name, rule, text)
    mentions = find(text)
    if not mentions:
        return _short(rule, text, clues) if rule == "title" else None
    chosen = _lowest_in_row(mentions, simplify(text))
    if not _fits(chosen, step):
        return None
    return Settled(_decided(chosen.areas, clues, chosen.written), None, chosen.written, rule, text)


def _speaking_zone(lead: str) -> str:
    """Return the zone that is the subject of the first sentence: 2023年，高新区坚持…."""
    opening = _TIME.match(western(lead))
    name = leading_zone(lead[opening.end() :]) if opening and len(western(lead)) == len(lead) else ""
    return name if name and _ACTS.match(western(lead[opening.end() + len(name) :] if opening else "")) else ""


def _zone_by_text(rule: str, name: str, clues: Clues) -> Settled:
    """Return a zone that does not say where it lies, in the place that the text names; in none if it names none."""
    for line in clues.lead.split("\n"):
        named = find_zone(line)
        if named and named.name.endswith(name) and named.areas:
            return Settled(_decided(named.areas, clues, named.name), named.name, named.name, rule, name)
    around = (
        _most_named("lead", clues.lead, clues, None)
        or _most_named("body", clues.body, clues, None)
        or _from_slogans(clues, None)
    )
    return Settled(around.areas if around else (), name, name, rule, name)


def _lowest_in_row(mentions: Sequence[Mention], plain: str) -> Mention:
    """Return the last of the places that stand in a row from the first on, each inside the one before.

    A branch (咸宁市生态环境局‖嘉鱼县分局) is where it stands, and not where the office is to which it belongs.
    """
    chosen = mentions[0]
    for mention in mentions[1:]:
        inside = any(area.within(above) for area in mention.areas for above in chosen.areas)
        branch = _OFFICE.fullmatch(plain, chosen.end, mention.start) and _BRANCH.match(plain, mention.end)
        if not inside or (mention.start - chosen.end > _NEAR and not branch):
            break
        chosen = mention
    return chosen


def _short(rule: str, text: str, clues: Clues) -> Settled | None:
    """Return the place whose short name is all of a title's subject (广西, 嘉鱼人民政府).

    Before an office (嘉鱼司法局) it counts only if the page names the place elsewhere: 公安局 is not 公安县's.
    """
    plain = simplify(text)
    for length in range(min(_LONGEST_STEM, len(plain)), 1, -1):
        areas = gazetteer().by_stem.get(plain[:length], ())
        if areas and _GOVERNMENT.fullmatch(plain, length):
            return Settled(_decided(areas, clues, text[:length]), None, text[:length], rule, text)
        named = tuple(area for area in areas if _named_elsewhere(area, clues))
        if len(named) == 1 and _OFFICE.fullmatch(plain, length):
            return Settled(named, None, text[:length], rule, text)
    return None


def _named_elsewhere(area: Area, clues: Clues) -> bool:
    texts = (clues.signature, clues.issuer, clues.source, clues.salutation, clues.page, clues.lead, clues.body)
    return any(mention.areas == (area,) and not mention.partner for text in texts for mention in find(text))


def _own_step(text: str) -> str | None:
    """Return 县, 市 … as the text speaks of its own place (我县, 全县), None if it does not."""
    counts = Counter(match["step"] for match in _OWN.finditer(simplify(text)))
    return counts.most_common(1)[0][0] if counts else None


def _fits(named: Mention | Area, step: str | None) -> bool:
    """Tell whether a place may call itself 我县, 我市 …, by its name as written or as of today."""
    if step is None:
        return True
    if isinstance(named, Area):
        return named.name[-1] == step
    return simplify(named.written)[-1] == step or any(area.name[-1] == step for area in named.areas)


def _own_mentions(text: str) -> Iterator[Mention]:
    """Yield the places named, but partners, those above, and those that only lead to the next (福州市‖长乐区)."""
    mentions = find(text)
    for at, mention in enumerate(mentions):
        below = mentions[at + 1] if at + 1 < len(mentions) else None
        leads = below and below.start == mention.end
        if leads and below and any(area.within(above) for area in below.areas for above in mention.areas):
            continue
        if not (mention.partner or mention.above):
            yield mention


def _most_named(rule: str, text: str, clues: Clues, step: str | None) -> Settled | None:
    """Return the place that a long text names most often as its own; places above it and partners do not count."""
    counts: Counter[tuple[Area, ...]] = Counter()
    written: dict[tuple[Area, ...], str] = {}
    for mention in _own_mentions(text):
        if not _fits(mention, step):
            continue
        counts[mention.areas] += 1
        written.setdefault(mention.areas, mention.written)
    if not counts:
        return None
    if sum(counts.values()) == _ONCE and not _is_meant(rule, next(iter(counts)), written, clues):
        return None  # a place named once, in passing, may be any
    everywhere = Counter(mention.areas for mention in _own_mentions(clues.body))
    ranked = sorted(counts, key=lambda areas: (-everywhere[areas], -counts[areas]))
    best = ranked[0]
    for other in ranked[1:2]:
        if (everywhere[other], counts[other]) == (everywhere[best], counts[best]):
            if not any(a.within(b) for a in other for b in best):
                return None
            best = other
    return Settled(_decided(best, clues, written[best]), None, written[best], rule, written[best])


def _is_meant(rule: str, areas: tuple[Area, ...], written: Mapping[tuple[Area, ...], str], clues: Clues) -> bool:
    """Tell whether a place that is named once is what the text is about: it opens the lead, or the page names it."""
    opens = rule == "lead" and 0 <= clues.lead.find(written[areas]) <= _OPENING
    elsewhere = replace(clues, lead="", body=clues.body.replace(clues.lead, ""))
    return opens or any(_named_elsewhere(area, elsewhere) for area in areas)


def _from_slogans(clues: Clues, step: str | None) -> Settled | None:
    """Return the one place whose short name stands in 法治嘉鱼建设 and the like."""
    stems = gazetteer().by_stem
    for match in _RULE_OF_LAW.finditer(simplify(clues.body)):
        for length in range(len(match[1]), 1, -1):
            areas = [area for area in stems.get(match[1][:length], ()) if _fits(area, step)]
            if len(areas) == 1 and areas[0].level != "province":
                return Settled((areas[0],), None, areas[0].name, "slogan", match[0])
    return None


def _over_town(clues: Clues) -> Settled | None:
    """Return the county that leads a township or street, where the lead names no place but that."""
    leading = [mention for mention in find(clues.lead) if mention.above]
    if len({mention.areas for mention in leading}) != 1 or not _TOWN.search(simplify(clues.lead)):
        return None
    (mention, *_) = leading
    return Settled(_decided(mention.areas, clues, mention.written), None, mention.written, "lead", mention.written)


# -- places of one name ----------------------------------------------------------------------------------------------


def _decided(areas: tuple[Area, ...], clues: Clues, written: str) -> tuple[Area, ...]:
    """Return the one of the areas that the rest of the page speaks for, all of them if none or several do."""
    areas = _so_named(areas, written, clues.year)
    if len(areas) < 2:
        return areas
    scores = {area.code: _score(area, clues, written) for area in areas}
    best = max(scores.values())
    leading = tuple(area for area in areas if scores[area.code] == best)
    return leading if best > 0 else areas


def _so_named(areas: tuple[Area, ...], written: str, year: int | None) -> tuple[Area, ...]:
    """Return those of the areas that bore the name in the year reported on, all if none did or it is not known.

    保定's 新市区 was renamed in 2015: later reports of a 新市区 are 乌鲁木齐's.
    """
    former, name = gazetteer().former, simplify(written)
    if year is None or len(areas) < 2:
        return areas
    changed = {code: at for (_, code), at in former.items()}
    bore = tuple(
        area
        for area in areas
        if (year <= former[name, area.code] if (name, area.code) in former else year >= changed.get(area.code, year))
    )
    return bore or areas


def _score(area: Area, clues: Clues, written: str) -> int:
    named = f"{clues.title}\n{clues.signature}\n{clues.issuer}\n{clues.source}\n{clues.salutation}"
    region = _region(clues.index_number)
    score = 0
    for depth, step in enumerate(area.path[:-1], 1):
        above = gazetteer().by_code[str(step.code)]
        score += _FROM_NAMES * depth * bool(_times(above, named))
        score += _FROM_TEXT * depth * min(5, _times(above, f"{clues.lead}\n{clues.body}"))
        score += _FROM_PAGE * depth * min(1, _times(above, clues.page))
    for length in (2, 4, 6):
        score += _FROM_INDEX_NUMBER * (region[:length] == area.code[:length])
    for mention in find(clues.body):
        if mention.areas == (area,) and mention.written == written and not mention.partner:
            score += _FROM_NAMES
            break
    return score


def _times(area: Area, text: str) -> int:
    """Count how often a place is named in a text, in full or short, partners apart."""
    plain = simplify(text)
    full = sum(area in mention.areas and not mention.partner for mention in find(text))
    if len(area.stem) < 2:
        return full
    starts = {mention.start for mention in find(text)}
    short = sum(match.start() not in starts and _alone(plain, match) for match in re.finditer(area.stem, plain))
    return full + short


def _alone(plain: str, match: re.Match[str]) -> bool:
    """Tell whether a short name is not named as a partner's."""
    before = plain[max(0, match.start() - 3) : match.start()]
    return not re.search(r"(?:与|和|同|赴|到|学习|考察|借鉴)$", before)


def _region(index_number: str) -> str:
    """Return the region code inside an 18-character credit code, empty if there is none."""
    match = _CREDIT_CODE.search(index_number.upper()) or _REGION_CODE.match(index_number)
    return match["region"] if match else ""


def salutations(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines that address a body above, such as 咸宁市人民政府：."""
    for line in lines:
        plain = simplify(line.strip())
        if len(plain) <= 60 and plain.endswith(":") and "。" not in plain:
            yield line
