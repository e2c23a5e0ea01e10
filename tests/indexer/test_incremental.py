"""Runs after the first: what is read, what is analysed, and that the cache changes nothing but the time it takes."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from indexer.build import run
from indexer.contract import Document
from indexer.engines import current_generation, open_engine
from indexer.errors import RunError
from indexer.intake import sources as intake
from tests.conftest import SEEDS, Silence
from tests.indexer.made_up import index, report, states, years


class Watched:
    """What runs read and analysed, by name of file."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.read: list[str] = []
        self.analysed: list[str] = []
        load, task = intake._load, "indexer.gathering._Task.__init__"
        made = __import__("indexer.gathering", fromlist=["_Task"])._Task.__init__

        def loaded(path, root):
            self.read.append(path.name)
            return load(path, root)

        def analysed(this, found, source, key):
            self.analysed.append(found.path)
            made(this, found, source, key)

        monkeypatch.setattr(intake, "_load", loaded)
        monkeypatch.setattr(task, analysed)

    def during(self, sources: Path, folder: Path, *, rebuild: bool = False) -> tuple[list[str], list[str]]:
        """Run once, and return what was read and what was analysed."""
        self.read.clear()
        self.analysed.clear()
        run(sources, folder, Silence(), rebuild=rebuild)
        return sorted(self.read), sorted(self.analysed)


@pytest.fixture
def watched(monkeypatch) -> Watched:
    return Watched(monkeypatch)


def age(folder: Path, seconds: int = 60) -> None:
    """Let the files of a folder have been written a while ago."""
    for path in folder.rglob("*.*"):
        then = time.time() - seconds
        os.utime(path, (then, then))


def contents(folder: Path) -> list[Document]:
    """Return all that the index in `folder` holds."""
    with closing(open_engine(folder)) as engine:
        return [document for held in engine.reports() if (document := engine.document(held.id))]


def test_files_known_by_size_and_time_are_not_opened(tmp_path, watched):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, *range(2015, 2021))
    age(sources)
    everything = [f"{year}.txt" for year in range(2015, 2021)]
    assert watched.during(sources, folder) == (everything, everything)
    before = current_generation(folder)
    assert watched.during(sources, folder) == ([], [])
    (sources / "2018.txt").write_bytes(report(year=2018, extra=9))
    assert watched.during(sources, folder) == (["2018.txt"], ["2018.txt"])
    assert current_generation(folder) != before


def test_a_file_written_just_before_is_looked_into_again(tmp_path, watched):
    """It may have been written once more within the same tick of the file system's clock."""
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, 2020)
    watched.during(sources, folder)
    assert watched.during(sources, folder) == (["2020.txt"], [])


def test_a_touched_file_is_read_once_and_no_change(tmp_path, watched):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, 2019, 2020)
    age(sources)
    watched.during(sources, folder)
    before = current_generation(folder)
    age(sources, 50)
    assert watched.during(sources, folder) == (["2019.txt", "2020.txt"], [])
    assert watched.during(sources, folder) == ([], [])
    assert current_generation(folder) == before


def test_an_edit_that_keeps_size_and_time_is_seen(tmp_path):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, 2019, 2020)
    age(sources)
    index(sources, folder)
    path = sources / "2020.txt"
    told = path.stat()
    path.write_bytes(path.read_bytes().replace("案卷2020件".encode(), "案卷2021件".encode()))
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))
    assert index(sources, folder).changes.revised == 1


def test_renamed_files_are_known(tmp_path, watched):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, 2019, 2020)
    age(sources)
    index(sources, folder)
    (sources / "2020.txt").rename(sources / "二〇二〇.txt")
    assert watched.during(sources, folder) == (["二〇二〇.txt"], [])
    assert {document.report.path for document in contents(folder)} == {"2019.txt", "二〇二〇.txt"}


def test_what_stands_beside_a_file_and_its_suffix_are_part_of_what_it_is(tmp_path, watched):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, 2019, 2020)
    age(sources)
    index(sources, folder)
    (sources / "2020.meta.toml").write_text('title = "另一个标题"\n', encoding="utf-8")
    assert watched.during(sources, folder) == (["2020.txt"], ["2020.txt"])
    (sources / "2019.txt").rename(sources / "2019.md")
    assert watched.during(sources, folder)[1] == ["2019.md"]


def test_other_rules_analyse_everything_and_forget_what_the_old_ones_made(tmp_path, watched, monkeypatch):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, 2019, 2020)
    age(sources)
    index(sources, folder)
    monkeypatch.setattr("indexer.fingerprint.of_analysis", lambda: "other rules")
    assert watched.during(sources, folder) == ([], [])  # no file of the rules has changed
    (sources / "2018.txt").write_bytes(report(year=2018, extra=1))
    assert watched.during(sources, folder)[1] == ["2018.txt", "2019.txt", "2020.txt"]
    with closing(sqlite3.connect(folder / "cache" / "analyses.sqlite")) as connection:
        assert connection.execute("SELECT DISTINCT rules FROM uses").fetchall() == [("other rules",)]
        assert connection.execute("SELECT count(*) FROM reports").fetchone() == (3,)


def test_rebuilding_believes_nothing_and_gives_the_same(tmp_path, watched):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, 2019, 2020)
    age(sources)
    index(sources, folder)
    before = contents(folder)
    everything = ["2019.txt", "2020.txt"]
    assert watched.during(sources, folder, rebuild=True) == (everything, everything)
    assert contents(folder) == before


def test_an_index_from_the_cache_is_the_one_made_without(tmp_path):
    sources = tmp_path / "sources"
    sources.mkdir()
    for seed in SEEDS.glob("*.txt"):
        (sources / seed.name).write_bytes(seed.read_bytes())
    years(sources, 2017)
    index(sources, tmp_path / "a")
    (sources / "2018.txt").write_bytes(report(year=2018))
    index(sources, tmp_path / "a")
    index(sources, tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_refusals_are_remembered_and_written_down(tmp_path, watched):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, 2020)
    (sources / "letter.txt").write_text("各位同事：\n请于周五前报送材料。\n", encoding="utf-8")
    (sources / "old.xls").write_bytes(b"x")
    age(sources)
    watched.during(sources, folder)
    (sources / "2021.txt").write_bytes(report(year=2021))
    assert watched.during(sources, folder) == (["2021.txt"], ["2021.txt"])
    lines = [json.loads(line) for line in (folder / "rejected.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["file"] for line in lines] == ["letter.txt", "old.xls"]
    assert all(line["reason"] and line["what_to_do"].startswith("请") for line in lines)


STOPPED = """
import os, signal, sys
from pathlib import Path
from indexer import cache
from indexer.build import run

signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests run in the background
cache._COMMIT_SECONDS = 0.0

class Stop:
    def step(self, name, done, total):
        if name == "识别" and done == 20:
            os.kill(os.getpid(), int(sys.argv[3]))

    def slow(self, path, seconds):
        pass

run(Path(sys.argv[1]), Path(sys.argv[2]), Stop())
"""


@pytest.mark.parametrize("signal", [2, 9], ids=["Ctrl+C", "kill -9"])
def test_a_run_that_is_stopped_goes_on_where_it_was(tmp_path, watched, signal):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, 1999)
    index(sources, folder)
    before = current_generation(folder)
    years(sources, *range(1990, 2020))
    age(sources)
    command = [sys.executable, "-c", STOPPED, str(sources), str(folder), str(signal)]
    stopped = subprocess.run(command, check=False, cwd=SEEDS.parent, capture_output=True, timeout=120)
    assert stopped.returncode != 0, stopped.stderr
    assert current_generation(folder) == before
    assert len(watched.during(sources, folder)[1]) <= 11, stopped.stderr
    assert len(contents(folder)) == 30


# -- a cache that is not as it was written ---------------------------------------------------------------------------


def damage_file(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[100 : len(data) // 2] = os.urandom(len(data) // 2 - 100)
    path.write_bytes(data)


def no_database(path: Path) -> None:
    path.write_bytes(b"\x80\x04\x95 a pickle, not a database" * 50)


def other_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TRIGGER planted AFTER INSERT ON uses BEGIN DELETE FROM reports; END")


def packed(value: bytes):
    def write(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE documents SET packed = ?", (value,))

    return write


def cards(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE reports SET told = '{\"path\": 3}'")


@pytest.mark.parametrize(
    "harm",
    [damage_file, no_database, other_tables, packed(b"\x80\x04\x95"), packed(b""), cards],
    ids=["damaged", "no database", "other tables", "pickle", "empty", "cards"],
)
def test_a_damaged_cache_is_thrown_away_and_the_run_goes_on(tmp_path, caplog, harm):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, 2019, 2020)
    index(sources, folder)
    harm(folder / "cache" / "analyses.sqlite")
    shutil.rmtree(folder / "generations")  # from which all would be carried over that has not changed
    (sources / "2021.txt").write_bytes(report(year=2021))
    assert set(states(index(sources, folder))) == {"2019.txt", "2020.txt", "2021.txt"}
    assert len(contents(folder)) == 3
    assert "damaged" in caplog.text


def test_a_cache_may_be_deleted_at_any_time(tmp_path):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, 2019, 2020)
    index(sources, folder)
    (folder / "cache" / "analyses.sqlite").unlink()
    assert index(sources, folder).status is None


def test_a_cache_that_cannot_be_written_is_said(tmp_path):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, 2019)
    folder.mkdir()
    (folder / "cache").write_text("in the way")
    with pytest.raises(RunError, match="缓存不能写入"):
        index(sources, folder)
