"""What many tests stand on: the five seeds indexed once, and how hypothesis draws.

It has no deadline, since the first word of a run loads a dictionary. Where a change is judged (CI is set) it draws the
same examples each time; everywhere else new ones, and a failing one is to become a fixed example.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from indexer.contract import SearchEngine

settings.register_profile("xianli", deadline=None, print_blob=True, derandomize="CI" in os.environ)
settings.load_profile("xianli")

SEEDS = Path(__file__).parents[1] / "seeds"


class Silence:
    """Progress that nobody watches."""

    def step(self, name: str, done: int, total: int) -> None:
        pass

    def slow(self, path: str, seconds: float) -> None:
        pass


@pytest.fixture(scope="session")
def seed_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index folder with the five seeds."""
    from indexer.build import run

    folder = tmp_path_factory.mktemp("seed_index")
    run(SEEDS, folder, Silence())
    return folder


@pytest.fixture(scope="session")
def seed_engine(seed_index: Path) -> Iterator[SearchEngine]:
    """The Whoosh engine over the five seeds."""
    from indexer.engines import open_engine

    engine = open_engine(seed_index)
    yield engine
    engine.close()
