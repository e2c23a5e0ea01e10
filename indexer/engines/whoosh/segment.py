"""One segment of an index: at most 65,536 paragraphs in canonical order, as arrays that are mapped into memory."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from indexer.engines.arrays import Arrays, ArraysWriter, narrow, open_arrays
from indexer.engines.whoosh.characters import Characters
from indexer.engines.whoosh.frequencies import NOTHING, FrequencyField, Postings

EXTENSION: Final = ".arrays"
LARGEST: Final = 1 << 16  # paragraphs: their numbers in a segment are of 16 bits
MOST_CHARACTERS: Final = 1 << 23  # of all bodies in a segment, or little more: each takes some 20 bytes to lay down

BODY, CONTEXT, PAIRS = "characters", "context", "pairs"
WORDS, HEADING_WORDS, TITLE_WORDS = "words", "heading_words", "title_words"
ID, TEXT_HASH = "id", "text_hash"
COUNTED: Final = (WORDS, HEADING_WORDS, TITLE_WORDS, PAIRS)  # fields of frequencies, with lengths
NAMED: Final = (ID, TEXT_HASH)  # fields of one term a paragraph
STORED: Final = (
    *(ID, "ordinal", "section", "topic", "heading_path", "lead", "text", "flags", "spans"),
    *("report", "title", "jurisdiction", "place", "year", "body", "kind"),
)  # of a paragraph, and what tells its report from others
COLUMNS: Final = ("place", "year", "section", "body", "kind")  # one value a paragraph


class Column:
    """A value for each paragraph, as a code; `labels[code]` is what it stands for."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self.codes: NDArray[np.unsignedinteger[Any]] = arrays[f"{name}.codes"]
        self.labels: list[str] = json.loads(arrays[f"{name}.labels"].tobytes())


def write_column(arrays: ArraysWriter, name: str, codes: NDArray[np.uint32], labels: Sequence[str]) -> None:
    """Write a column: paragraph i has labels[codes[i]]."""
    arrays.add(f"{name}.codes", narrow(codes))
    arrays.add(f"{name}.labels", np.frombuffer(json.dumps(labels, ensure_ascii=False).encode(), np.uint8))


class Segment:
    """Reads a segment. Immutable and safe to share between threads. Raises what damaged files lead NumPy to raise."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._arrays = arrays = open_arrays(path)
        self.body = Characters(arrays, BODY)
        self.context = Characters(arrays, CONTEXT)  # each text once for all neighbours that share it
        self.context_sizes = arrays[f"{CONTEXT}.sizes"]  # how many paragraphs share each of its texts
        self.frequencies = {name: FrequencyField(arrays, name) for name in (*COUNTED, *NAMED)}
        self.size = len(self.body.text_starts) - 1
        self._stored, self._stored_ends = arrays["stored"], arrays["stored_ends"]

    def lengths(self, field: str) -> NDArray[np.unsignedinteger[Any]]:
        """Return how many terms each paragraph has in one of COUNTED."""
        return self._arrays[f"{field}.lengths"]

    def column(self, name: str) -> Column:
        """Return one of COLUMNS."""
        return Column(self._arrays, name)

    def holding(self, field: str, term: bytes) -> int:
        """Return how many paragraphs hold `term` in a field of frequencies."""
        of_field = self.frequencies[field]
        number = of_field.terms.number(term)
        return 0 if number < 0 else of_field.holding(number)

    def postings(self, field: str, term: bytes) -> Postings:
        """Return the postings of `term` in a field of frequencies, empty ones if it is not there."""
        of_field = self.frequencies[field]
        number = of_field.terms.number(term)
        return NOTHING if number < 0 else of_field.postings(number)

    def records(self, first: int, last: int) -> tuple[NDArray[np.uint8], NDArray[np.intp]]:
        """Return the stored records of paragraphs first..last as they are written, and where each begins and ends."""
        ends = self._stored_ends[first : last + 1].astype(np.intp)
        return self._stored[ends[0] : ends[-1]], ends

    def stored(self, number: int) -> dict[str, Any]:
        """Return the stored fields of a paragraph."""
        start, end = int(self._stored_ends[number]), int(self._stored_ends[number + 1])
        record: list[Any] = json.loads(self._stored[start:end].tobytes())
        return dict(zip(STORED, record, strict=True))
