"""Reports whose sources have gone: what the run says of them, and when it asks first."""

from dataclasses import replace
from pathlib import Path

import pytest

from indexer.build import run
from indexer.engines import current_generation, open_engine
from indexer.errors import RunError
from indexer.outcomes import Outcome, with_withdrawn
from tests.conftest import Silence
from tests.engines.corpus import make_document
from tests.indexer import made_up
from tests.indexer.made_up import index, report, states, years


@pytest.fixture
def revised(tmp_path: Path) -> tuple[Path, Path]:
    """A folder indexed once, one of its two reports corrected since, and the index."""
    return made_up.revised(tmp_path)


def test_reports_whose_files_have_gone_are_listed_as_withdrawn(revised):
    sources, folder = revised
    (sources / "b.txt").unlink()
    result = index(sources, folder)
    assert states(result) == {"a.txt": "suspicious", "b.txt": "withdrawn"} | {"a.txt": states(result)["a.txt"]}
    assert (result.changes.revised, result.changes.withdrawn) == (1, 1)
    (gone,) = [outcome for outcome in result.outcomes if outcome.state == "withdrawn"]
    assert gone.report is not None and gone.report.id in gone.reasons[0]
    (sources / "a.txt").write_bytes(report(extra=5))
    assert index(sources, folder).changes.withdrawn == 0  # said once


def test_a_report_whose_file_cannot_be_read_this_time_is_withdrawn_and_says_so(revised):
    sources, folder = revised
    (sources / "b.txt").write_bytes(b"")
    result = index(sources, folder)
    (empty,) = [outcome for outcome in result.outcomes if outcome.path == "b.txt"]
    assert empty.state == "rejected"
    assert "350112-2021-gov 因此撤下" in "；".join(empty.reasons)
    assert result.changes.withdrawn == 1
    (sources / "b.txt").write_bytes(report("长乐区", 2021))
    result = index(sources, folder)
    assert result.status is not None and result.status.total.reports == 2
    assert (result.changes.added, result.changes.withdrawn) == (0, 0)


def test_reports_below_a_folder_that_cannot_be_opened_are_said_to_be_withdrawn_for_that():
    invented = replace(make_document(["一是推行。"]).report, path="湖北/嘉鱼.txt")
    outcomes = with_withdrawn([Outcome("湖北", "rejected", ("文件夹无法打开",))], [invented])
    (gone,) = [outcome for outcome in outcomes if outcome.state == "withdrawn"]
    assert "湖北 这次不能读取" in gone.reasons[0]


# -- many at once ----------------------------------------------------------------------------------------------------


@pytest.fixture
def many(tmp_path: Path) -> tuple[Path, Path]:
    """A folder of twelve reports, and its index."""
    years(tmp_path / "sources", *range(2010, 2022))
    index(tmp_path / "sources", tmp_path / "index")
    return tmp_path / "sources", tmp_path / "index"


def test_most_reports_are_not_withdrawn_unasked(many):
    sources, folder = many
    before = current_generation(folder)
    for year in range(2010, 2018):
        (sources / f"{year}.txt").unlink()
    for given in (sources, sources / "2021.txt"):
        with pytest.raises(RunError, match=r"12 份报告，有 (8|11) 份.*将被撤下.*--allow-withdrawals"):
            index(given, folder)
    assert current_generation(folder) == before
    result = run(sources, folder, Silence(), allow_withdrawals=True)
    assert result.changes.withdrawn == 8
    assert result.status is not None and result.status.total.reports == 4


def test_a_folder_that_was_not_mounted_leaves_the_index_as_it_was(many):
    sources, folder = many
    before = current_generation(folder)
    sources.rename(sources.parent / "elsewhere")
    sources.mkdir()
    with pytest.raises(RunError, match="没有一份来源文件"):
        index(sources, folder)
    (sources / "readme.txt").write_text("网络盘未连接", encoding="utf-8")
    with pytest.raises(RunError, match="没有一份来源文件"):
        index(sources, folder)
    assert current_generation(folder) == before


def test_a_few_reports_are_withdrawn_as_before(many):
    sources, folder = many
    for year in range(2010, 2016):
        (sources / f"{year}.txt").unlink()
    assert index(sources, folder).changes.withdrawn == 6


def test_files_renamed_or_moved_withdraw_nothing(many):
    sources, folder = many
    (sources / "新").mkdir()
    for year in range(2010, 2022):
        (sources / f"{year}.txt").rename(sources / "新" / f"报告{year}.txt")
    result = index(sources, folder)
    assert (result.changes.added, result.changes.revised, result.changes.withdrawn) == (0, 0, 0)
    engine = open_engine(folder)
    assert {held.path for held in engine.reports()} == {f"新/报告{year}.txt" for year in range(2010, 2022)}
    engine.close()
