"""Both engines over the same documents."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from indexer.contract import Document, SearchEngine
from indexer.engines import open_build, open_engine
from indexer.words import paragraph_words
from tests.engines.corpus import make_engine

Index = Callable[[Sequence[Document]], SearchEngine]


def build(folder: Path, documents: Sequence[Document]) -> None:
    """Publish `documents` as the index in `folder`."""
    with open_build(folder) as made:
        for document in sorted(documents, key=lambda document: document.report.id):
            made.add(document, paragraph_words(document))
        made.finish(read=len(documents), rejected={})
        made.publish()


@pytest.fixture(params=["memory", "whoosh"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Index]:
    """A function that indexes documents and returns an engine over them."""
    with ExitStack() as stack:

        def on_disk(documents: Sequence[Document]) -> SearchEngine:
            build(tmp_path, documents)
            engine = open_engine(tmp_path)
            stack.callback(engine.close)
            return engine

        yield make_engine if request.param == "memory" else on_disk
