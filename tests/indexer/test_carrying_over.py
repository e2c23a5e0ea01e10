"""An index that took over what had not changed is the one that is made of everything anew.

Before each run the index is copied, archive and all; then one makes the next generation as every run does, the other
one with --rebuild, at the same time by the clock.
"""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from indexer.archive.database import FILE
from indexer.build import RunResult, run
from indexer.contract import Everything, Filters, Phrase, SearchEngine, SearchRequest, Term
from indexer.engines import current_generation, open_engine
from indexer.errors import RunError
from tests.conftest import Silence
from tests.indexer.made_up import report

PLACES = ("嘉鱼县", "长乐区", "双峰县", "遂溪县")
QUESTIONS = (
    SearchRequest(Everything()),
    SearchRequest(Term("行政执法", "行政执法")),
    SearchRequest(Phrase("案卷", "案卷"), Filters(years=((2020, 2020),))),
    SearchRequest(Term("复议", "复议"), sort="place", limit=50),
)


class Clock:
    """Time goes on when it is told to."""

    def __init__(self) -> None:
        self.time = datetime(2024, 5, 1, tzinfo=UTC)

    def now(self, _zone: object) -> datetime:
        return self.time

    def tick(self) -> None:
        self.time += timedelta(hours=7)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr("indexer.build.datetime", made)
    return made


# -- what can happen to a folder -------------------------------------------------------------------------------------


def add(sources: Path, random: Random) -> None:
    place, year, number = random.choice(PLACES), random.randint(2018, 2021), random.randint(1, 999)
    (sources / f"{number}.txt").write_bytes(report(place, year, random.randint(1, 9)))


def chosen(sources: Path, random: Random) -> Path:
    return random.choice(sorted(sources.rglob("*.txt")))


def edit(sources: Path, random: Random) -> None:
    path = chosen(sources, random)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("薄弱环节", f"薄弱环节{random.randint(1, 999)}处", 1), encoding="utf-8")


def shorten(sources: Path, random: Random) -> None:
    path = chosen(sources, random)
    text = path.read_text(encoding="utf-8")
    path.with_name(f"节选{random.randint(1, 99)}.txt").write_text(
        text.replace("(二)加强行政执法监督。", "(二)"), "utf-8"
    )


def remove(sources: Path, random: Random) -> None:
    if len(list(sources.rglob("*.txt"))) > 1:
        chosen(sources, random).unlink()


def clear(sources: Path, random: Random) -> None:
    copies = sorted((*sources.rglob("副本*.txt"), *sources.rglob("节选*.txt")))
    if copies:
        random.choice(copies).unlink()


def rename(sources: Path, random: Random) -> None:
    folder = sources / random.choice(("甲", "乙"))
    folder.mkdir(exist_ok=True)
    chosen(sources, random).rename(folder / f"{random.randint(1, 999)}.txt")


def duplicate(sources: Path, random: Random) -> None:
    shutil.copyfile(chosen(sources, random), sources / f"副本{random.randint(1, 99)}.txt")


def correct(sources: Path, random: Random) -> None:
    said = random.choice(["report_year = 2015\n", 'jurisdiction = "仙桃市"\n', 'title = "另一个标题"\n'])
    path = chosen(sources, random)
    path.with_name(f"{path.stem}.meta.toml").write_text(said, encoding="utf-8")


def refuse(sources: Path, random: Random) -> None:
    (sources / f"通知{random.randint(1, 99)}.txt").write_text("各位同事：\n请报送材料。\n", encoding="utf-8")


CHANGES: tuple[Callable[[Path, Random], None], ...] = (
    add, add, edit, edit, shorten, remove, clear, clear, rename, duplicate, correct, refuse,
)  # fmt: skip


# -- all that an index tells -----------------------------------------------------------------------------------------


def told(folder: Path, archive: Path) -> dict[str, object]:
    """Return all that the index in `folder` tells of anything that `archive` knows of."""
    with closing(sqlite3.connect(archive / FILE)) as connection:
        names = [name for (name,) in connection.execute("SELECT id FROM reports UNION SELECT name FROM aliases")]
        rows = connection.execute("SELECT DISTINCT report, text_hash FROM paragraphs")
        paragraphs = [f"{name}/{text}" for name, text in rows]
        originals = [sha256 for (sha256,) in connection.execute("SELECT sha256 FROM originals")]
    with closing(open_engine(folder)) as engine:
        history = engine.history
        return {
            "documents": [engine.document(held.id) for held in engine.reports()],
            "paragraphs": {name: engine.paragraph(name) for name in paragraphs},
            "reports of the past": {name: history.report(name) for name in names},
            "paragraphs of the past": {name: history.paragraph(name) for name in paragraphs},
            "originals": {name: history.original(name) for name in originals},
            "latest": history.latest(1000),
            "status": replace(engine.status(), generation="", built_at=""),
            "answers": [answer(engine, question) for question in QUESTIONS],
        }


def answer(engine: SearchEngine, question: SearchRequest) -> object:
    return replace(engine.search(question), generation="")


@pytest.mark.parametrize("seed", range(5))
def test_what_is_carried_over_is_what_would_be_made_anew(tmp_path, clock, seed, monkeypatch):
    random = Random(seed)
    sources, folder, other = tmp_path / "sources", tmp_path / "index", tmp_path / "other"
    sources.mkdir()
    for number in range(6):
        (sources / f"{number}.txt").write_bytes(report(random.choice(PLACES), 2015 + number, number))
    run(sources, folder, Silence())
    for _ in range(8):
        for change in random.choices(CHANGES, k=random.randint(1, 3)):
            change(sources, random)
        clock.tick()
        if random.random() < 0.2:
            unpublished(sources, folder, monkeypatch)
            clock.tick()
        shutil.rmtree(other, ignore_errors=True)
        shutil.copytree(folder, other)
        if published(sources, folder).status is not None:
            run(sources, other, Silence(), rebuild=True, allow_withdrawals=True)
            assert told(folder, folder / "archive") == told(other, other / "archive")


def published(sources: Path, folder: Path) -> RunResult:
    return run(sources, folder, Silence(), allow_withdrawals=True)


def unpublished(sources: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run, and let the disk be full when the archive is committed and the generation is not published."""
    before = current_generation(folder)

    def full(*_: object) -> None:
        raise RunError("磁盘空间不足")

    with monkeypatch.context() as patched:
        patched.setattr("indexer.engines.generations.publish", full)
        with suppress(RunError):  # unless nothing has changed
            published(sources, folder)
    assert current_generation(folder) == before
