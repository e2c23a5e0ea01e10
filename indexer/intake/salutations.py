"""Salutations: the line that addresses those a report is made to, such as 市委、市人大常委会，市政府：."""

import re
from typing import Final

from indexer.text import simplify

_MAX_LINE: Final = 80  # characters

# A line of text that ends in the name of a body, 一是成立领导小组：, has one of these before it.
_VERB: Final = (
    "[是的了在由把将为请]|成立|设立|建立|组建|加强|健全|完善|推进|强化|落实|发挥|召开|调整|开展|印发|具体|责任"
    "|组织|要求|督促|推动|指导|引导"
)
_BODY: Final = (
    r"政府|行政公署|行署|人大|常委会|代表大会|政协|委员会|办公室|办公厅|街道办|办事处|管委会|主任会议|常务会议|国务院|党中央"
    r"|法院|检察院|党组|党委|党工委|纪委|监委|领导小组|有关(?:单位|部门)|乡镇|街道|镇街"
    r"|各[一-鿿]{0,8}(?:单位|部门|机构|企业|团体|科室|院校|街道|乡镇|开发区|管委会)|司|部|厅|局|[省市县区州旗盟镇乡]委|依法治[省市县区州旗镇乡盟国]办|府办|法制办|各[委办局]"
)
_PERSON: Final = r"各位[一-鿿]{1,8}|副?主任|副?主席|副?秘书长|委员|代表|同志们|同志|领导"
# 委 and 办 alone go on with a list: 县直各委、办、局.
_ADDRESSEE: Final = re.compile(
    rf"(?:尊敬的)?(?:(?:(?!{_VERB})[一-鿿]){{0,40}}(?:{_BODY})(?:\([一-鿿]{{1,12}}\))?|[委办局]|{_PERSON})"
)


def is_salutation(line: str) -> bool:
    """Tell whether a line names those addressed and nothing else, with a colon behind."""
    if len(line) > _MAX_LINE:
        return False
    plain = re.sub(r"\s+", "", simplify(line))
    return plain.endswith(":") and all(_ADDRESSEE.fullmatch(name) for name in re.split("[,、;]", plain[:-1]))
