"""What a report says of itself: title, issuer, dates, numbers, each with the rule and the line it came from."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from types import MappingProxyType
from typing import Final

from indexer.contract import Body, Evidence, Line
from indexer.intake import titles
from indexer.intake.dates import find_date, western
from indexer.intake.declared import declared, declared_day
from indexer.intake.departments import body_of, department, is_office
from indexer.intake.forms import is_doc_number
from indexer.intake.jurisdiction import Clues, Settled, salutations, settle
from indexer.intake.labels import none_if_empty, read_labels
from indexer.intake.publication import LabelAt, labels_of, publication_date
from indexer.intake.signatures import is_date_line, is_organisation, split_signature, tidy, trailing_signature
from indexer.intake.speakers import Speaker, names_kind_alone, unnamed_speaker
from indexer.intake.years import report_year
from indexer.text import clean

_NOTHING: Final[Mapping[str, Evidence]] = MappingProxyType({})
_LEAD_LINES: Final = 3  # lines of prose that count as the lead
_CAP: Final = 60_000  # characters of the body in which places are counted
_LINE_CAP: Final = 4_000
_LINES_CAP: Final = 2_000
_SOURCE_END: Final = re.compile(
    r"\s*[\[(【]?\d{4}\s*[-年/.]\s*\d|\s*[【\[<]"
    r"|\s+(?:打印|关闭|字体|字号|分享|浏览|点击|阅读|收藏|大\s|编辑|作者|复制|下载)"
)
_STEP: Final = re.compile("[省市县区州旗盟](?![场政容域划级中南北])")  # of whose an office calls itself: ‖市‖财政局
_ISSUED_BY: Final = re.compile(r"\s+签发人.*$")
_SHOWN: Final = {  # rules by which place and department were settled, as users read them
    "title": "标题",
    "signature": "落款",
    "issuer": "发文单位",
    "lead": "首段",
    "body": "正文中提到最多",
    "source": "来源",
    "index_number": "索引号中的区划代码",
    "slogan": "正文中的提法",
}


@dataclass(frozen=True, slots=True)
class Metadata:
    """The fields of a report as found, with evidence by field name. A missing title is None here."""

    title: str | None
    place: Settled
    department: str | None
    issuer: str | None
    year: int | None
    publication_date: date | None
    signature: str | None
    signature_date: date | None
    index_number: str | None
    doc_number: str | None
    source: str | None
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    unnamed: Speaker | None = None  # the office or township whose report it is, where no name of it was found

    @property
    def body(self) -> Body:
        return body_of(self.department) if self.unnamed is None else "dept"


def read_metadata(lines: Sequence[Line], said: Mapping[str, Evidence] = _NOTHING, site: str = "") -> Metadata:
    """Return what the classified lines of a file, its markup (`said`) and its site say of the report in it."""
    evidence = {name: said[name] for name in ("source_url",) if name in said}
    labels = list(labels_of(lines))
    title = _title(lines, labels, evidence) or declared("title", said, evidence)
    signature, signed = _signature(lines, evidence)
    issuer = declared("issuer", said, evidence) or _value("issuer", labels, evidence)
    if issuer is None and signature is not None:
        issuer = signature
        evidence["issuer"] = evidence["signature"]
    body = list(islice((line for line in lines if line.kind == "body"), _LINES_CAP))
    lead = _lead(body)
    text = "\n".join(line.text[:_LINE_CAP] for line in body)[:_CAP]
    own = department(title, lead, text, signature)
    unnamed = None if own else _unnamed(title, lead, text)
    source = declared("source", said, evidence) or _source(labels, evidence)
    if unnamed:
        own = _published_by(unnamed, (("issuer", issuer), ("source", source)))
        said_in = (unnamed.rule, unnamed.text)
        evidence["department"] = Evidence(_SHOWN[said_in[0]], _line_of(*said_in, evidence, body), unnamed.text)
    if own:
        evidence["department"] = Evidence(_SHOWN[own[0]], _line_of(own[0], own[1], evidence, body), own[1])
    index_number = declared("index_number", said, evidence) or _value("index_number", labels, evidence)
    published = declared_day(said, evidence) or publication_date(lines, labels, evidence)
    year = report_year(evidence.get("title"), body, signed, published)
    if year.evidence:
        evidence["year"] = year.evidence
    found = Metadata(
        title=title,
        place=Settled(),
        department=own[1] if own else None,
        issuer=issuer,
        year=year.value,
        publication_date=published,
        signature=signature,
        signature_date=signed,
        index_number=index_number,
        doc_number=declared("doc_number", said, evidence) or _doc_number(lines, labels, evidence),
        source=source,
        evidence=evidence,
        unnamed=None if own else unnamed,
    )
    place = settle(_clues(lines, body, lead, found, site))
    if place.rule:
        line = _line_of(place.rule, place.text, evidence, body)
        evidence["jurisdiction"] = Evidence(_SHOWN[place.rule], line, place.text)
    return replace(found, place=place)


def _unnamed(title: str | None, lead: str, text: str) -> Speaker | None:
    """Return as what a report speaks of itself, unless its title says whose it is."""
    named = titles.subject(title) if title else ""
    return unnamed_speaker(named, lead, text) if not named or names_kind_alone(named) else None


def _published_by(unnamed: Speaker, told: Sequence[tuple[str, str | None]]) -> tuple[str, str] | None:
    """Return (rule, name) of the first of those that published a report which may be the one that speaks in it."""
    return next(((rule, name) for rule, name in told if name and unnamed.may_be(name) and is_office(name)), None)


# -- labels ----------------------------------------------------------------------------------------------------------


def _value(kind: str, labels: Sequence[LabelAt], evidence: dict[str, Evidence]) -> str | None:
    """Return the first value under labels of the kind."""
    for at in labels:
        if at.label.kind == kind and at.label.value:
            evidence[kind] = Evidence(f"标签“{at.label.name}”", at.line.number, at.label.value)
            return at.label.value
    return None


def _source(labels: Sequence[LabelAt], evidence: dict[str, Evidence]) -> str | None:
    value = _value("source", labels, evidence)
    if value is None:
        return None
    end = _SOURCE_END.search(value)
    return none_if_empty(value[: end.start()] if end else value)


def _doc_number(lines: Sequence[Line], labels: Sequence[LabelAt], evidence: dict[str, Evidence]) -> str | None:
    value = _value("doc_number", labels, evidence)
    if value:
        return value
    for line in (line for line in lines if line.kind == "meta"):
        text = clean(line.text[:_LINE_CAP]).text.strip()
        if is_doc_number(text):
            evidence["doc_number"] = Evidence("独立的文号行", line.number, text)
            return _ISSUED_BY.sub("", text).strip("()（）【】")
    return None


# -- title, signature, text ------------------------------------------------------------------------------------------


def _title(lines: Sequence[Line], labels: Sequence[LabelAt], evidence: dict[str, Evidence]) -> str | None:
    """Return the last title before the body, joined where it is broken over lines, else the one under 名称."""
    found: Evidence | None = None
    parts: list[str] = []
    first = 0
    for line in (line for line in lines if line.kind in ("title", "body")):
        if line.kind == "body":
            parts = []  # what stands above a notice's text is no part of the title below it
            continue
        text = clean(line.text).text.strip()
        if found and not parts and titles.is_year_below(text):
            found = Evidence(found.rule, found.line, found.text + text)
            continue
        first = line.number if not parts else first
        parts.append(text)
        joined, _ = titles.split_title("".join(parts))
        if joined:
            found = Evidence("标题行", first, joined)
            parts = []
    for at in labels if found is None else ():
        if at.label.kind == "title" and titles.is_title(at.label.value or ""):
            found = Evidence(f"标签“{at.label.name}”", at.line.number, at.label.value or "")
            break
    opening = next((line for line in lines if line.kind == "body"), None) if found is None else None
    if opening and (title := titles.opening_title(clean(opening.text[:_LINE_CAP]).text.strip())):
        found = Evidence("正文开头", opening.number, title)
    if found:
        evidence["title"] = found
    return found.text if found else None


def _signature(lines: Sequence[Line], evidence: dict[str, Evidence]) -> tuple[str | None, date | None]:
    """Return who signed and when: lines of their own, else the end of the last line of text."""
    names: list[Evidence] = []
    days: list[Evidence] = []
    last = next((line for line in reversed(lines) if line.kind == "body"), None)
    signed = [line for line in lines if line.kind == "signature"]
    below = [line for line in signed if last and line.number > last.number]
    for line in below or signed:
        both = split_signature(line.text)
        if both:
            names.append(Evidence("落款", line.number, both[0]))
            days.append(Evidence("落款", line.number, both[1].isoformat()))
        elif is_date_line(clean(line.text).text.strip()):
            day = find_date(line.text)
            if day:
                days.append(Evidence("落款", line.number, day.isoformat()))
        elif name := tidy(clean(line.text).text):
            names.append(Evidence("落款", line.number, name))
    if not names and not days and last is not None:
        both = trailing_signature(last.text)
        if both:
            names.append(Evidence("文末", last.number, both[0]))
            days.append(Evidence("文末", last.number, both[1].isoformat()))
    if names:
        evidence["signature"] = Evidence(names[0].rule, names[0].line, " ".join(name.text for name in names))
    if days:
        evidence["signature_date"] = days[-1]
    return (
        evidence["signature"].text if names else None,
        date.fromisoformat(days[-1].text) if days else None,
    )


def _lead(body: Sequence[Line]) -> str:
    """Return the first lines of prose, without salutations and headings."""
    prose = []
    for line in body[:12]:
        text = clean(line.text[:_LINE_CAP]).text.strip()
        announces = "如下" in text  # 现将…情况报告如下：
        if announces or (("。" in text or len(text) > 60) and not list(salutations([western(text)]))):
            prose.append(text)
    return "\n".join(prose[:_LEAD_LINES])


def _clues(lines: Sequence[Line], body: Sequence[Line], lead: str, found: Metadata, site: str) -> Clues:
    page = (site, *(line.text[:300] for line in lines if line.kind in ("boilerplate", "meta")))
    title = found.title or ""
    return Clues(
        title=titles.subject(title) or title,
        signature=found.signature or "",
        issuer=found.issuer or "",
        lead=lead,
        body="\n".join(clean(line.text[:_LINE_CAP]).text for line in body[:400])[:_CAP],
        salutation="\n".join(salutations(western(line.text[:100]) for line in body[:4])),
        source="\n".join(filter(None, (found.source, *_unlabelled(lines)))),
        page="\n".join(page),
        index_number=found.index_number or "",
        year=found.year,
        step=own[0] if (own := _STEP.match(found.department or "")) else None,
    )


def _unlabelled(lines: Sequence[Line]) -> Iterator[str]:
    """Yield the lines of the head that name an organisation, alone or beside a date: 长安镇人民政府 2022-01-05."""
    for line in lines:
        if line.kind == "body":
            return
        text = line.text[:_LINE_CAP]
        if line.kind == "meta" and not read_labels(text) and (find_date(text) or is_organisation(text.strip())):
            yield text


def _line_of(rule: str, text: str, evidence: Mapping[str, Evidence], body: Sequence[Line]) -> int:
    """Return the line a rule's finding stands on: that of the field it is named after, else the first with the text."""
    if rule in evidence:
        return evidence[rule].line
    return next((line.number for line in body if text in line.text[:_LINE_CAP]), body[0].number if body else 0)
