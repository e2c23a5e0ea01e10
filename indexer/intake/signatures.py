"""Signatures: the organisation and the date that close a report, on lines of their own or at the end of its text."""

import re
from datetime import date
from typing import Final

from indexer.intake.dates import find_dates, western
from indexer.intake.markdown import without_marks
from indexer.text import clean

_MAX_LINE: Final = 80  # characters
_ENDS: Final = (
    r"(?:人民政府|政府|委员会|管委会|办公室|办事处|公所|行署|[厅局委办署院所队社会]|中心|支队|大队|总队|集团|公司|分局|公署"
    r"|领导小组|海关|[馆联]|学校|大学|学院|医院|法院|检察院|银行)"
)
_ORGANISATION: Final = re.compile(rf"[\u4e00-\u9fff·〇\s()《》、]{{2,60}}?{_ENDS}")
_SEAL: Final = re.compile(r"\s*[(（]\s*(?:盖章|公章|印章|章|代章|印)\s*[)）]$")
# A heading of the text may end like an organisation's name: 加强法治社会, 推进…委员会.
_NOT_ORGANISATION: Final = re.compile(
    r"^(?:加强|推进|深化|完善|健全|落实|强化|提升|提高|坚持|优化|严格|规范|全面|持续|积极|建设|建立|开展|服务|构建|特此|以上"
    r"|存在|下一步|主要|相关|附件|[一二三四五六七八九十]+[、是]|[(][一二三四五六七八九十]+[)]|\d+[、.])"
    r"|主办|承办|协办|管理员|版权|印发$|问题|情况|机制|举措|法治社会$|机会$|大会$|(?:法治|服务型?|数字|阳光|廉洁|诚信|责任|创新型?|效能)政府$"
)
_DATE_LINE: Final = re.compile(
    r"[\s(\[【]*(?:\d{4}\s*[年./-]\s*\d{1,2}\s*(?:[月./-]\s*\d{1,2}\s*日?|月))\s*[)\]】]*\s*"
)
_TAIL: Final = re.compile(
    rf"[。!\s](?P<name>(?:中共)?[\u4e00-\u9fff]{{2,40}}?{_ENDS})\s*"
    rf"(?P<date>\d{{4}}\s*[年./-]\s*\d{{1,2}}\s*[月./-]\s*\d{{1,2}}\s*日?)[\s)]*$"
)
_LAST: Final = 120  # characters at the end of a line in which a signature may stand


def is_organisation(line: str) -> bool:
    """Tell whether a line is the name of an organisation and nothing else."""
    plain = western(tidy(line)).strip("()") if len(line) <= _MAX_LINE else ""
    return bool(_ORGANISATION.fullmatch(plain)) and not _NOT_ORGANISATION.search(plain)


def is_seal(line: str) -> bool:
    """Tell whether a line is the note of a seal and nothing else: （盖章）."""
    return len(line) <= _MAX_LINE and not tidy(line) and bool(line.strip())


def is_date_line(line: str) -> bool:
    """Tell whether a line is a date and nothing else."""
    return len(line) <= _MAX_LINE and _DATE_LINE.fullmatch(western(line.strip())) is not None


def split_signature(line: str) -> tuple[str, date] | None:
    """Return the organisation and the date of a line that holds both and nothing else, in whichever order."""
    text = clean(line).text.strip() if len(line) <= 2 * _MAX_LINE else ""
    plain = western(text)
    found = list(find_dates(plain))
    if len(found) != 1:
        return None
    day, start, end = found[0]
    before, behind = plain[:start].strip(" ([（"), plain[end:].strip(" )]）")
    if before and behind:
        return None
    # Chinese numerals may have changed the length, but not that of what stands before the date or behind it.
    name = text[:start] if before else text[len(text) - len(plain[end:]) :]
    name = name.strip(" ([（") if before else name.lstrip(" )]）")
    return (tidy(name), day) if is_organisation(name) else None


def trailing_signature(line: str) -> tuple[str, date] | None:
    """Return the organisation and the date that close a line of text."""
    text = clean(line[-_LAST:]).text
    match = _TAIL.search(western(text))
    if match is None or not is_organisation(match["name"]):
        return None
    day = next((day for day, _, _ in find_dates(match["date"])), None)
    at = text.rfind("。")
    name = re.match(r"[。!\s]*([\u4e00-\u9fff]+)", text[max(at, 0) :])
    return (tidy(match["name"] if name is None else name[1][: len(match["name"])]), day) if day else None


def tidy(name: str) -> str:
    """Return an organisation's name as written, without seal notes and the blanks of a name set wide (嘉 鱼 县)."""
    name = _SEAL.sub("", without_marks(name).strip())
    words = (name[1:-1] if name[:1] + name[-1:] in ("()", "（）") else name).split()
    return "".join(words) if words and max(map(len, words)) == 1 else " ".join(words)
