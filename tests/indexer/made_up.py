"""Folders of made-up reports for whole runs."""

from pathlib import Path

from indexer.build import RunResult, run
from tests.conftest import Silence

REPORT = """{place}{year}年法治政府建设情况报告

{year}年,{place}坚持以习近平法治思想为指导,扎实推进法治政府建设。现将有关情况报告如下:

一、主要工作情况
(一)强化组织领导。{place}常务会议{extra}次听取法治政府建设工作汇报,压实第一责任人职责。
(二)加强行政执法监督。组织开展执法案卷评查,评查案卷{extra}件。

二、存在问题
法治政府建设工作还存在薄弱环节,执法队伍力量不足。

三、下一步工作打算
继续深化行政复议体制改革,推进法治政府建设。

{place}人民政府
{next}年1月15日
"""


def report(place: str = "嘉鱼县", year: int = 2020, extra: int = 3) -> bytes:
    """Return the file of a report; `extra` is a number in its text."""
    return REPORT.format(place=place, year=year, next=year + 1, extra=extra).encode()


def years(sources: Path, *which: int) -> None:
    """Write reports of one place, one for each year, into a folder."""
    sources.mkdir(exist_ok=True)
    for year in which:
        (sources / f"{year}.txt").write_bytes(report(year=year, extra=year))


def index(sources: Path, folder: Path) -> RunResult:
    return run(sources, folder, Silence())


def states(result: RunResult) -> dict[str, str]:
    return {outcome.path: outcome.state for outcome in result.outcomes}


def revised(folder: Path) -> tuple[Path, Path]:
    """Make a folder of two reports, index it, correct one of them, and return both folders."""
    sources, index_folder = folder / "sources", folder / "index"
    sources.mkdir()
    (sources / "a.txt").write_bytes(report())
    (sources / "b.txt").write_bytes(report("长乐区", 2021))
    index(sources, index_folder)
    (sources / "a.txt").write_bytes(report(extra=4))
    return sources, index_folder
