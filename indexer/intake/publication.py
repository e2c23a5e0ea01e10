"""The labels of a file with their lines, and the day of publication that they and the dates beside them tell."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from indexer.contract import Evidence, Line
from indexer.intake import titles
from indexer.intake.dates import find_date, find_years, western
from indexer.intake.forms import is_doc_number
from indexer.intake.labels import Label, lone_label, may_be_value, none_if_empty, read_labels, without_bullet
from indexer.text import clean

_LINE_CAP: Final = 4_000
_ORDER: Final = ("published_open", "published", "updated", "line_date", "source")
_STAGE: Final = re.compile("会议?上")  # ——2023年1月5日在县人大常委会会议上: the day of a speech
_LATEST: Final = timedelta(days=400)  # after the signature a page is published, if its date is not a clock's


@dataclass(frozen=True, slots=True)
class LabelAt:
    """A label and the line it stands on."""

    line: Line
    label: Label


def labels_of(lines: Sequence[Line]) -> Iterator[LabelAt]:
    """Yield all labels in order; a lone label has the next line for its value, if that may be one."""
    marked = [line for line in lines if line.kind in ("meta", "title")]
    for at, line in enumerate(marked):
        text = clean(line.text[:_LINE_CAP]).text.strip()
        if line.kind == "title":
            title, behind = titles.split_title(text)
            text = behind if title else ""
        lone = lone_label(text)
        below = marked[at + 1] if at + 1 < len(marked) else None
        if lone and below and below.kind == "meta":
            value = clean(below.text[:_LINE_CAP]).text.strip()
            if may_be_value(lone, value):
                yield LabelAt(below, Label(lone, without_bullet(text).rstrip(":： "), none_if_empty(value)))
                continue
        for label in read_labels(text):
            yield LabelAt(line, label)


def publication_date(lines: Sequence[Line], labels: Sequence[LabelAt], evidence: dict[str, Evidence]) -> date | None:
    """Return the day of publication: by its labels, else beside the source, else 生成日期, else under the signature.

    `evidence` holds what is known of title and signature and is added to.
    """
    labelled = {at.line.number for at in labels}
    found = (
        next(_labelled(labels, _ORDER, evidence), None)
        or next(_stamped([line for line in lines if line.number not in labelled], evidence), None)
        or next(_labelled(labels, ("generated",), evidence), None)
        or evidence.get("signature_date")
    )
    if found is None:
        return None
    evidence["publication_date"] = found
    return find_date(found.text)


def _labelled(labels: Sequence[LabelAt], kinds: Sequence[str], evidence: dict[str, Evidence]) -> Iterator[Evidence]:
    """Yield the dates under labels, the kinds in order; what may be a page's clock comes last of its kind."""
    titled = evidence["title"].line if "title" in evidence else 0
    for kind in kinds:
        of_kind = [at for at in labels if at.label.kind == kind and at.label.value]
        for at in sorted(of_kind, key=lambda at: kind == "line_date" and at.line.number < titled):
            day = find_date(at.label.value or "")
            if day and not (kind == "line_date" and at.line.number < titled and _is_clock(day, evidence)):
                rule = f"标签“{at.label.name}”" if at.label.name else "日期行"
                yield Evidence(rule, at.line.number, at.label.value or "")


def _stamped(lines: Sequence[Line], evidence: dict[str, Evidence]) -> Iterator[Evidence]:
    """Yield the dates that stand in lines of the head without a label, those below the title first."""
    titled = evidence["title"].line if "title" in evidence else 0
    body = next((line.number for line in lines if line.kind == "body"), math.inf)
    head = [line for line in lines if line.kind == "meta" and line.number < body]
    for line in sorted(head, key=lambda line: line.number < titled):
        text = clean(line.text[:_LINE_CAP]).text.strip()
        day = None if is_doc_number(text) else find_date(text)
        if day and not _STAGE.search(text) and not (line.number < titled and _is_clock(day, evidence)):
            yield Evidence("日期行", line.number, text)


def _is_clock(day: date, evidence: dict[str, Evidence]) -> bool:
    """Tell whether a date above the title is too late for a publication: the clock of the page as it was saved."""
    signed = find_date(evidence["signature_date"].text) if "signature_date" in evidence else None
    if signed:
        return day > signed + _LATEST
    years = [year for year, _, _ in find_years(western(evidence["title"].text))] if "title" in evidence else []
    return bool(years) and day.year > max(years) + 1
