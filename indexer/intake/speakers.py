"""Whether a report speaks of itself as an office or a township (我局, 街道按照…, 全乡干部) that it names nowhere.

Such a report is not the government's own, whatever place its text names.
"""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from indexer.intake.dates import western

# Behind 我, 本: an office, and not the beginning of another word (我办理, 本委托, 我乡村).
_OFFICE: Final = (
    r"(?:分?局(?![面势部])|厅|委(?![员托派任])|办(?![理事案好公实的结法学])|中心(?![城镇])|院(?![落士])|街道|镇(?!街)"
    r"|乡(?![村镇])|苏木)"
)
_OURS: Final = re.compile(rf"(?<![自])(?:我|本)(?P<whose>{_OFFICE})")
_VERB: Final = (
    r"(?:始终|高度|坚持|认真|深入|全面|严格|紧紧|按照|积极|切实|贯彻|围绕|根据|扎实|坚决|牢固|立足|充分|依法|持续"
    r"|进一步|大力|不断|以)"
)
_OURS_ACTS: Final = re.compile(
    rf"(?:^|[。,;\s])(?:我|本)(?P<whose>{_OFFICE}){_VERB}|现[将就](?:我|本)(?P<whose_report>{_OFFICE})"
)
_SUBJECT: Final = re.compile(
    r"(?:^|[。,;:\s])(?:(?:自|从)?\d{4}年(?:度|以来|来)?,?)?(?:(?:今年|一年)(?:以)?来,)?"
    r"(?P<whose>街道|[乡镇局委])(?:(?:党工委|党委|党组)(?:[、和]?(?:办事处|政府))?|办事处|人民政府|政府|机关)?" + _VERB
)
_ALL: Final = re.compile(
    r"全(?P<whose>街道|镇(?!街)|乡(?![村镇])|苏木|局(?=系统|上下|干部|职工|工作人员|党员|执法人员)|委(?=系统|上下|干部|职工|机关))"
    r"|(?<![\u4e00-\u9fff])(?P<head>街道|[镇乡局委])(?:党工委|党委|党组)"
)
_PLACE: Final = re.compile(r"[我全本][省市县区州旗盟](?!场)")
_OFTEN: Final = 2  # times that a text speaks so where its lead does not
_OPEN_SUBJECT: Final = re.compile(
    r"(?:我|本|全|各)?(?:街道(?:办事处)?|乡镇|镇街|[镇乡局厅](?:人民政府|政府|机关)?|部门|单位|机关|系统)"
)
_BEARERS: Final = {
    "局": "局$",
    "厅": "厅$",
    "委": "委(?:员会)?$",
    "办": "办(?:公室)?$",
    "街道": "街道(?:办事处)?$",
    "镇": "镇(?:人民政府|政府)?$",
    "乡": "乡(?:人民政府|政府)?$",
    "中心": "中心$",
    "院": "院$",
    "苏木": "苏木(?:人民政府|政府)?$",
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """An office or township that a text calls by its kind alone: 局, 街道; `text` is how, by `rule`."""

    whose: str
    rule: str
    text: str

    def may_be(self, organisation: str) -> bool:
        """Tell whether an organisation is of the kind."""
        return re.search(_BEARERS[self.whose], western(organisation)) is not None


def names_kind_alone(subject: str) -> bool:
    """Tell whether what a title calls the report's own is no name: 街道, 乡镇, 我局."""
    return _OPEN_SUBJECT.fullmatch(western(subject)) is not None


def unnamed_speaker(subject: str, lead: str, text: str) -> Speaker | None:
    """Return as what a report speaks of itself that its title does not name, None where it speaks for a place."""
    if names_kind_alone(subject):
        whose = next((kind for kind in _BEARERS if kind in subject), None)
        return Speaker(whose, "title", subject) if whose else None
    plain = western(lead)
    acts = _OURS_ACTS.search(plain)
    if acts:
        whose = acts["whose"] or acts["whose_report"]
        return Speaker(_kind(whose), "lead", f"我{whose}" if f"我{whose}" in acts[0] else f"本{whose}")
    ours, place = _OURS.search(plain), _PLACE.search(plain)
    if ours and (place is None or ours.start() < place.start()):
        return Speaker(_kind(ours["whose"]), "lead", ours[0])
    called = _SUBJECT.search(plain)
    if called and place is None:
        return Speaker(called["whose"], "lead", re.sub(r"^[\W\d]*", "", called[0]))
    return None if place else _throughout(western(text))


def _throughout(text: str) -> Speaker | None:
    """Return what a text calls itself again and again, more often than it speaks of a place."""
    found = [(match["whose"], match[0]) for match in _OURS.finditer(text)]
    found += [(match["whose"] or match["head"], match[0]) for match in _ALL.finditer(text)]
    if len(found) < _OFTEN or len(found) <= len(_PLACE.findall(text)):
        return None
    counts = Counter(_kind(whose) for whose, _ in found)
    whose = counts.most_common(1)[0][0]
    return Speaker(whose, "body", next(said for kind, said in found if _kind(kind) == whose))


def _kind(whose: str) -> str:
    return "局" if whose == "分局" else whose
