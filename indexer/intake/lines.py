"""What each line of a source is: title, meta, boilerplate, body, signature or blank.

A page is a head, a body and a tail. The body runs from the first line that is plainly text to the last one; around it
stand titles, labels and the site's own lines. Inside the body everything is body, whatever it looks like.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise, takewhile
from typing import Final

from indexer.contract import Line, LineKind
from indexer.intake import titles
from indexer.intake.boilerplate import is_boilerplate, is_site_sentence, turns_to_site
from indexer.intake.dates import western
from indexer.intake.labels import Label, describe_document, lone_label, may_be_value, read_labels
from indexer.intake.salutations import is_salutation
from indexer.intake.signatures import is_date_line, is_organisation, is_seal, split_signature
from indexer.text import clean

LONG: Final = 400  # characters; no line of a page's head or tail is that long
_PROSE: Final = 30  # characters from which a line with marks is text
_FAR: Final = 300  # lines at the head among which the title and the labels stand
_BACK: Final = 400  # lines at the tail among which the signature and the site's own lines stand

_HEADING: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、,.:]|[((]\s*[一二三四五六七八九十]{1,3}\s*[))]|第[一二三四五六七八九十]部分|[一二三四五六七八九十]是)"
)
_CLOSING: Final = re.compile(r"^(?:特此报告|以上报告|专此报告|特此汇报|此报告|妥否|请审议|请予审议)")
_DOC_NUMBER: Final = re.compile(
    r"^(?:\(|【)?[\u4e00-\u9fff]{1,14}(?:\(\w{1,6}\))?\s*[〔\[(【﹝]\s*\d{4}\s*[〕\])】﹞]\s*(?:第\s*)?\d{1,5}\s*号?\)?(?:文件)?(?:\s+签发人\s*:?\s*[\u4e00-\u9fff·\s]{0,12})?$"
)
_RED_HEAD: Final = re.compile(
    r"^[\u4e00-\u9fff]{2,20}人民政府(?:办公[室厅])?文件$"
)  # 嘉鱼县人民政府文件, over a document's number
_STAMPED: Final = re.compile(
    r"^\D{0,30}\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?\D{0,30}$"
)
_COUNTER: Final = re.compile(r"\s*(?:浏览|阅读|点击|访问)[次人]?[数量]?\s*:?\s*\d*\s*次?\s*$")
_SPEAKER: Final = re.compile(
    r"^[\u4e00-\u9fff、]{0,30}(?:[厅局处县市区旗州省镇乡]长|主任|主席|书记|专员)\s+[\u4e00-\u9fff]\s*[\u4e00-\u9fff·]{1,5}$"
)
_CLOCK: Final = re.compile(r"星期[一二三四五六日天]|农历|℃|天气")
_ATTACHED: Final = re.compile(r"^(?:附件|附表|附录|附)\s*[\d一二三四五六七八九十]{0,2}\s*(?::[^。]*)?$")
_LISTED: Final = re.compile(r"^\(?\d{1,2}\)?\s*[.、)][^。]*$")
_STATEMENT: Final = 20  # characters from which a label's value with a full stop behind it is text
_PAGED: Final = re.compile(r"^[^。;]{2,80}?[\s.…·—-]+\d{1,3}$")
_NOTICE: Final = 12  # lines a notice may have above the report that it publishes
_VALUE_LINE: Final = 60  # characters a value on a line of its own may have


def classify(texts: Sequence[str]) -> tuple[Line, ...]:
    """Return every line of a source with its kind, numbered from 1."""
    shown = [_shown(text) for text in texts]
    used = [i for i, text in enumerate(shown) if text]
    kinds: list[LineKind] = ["blank"] * len(texts)
    if used:
        _classify(shown, used, kinds)
    return tuple(Line(i + 1, kind, text) for i, (kind, text) in enumerate(zip(kinds, texts, strict=True)))


def _shown(text: str) -> str:
    """Return what can be seen of a line, cut where only its being long matters."""
    text = text.strip()
    return (clean(text[: 2 * LONG]).text.strip() or clean(text).text.strip())[:LONG] if text else ""


def _classify(shown: Sequence[str], used: Sequence[int], kinds: list[LineKind]) -> None:
    """Set `kinds` of the lines `used` (those with something on them)."""
    head = _head(shown, used)
    head |= _notice(shown, used, head)
    head |= _contents(shown, used)
    for i, kind in head.items():
        kinds[i] = kind
    rest = [i for i in used if i not in head]
    tail = _tail(shown, rest[-_BACK:])
    for i in rest:
        kinds[i] = tail.get(i, "body")


# -- head ------------------------------------------------------------------------------------------------------------


def _head(shown: Sequence[str], used: Sequence[int]) -> dict[int, LineKind]:
    """Return the kinds of the lines before the body."""
    first = used[: _FAR + 1]
    end = next((at for at, i in enumerate(first) if _opens_body(shown[i])), len(first))
    kinds: dict[int, LineKind] = {}
    region = list(first[:end])
    named = _titles(shown, region)
    values = _values_below(shown, region, named)
    named -= values
    for i in region:
        if i in named:
            kinds[i] = "title"
        elif i in values or _is_meta(shown[i]):
            kinds[i] = "meta"
        elif is_boilerplate(shown[i]):
            kinds[i] = "boilerplate"
    return _settle_unknown(shown, region, kinds)


def _notice(shown: Sequence[str], used: Sequence[int], head: Mapping[int, LineKind]) -> dict[int, LineKind]:
    """Return the kinds of a notice's title, text and signature, where the report it publishes stands below them."""
    own = [i for i in head if titles.announces_report(shown[i])]
    rest = [i for i in used[: _FAR + 1] if i not in head][: _NOTICE + 1]
    at = next((at for at, i in enumerate(rest) if at and titles.split_title(shown[i])[0]), None)
    if not own or at is None or any(_HEADING.match(western(shown[i])) for i in rest[:at]):
        return {}
    kinds: dict[int, LineKind] = dict.fromkeys(rest[:at], "body")
    kinds |= dict.fromkeys(_signature(shown, rest[:at]), "signature")
    above = own[0] - 1
    of_whom = [above] if shown[own[0]].startswith("关于") and above in head and is_organisation(shown[above]) else []
    kinds |= dict.fromkeys((*of_whom, *own), "title")
    return kinds | dict.fromkeys((rest[at], *_parts_above(shown, rest[1:at], rest[at])), "title")


def _contents(shown: Sequence[str], used: Sequence[int]) -> dict[int, LineKind]:
    """Return the lines of a table of contents as boilerplate: under 目录, headings with pages, or that come again."""
    start = next((at for at, i in enumerate(used[:_FAR]) if re.sub(r"\s+", "", western(shown[i])) == "目录"), None)
    if start is None:
        return {}
    again = Counter(shown[i] for i in used[start : start + 2 * _FAR])
    listed: dict[str, int] = {}
    for i in used[start + 1 : start + _FAR]:
        if shown[i] in listed or not (_PAGED.search(shown[i]) or again[shown[i]] > 1):
            break
        listed[shown[i]] = i
    return dict.fromkeys((used[start], *listed.values()), "boilerplate") if len(listed) > 1 else {}


def _settle_unknown(shown: Sequence[str], region: Sequence[int], kinds: dict[int, LineKind]) -> dict[int, LineKind]:
    """Give the lines no rule knows a kind: the site's before title and labels, the author's or text behind them."""
    last = max((at for at, i in enumerate(region) if i in kinds), default=-1)
    for at, i in enumerate(region):
        if i in kinds:
            continue
        if at < last:
            kinds[i] = "signature" if _is_caption(shown, region, kinds, at) else "boilerplate"
        elif last >= 0 and _is_caption(shown, region, kinds, at):
            kinds[i] = "signature"
        elif last >= 0 and at == last + 1 and is_organisation(shown[i]):
            kinds[i] = "meta"
    for i in region:
        if i in kinds and is_date_line(shown[i]):
            before = [j for j in region if j < i]
            if before and kinds.get(before[-1]) == "signature":
                kinds[i] = "signature"
    # What no rule knows behind the last title is text: an unnumbered heading, say. All that follows is body too.
    body = next((at for at, i in enumerate(region) if i not in kinds), len(region))
    return {i: kinds[i] for i in region[:body]}


def _is_caption(shown: Sequence[str], region: Sequence[int], kinds: dict[int, LineKind], at: int) -> bool:
    """Tell whether a line is the organisation set under the title, a date beside it."""
    titled = any(kinds.get(i) == "title" for i in region[:at])
    if not titled or not is_organisation(shown[region[at]]):
        return False
    beside = [region[j] for j in (at - 1, at + 1) if 0 <= j < len(region)]
    return any(is_date_line(shown[i]) for i in beside)


def _opens_body(text: str) -> bool:
    """Tell whether a line is plainly text: prose, a numbered heading, a salutation."""
    if len(text) >= LONG:
        return not _is_abstract(text)
    plain = western(text)
    if titles.split_title(text)[0] or _is_meta(text) or is_boilerplate(text):
        return False
    if _HEADING.match(plain) or is_salutation(text):
        return True
    return len(plain) >= _PROSE and ("。" in plain or plain.count(",") >= 2 or (len(plain) >= 60 and "," in plain))


def _is_abstract(text: str) -> bool:
    labels = read_labels(text)
    return bool(labels) and labels[-1].kind == "abstract"


def _is_meta(text: str) -> bool:
    """Tell whether a line holds labels, or a doc number, or a date with at most a source beside it."""
    if len(text) >= LONG:
        return _is_abstract(text)
    plain = western(text)
    if is_doc_number(text) or is_date_line(text):
        return True
    labels = read_labels(text)
    if {label.kind for label in labels} <= {"line_date", "unknown"} and _CLOCK.search(plain):
        return False
    if describe_document(labels):
        return not (len(labels) == 1 and is_salutation(text)) and not _is_statement(text, labels)
    if lone_label(text) is not None or _SPEAKER.match(plain) or _RED_HEAD.match(re.sub(r"\s+", "", plain)):
        return True
    stamp = _COUNTER.sub("", plain)
    return bool(_STAMPED.match(stamp)) and not re.search("[。,;]", stamp) and not is_boilerplate(stamp)


def _is_statement(text: str, labels: Sequence[Label]) -> bool:
    """Tell whether a line that starts like a label (审核：) is a sentence of the text."""
    ends = len(text) >= _STATEMENT and western(text).endswith("。")
    return ends and labels[-1].kind != "abstract" and not is_site_sentence(text)


def is_doc_number(text: str) -> bool:
    """Tell whether a line is a document's number and at most who issued it: 嘉政发〔2021〕5号　签发人：张某."""
    return len(text) <= _VALUE_LINE and _DOC_NUMBER.match(western(text)) is not None


def _values_below(shown: Sequence[str], region: Sequence[int], named: set[int]) -> set[int]:
    """Return the lines that are values of a label on the line above.

    A title under 内容概述 is such a value if the report's own title follows.
    """
    found: set[int] = set()
    for above, i in pairwise(region):
        label = lone_label(shown[above])
        if above in found or label is None or label in ("visits", "tools"):
            continue
        if i in named and not (label in ("abstract", "title") and any(j > i for j in named)):
            continue
        if len(shown[i]) <= _VALUE_LINE and may_be_value(label, shown[i]):
            found.add(i)
    return found


def _titles(shown: Sequence[str], region: Sequence[int]) -> set[int]:
    """Return the lines at the head that are titles, or parts of one that is broken over up to three lines."""
    found: set[int] = set()
    menu: set[int] = set()  # words of a menu may read like a title (法治政府建设年报): one only where there is no other
    at = 0
    while at < len(region):
        size = next((size for size in (1, 2, 3) if _is_title(shown, region[at : at + size], size)), 0)
        above = _parts_above(shown, [i for i in region[:at] if i not in found], region[at]) if size else []
        found.update(above)
        if not above and size == 1 and is_boilerplate(shown[region[at]]):
            menu.add(region[at])
        found.update(region[at : at + size])
        at += max(size, 1)
        if size and at < len(region) and titles.is_year_below(shown[region[at]]):
            found.add(region[at])
    return (found - menu) or found


def _is_title(shown: Sequence[str], part: Sequence[int], size: int) -> bool:
    if len(part) < size:
        return False
    if size == 1:
        return bool(titles.split_title(shown[part[0]])[0])
    texts = [shown[i] for i in part]
    if any(read_labels(text) or is_date_line(text) for text in texts) or is_boilerplate(texts[0]):
        return False
    return (
        titles.may_open_title(texts[0])
        and all(titles.may_continue_title(text) for text in texts[1:])
        and not any(_is_whole("".join(texts[at:])) for at in range(1, size))
        and titles.is_title("".join(texts))
    )


def _is_whole(text: str) -> bool:
    """Tell whether a title needs nothing before it."""
    return titles.is_title(text) and not titles.starts_midway(text)


def _parts_above(shown: Sequence[str], above: Sequence[int], first: int) -> list[int]:
    """Return the lines right above a title at `first` that belong to it: of whom it is, or of which year."""
    parts: list[int] = []
    for i in reversed(above):
        below = parts[-1] if parts else first
        if below - i > 2 or not _belongs_above(shown[i], shown[below], apart=below - i > 1):
            break
        parts.append(i)
    return parts


def _belongs_above(above: str, text: str, *, apart: bool) -> bool:
    """Tell whether the line above goes on with `text`, a title or the first part of one; `apart`: a blank between."""
    if read_labels(above) or is_boilerplate(above) or is_date_line(above):
        return False
    if titles.names_committee(above):
        return not titles.names_committee(text) and "政府" in western(text)
    if titles.is_year_below(above):
        return titles.is_title(text) and titles.leaves_year_open(text) and ("度" in above or not apart)
    return not apart and titles.starts_midway(text) and (titles.may_open_title(above) or is_organisation(above))


# -- tail ------------------------------------------------------------------------------------------------------------


def _tail(shown: Sequence[str], rest: Sequence[int]) -> dict[int, LineKind]:
    """Return the kinds of the lines behind the body; those not in it are body."""
    signed = _signature(shown, rest)
    last = _last_text(shown, rest, signed)
    kinds: dict[int, LineKind] = {}
    turned = False
    for i in rest[last + 1 :]:
        text = shown[i]
        if i in signed:
            kinds[i] = "signature"
            turned = True
        elif _is_meta(text) and not is_boilerplate(text) and not _names_staff(text):
            kinds[i] = "meta"
            turned = True
        elif turned or is_boilerplate(text) or _names_staff(text) or titles.is_title(text):
            kinds[i] = "boilerplate"
            turned = True
        elif i > max(signed, default=-1) and _is_attached(text, after_another=bool(kinds)):
            kinds[i] = "boilerplate"
        else:
            kinds.clear()  # text again: what stood before it is text too
    return kinds


def _is_attached(text: str, *, after_another: bool) -> bool:
    """Tell whether a line below the text names what is attached: 附件：1.统计表, and 2.清单 after it."""
    plain = western(text)
    return bool(_ATTACHED.match(plain) or (after_another and _LISTED.match(plain)))


def _names_staff(text: str) -> bool:
    """Tell whether a line at the foot says only who edited the page."""
    labels = read_labels(text)
    found = {label.kind for label in labels}
    if not labels or _is_statement(text, labels):
        return False
    return bool(found & {"people", "visits", "tools"}) and found <= {"people", "visits", "tools", "unknown"}


def _last_text(shown: Sequence[str], rest: Sequence[int], signed: set[int]) -> int:
    """Return the index in `rest` of the last line that is plainly text, before the page turns to the site's own."""
    after_signature = max((at for at, i in enumerate(rest) if i in signed), default=-1)
    turn = next((at for at, i in enumerate(rest) if at > after_signature >= 0 and turns_to_site(shown[i])), len(rest))
    for at in range(turn - 1, -1, -1):
        if rest[at] not in signed and _is_text(shown[rest[at]]):
            return at
    return -1


def _is_text(text: str) -> bool:
    """Tell whether a line near the tail is text and not the site's."""
    if len(text) >= LONG:
        return True
    plain = western(text)
    if _CLOSING.match(plain):
        return True
    if is_boilerplate(text) or _is_meta(text):
        return False
    return bool(_HEADING.match(plain)) or "。" in plain or (len(plain) >= _PROSE and plain.count(",") >= 2)


def _signature(shown: Sequence[str], rest: Sequence[int]) -> set[int]:
    """Return the lines of the last signature: organisations and a date side by side, one line with both, or a part."""
    for at in range(len(rest) - 1, -1, -1):
        if split_signature(shown[rest[at]]):
            return {rest[at]}
        if is_date_line(shown[rest[at]]):
            names = _names_beside(shown, rest, at)
            if names:
                return {rest[at], *names}
    for at in range(len(rest) - 1, 0, -1):
        if _is_text(shown[rest[at]]):
            break
        own = "政府" in western(shown[rest[at]]) or at == len(rest) - 1  # an office's name below may be the site's
        if own and is_organisation(shown[rest[at]]) and _is_text(shown[rest[at - 1]]):
            return {rest[at]}
    for at in range(len(rest) - 1, 0, -1):
        if is_date_line(shown[rest[at]]) and "年" in western(shown[rest[at]]) and _is_text(shown[rest[at - 1]]):
            return {rest[at]}  # a date alone, as it is written in letters and not on pages, right below the text
    return set()


def _names_beside(shown: Sequence[str], rest: Sequence[int], at: int) -> list[int]:
    """Return the lines with organisations, and with notes of their seals, right above a date, else right below it."""
    for others in (range(at - 1, max(at - 5, -1), -1), range(at + 1, min(at + 5, len(rest)))):
        names = [rest[j] for j in takewhile(lambda j: _is_signatory(shown[rest[j]]), others)]
        if any(not is_seal(shown[i]) for i in names):
            return names
    return []


def _is_signatory(text: str) -> bool:
    return is_organisation(text) or is_seal(text)
