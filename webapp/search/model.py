"""What a results page or an answer of the API holds: frozen values, ready to be laid out.

Nothing here is HTML and nothing is looked up later: templates loop and print; only quotes are made when asked for.
Ranges are [start, end) in code points of the text beside them. Every `url` is a path that begins with the site's root;
`None` means "not a link".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self
from urllib.parse import quote

from indexer.contract import Count, Paragraph, Report, Sort, Unit
from webapp.search.params import Params

Range = tuple[int, int]
FacetName = Literal["jurisdiction", "year", "section", "by", "kind"]


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages stand: `base` begins links that leave the page (no slash at the end), `root` those within it.

    `permanent` is whether `base` is the setting base_url; else links work only where this address is reached.
    """

    base: str = ""
    root: str = ""
    permanent: bool = False

    def permalink(self, code: str) -> str:
        """Return the link to a paragraph that is printed in memos."""
        return f"{self.base}/c/{quote(code)}"

    def code_url(self, code: str) -> str:
        """Return the path that leads to a paragraph by its code, also where its text has changed."""
        return f"{self.root}/c/{quote(code)}"

    def paragraph_url(self, paragraph_id: str) -> str:
        """Return the path of a paragraph's page."""
        return f"{self.root}/p/{paragraph_id}"

    def place_url(self, place: str) -> str:
        """Return the path of a place's page, by its facet value."""
        return f"{self.root}/d/{place}"

    def report_url(self, report_id: str) -> str:
        """Return the path of a report's page."""
        return f"{self.root}/r/{report_id}"


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and the ranges of it that the query matched, in order, apart from one another."""

    text: str
    ranges: tuple[Range, ...] = ()

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The text cut at its ranges, as (piece, whether it is marked), no piece empty."""
        cut: list[tuple[str, bool]] = []
        at = 0
        for start, end in self.ranges:
            cut += [(self.text[at:start], False), (self.text[start:end], True)]
            at = end
        cut.append((self.text[at:], False))
        return tuple(piece for piece in cut if piece[0])


@dataclass(frozen=True, slots=True)
class Snippet(Marked):
    """A stretch of a paragraph, at most 160 characters, and whether the paragraph goes on before and after it."""

    cut_before: bool = False
    cut_after: bool = False


@dataclass(frozen=True, slots=True)
class Selector:
    """A W3C TextQuoteSelector."""

    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A report or a paragraph as bibliographic software reads it."""

    ris: str
    bibtex: str
    csl: Mapping[str, Any]  # an item of CSL-JSON
    meta: tuple[tuple[str, str], ...]  # Highwire's meta elements: name, content


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A report or a paragraph ready to be cited, in every manner."""

    id: str  # of the report or the paragraph
    number: str  # the name printed: the paragraph's code, the report's id
    link: str  # 仅链接
    markdown: str
    gbt7714_2025: str
    gbt7714_2015: str
    coins: str  # an OpenURL ContextObject, the title of a COinS span
    exchanging: Callable[[], Exchange]  # makes what follows when it is asked for, once: a page of hits does not

    @property
    def ris(self) -> str:
        """See Exchange."""
        return self.exchanging().ris

    @property
    def bibtex(self) -> str:
        """See Exchange."""
        return self.exchanging().bibtex

    @property
    def csl(self) -> Mapping[str, Any]:
        """See Exchange."""
        return self.exchanging().csl

    @property
    def meta(self) -> tuple[tuple[str, str], ...]:
        """See Exchange."""
        return self.exchanging().meta


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotes(Citation):
    """A paragraph ready to be pasted as well."""

    official: str  # 公文用语: full-width punctuation, inner quotation marks turned, the source in brackets
    plain: str  # 原样: the source's own characters, then the source


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where the text was published: 原文 2021-01-13 公开, or 来源网址未记录 with no url."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Flag:
    """Something the reader should know of a passage, such as missing_char, 原文缺字."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class PassageView:
    """A paragraph as every page shows it: in a list of hits, alone, or in its report."""

    paragraph: Paragraph
    report: Report
    code: str
    url: str  # /p/…
    permalink: str  # <base>/c/<code>, the link for a memo
    report_url: str  # /r/…, at the paragraph, the query's marks kept
    place_label: str  # 湖北省咸宁市嘉鱼县 or 地区不详
    place_url: str | None  # /d/…
    year_label: str  # 2020 年度 or 年度不详
    body_label: str  # 县政府, 市司法局, 嘉鱼县教育局
    kind_label: str  # 政府工作报告, …; empty for reports of law
    section_label: str
    title: Marked
    heading_path: tuple[Marked, ...]
    text: Marked  # the whole paragraph
    quoting: Callable[[], Quotes]  # makes `quotes` when they are asked for, once
    source_line: SourceLine
    selecting: Callable[[], Selector]  # makes `selector` when it is asked for, out of the whole report
    flags: tuple[Flag, ...]

    @property
    def selector(self) -> Selector:
        """Where the paragraph stands among the words around it."""
        return self.selecting()

    @property
    def quotes(self) -> Quotes:
        """The paragraph ready to be pasted and cited."""
        return self.quoting()


@dataclass(frozen=True, slots=True)
class HitView:
    """One result."""

    number: int  # from 1, over all pages; 0 for a relaxed hit
    passage: PassageView
    snippet: Snippet
    elsewhere: tuple[str, ...]  # 另见: words of the query that stand only in the headings, the title or the place
    outside: tuple[str, ...]  # words of the query that stand in the paragraph, but not in the snippet
    more_in_report: int  # further hits of the same report
    more_url: str | None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value to choose. `paragraphs` and `reports` are what it holds, this facet's own selection left out.

    `url` puts the value in, or takes it out when selected; it is None where there is nothing to find. `included` is
    whether a value above it is selected; then `url` narrows to this one. `folded` is whether there are values below
    it that are not listed.
    """

    value: str
    label: str
    paragraphs: int
    reports: int
    selected: bool = False
    included: bool = False
    url: str | None = None
    children: tuple[Self, ...] = ()
    folded: bool = False

    @property
    def spoken(self) -> str:
        """The label for a screen reader: 福建省，128 段，31 份报告."""
        return f"{self.label}，{self.paragraphs} 段，{self.reports} 份报告"

    @property
    def opened(self) -> bool:
        """Whether something below it is selected."""
        return any(child.selected or child.opened for child in self.children)


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet: `param` is the name of its parameter in the form."""

    name: FacetName
    param: str
    label: str
    values: tuple[FacetValue, ...]
    selected_count: int


@dataclass(frozen=True, slots=True)
class YearBar:
    """One bar of the years, rising; a year of the span without a report has a bar of height 0 and no link."""

    value: str
    label: str
    paragraphs: int
    reports: int
    height_percent: int  # 0 to 100, at least 4 where there is a paragraph
    selected: bool
    url: str | None


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in force and the page without it; `ignored` is one that could not be used."""

    param: str
    label: str
    url_without: str
    ignored: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A way to the same results otherwise: another order, another unit, another page size."""

    value: str
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A numbered page; a gap (…) has number 0 and no url."""

    number: int
    url: str | None
    current: bool


@dataclass(frozen=True, slots=True)
class Pagination:
    """Numbered pages over the window, at least one."""

    page: int
    pages: int
    previous: str | None
    next: str | None
    first: str
    last: str
    numbers: tuple[PageNumber, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another search and how many paragraphs it finds."""

    label: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class ReportLink:
    """A report by its title."""

    report: Report
    title: Marked
    url: str


@dataclass(frozen=True, slots=True)
class ZeroHelp:
    """What to do when nothing was found: searches that find something, best first, and what the index covers."""

    suggestions: tuple[Suggestion, ...]
    coverage: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the reader, with where to go if there is such a place."""

    text: str
    link_label: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ResultView:
    """One page of results."""

    params: Params
    understood: str  # 按 “双随机一公开” 检索
    total: Count
    places_count: int  # places among the hits
    hits: tuple[HitView, ...]
    relaxed: tuple[HitView, ...]  # paragraphs with most of the words, uncounted
    facets: tuple[FacetView, ...]  # jurisdiction, year, section, by, kind
    year_bars: tuple[YearBar, ...]
    chips: tuple[Chip, ...]
    clear_url: str | None  # without any filter, where there is one
    notices: tuple[Notice, ...]
    title_matches: tuple[ReportLink, ...]  # reports whose title holds the query
    pagination: Pagination
    sort_links: tuple[Link, ...]
    unit_links: tuple[Link, ...]
    size_links: tuple[Link, ...]
    canonical_url: str  # without the root of the site: it is put behind `Site.base`
    json_url: str
    csv_url: str
    atom_url: str  # the feed of the search
    zero: ZeroHelp | None
    generation: str

    @property
    def facet(self) -> dict[str, FacetView]:
        """The facets by name."""
        return {facet.name: facet for facet in self.facets}


SORT_LABELS: dict[Sort, str] = {"rel": "相关度", "new": "年度由新到旧", "old": "年度由旧到新", "place": "按地区"}
UNIT_LABELS: dict[Unit, str] = {"paragraph": "段落", "report": "报告"}
