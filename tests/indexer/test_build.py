"""A run: what becomes of each source, what is published, and what stays when it is not."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from indexer.engines import current_generation, open_engine
from indexer.engines.generations import write_lock
from indexer.errors import IndexBusy, RunError
from tests.conftest import SEEDS
from tests.indexer.made_up import index, report, states, years

OTHER_REPORT = """嘉鱼县2020年度法治政府建设工作情况的报告

一、行政复议与应诉
全年收到复议申请四十一件,受理三十八件,纠错率百分之十二。负责人出庭应诉率达到百分之百。

二、公共法律服务
建成县乡村三级服务平台,为群众提供咨询六千余人次,办理法律援助案件二百一十七件。

三、普法宣传
深入开展民法典进乡村、进校园活动,培育法律明白人九百名。

嘉鱼县人民政府
2021年3月1日
"""


def test_seeds_are_all_accepted(tmp_path):
    result = index(SEEDS, tmp_path)
    assert len(result.outcomes) == 5
    assert "rejected" not in states(result).values()
    assert result.status is not None
    assert result.status.total.reports == 5
    assert result.status.total.paragraphs >= 143


def test_an_unchanged_folder_changes_nothing(tmp_path, seed_index):
    folder = tmp_path / "index"
    shutil.copytree(seed_index, folder)
    before = current_generation(folder)
    assert index(SEEDS, folder).status is None
    assert current_generation(folder) == before


def test_a_changed_sidecar_is_a_change(tmp_path):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    sources.mkdir()
    (sources / "a.txt").write_bytes(report())
    index(sources, folder)
    (sources / "a.meta.toml").write_text('source_url = "https://www.example.gov.cn/a.html"\n', encoding="utf-8")
    assert index(sources, folder).status is not None
    engine = open_engine(folder)
    assert [found.source_url for found in engine.reports()] == ["https://www.example.gov.cn/a.html"]
    engine.close()


def bad_sources(sources: Path) -> dict[str, str]:
    """Write one source of each bad kind; return a word of the reason expected for each."""
    (sources / "empty.txt").write_bytes(b"")
    (sources / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (sources / "garbage.txt").write_bytes(b"\xff\xff\xfe\x81\x00\x90" * 300)
    (sources / "large.txt").write_bytes(b"a" * (20 * 1024 * 1024 + 1))
    (sources / "letter.txt").write_text("各位同事：\n请于周五前报送材料。\n", encoding="utf-8")
    outside = sources.parent / "outside.txt"
    outside.write_bytes(report("长乐区"))
    (sources / "link.txt").symlink_to(outside)
    os.mkfifo(sources / "pipe.txt")
    return dict.fromkeys(
        ["empty.txt", "binary.txt", "garbage.txt", "large.txt", "letter.txt", "link.txt", "pipe.txt"], ""
    )


def test_bad_sources_are_listed_with_reasons_and_the_others_indexed(tmp_path):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    sources.mkdir()
    (sources / "good.txt").write_bytes(report())
    bad = bad_sources(sources)
    result = index(sources, folder)
    assert states(result) | {"good.txt": "accepted"} == dict.fromkeys(bad, "rejected") | {"good.txt": "accepted"}
    assert states(result)["good.txt"] in ("accepted", "suspicious")
    assert all(outcome.reasons and outcome.reasons[0] for outcome in result.outcomes if outcome.state == "rejected")


def test_nothing_usable_publishes_nothing_and_keeps_the_old_index(tmp_path):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    sources.mkdir()
    (sources / "a.txt").write_bytes(report())
    index(sources, folder)
    before = current_generation(folder)
    (sources / "a.txt").write_text("没有内容的页面", encoding="utf-8")
    with pytest.raises(RunError, match="索引未改动"):
        index(sources, folder)
    assert current_generation(folder) == before


def test_a_missing_folder_is_a_clear_error(tmp_path):
    with pytest.raises(RunError):
        index(tmp_path / "nowhere", tmp_path / "index")


def names(sources: Path, folder: Path) -> set[str]:
    index(sources, folder)
    engine = open_engine(folder)
    documents = [engine.document(held.id) for held in engine.reports()]
    engine.close()
    return {paragraph.id for document in documents if document for paragraph in document.paragraphs}


def test_names_do_not_depend_on_file_names_or_order(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    for number, seed in enumerate(sorted(SEEDS.iterdir())):
        (first / seed.name).write_bytes(seed.read_bytes())
        (second / f"{9 - number}.txt").write_bytes(seed.read_bytes())
    assert names(first, tmp_path / "a") == names(second, tmp_path / "b")


def test_a_second_report_of_one_place_year_and_body_gets_its_own_name(tmp_path):
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "a.txt").write_bytes(report())
    (sources / "b.txt").write_text(OTHER_REPORT, encoding="utf-8")
    index(sources, tmp_path / "index")
    engine = open_engine(tmp_path / "index")
    found = {held.path: held.id for held in engine.reports()}
    engine.close()
    assert found["a.txt"] == "421221-2020-gov"
    assert found["b.txt"].startswith("421221-2020-gov-")


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        (report().replace(b"\n\n", b"\n"), "旧版"),
        (report(), "内容相同"),
        (report().partition("二、存在问题".encode())[0], "只是 a.txt 的一部分"),
    ],
    ids=["retyped", "copied", "cut short"],
)
def test_the_same_report_twice_is_one(tmp_path, second, reason):
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "a.txt").write_bytes(report())
    (sources / "b.txt").write_bytes(second)
    result = index(sources, tmp_path / "index")
    assert result.status is not None
    assert result.status.total.reports == 1
    (earlier,) = [outcome for outcome in result.outcomes if outcome.state == "earlier"]
    (held,) = [outcome for outcome in result.outcomes if outcome.state != "earlier"]
    assert held.path in earlier.reasons[0] and reason in earlier.reasons[0]


def test_two_file_names_that_are_shown_alike_are_two_reports(tmp_path):
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "a\x07.txt").write_bytes(report(year=2020))
    (sources / "a\\x07.txt").write_bytes(report(year=2021))
    assert {name.partition("/")[0] for name in names(sources, tmp_path / "index")} == {
        "421221-2020-gov",
        "421221-2021-gov",
    }
    with closing(open_engine(tmp_path / "index")) as engine:
        assert {held.year for held in engine.reports()} == {2020, 2021}


def test_many_files_give_the_same_as_few(tmp_path):
    sources = tmp_path / "sources"
    years(sources, *range(1995, 2025))
    pooled = names(sources, tmp_path / "a")
    assert len({name.partition("/")[0] for name in pooled}) == 30
    few = tmp_path / "few"
    few.mkdir()
    shutil.copy(sources / "2020.txt", few)
    assert names(few, tmp_path / "b") <= pooled


def test_a_second_run_is_told_at_once(tmp_path, monkeypatch):
    def never(*_: object) -> None:
        raise AssertionError("analysed in vain")

    monkeypatch.setattr("indexer.gathering.Gathering.gather", never)
    with write_lock(tmp_path), pytest.raises(IndexBusy):
        index(SEEDS, tmp_path)


def test_a_full_disk_under_what_waits_for_its_turn_is_told(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("indexer.cache.Cache.put", full)
    with pytest.raises(RunError, match="磁盘空间不足"):
        index(SEEDS, tmp_path)
    assert list(tmp_path.rglob("*.building*")) == []


KILLED = """
import multiprocessing, sys, time
from pathlib import Path
from indexer.build import run

class Halt:
    def step(self, name, done, total):
        if name == "识别":
            print(*(child.pid for child in multiprocessing.active_children()), flush=True)
            time.sleep(60)

    def slow(self, path, seconds):
        pass

if __name__ == "__main__":
    run(Path(sys.argv[1]), Path(sys.argv[2]), Halt())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")
def test_workers_end_with_a_run_that_is_killed(tmp_path):
    sources, program = tmp_path / "sources", tmp_path / "program.py"
    years(sources, *range(1995, 2025))
    program.write_text(KILLED, encoding="utf-8")
    command = [sys.executable, str(program), str(sources), str(tmp_path / "index")]
    environment = {**os.environ, "PYTHONPATH": str(SEEDS.parent)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        workers = [Path("/proc") / pid for pid in process.stdout.readline().split()]
        assert any(worker.exists() for worker in workers)
        process.kill()
    deadline = time.monotonic() + 20
    while any(worker.exists() for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(worker.exists() for worker in workers)


def test_sources_are_left_as_they_are(tmp_path):
    def digest() -> str:
        return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(SEEDS.iterdir()))).hexdigest()

    before = digest()
    index(SEEDS, tmp_path)
    assert digest() == before
