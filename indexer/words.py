"""What an engine needs to know of each paragraph's words: worked out once, in the tokenising pool and nowhere else."""

from collections.abc import Iterable
from functools import cache
from typing import Final

from indexer.contract import Document, ParagraphWords
from indexer.text import BREAK, fold, words_of

_BLANK: Final = " "


def paragraph_words(document: Document) -> tuple[ParagraphWords, ...]:
    """Return the folded text and the words of every paragraph of `document`, in order."""

    @cache  # headings stand above many paragraphs, the title above all
    def above(texts: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        folded = _folded(texts)
        return folded, _words(folded)

    title, title_words = above((document.report.title, *(place.name for place in document.report.jurisdiction)))
    found: list[ParagraphWords] = []
    for paragraph in document.paragraphs:
        body = _folded((*paragraph.lead, paragraph.text))
        headings, heading_words = above(paragraph.heading_path)
        context = BREAK.join((headings, title)) if paragraph.heading_path else title
        found.append(ParagraphWords(body, context, _words(body), heading_words, title_words))
    return tuple(found)


def written(words: ParagraphWords) -> list[str]:
    """Return the words of a paragraph as they are kept: each list as one string, for no word has a blank in it."""
    lists = (words.words, words.heading_words, words.title_words)
    return [words.body, words.context, *(_BLANK.join(each) for each in lists)]


def read(kept: Iterable[list[str]]) -> tuple[ParagraphWords, ...]:
    """Return the words of the paragraphs of a report that written() was given."""

    @cache  # of headings and title, as in paragraph_words()
    def cut(joined: str) -> tuple[str, ...]:
        return tuple(joined.split(_BLANK)) if joined else ()

    return tuple(
        ParagraphWords(body, context, cut(words), cut(of_headings), cut(of_title))
        for body, context, words, of_headings, of_title in kept
    )


def _folded(texts: Iterable[str]) -> str:
    return BREAK.join(fold(text) for text in texts)


def _words(folded: str) -> tuple[str, ...]:
    return tuple(words_of(folded, subwords=True))
