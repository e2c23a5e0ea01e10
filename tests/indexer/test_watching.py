"""Watching a folder: real files, real changes, and what happens when a run fails or the folder goes."""

import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer.build import RunResult
from indexer.errors import IndexBusy, RunError
from indexer.watching import keep_in_step
from tests.indexer.made_up import index, report, states, years

_PATIENCE = 30  # seconds


NOTHING = RunResult((), None)


class Stop(Exception):
    """Ends a watch, as KeyboardInterrupt does."""


class Watch:
    """A watch in a thread, with all runs that took place and all that was said."""

    def __init__(self, folder: Path, index_folder: Path, run: Callable[[], RunResult]) -> None:
        self.runs: list[float] = []
        self.said: list[str] = []
        self._stopped = False
        self._run = run
        self._thread = threading.Thread(target=self._watch, args=(folder, index_folder))
        self._thread.start()

    def _watch(self, folder: Path, index_folder: Path) -> None:
        with pytest.raises(Stop):
            keep_in_step(folder, index_folder, self._one, self.said.append, quiet=0.3)

    def _one(self) -> RunResult:
        if self._stopped:
            raise Stop
        try:
            return self._run()
        finally:
            self.runs.append(time.monotonic())

    def until(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not holds():
            assert time.monotonic() < deadline, (self.runs, self.said)
            time.sleep(0.05)

    def stop(self, folder: Path) -> None:
        self._stopped = True
        folder.mkdir(exist_ok=True)
        while self._thread.is_alive():
            (folder / "stop.txt").write_text(str(time.monotonic()))
            self._thread.join(0.5)


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Callable[[Callable[[], RunResult]], Watch]]:
    started: list[Watch] = []

    def start(run: Callable[[], RunResult]) -> Watch:
        started.append(Watch(tmp_path / "sources", tmp_path / "index", run))
        return started[-1]

    (tmp_path / "sources").mkdir()
    yield start
    for watch in started:
        watch.stop(tmp_path / "sources")


def test_a_run_at_first_and_one_for_each_batch_of_changes(tmp_path, watching):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, 2019)
    held: list[int] = []

    def run() -> RunResult:
        result = index(sources, folder)
        held.append(result.status.total.reports if result.status else 0)
        return result

    watch = watching(run)
    watch.until(lambda: len(watch.runs) == 1)
    for year in range(2010, 2016):
        (sources / f"{year}.txt").write_bytes(report(year=year, extra=year))
        time.sleep(0.02)
    watch.until(lambda: len(watch.runs) >= 2 and held[-1] == 7)
    assert len(watch.runs) <= 3
    (sources / "2019.txt").rename(sources / "sub.txt")
    before = len(watch.runs)
    watch.until(lambda: len(watch.runs) > before)


def test_what_is_no_source_begins_no_run(tmp_path, watching):
    sources = tmp_path / "sources"
    watch = watching(lambda: NOTHING)
    watch.until(lambda: len(watch.runs) == 1)
    (sources / ".hidden.txt").write_text("x")
    (sources / "~$报告.docx").write_text("x")
    (sources / ".git").mkdir()
    (sources / ".git" / "a.txt").write_text("x")
    time.sleep(2)
    assert len(watch.runs) == 1
    (sources / "a.meta.toml").write_text('title = "甲"')
    watch.until(lambda: len(watch.runs) == 2)


def test_its_own_index_inside_the_folder_begins_no_run(tmp_path):
    sources = tmp_path / "sources"
    years(sources, 2020)
    watch = Watch(sources, sources / "index_data", lambda: index(sources, sources / "index_data"))
    watch.until(lambda: len(watch.runs) == 1)
    time.sleep(2)
    assert len(watch.runs) == 1
    watch.stop(sources)


def test_a_run_that_fails_is_told_and_tried_again(tmp_path, watching, monkeypatch):
    monkeypatch.setattr("indexer.watching._PAUSE_SECONDS", 1.5)
    failures = [IndexBusy("另一个进程正在写入"), RunError("磁盘空间不足")]

    def run() -> RunResult:
        if failures:
            raise failures.pop(0)
        return NOTHING

    watch = watching(run)
    watch.until(lambda: len(watch.runs) == 3)
    assert [line.partition("（")[0] for line in watch.said[1:]] == ["另一个进程正在写入", "磁盘空间不足"]
    time.sleep(2)
    assert len(watch.runs) == 3


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell who writes a file")
def test_a_copy_that_pauses_is_waited_for(tmp_path, watching, monkeypatch):
    monkeypatch.setattr("indexer.watching._PAUSE_SECONDS", 1.0)
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, 2019)
    results: list[RunResult] = []

    def run() -> RunResult:
        results.append(index(sources, folder))
        return results[-1]

    watch = watching(run)
    watch.until(lambda: len(watch.runs) == 1)
    whole = report(year=2020)
    with (sources / "2020.txt").open("wb") as writer:
        writer.write(whole[: len(whole) // 2])
        writer.flush()
        watch.until(lambda: len(watch.runs) >= 3)
        assert {states(result).get("2020.txt", "rejected") for result in results} == {"rejected"}
        writer.write(whole[len(whole) // 2 :])
    watch.until(lambda: states(results[-1]).get("2020.txt") in {"accepted", "suspicious"})


def test_a_folder_that_has_gone_is_waited_for(tmp_path, watching):
    sources = tmp_path / "sources"
    watch = watching(lambda: NOTHING)
    watch.until(lambda: len(watch.runs) == 1)
    shutil.rmtree(sources)
    watch.until(lambda: any("不在了" in line for line in watch.said))
    assert len(watch.runs) == 1
    sources.mkdir()
    watch.until(lambda: len(watch.runs) == 2)
    (sources / "a.txt").write_text("x")
    watch.until(lambda: len(watch.runs) == 3)


def test_only_a_folder_that_is_there_is_watched(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    for path in (tmp_path / "a.txt", tmp_path / "none"):
        with pytest.raises(RunError, match="只能监视文件夹"):
            keep_in_step(path, tmp_path / "index", lambda: NOTHING, print)


def test_what_to_install_is_said(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "watchfiles", None)
    with pytest.raises(RunError, match=r"pip install 'xianli\[watch\]'"):
        keep_in_step(tmp_path, tmp_path / "index", lambda: NOTHING, print)
