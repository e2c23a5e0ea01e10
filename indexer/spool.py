"""Reports that are analysed and wait until all are, on disk: a run may be larger than memory."""

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO

from indexer.archive.identity import Card
from indexer.contract import Document, ParagraphWords
from indexer.intake.sidecars import Value


@dataclass(frozen=True, slots=True)
class Analysed:
    """A source and all that was made of it."""

    document: Document
    words: Sequence[ParagraphWords]
    data: bytes
    overrides: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Ready:
    """An analysed source as the worker hands it over: pickled there, since the one writer has enough to do."""

    card: Card
    pickled: bytes

    @classmethod
    def of(cls, card: Card, analysed: Analysed) -> "Ready":
        return cls(card, pickle.dumps(analysed))


class Spool:
    """Analysed sources waiting for their turn, in a file without a name that ends with the process."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._offsets: dict[tuple[str, str], int] = {}  # paths are shown, and two names may be shown alike

    def put(self, ready: Ready) -> None:
        """Lay down what belongs to `ready.card`."""
        self._offsets[ready.card.path, ready.card.sha256] = self._file.tell()
        self._file.write(ready.pickled)

    def take(self, card: Card) -> Analysed:
        """Return what belongs to `card`."""
        self._file.seek(self._offsets[card.path, card.sha256])
        taken: Analysed = pickle.load(self._file)  # noqa: S301 - written by our own workers into our own unnamed file
        return taken
