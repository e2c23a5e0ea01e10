"""Hostile files in a whole run: each is a row with its reason, and everything else goes on."""

import sys

import pytest

from indexer.limits import Limits
from tests.indexer import planted
from tests.indexer.made_up import index, report, states, years

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have not all of the limits")

REASONS = {
    "loop": "处理超过 1 秒",
    "eat": "占用内存过多",
    "recurse": "嵌套过深",
    "crash": "意外终止（SIGSEGV）",
    "fault": "内部错误",
}


@pytest.fixture
def small(monkeypatch) -> None:
    """Small limits, and readers that do what a file says."""
    monkeypatch.setattr("indexer.gathering.LIMITS", Limits(cpu_seconds=1, wall_seconds=30, memory_bytes=400_000_000))
    monkeypatch.setattr("indexer.gathering.prepare", planted.prepare)


def test_hostile_files_cost_themselves_alone(tmp_path, small, caplog):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, *range(2015, 2021))
    for name in REASONS:
        (sources / f"{name}.txt").write_text(f"planted: {name}", encoding="utf-8")
    result = index(sources, folder)
    reasons = {one.path.removesuffix(".txt"): one.reasons[0] for one in result.outcomes if one.state == "rejected"}
    assert reasons.keys() == REASONS.keys()
    assert all(REASONS[name] in reason and "请" in reason for name, reason in reasons.items())
    assert len(states(result)) == 6 + len(REASONS)
    assert "a fault of ours" in caplog.text
    assert index(sources, folder).status is None


def test_what_a_file_does_every_time_is_not_tried_again(tmp_path, small, monkeypatch):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    years(sources, 2020)
    for name in ("eat", "crash"):
        (sources / f"{name}.txt").write_text(f"planted: {name}", encoding="utf-8")
    index(sources, folder)
    (sources / "2021.txt").write_bytes(report(year=2021))
    monkeypatch.undo()  # the files are harmless from now on; only what may have been chance is tried again
    reasons = {one.path: one.reasons for one in index(sources, folder).outcomes if one.state == "rejected"}
    assert "内存" in reasons["eat.txt"][0]
    assert "意外终止" not in reasons["crash.txt"][0]
