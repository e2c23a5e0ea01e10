"""Tell the parts of a report that say what is wrong and what comes next from what was done."""

import re
from typing import Final, Literal

Role = Literal["problems", "plan"]

_NEXT: Final = r"(?:下一?步|下一?阶段|下一?年度?|下个年度|明年|今后|未来|来年|翌年|次年|新的?一年|接下来|下半年)"
_FAULTS: Final = r"(?:问题|不足|困难|短板|差距|薄弱环节|弱项|挑战|瓶颈)"
_PROBLEMS: Final = re.compile(
    rf"(?:存在|面临|主要|现存|当前|目前|工作中?|建设中?)的?(?:主要|突出|一些)?(?:困难|瓶颈)?(?:和|与|及|、)?{_FAULTS}(?!整改|整治|专项|治理|清单|线索|导向)"
    rf"|^.{{0,2}}{_FAULTS}(?:和|与|及|、){_FAULTS}|^(?:主要|突出)?{_FAULTS}{_FAULTS}|^{_FAULTS}(?:之处|分析|剖析)?$"
    rf"|^(?:主要)?{_FAULTS}(?:和|与|及|、)(?:主要)?(?:原因|成因|改进|整改|对策|建议|打算|措施|{_NEXT})"
    rf"|^制约.{{0,12}}因素$|面临的?(?:新?形势|任务)(?:和|与|及|、)(?:新的?)?{_FAULTS}"
)
_WANTING: Final = re.compile(
    r"(?:有待|需要?|亟待|亟需)(?:进一步|继续|持续)?(?:改进|加强|完善|提高|解决|提升|努力|用力|发力|破解|突破)的?"
    r"(?:方面|地方|环节|领域|问题|难题|难点|之处)|^(?:几点|几个|一些)(?:问题|不足|短板|困难|差距)$"
)
_OWNED: Final = re.compile(
    rf"(?:(?:正视|直面|检视|反思|剖析|看到|认清|找准|(?<![评检抽督])查找|查摆|(?:^|[,、 ])(?:清醒)?认识到?)"
    rf"[^,、]{{0,4}}"
    rf"|(?:^|[,、 ])(?:对标|对表|对照)?.{{0,2}}[找查]){_FAULTS}(?:(?:和|与|及|、){_FAULTS})?(?=$|[,、 ])"
    r"|(?:^|[,、 ])(?:查摆|认清|直面|正视|检视).{0,8}(?:绊脚石|拦路虎|硬骨头|痛点|堵点|欠账|短处|软肋)"
    r"|^(?:反躬自省|自我剖析|自我检视|知不足|薄弱之处|短处)"
)
_BLANK_LIMIT: Final = 14  # characters of a heading whose blanks may only set it wide
_MENDING: Final = re.compile(
    r"(?:解决|整治|破解|化解|治理|处置|针对|围绕|排查|整改|补齐|攻克|查找|梳理|督促|纠正).{0,8}(?:问题|不足|困难|短板|差距)"
)
_INTENT: Final = r"(?:安排|打算|计划|思路|设想|展望|规划|重点|目标|任务|方向|举措|措施|工作|建议|对策)"
_PLAN: Final = re.compile(
    rf"{_NEXT}.{{0,20}}{_INTENT}|^{_NEXT}$|^(?:下一?步|明年|来年|今后|新的?一年|接下来).{{1,8}}$|(?:打算|设想|思路|展望|(?:努力|改进|奋斗)的?方向)$|工作(?:安排|计划)$|^(?:计划|安排)$"
    r"|(?:^|[和与及、,])(?:主要)?(?:改进|整改|应对)(?:的?(?:措施|办法|举措|方向|意见|对策))?$"
    r"|(?:谋划|谋定|擘画|展望)(?:长远|未来|新年|新的|新篇|来年|明年)"
    rf"|{_FAULTS}的?(?:改进|整改|应对|解决)的?(?:措施|办法|举措|方向|意见|对策)$"
    r"|(?:^|[和与及、,])(?:几点|工作|有关)?(?:对策|意见)?(?:和|与|及|、)?建议$"
)
_YEAR: Final = re.compile(r"(20\d\d)年?度?")
_YEAR_PLAN: Final = re.compile(
    r"20\d\d年.{0,16}(?:安排|打算|计划|思路|设想|展望|工作重点|重点工作|重点任务|目标任务|工作要点)"
)
_MAKES_PLANS: Final = re.compile("(?:科学|认真|及时|严格|精心|研究)?(?:制定|落实|执行|编制|印发|出台|细化)")
_DONE: Final = re.compile(r"情况|成效|完成|做法|开展了|回顾|总结|成绩|取得")


def heading_roles(plain: str, year: int | None) -> tuple[Role, ...]:
    """Return which of the two a (simplified) heading announces, in this order; `year` is the year reported on."""
    if len(plain) <= _BLANK_LIMIT:
        plain = plain.replace(" ", "")
    roles: list[Role] = []
    if _WANTING.search(plain) or _OWNED.search(plain) or (_PROBLEMS.search(plain) and not _MENDING.search(plain)):
        roles.append("problems")
    if _is_plan(plain, year):
        roles.append("plan")
    return tuple(roles)


def _is_plan(plain: str, year: int | None) -> bool:
    if _DONE.search(plain) or _MAKES_PLANS.match(plain):
        return False
    if _PLAN.search(plain):
        return True
    named = _YEAR.search(plain)
    later = named is not None and year is not None and int(named[1]) > year
    return later or (_YEAR_PLAN.search(plain) is not None and not (named and year and int(named[1]) < year))


_LACKING: Final = "(?:问题|不足|差距|短板|薄弱|困难|距离)"
_ADMITS: Final = re.compile(
    rf"(?:还|仍|尚|也|依然|仍然|但).{{0,6}}(?:存在|有|面临).{{0,24}}{_LACKING}"
    rf"|(?:虽然|尽管|总体来看|总的来看|对照|相比|清醒).{{0,60}}(?:存在|面临).{{0,24}}{_LACKING}"
    rf"|(?:也|还|更|同时|要|应|须|需)[^。]{{0,8}}(?:看到|认识到|意识到|正视)[^。]{{0,24}}{_LACKING}"
    rf"|(?:相比|要求|期[待盼望])[^。]{{0,8}}(?:有|存在)[^。]{{0,6}}(?:差距|距离)"
    rf"|^.{{0,6}}(?:主要|突出|存在的?|[中上]的)(?:主要|突出|一些)?{_FAULTS}(?:(?:和|与|及|、){_FAULTS})?(?:主要)?(?:有|是|表现在|集中在|体现在|:)"
)
_PLANS: Final = re.compile(
    r"(?:在|展望)?(?:下一?步|下一?阶段|接下来|今后|新的?一年|明年|来年|未来)(?!以来)[,:工我全将要县市区省州局镇乡的里中重主是一]"
    r"|(?:展望|面向|迈入|进入|步入)?(?P<year>20\d\d)年(?!以来|[上下]半年|度?以来)度?[,是我全将要]?.{0,40}?(?:将|要|继续|进一步)"
    r"|(?:(?:下一?步|下一?阶段|今后|明年|(?P<next>20\d\d)年度?)的?)?(?:主要|重点|整改|改进|应对|工作)?(?:工作)?(?:打算|安排|计划|思路|措施|对策|建议|重点):"
    r"|(?:[^,。;]{2,20},)?(?:我们|[我本全][省市县区州旗局厅委院镇乡街])将(?:继续|进一步|以|从(?!业)|按|坚持|围绕|聚焦|始终|紧|持续|着力|认真|深入|不断|严格)"
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
    named = match["year"] or match["next"]
    return named is None or year is None or int(named) > year


_FAULTY: Final = re.compile(
    r"不(?!断|动产|仅|见面|良|忘|得|变|漏|留|误|少于|低于|再|打烊|折不扣|松劲|停步|止步)"
    r"|没有|[尚还仍]未|未(?:能|完全|形成|建立|落实|得到|有效|充分|及时|按)|(?:有|还|仍|尚|亟|均)[需待]|需要?(?:进一步|持续)|存在"
    r"|薄弱|滞后|欠缺|缺乏|缺失|缺口|缺位|匮乏|短缺|紧缺|紧张|空白|断层|脱节|[较太][大小多少高低强弱慢难差窄浅]|偏[弱少低高慢重软粗老]"
    r"|参差|差距|落差|温差|短板|弱项|问题|困难|瓶颈|流于|形式主义|打折扣|两张皮|一刀切|简单化|应付|乏力|疲软|松懈"
    r"|老化|老龄化|空心化|单一|老套|陈旧|落后|粗糙|粗放|模糊|磨合|人少事多|居高|多发|频发|高发|反弹|上升[态趋]势|难度大|[动性]大"
    r"|[度性力识果础量]+(?:[弱差软慢低]|(?<!减)少)|(?:[弱差软慢旧乱]|(?<!降)低|(?<!减)少|难)(?=$|[,;。])"
)
_MENDED: Final = re.compile(
    r"(?:解决|破解|化解|补齐|补足|补|攻克|克服|消除|整治|纠正|防止|杜绝|避免|弥补|缩小|针对|围绕).{0,14}"
    r"(?:问题|短板|弱项|难题|困难|不足|差距|难|现象|瓶颈)(?=$|[,;。的])"
)
_ADMITTED: Final = re.compile(rf"(?:个别|部分|少数|有的|有些|一些|仍|还|尚|目前|但).{{0,20}}(?:{_FAULTY.pattern})")
_INTENDS: Final = re.compile(
    r"(?:[我全][省市县区州旗局镇乡])?(?:将|要|拟|计划|力争|争取|继续|进一步|不断|持续|切实|着力|积极|大力|努力|全力|深入|全面|扎实|严格|稳步"
    r"|加强|强化|加快|加大|推进|推动|推行|深化|完善|健全|优化|提升|提高|增强|规范(?!性)|落实|贯彻|坚持|建立|建强|建好|建设|打造|构建|搭建"
    r"|抓[好实牢紧]|做[好实强优]|用[好活]|管好|守[牢住]|夯实|筑牢|压[实紧]|巩固|拓[展宽]|畅通|补[齐足强]|破解|聚焦|围绕|紧扣|突出|狠抓"
    r"|充分发挥|创新|探索|开展|组织|实施|培育|培养|充实|配[齐强]|整合|引导|完成|启动|制定|出台|修订|升级|打通)"
)


def intends(plain: str, text: str = "") -> bool:
    """Return whether a heading with the `text` behind it, or a text alone, says what is to be done."""
    if not _INTENDS.match(plain) or _FAULTY.search(_MENDED.sub("", plain)):
        return False
    return not _ADMITTED.search(_MENDED.sub("", text.lstrip("。:; ").partition("。")[0]))


_SOME: Final = re.compile(
    rf"^.{{0,3}}(?:个别|部分|少数|有的|有些|一些|少部分|对照|虽然|尽管|主要(?:表现|体现)在)[^。]{{0,60}}?(?:{_FAULTY.pattern})"
    r"|^[^。]{0,40}(?:还|仍|尚|有待|亟[需待])(?:不够|不足|不强|不高|需|有待|未|加强|提高|提升|完善)"
)


_CLAUSE: Final = re.compile("[,;。:]")
_FIGURE: Final = re.compile(r"\d+(?:\.\d+)?(?:万|余|多|亿)?[件次个名人场期份起项户家%]")
_FAULTY_SHARE: Final = 0.5  # of the clauses of a text without figures that tells what is wrong


def admits(plain: str) -> bool:
    """Return whether a (simplified) text that closes a report opens or goes on with what is wrong."""
    opening = plain.strip()[:_OPENING_LIMIT]
    if _SOME.search(opening):
        return True
    clauses = [clause for clause in _CLAUSE.split(opening) if len(clause) > 3]
    faulty = sum(_FAULTY.search(_MENDED.sub("", clause)) is not None for clause in clauses)
    return bool(clauses) and not _FIGURE.search(opening) and faulty >= _FAULTY_SHARE * len(clauses)


def is_faulty(plain: str) -> bool:
    """Return whether a (simplified) heading tells a fault."""
    return _FAULTY.search(_MENDED.sub("", plain)) is not None
