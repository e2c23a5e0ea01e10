"""A corpus tokenised once, in a process pool, and kept in a scratch folder: the same for every engine and run."""

import hashlib
import json
import mmap
import multiprocessing
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from indexer import text
from indexer.contract import BODIES, ParagraphWords
from indexer.words import paragraph_words
from tests.bench import corpora
from tests.bench.corpora import Copies
from tests.bench.shuffling import Tokenised, shuffled

BREAK_TOKEN = "_"  # stands for a break among characters, so that no phrase crosses it; no unit is written so
BLOCK = 200  # reports handed on at a time


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph as engines other than ours take it: pre-tokenised, a blank between tokens."""

    number: int  # in order of report ids, from 0
    place: str  # six digits; the first two are the province
    year: int
    section: str
    words: str
    characters: str


class Tokens:
    """A tokenised corpus on disk, read report by report in order of their ids."""

    def __init__(self, folder: Path) -> None:
        """Open what `prepare` left in `folder`."""
        self._index: list[tuple[int, int]] = json.loads((folder / "index.json").read_text())
        self._file = (folder / "tokens.bin").open("rb")
        self._bytes = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)

    def documents(self) -> Iterator[Tokenised]:
        """Yield every report with the words of its paragraphs."""
        for start, size in self._index:
            yield pickle.loads(self._bytes[start : start + size])

    def blocks(self) -> Iterator[list[Tokenised]]:
        """Yield the same, BLOCK reports at a time."""
        documents = self.documents()
        while block := list(islice(documents, BLOCK)):
            yield block

    def sample(self, paragraphs: int) -> list[ParagraphWords]:
        """Return the words of paragraphs spread evenly over the corpus, about so many."""
        everything = [of for _, words in self.documents() for of in words]
        return everything[:: max(1, len(everything) // paragraphs)]

    def row_blocks(self) -> Iterator[list[Row]]:
        """Yield every paragraph as a Row, those of BLOCK reports at a time."""
        number = 0
        for block in self.blocks():
            rows = list(_rows(block, number))
            number += len(rows)
            yield rows


def _rows(block: Sequence[Tokenised], number: int) -> Iterator[Row]:
    for document, words in block:
        report = document.report
        for paragraph, of_paragraph in zip(document.paragraphs, words, strict=True):
            characters = " ".join(map(unit_token, text.units(of_paragraph.body)))
            yield Row(
                number,
                report.place,
                report.year or 0,
                paragraph.section,
                " ".join(of_paragraph.words),
                characters,
            )
            number += 1


def unit_token(unit: str) -> str:
    """Return how a unit of folded text is written among the tokens of a character field."""
    return BREAK_TOKEN if unit == text.BREAK else unit.strip(text.FENCE)


def prepare(scratch: Path, size: int) -> Path:
    """Return the folder in `scratch` that holds the tokens of `size` paragraphs; they are made if not there."""
    key = hashlib.sha256(f"1 {corpora.name()} {text.text_rules_hash()} {tuple(BODIES)}".encode()).hexdigest()[:8]
    folder = scratch / f"tokens-{size}-{key}"
    if not (folder / "index.json").exists():
        folder.mkdir(parents=True, exist_ok=True)
        _tokenise(folder, size)
    return folder


def _tokenise(folder: Path, size: int) -> None:
    context = multiprocessing.get_context("spawn")
    at = 0
    index: list[tuple[str, int, int]] = []
    with context.Pool(initializer=text.warm) as pool, (folder / "tokens.bin").open("wb") as file:
        for of_report in pool.imap(_tokenised, corpora.reports(size), chunksize=8):
            for report_id, data in of_report:
                file.write(data)
                index.append((report_id, at, len(data)))
                at += len(data)
    (folder / "index.json").write_text(json.dumps([entry[1:] for entry in sorted(index)]))


def _tokenised(copies: Copies) -> list[tuple[str, bytes]]:
    made: list[Tokenised] = [(copies.document, paragraph_words(copies.document))]
    made += [shuffled(copies.document, *address) for address in copies.again]
    return [(document.report.id, pickle.dumps((document, words), protocol=5)) for document, words in made]
