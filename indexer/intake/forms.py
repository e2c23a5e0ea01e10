"""What a line looks like by itself: text, labels of a document, its number, its date."""

import re
from collections.abc import Sequence
from typing import Final

from indexer.intake import titles
from indexer.intake.boilerplate import is_boilerplate, is_site_sentence
from indexer.intake.dates import western
from indexer.intake.labels import Label, describe_document, lone_label, read_labels
from indexer.intake.markdown import without_marks
from indexer.intake.salutations import is_salutation
from indexer.intake.signatures import is_date_line
from indexer.text import clean

LONG: Final = 400  # characters; no line of a page's head or tail is that long
VALUE_LINE: Final = 60  # characters a value on a line of its own may have
_PAGE_LINE: Final = 16  # characters
_PAGE_MARK: Final = re.compile(
    r"[-—–－―]{1,3}\s*\d{1,4}\s*[-—–－―]{1,3}|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
)
_PROSE: Final = 30  # characters from which a line with marks is text
_SHORT_SENTENCE: Final = 6  # characters from which a line closed by a full stop is a sentence
_STATEMENT: Final = 20  # characters from which a label's value with a full stop behind it is text
HEADING: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*[、,.:]|[((]\s*[一二三四五六七八九十]{1,3}\s*[))]|第[一二三四五六七八九十]部分|[一二三四五六七八九十]是)"
)
_CLOSING: Final = re.compile(r"^(?:特此报告|以上报告|专此报告|特此汇报|此报告|妥否|请审议|请予审议)")
_DOC_NUMBER: Final = re.compile(
    r"^(?:\(|【)?[\u4e00-\u9fff]{1,14}(?:\(\w{1,6}\))?\s*[〔\[(【﹝]\s*\d{4}\s*[〕\])】﹞]\s*(?:第\s*)?\d{1,5}\s*号?\)?(?:文件)?(?:\s+签发人\s*:?\s*[\u4e00-\u9fff·\s]{0,12})?$"
)
# 嘉鱼县人民政府文件, over a document's number
_RED_HEAD: Final = re.compile(r"^[\u4e00-\u9fff]{2,20}人民政府(?:办公[室厅])?文件$")
_STAMPED: Final = re.compile(
    r"^\D{0,30}\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?\D{0,30}$"
)
_COUNTER: Final = re.compile(r"\s*(?:浏览|阅读|点击|访问)[次人]?[数量]?\s*:?\s*\d*\s*次?\s*$")
_SPEAKER: Final = re.compile(
    r"^[\u4e00-\u9fff、]{0,30}(?:[厅局处县市区旗州省镇乡]长|主任|主席|书记|专员)\s+[\u4e00-\u9fff]\s*[\u4e00-\u9fff·]{1,5}$"
)
_CLOCK: Final = re.compile(r"星期[一二三四五六日天]|农历|℃|天气")


def seen(text: str) -> str:
    """Return what can be seen of a line, cut where only its being long matters."""
    text = text.strip()
    shown = clean(text[: 2 * LONG]).text.strip() or clean(text).text.strip() if text else ""
    return without_marks(shown).strip()[:LONG]


def opens_body(text: str) -> bool:
    """Tell whether a line is plainly text: prose, a numbered heading, a salutation."""
    if len(text) >= LONG:
        return not _is_abstract(text)
    plain = western(text)
    if titles.split_title(text)[0] or is_meta(text) or is_boilerplate(text):
        return False
    if HEADING.match(plain) or is_salutation(text):
        return True
    return len(plain) >= _PROSE and ("。" in plain or plain.count(",") >= 2 or (len(plain) >= 60 and "," in plain))


def is_short_sentence(text: str) -> bool:
    """Tell whether a line below a title opens the text though it is short."""
    if len(text) < _SHORT_SENTENCE or not western(text).endswith("。"):
        return False
    return not (titles.split_title(text)[0] or is_meta(text) or is_boilerplate(text))


def is_text(text: str) -> bool:
    """Tell whether a line near the tail is text and not the site's."""
    if len(text) >= LONG:
        return True
    plain = western(text)
    if _CLOSING.match(plain):
        return True
    if is_boilerplate(text) or is_meta(text):
        return False
    return bool(HEADING.match(plain)) or "。" in plain or (len(plain) >= _PROSE and plain.count(",") >= 2)


def is_meta(text: str) -> bool:
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
        return not (len(labels) == 1 and is_salutation(text)) and not is_statement(text, labels)
    if lone_label(text) is not None or _SPEAKER.match(plain) or _RED_HEAD.match(re.sub(r"\s+", "", plain)):
        return True
    stamp = _COUNTER.sub("", plain)
    return bool(_STAMPED.match(stamp)) and not re.search("[。,;]", stamp) and not is_boilerplate(stamp)


def _is_abstract(text: str) -> bool:
    labels = read_labels(text)
    return bool(labels) and labels[-1].kind == "abstract"


def is_statement(text: str, labels: Sequence[Label]) -> bool:
    """Tell whether a line that starts like a label (审核：) is a sentence of the text."""
    ends = len(text) >= _STATEMENT and western(text).endswith("。")
    return ends and labels[-1].kind != "abstract" and not is_site_sentence(text)


def is_page_mark(text: str) -> bool:
    """Tell whether a line is the number of a printed page between dashes, or says so: — 3 —, 第3页 共12页."""
    return len(text) <= _PAGE_LINE and _PAGE_MARK.fullmatch(text) is not None


def is_doc_number(text: str) -> bool:
    """Tell whether a line is a document's number and at most who issued it: 嘉政发〔2021〕5号　签发人：张某."""
    return len(text) <= VALUE_LINE and _DOC_NUMBER.match(western(text)) is not None
