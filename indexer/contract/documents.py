"""Documents: reports, their lines, headings and paragraphs, and the vocabulary they are described in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

Level = Literal["province", "prefecture", "county", "zone"]
Body = Literal["gov", "sfj", "dept"]  # 政府, 司法局, other department
Kind = Literal["law", "work", "openness", "other"]  # what a yearly report is about, see KINDS
LineKind = Literal["title", "meta", "boilerplate", "body", "signature", "blank"]
MarkerStatus = Literal["ok", "none", "numeral_lost", "marker_lost", "duplicate"]

UNKNOWN: Final = "none"  # the facet value of a report without a place or year: 不详

SECTIONS: Final[Mapping[str, str]] = {
    "overview": "概述",
    "leadership": "党的领导与第一责任人",
    "functions": "依法全面履行政府职能",
    "rules": "依法行政制度体系",
    "decisions": "重大行政决策",
    "enforcement": "行政执法",
    "emergency": "突发事件应对",
    "oversight": "权力制约监督与政务公开",
    "disputes": "矛盾纠纷化解",
    "capacity": "法治能力与普法",
    "society": "公共法律服务与法治社会",
    "digital": "科技保障·数字法治",
    "problems": "存在问题",
    "plan": "下一年安排",
    "general": "其他",
}
BODIES: Final[Mapping[str, str]] = {"gov": "政府", "sfj": "司法局", "dept": "其他部门"}
KINDS: Final[Mapping[str, str]] = {
    "law": "法治政府建设年度报告",
    "work": "政府工作报告",
    "openness": "政府信息公开年度报告",
    "other": "其他年度报告",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One step of a jurisdiction. `code` has six digits (GB/T 2260, as of today); a functional zone has none."""

    level: Level
    name: str
    code: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a field has its value: the rule, the line (from 1; 0 is a file name or sidecar), and what stood there."""

    rule: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source as decoded, and what it was taken for."""

    number: int  # from 1
    kind: LineKind
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the outline. `offset`..`end` is marker and text on its line; `text` is without the marker."""

    line: int
    offset: int
    end: int
    level: int  # 1 一、 or unnumbered, 2 （一）, 3 一是 or 1., 4 一是 inside a 1. item
    marker: str
    marker_status: MarkerStatus
    text: str
    section: str
    topic: str

    @property
    def label(self) -> str:
        """The heading as one would write it: 一、强化领导; 一是 健全体系; 第一部分 工作情况."""
        joint = " " if self.marker.endswith(("是", "部分")) else ""
        return f"{self.marker}{joint}{self.text}"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the source: `start`..`end` on line `line` (from 1) of the decoded file."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The smallest quotable unit and the entry of the index.

    `text` is the source's own text, cleaned. `heading_path` holds the labels of the headings above it, outermost
    first, its own run-in heading last. `lead` are the labels of those headings that stand before it and not in its
    text, and under which it is the first paragraph: a phrase found there leads here. A text that stands twice in a
    report is one paragraph; `also` are its other places.
    """

    id: str  # see naming.py
    report_id: str
    ordinal: int  # from 1, in order of the report; for display only
    span: Span
    section: str
    topic: str | None  # of what, where the section is problems or plan
    heading_path: tuple[str, ...]
    lead: tuple[str, ...]
    text: str
    flags: tuple[str, ...] = ()  # missing_char: a numeral or marker is lost in the source
    also: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One annual report: what is known of it, and why. Reports of law are those indexed unless others are asked for."""

    id: str
    title: str  # proposed from place and year where the file has none, see title_missing
    title_missing: bool
    jurisdiction: tuple[Place, ...]  # province first; empty if unknown or a tie
    place: str  # facet value with prefix semantics: 440823, 440800 (the city's own), 4408z7K2M (a zone), or UNKNOWN
    body: Body
    department: str | None
    issuer: str | None
    year: int | None  # reported on, not of publication
    publication_date: date | None
    signature: str | None
    signature_date: date | None
    index_number: str | None
    doc_number: str | None
    source: str | None
    source_url: str | None
    fetched_at: date | None
    path: str  # relative to the sources folder, with "/"
    sha256: str  # of the file as it is on disk
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    flags: tuple[str, ...] = ()  # title_missing, place_tie, no_source_url, …: what a reader should know or check
    kind: Kind = "law"


@dataclass(frozen=True, slots=True)
class Document:
    """A report with its text: what intake hands to an engine and what the report page shows."""

    report: Report
    lines: tuple[Line, ...]
    headings: tuple[Heading, ...]
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class ParagraphWords:
    """What a tokenising worker works out for one paragraph, so that the engine only lays it down."""

    body: str  # fold() of lead headings and text, a BREAK between them
    context: str  # fold() of heading path, title and names of places, a BREAK between them
    words: tuple[str, ...]  # tokens(subwords=True) of lead and text
    heading_words: tuple[str, ...]  # the same of the heading path
    title_words: tuple[str, ...]  # the same of title and names of places

    def __reduce__(self) -> tuple[type, tuple[str | tuple[str, ...], ...]]:
        """Pickle as a call: dataclasses with slots take ten times as long to come out of a worker by themselves."""
        return ParagraphWords, (self.body, self.context, self.words, self.heading_words, self.title_words)
