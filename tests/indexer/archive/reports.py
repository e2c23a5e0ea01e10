"""The seeds as they are analysed, edited, and as an archive of them would know them."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from indexer.analysis import analyse
from indexer.archive import Archive
from indexer.archive.identity import Card, Identity
from indexer.archive.sketches import Sketch, sketch
from indexer.contract import Document, Paragraph
from indexer.intake.sources import Rejection, Source
from indexer.naming import TEXT_HASH_LENGTH, paragraph_id, short_hash
from tests.conftest import SEEDS

YEAR = re.compile(r"20\d\d")


@cache
def documents() -> tuple[Document, ...]:
    """Return the seeds."""
    found = []
    for path in sorted(SEEDS.glob("*.txt")):
        data = path.read_bytes()
        document = analyse(Source(path.name, data, hashlib.sha256(data).hexdigest(), {})).document
        assert document is not None
        found.append(document)
    return tuple(found)


@cache
def texts(number: int) -> tuple[str, ...]:
    """Return the paragraphs of a seed."""
    return tuple(paragraph.text for paragraph in documents()[number].paragraphs)


def edited(paragraph: Paragraph, text: str) -> Paragraph:
    return replace(paragraph, id=paragraph_id(paragraph.report_id, text), text=text)


def text_hash(paragraph: Paragraph) -> str:
    return paragraph.id.rpartition("/")[2]


def a_year_later(text: str) -> str:
    """Return a text as the next report would have it if nothing but years and numbers were brought up to date."""
    text = YEAR.sub(lambda year: f"<{int(year[0]) + 1}>", text)
    return re.sub(r"<(\d+)>|\d+", lambda found: found[1] or str(int(found[0]) * 3 // 2 + 1), text)


def card(  # noqa: PLR0913 - what a card says of a file, most of it the same in most tests
    of: Sequence[str],
    path: str = "a.txt",
    natural_id: str = "421221-2020-gov",
    *,
    title: str = "嘉鱼县2020年度法治政府建设情况报告",
    published: date | None = None,
    mark: str = "",
) -> Card:
    """Return the card of a file with these paragraphs; `mark` makes it another file with the same text."""
    return Card(
        path=path,
        sha256=hashlib.sha256(f"{mark}{of}".encode()).hexdigest(),
        natural_id=natural_id,
        title=title,
        published=published,
        text_hashes="".join(sorted({short_hash(text, TEXT_HASH_LENGTH) for text in of})),
        sketch=sketch("\n".join(of)),
    )


@dataclass
class Remembered:
    """What an archive knows after some runs: identity.Known, and nothing else of an archive."""

    names: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, int]] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    latest: dict[str, Card] = field(default_factory=dict)

    def remember(self, identities: Iterable[Identity]) -> None:
        for identity in identities:
            for name in filter(None, (identity.report_id, identity.alias)):
                assert self.names.setdefault(name, identity.report_id) == identity.report_id
            for one in identity.cards:
                self.files.setdefault(one.sha256, (identity.report_id, len(self.files) + 1))
                self.paths[one.path] = identity.report_id
            self.latest[identity.report_id] = identity.current

    def by_file(self, sha256: str) -> tuple[str, int] | None:
        return self.files.get(sha256)

    def by_natural_id(self, natural_id: str) -> Sequence[str]:
        return sorted(name for name, latest in self.latest.items() if latest.natural_id == natural_id)

    def by_path(self, path: str) -> str | None:
        return self.paths.get(path)

    def by_name(self, name: str) -> str | None:
        return self.names.get(name)

    def sketch(self, report_id: str) -> Sketch:
        return self.latest[report_id].sketch


def sources(archive: Archive) -> list[Source]:
    """Return the sources of the last run, read."""
    read = [found.read() for found in archive.sources()]
    return [one[0] for one in read if not isinstance(one, Rejection)]
