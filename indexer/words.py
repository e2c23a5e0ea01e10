"""What an engine needs to know of each paragraph's words: worked out once, in the tokenising pool and nowhere else."""

from indexer.contract import Document, ParagraphWords
from indexer.text import BREAK, fold, tokens


def paragraph_words(document: Document) -> tuple[ParagraphWords, ...]:
    """Return the folded text and the words of every paragraph of `document`, in order."""
    title = (document.report.title, *(place.name for place in document.report.jurisdiction))
    title_words = _words(title)
    return tuple(
        ParagraphWords(
            body=_folded((*paragraph.lead, paragraph.text)),
            context=_folded((*paragraph.heading_path, *title)),
            words=_words((*paragraph.lead, paragraph.text)),
            heading_words=_words(paragraph.heading_path),
            title_words=title_words,
        )
        for paragraph in document.paragraphs
    )


def _folded(texts: tuple[str, ...]) -> str:
    return BREAK.join(fold(text) for text in texts)


def _words(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for text in texts for word in tokens(text, subwords=True))
