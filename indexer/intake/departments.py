"""Whether a report is a department's or a township's own, and not the government's."""

import re
from typing import Final

from indexer.contract import Body
from indexer.intake.dates import western
from indexer.intake.places import find, find_zone
from indexer.intake.signatures import is_organisation
from indexer.intake.speakers import names_kind_alone
from indexer.intake.titles import object_of, subject
from indexer.text import simplify

_GOVERNMENT: Final = re.compile(
    r"^(?:(?:中共)?[\u4e00-\u9fff]{0,12}[省市县区州旗盟]委[、和\s]*)?(?:[\u4e00-\u9fff]{0,8}[省市县区州旗盟])?(?:人民政府|政府|管理委员会|管委会|行政公署|行署)?$"
)
_TOWNSHIP: Final = re.compile(
    r"^[\u4e00-\u9fff]{1,12}?(?:民族乡|[镇乡]|街道|苏木)(?:人民政府|政府|办事处|街道办事处|党工委)?$"
)
_DEPARTMENT: Final = re.compile(
    r"(?:[厅局委办署处队院社]|委员会|办公室|中心|支队|总队|大队|分局|集团|公司|联合会|总会|总工会|协会|学校|银行|红十字会|残联|妇联|团委|工商联|海关|档案馆|图书馆|博物馆|文化馆|大学|学院|中学|医院)$"
)
_MINISTRY: Final = (
    r"(?:原|国家)?(?:生态环境|环境保护|水利|教育|科学技术|科技|工业和信息化|公安|民政|司法|财政|人力资源和?社会保障|自然资源|国土资源"
    r"|住房和?城乡建设|交通运输|农业农村|农业|商务|文化和旅游|文化|应急管理|退役军人事务|卫生健康)部"
)
_OFFICE_NAME: Final = re.compile(rf"{_DEPARTMENT.pattern}|^{_MINISTRY}$")
_RULE_OF_LAW_OFFICE: Final = re.compile(r"依法治|法治政府建设|推进依法行政|领导小组|人民政府$|政府$")
_OFFICE: Final = re.compile(r"(?:政府|管委会|委员会)办(?:公室)?$|法制办(?:公室)?$|司法[厅局]$")
_WE: Final = re.compile(r"我(?P<whose>[局厅委办]|中心|院|队|社|会|镇|乡|街道)")
_WE_PLACE: Final = re.compile(r"[我全][省市县区州旗盟]")
_OPENING: Final = re.compile(
    rf"(?:^|,|。)(?:\d{{4}}年(?:度|以来|来)?,?)?(?:今年以来,)?(?:在[^,。]{{2,60}},)?(?P<name>{_MINISTRY}|[\u4e00-\u9fff]{{1,20}}?(?:[厅局]|委员会|(?:改革|[建经卫健资农信通商务改])委|[镇乡]|街道|办公室))"
    r"(?:党委|党组|党工委)?(?:高度|坚持|以|在|认真|深入|全面|严格|始终|紧紧|按照|积极|切实|深学|贯彻|围绕|根据|扎实|坚决|牢固|立足|充分|依法|持续|进一步|法治(?:政府)?建设|大力|不断|加强|着力|全力|紧密|聚焦|坚定|结合)"
)


# 现将县农业农村局2024年法治政府建设情况报告如下
_REPORTED: Final = re.compile(
    rf"(?:现将|现就|现对)(?P<name>{_MINISTRY}|[\u4e00-\u9fff]{{2,24}}?(?:[厅局]|委员会|[镇乡]|街道(?:办事处)?|办公室))(?:\d{{4}}年度?)?(?:推进|开展)?(?:法治|依法行政)"
)


def department(title: str | None, lead: str, text: str, signature: str | None) -> tuple[str, str] | None:
    """Return (rule, department as written) if the report is a department's or a township's own."""
    named = subject(title) if title else ""
    if named and not names_kind_alone(named):
        return _from_title(title or "", named, lead, signature)
    return _from_lead(lead, western(text), signature)


def body_of(name: str | None) -> Body:
    """Return the facet value for a department's name; None is the government."""
    if name is None:
        return "gov"
    return "sfj" if re.search(r"司法[厅局]", simplify(name)) else "dept"


def _from_title(title: str, named: str, lead: str, signature: str | None) -> tuple[str, str] | None:
    rest = _without_place(named)
    plain = simplify(rest)
    if not plain or _GOVERNMENT.match(plain) or _is_place_itself(named):
        own = signature and is_office(signature) and _WE.search(western(lead)) and not _WE_PLACE.search(western(lead))
        return ("lead", signature) if own and signature else None
    if _TOWNSHIP.match(plain):
        return "title", _whole_township(named)
    if not _OFFICE_NAME.search(plain) or _RULE_OF_LAW_OFFICE.search(plain):
        return None
    if _OFFICE.search(plain) and (find(object_of(title)) or _speaks_for_place(lead, named)):
        return None
    return "title", named


def _whole_township(named: str) -> str:
    """Return a township's government for the township's bare name."""
    plain = simplify(named)
    if plain.endswith(("镇", "乡", "苏木")):
        return f"{named}人民政府"
    if plain.endswith("街道"):
        return f"{named}办事处"
    return named


def _without_place(named: str) -> str:
    """Return a name without the places at its front."""
    at = 0
    for mention in find(named):
        if mention.start - at > 2:
            break
        at = mention.end
    zone = find_zone(named)
    if zone and named.find(zone.name) >= 0:
        at = max(at, named.find(zone.name) + len(zone.name))
    return named[at:].strip()


def _is_place_itself(named: str) -> bool:
    zone = find_zone(named)
    return bool(zone) and named.endswith(zone.name if zone else "")


def _speaks_for_place(lead: str, named: str) -> bool:
    """Tell whether the text speaks as the county (我县), although an office bears the title."""
    plain = simplify(lead)
    return bool(_WE_PLACE.search(plain)) and not _WE.search(plain) and "司法" not in simplify(named)


def _from_lead(lead: str, text: str, signature: str | None) -> tuple[str, str] | None:
    plain = western(lead)
    signed = signature if signature and is_office(signature) else None
    if signed and (_WE.search(plain) or (_WE.search(text) and not _WE_PLACE.search(plain))):
        return "lead", signed
    match = _REPORTED.search(plain) or _OPENING.search(plain)
    if (
        match
        and is_office(match["name"])
        and not names_kind_alone(match["name"])
        and not re.search(r"[县市区省州]委$|常委|党委", match["name"])
    ):
        name = match["name"]
        if signed and simplify(signed).endswith(_without_place(name)[-3:]):
            return "lead", signed
        at = simplify(lead).find(name)
        return "lead", _whole_township(lead[at : at + len(name)] if at >= 0 else name)
    return None


def is_office(name: str) -> bool:
    """Tell whether an organisation is a department or township and not the government of a place."""
    plain = simplify(_without_place(name))
    if _RULE_OF_LAW_OFFICE.search(plain) and not _TOWNSHIP.match(plain):
        return False
    return (
        bool(_TOWNSHIP.match(plain))
        or bool(re.fullmatch(_MINISTRY, plain))
        or (is_organisation(plain or name) and bool(_DEPARTMENT.search(plain)))
    )
