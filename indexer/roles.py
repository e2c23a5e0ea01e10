"""Tell the parts of a report that say what is wrong and what comes next from what was done."""

import re
from typing import Final, Literal

Role = Literal["problems", "plan"]

_FAULTS: Final = r"(?:问题|不足|困难|短板|差距|薄弱环节|弱项|挑战)"
_PROBLEMS: Final = re.compile(
    rf"(?:存在|面临|主要|现存|当前|目前|工作中?|建设中?)的?(?:主要|突出|一些)?(?:困难|瓶颈)?(?:和|与|及|、)?{_FAULTS}(?!整改|整治|专项|治理|清单|线索|导向)"
    rf"|^.{{0,2}}{_FAULTS}(?:和|与|及|、){_FAULTS}|^{_FAULTS}(?:之处)?$"
)
_MENDING: Final = re.compile(
    r"(?:解决|整治|破解|化解|治理|处置|针对|围绕|排查|整改|补齐|攻克|查找|梳理|督促|纠正).{0,8}(?:问题|不足|困难|短板|差距)"
)

_NEXT: Final = r"(?:下一步|下步|下一阶段|下阶段|下一年|下年度|明年|今后|未来|来年|下半年)"
_INTENT: Final = r"(?:安排|打算|计划|思路|设想|展望|规划|重点|目标|任务|方向|举措|措施|工作|建议|对策)"
_PLAN: Final = re.compile(
    rf"{_NEXT}.{{0,20}}{_INTENT}|^{_NEXT}$|(?:打算|设想|思路|展望|努力方向)$|工作(?:安排|计划)$|改进措施$|^(?:计划|安排)$"
)
_YEAR: Final = re.compile(r"(20\d\d)年?度?")
_YEAR_PLAN: Final = re.compile(
    r"20\d\d年.{0,16}(?:安排|打算|计划|思路|设想|展望|工作重点|重点工作|重点任务|目标任务|工作要点)"
)
_DONE: Final = re.compile(r"情况|成效|完成|做法|开展了|回顾|总结|成绩|取得")


def heading_roles(plain: str, year: int | None) -> tuple[Role, ...]:
    """Return which of the two a (simplified) heading announces, in this order; `year` is the year reported on."""
    roles: list[Role] = []
    if _PROBLEMS.search(plain) and not _MENDING.search(plain):
        roles.append("problems")
    if _is_plan(plain, year):
        roles.append("plan")
    return tuple(roles)


def _is_plan(plain: str, year: int | None) -> bool:
    if _DONE.search(plain):
        return False
    if _PLAN.search(plain):
        return True
    named = _YEAR.search(plain)
    later = named is not None and year is not None and int(named[1]) > year
    return later or (_YEAR_PLAN.search(plain) is not None and not (named and year and int(named[1]) < year))


_ADMITS: Final = re.compile(
    r"(?:还|仍|尚|也|依然|仍然|但).{0,6}(?:存在|有|面临).{0,24}(?:问题|不足|差距|短板|薄弱|困难)"
    r"|(?:虽然|尽管|总体来看|总的来看|对照|相比|清醒).{0,60}(?:存在|面临).{0,24}(?:问题|不足|差距|短板|薄弱|困难)"
)
_PLANS: Final = re.compile(
    r"(?:下一步|下步|下一阶段|接下来|今后|新的一年|明年|来年)[,工我全将要县市区省州]"
    r"|(?P<year>20\d\d)年(?!以来|[上下]半年|度?以来)度?[,是我全将要]?.{0,40}?(?:将|要|继续|进一步)"
    r"|今年,.{0,8}(?:将|要)|针对(?:以上|上述|存在|这些).{0,30}(?:将|要|拟)"
)
_OPENING_LIMIT: Final = 160


def text_role(plain: str, year: int | None) -> Role | None:
    """Return what a (simplified) paragraph of its own announces by how it opens."""
    opening = plain.strip()[:_OPENING_LIMIT]
    if opens_plan(opening, 0, year):
        return "plan"
    return "problems" if _ADMITS.search(opening) else None


def opens_plan(plain: str, at: int, year: int | None) -> bool:
    """Return whether the sentence at `at` opens what is to be done."""
    match = _PLANS.match(plain, at, at + 80)
    if match is None:
        return False
    return match["year"] is None or year is None or int(match["year"]) > year


_FAULTY: Final = re.compile(
    r"不够|不足|不高|不强|不到位|不平衡|不均衡|不规范|不完善|不健全|不深|不严|不实|不全|不适应|不相|不畅|不大|不多|薄弱|滞后|欠缺|缺乏|缺失|缺口|"
    r"有待|偏弱|偏少|偏低|较少|较弱|较大|参差不齐|差距|短板|问题|困难|流于形式|存在"
)


def speaks_of_faults(plain: str) -> bool:
    """Return whether an item between the two parts tells a fault rather than an intention."""
    return _FAULTY.search(plain) is not None
