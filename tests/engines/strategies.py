"""Random reports and questions over a few fragments, small enough that everything meets everything.

One drawn number makes a whole corpus or question: hypothesis' own draws are so biased to the simplest that most
questions would be empty.
"""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from hypothesis import strategies as st

from indexer.contract import (
    BODIES,
    KINDS,
    SECTIONS,
    And,
    Document,
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
_SECTIONS = tuple(SECTIONS)[:4]

seeds = st.integers(min_value=0, max_value=2**32 - 1)


def corpus(random: Random) -> list[Document]:
    """Make a few reports, each of another place, year, body and kind."""
    of = [(place, year, body) for place in PLACES for year in (2019, 2020, 2021, None) for body in BODIES]
    names = [(*name, random.choice(("law", "law", *KINDS))) for name in of]
    return [_document(random, *name) for name in random.sample(names, random.randint(1, 8))]


def _document(random: Random, place: str, year: int | None, body: Any, kind: Any) -> Document:
    return make_document(
        [_paragraph(random) for _ in range(random.randint(1, 8))],
        place=place,
        year=year,
        body=body,
        kind=kind,
        title=_text(random),
        published=random.choice((None, date(2021, 1, 1), date(2022, 2, 2))),
    )


def _paragraph(random: Random) -> Text:
    path = tuple(_text(random) for _ in range(random.randint(0, 2)))
    return Text(_text(random), random.choice(_SECTIONS), path, path if random.random() < 0.5 else ())


def _text(random: Random) -> str:
    return "".join(random.choices(FRAGMENTS, k=random.randint(1, 12)))


def request(random: Random, documents: Sequence[Document]) -> SearchRequest:
    """Make a question to `documents`."""
    return SearchRequest(
        query=Everything() if random.random() < 0.1 else _node(random, documents, 3),
        filters=filters(random),
        sort=random.choice(("rel", "rel", "new", "old", "place")),
        unit=random.choice(("paragraph", "report")),
        offset=random.choice((0, 0, 0, 1, 4)),
        limit=random.choice((1, 3, 50)),
    )


def filters(random: Random) -> Filters:
    """Make a choice of facet values; most facets are left alone."""
    return Filters(
        places=_some(random, "42", "4212", "421221", "420000", "35", "none"),
        years=_some(random, (2019, 2020), (2021, 2021), (1900, 1901), None),
        sections=_some(random, *_SECTIONS, "general"),
        bodies=_some(random, *BODIES),
        kinds=_some(random, *KINDS),
    )


def _some(random: Random, *values: Any) -> tuple[Any, ...]:
    return tuple(random.sample(values, random.choice((0, 0, 0, 1, 2))))


def _node(random: Random, documents: Sequence[Document], depth: int) -> Node:
    kind = random.choice(("leaf", "leaf", "near", "and", "and", "or", "or", "without")) if depth else "leaf"
    if kind == "leaf":
        return _leaf(random, documents)
    if kind == "near":
        leaves = tuple(_leaf(random, documents) for _ in range(random.randint(1, 3)))
        return Near(random.choice(("sentence", "paragraph")), leaves)
    parts = [_node(random, documents, depth - 1) for _ in range(random.randint(1, 3))]
    if kind == "without":
        parts.insert(random.randint(0, len(parts)), Not(_node(random, documents, depth - 1)))
    return Or(tuple(parts)) if kind == "or" else And(tuple(parts))


def _leaf(random: Random, documents: Sequence[Document]) -> Term | Phrase:
    needle = _needle(random, documents)
    if random.random() < 0.6:
        return Term(needle, fold(needle).replace(BREAK, ""))
    return Phrase(needle, fold(needle))


def _needle(random: Random, documents: Sequence[Document]) -> str:
    """Make up a few fragments, or take something that stands in a report, cut anywhere."""
    if random.random() < 0.4:
        return "".join(random.choices(FRAGMENTS, k=random.randint(1, 2)))
    document = random.choice(documents)
    paragraph = random.choice(document.paragraphs)
    whole = random.choice((paragraph.text, paragraph.text, document.report.title, *paragraph.heading_path))
    start = random.randrange(len(whole))
    return whole[start : start + random.choice((1, 2, 3, 6, 12))]
