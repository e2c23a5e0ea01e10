"""Random reports and questions over a few fragments, small enough that everything meets everything."""

from datetime import date

from hypothesis import strategies as st

from indexer.contract import (
    BODIES,
    SECTIONS,
    And,
    Everything,
    Filters,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    SearchRequest,
    Term,
)
from indexer.text import BREAK, fold
from tests.engines.corpus import PLACES, Text, make_document

FRAGMENTS = (
    *("行政", "复议", "行政复议", "体制", "改革", "执法", "執法", "双随机", "一公开", "机", "一", "的", "哪些", "怎么"),
    *("12", "12345", "99.91%", "1,256", "3", "APP", "a", "湖北", "嘉鱼县", "２０２０", "𠮷", "、", "，", " ", "“"),
    *("。", "；", "\u200b"),
)
_YEARS = (2019, 2020, 2021, None)
_SECTIONS = tuple(SECTIONS)[:4]

_texts = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=9).map("".join)
_needles = st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=4).map("".join)
_paths = st.lists(_texts, max_size=2).map(tuple)


@st.composite
def _paragraphs(draw):
    path = draw(_paths)
    return Text(draw(_texts), draw(st.sampled_from(_SECTIONS)), path, path if draw(st.booleans()) else ())


@st.composite
def _documents(draw, name):
    place, year, body = name
    return make_document(
        draw(st.lists(_paragraphs(), min_size=1, max_size=5)),
        place=place,
        year=year,
        body=body,
        title=draw(_texts),
        published=draw(st.sampled_from((None, date(2021, 1, 1), date(2022, 2, 2)))),
    )


_names = st.tuples(st.sampled_from(tuple(PLACES)), st.sampled_from(_YEARS), st.sampled_from(tuple(BODIES)))


@st.composite
def corpora(draw):
    """Draw reports, each of another place, year and body."""
    return [draw(_documents(name)) for name in draw(st.lists(_names, min_size=1, max_size=6, unique=True))]


_terms = _needles.map(lambda text: Term(text, fold(text).replace(BREAK, "")))
_phrases = _needles.map(lambda text: Phrase(text, fold(text)))
_leaves = st.one_of(_terms, _terms, _phrases)
_nears = st.builds(
    Near, st.sampled_from(("sentence", "paragraph")), st.lists(_leaves, min_size=1, max_size=3).map(tuple)
)


def _branches(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    excluding = st.tuples(parts, parts.map(Not)).flatmap(lambda pair: st.permutations(pair)).map(tuple)
    return st.one_of(several.map(And), several.map(Or), excluding.map(And))


nodes = st.one_of(st.just(Everything()), st.recursive(st.one_of(_leaves, _nears), _branches, max_leaves=5))


def _some(values):
    return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)


filters = st.builds(
    Filters,
    places=_some(("42", "4212", "421221", "420000", "35", "none")),
    years=_some(((2019, 2020), (2021, 2021), (1900, 1901), None)),
    sections=_some((*_SECTIONS, "general")),
    bodies=_some(tuple(BODIES)),
)
requests = st.builds(
    SearchRequest,
    query=nodes,
    filters=filters,
    sort=st.sampled_from(("rel", "new", "old", "place")),
    unit=st.sampled_from(("paragraph", "report")),
    offset=st.sampled_from((0, 0, 1, 4)),
    limit=st.sampled_from((1, 3, 50)),
)
