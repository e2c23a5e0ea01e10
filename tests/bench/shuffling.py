"""A report come again elsewhere, the words of each of its paragraphs shuffled: as many tokens, as common, new texts."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from random import Random

from indexer.contract import Document, Line, Paragraph, ParagraphWords, Place, Span
from indexer.naming import paragraph_id
from indexer.text import BREAK, FENCE, fold, words_of
from indexer.words import paragraph_words

Tokenised = tuple[Document, tuple[ParagraphWords, ...]]


def shuffled(document: Document, path: tuple[Place, ...], year: int) -> Tokenised:
    """Return `document` as the report of another place and year, its text the shuffled words joined."""
    code = path[-1].code or "000000"
    report = replace(
        document.report,
        id=f"{code}-{year}-{document.report.body}",
        jurisdiction=path,
        place=code,
        year=year,
    )
    random = Random(report.id)
    made: dict[str, tuple[Paragraph, list[str]]] = {}
    for number, paragraph in enumerate(document.paragraphs, start=1):
        pieces = list(_pieces(paragraph.text))
        random.shuffle(pieces)
        while (identity := paragraph_id(report.id, _text(pieces))) in made:
            pieces.append("又")
        text = _text(pieces)
        span = Span(number, 0, len(text))
        other = replace(
            paragraph, id=identity, report_id=report.id, ordinal=number, span=span, lead=(), text=text, also=()
        )
        made[identity] = other, pieces
    paragraphs = tuple(paragraph for paragraph, _ in made.values())
    lines = tuple(Line(paragraph.ordinal, "body", paragraph.text) for paragraph in paragraphs)
    above = paragraph_words(Document(report, lines, (), tuple(replace(paragraph, text="") for paragraph in paragraphs)))
    words = tuple(_words(of, pieces) for of, (_, pieces) in zip(above, made.values(), strict=True))
    return Document(report, lines, (), paragraphs), words


def _words(above: ParagraphWords, pieces: Sequence[str]) -> ParagraphWords:
    return replace(
        above,
        body="".join(_folded(piece) for piece in pieces),
        words=tuple(word for piece in pieces for word in _with_subwords(piece)),
    )


@lru_cache(maxsize=4096)  # the copies of a report are made one after the other
def _pieces(text: str) -> tuple[str, ...]:
    """Return the words of `text` and, as words of their own, its breaks."""
    found: list[str] = []
    for sentence in fold(text).split(BREAK):
        found += words_of(sentence, subwords=False)
        found.append("。")
    return tuple(found[:-1])


def _text(pieces: Sequence[str]) -> str:
    """Join pieces to a text that folds to what they fold to: numbers and Latin words stand apart."""
    return "".join(f" {piece} " if _folded(piece)[0] == FENCE else piece for piece in pieces)


@cache
def _folded(piece: str) -> str:
    return fold(piece)


@cache
def _with_subwords(piece: str) -> tuple[str, ...]:
    return tuple(words_of(_folded(piece), subwords=True))
