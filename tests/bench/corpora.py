"""Reports in any number: the seeds resampled, or another corpus of real paragraphs; beyond its length, it is shuffled.

XIANLI_BENCH_CORPUS names a JSONL file (.gz too) with one paragraph a line: path (of its document), law (its title),
date, article, text. Place, year and section are spread over it evenly, as a country would fill them.
"""

import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path
from random import Random
from typing import Any

from indexer.analysis import analyse
from indexer.contract import SECTIONS, Body, Document, Line, Paragraph, Place, Report, Span
from indexer.intake.gazetteer import gazetteer
from indexer.intake.sources import Source
from indexer.naming import paragraph_id

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
RESAMPLED = 3_400  # reports made of the seeds, before they are shuffled; each has 30 paragraphs
_YEARS = range(2013, 2025)
_HEADINGS = ("加强党的领导", "依法履行政府职能", "完善制度体系", "规范重大行政决策", "推进公正文明执法", "化解矛盾纠纷")
_NUMERALS = "一二三四五六"
Address = tuple[tuple[Place, ...], int]  # the path to a county, and a year


@dataclass(frozen=True, slots=True)
class Copies:
    """A report, and the places and years under which it comes again with its words shuffled."""

    document: Document
    again: tuple[Address, ...]


def name() -> str:
    """Return what the corpus is, without where it lies."""
    source = os.environ.get("XIANLI_BENCH_CORPUS")
    return Path(source).name if source else "seeds resampled"


def reports(paragraphs: int) -> list[Copies]:
    """Return reports that, with their copies, hold about `paragraphs` paragraphs: exactly so many before copies."""
    addresses = counties()
    source = os.environ.get("XIANLI_BENCH_CORPUS")
    found = _from_jsonl(Path(source), addresses) if source else islice(_resampled(addresses), RESAMPLED)
    documents: list[Document] = []
    left = paragraphs
    for document in found:
        documents.append(replace(document, paragraphs=document.paragraphs[:left]))
        left -= len(documents[-1].paragraphs)
        if not left:
            break
    again: list[list[Address]] = [[] for _ in documents]
    while left > 0:
        for number, document in enumerate(documents):
            again[number].append(next(addresses))
            left -= len(document.paragraphs)
            if left <= 0:
                break
    return [Copies(document, tuple(copies)) for document, copies in zip(documents, again, strict=True)]


def documents(paragraphs: int) -> list[Document]:
    """Return reports without copies, in order of their ids."""
    return sorted((made.document for made in reports(paragraphs)), key=lambda document: document.report.id)


def counties() -> Iterator[Address]:
    """Yield every county with every year: each county once, in a mixed order, before any comes again."""
    counties = [area.path for area in gazetteer().by_code.values() if area.level == "county"]
    Random(0).shuffle(counties)
    for shift in range(len(_YEARS)):
        for number, path in enumerate(counties):
            yield path, _YEARS[(number * 7 + shift) % len(_YEARS)]


# -- the seeds resampled ---------------------------------------------------------------------------------------------


def _resampled(addresses: Iterator[Address]) -> Iterator[Document]:
    random = Random(1)
    sentences = seed_sentences()
    for number, (path, year) in enumerate(addresses):
        text = resampled_text(random, sentences, path, year).encode()
        document = analyse(Source(f"{number}.txt", text, hashlib.sha256(text).hexdigest())).document
        if document is not None:
            yield document


def resampled_text(random: Random, sentences: list[str], path: tuple[Place, ...], year: int, each: int = 5) -> str:
    """Return the text of a report made of `sentences`, the first the commonest: six headings, `each` under each."""
    weights = [1 / rank for rank in range(1, len(sentences) + 1)]
    place = path[-1].name
    lines = [f"{''.join(step.name for step in path)}{year}年法治政府建设情况报告"]
    for numeral, heading in zip(_NUMERALS, _HEADINGS, strict=True):
        lines.append(f"{numeral}、{heading}")
        for _ in range(each):
            chosen = random.choices(sentences, weights, k=random.randint(2, 6))
            lines.append(f"{''.join(chosen)}{place}办理案件{random.randint(1, 9999)}件。")
    lines += [f"{place}人民政府", f"{year + 1}年1月{random.randint(1, 28)}日"]
    return "\n".join(lines)


def seed_sentences() -> list[str]:
    texts = [path.read_text(encoding="utf-8-sig") for path in sorted(SEEDS.glob("*.txt"))]
    pieces = [piece.strip() for text in texts for line in text.splitlines() for piece in line.split("。")]
    sentences = sorted({f"{piece}。" for piece in pieces if 20 <= len(piece) <= 200})
    Random(2).shuffle(sentences)
    return sentences


# -- another corpus --------------------------------------------------------------------------------------------------


def _from_jsonl(source: Path, addresses: Iterator[Address]) -> Iterator[Document]:
    opener = gzip.open if source.suffix == ".gz" else open
    with opener(source, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        for _, of_path in groupby(rows, key=lambda row: row["path"]):
            yield _document(list(of_path), *next(addresses))


def _document(rows: list[dict[str, Any]], path: tuple[Place, ...], year: int) -> Document:
    code = path[-1].code or "000000"
    body: Body = "gov" if len(rows) % 2 else "sfj"
    name = f"{code}-{year}-{body}"
    report = Report(
        id=name,
        title=rows[0]["law"],
        title_missing=False,
        jurisdiction=path,
        place=code,
        body=body,
        department=None,
        issuer=None,
        year=year,
        publication_date=None,
        signature=None,
        signature_date=None,
        index_number=None,
        doc_number=None,
        source=None,
        source_url=None,
        fetched_at=None,
        path=rows[0]["path"],
        sha256="0" * 64,
    )
    paragraphs: dict[str, Paragraph] = {}
    for line, row in enumerate(rows, start=1):
        identity = paragraph_id(name, row["text"])
        section = tuple(SECTIONS)[line * len(SECTIONS) // (len(rows) + 1)]
        span = Span(line, 0, len(row["text"]))
        made = Paragraph(identity, name, line, span, section, None, (row["article"],), (), row["text"])
        paragraphs.setdefault(identity, made)
    lines = tuple(Line(number, "body", row["text"]) for number, row in enumerate(rows, start=1))
    return Document(report, lines, (), tuple(paragraphs.values()))
