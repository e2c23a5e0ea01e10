"""What a run prints: how far it is, what needs a person's attention, and how a watch ends."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from indexer.build import RunResult
from indexer.contract import IndexStatus
from indexer.engines import open_engine
from indexer.outcomes import Outcome
from tests.indexer.made_up import years
from webapp import terminal
from webapp.cli import main
from webapp.options import for_shell
from webapp.run_table import print_run, told
from webapp.terminal import Progress


@pytest.fixture
def status(seed_index) -> IndexStatus:
    engine = open_engine(seed_index)
    found = engine.status()
    engine.close()
    return found


def outcomes(accepted: int) -> tuple[Outcome, ...]:
    told = [Outcome(f"{number}.txt", "accepted") for number in range(accepted)]
    return (*told, Outcome("待核.txt", "suspicious", ("未识别出年度",)), Outcome("表.xls", "rejected", ("不支持",)))


def test_a_small_run_is_listed_as_a_whole(capsys, status):
    print_run(RunResult(outcomes(20), status), Path("index_data"))
    printed = capsys.readouterr().out
    assert all(f"{number}.txt" in printed for number in range(20))
    assert "rejected.jsonl" in printed


def test_of_a_large_run_what_needs_attention_is_listed_and_the_rest_counted(capsys, status):
    result = RunResult(outcomes(300), status)
    print_run(result, Path("index_data"))
    printed = capsys.readouterr().out
    assert "17.txt" not in printed
    assert "待核.txt" in printed and "表.xls" in printed and "另有 300 份" in printed and "收录 301 份" in printed
    print_run(result, Path("index_data"), whole=True)
    assert "17.txt" in capsys.readouterr().out


@pytest.fixture
def on_a_terminal(monkeypatch):
    monkeypatch.setattr(terminal, "is_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "dumb")


def test_on_a_terminal_sources_stand_in_groups_those_with_questions_last(on_a_terminal, capsys, status):
    name = "某市人民政府关于二〇二一年度法治政府建设情况的报告（网站公开版另存）.pdf"
    reason = "PDF 是扫描件，没有文字层；请先做文字识别（OCR），另存为带文字的 PDF、.docx 或 .txt"
    refused = Outcome(name, "rejected", (reason,))
    print_run(RunResult((refused, *outcomes(2)), status), Path("index_data"), Path("报告"))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(cell_len, lines)) <= 60
    groups = [line for line in lines if line.endswith("）") and not line.startswith(" ")]
    assert groups == ["收录（2）", "收录，待核（1）", "未收录（2）"]
    assert f"{reason}。".replace(" ", "") in "".join(lines).replace(" ", "")
    assert not any(line.strip().startswith(tuple("，。；、）")) for line in lines)
    assert any("xianli review 报告 --index index_data" in line for line in lines)


def test_what_was_told_before_is_not_told_again(capsys, status):
    before = RunResult(outcomes(3), status)
    new = Outcome("新.txt", "accepted")
    print_run(RunResult((*before.outcomes, new), status), Path("index_data"), known=told([before]))
    printed = capsys.readouterr().out
    assert "新.txt" in printed and "收录 5 份" in printed
    assert "1.txt" not in printed and "表.xls" not in printed


def test_progress_tells_how_long_the_rest_takes(capsys, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    with Progress() as progress:
        progress.step("识别", 0, 10_000)
        now[0] += 60
        progress.step("识别", 1_000, 10_000)
        now[0] += 1
        progress.step("识别", 1_010, 10_000)
        now[0] += 500
        progress.step("识别", 9_500, 10_000)
    assert capsys.readouterr().err.splitlines() == ["识别 1000/10000，约剩 9 分钟", "识别 9500/10000，约剩 30 秒"]


def test_a_file_that_takes_long_is_named_once(capsys):
    with Progress() as progress:
        for seconds in (2.0, terminal._SLOW_SECONDS + 1, terminal._SLOW_SECONDS + 2):
            progress.slow("慢.pdf", seconds)
    assert capsys.readouterr().err.count("慢.pdf") == 1


@pytest.mark.parametrize("also", [["--strict"], ["--from-archive"]])
def test_watching_goes_with_neither_strict_nor_the_archive(tmp_path, also):
    given = [] if "--from-archive" in also else [str(tmp_path)]
    done = CliRunner().invoke(main, ["index", *given, "--watch", *also, "--index", str(tmp_path / "index")])
    assert done.exit_code == 2
    assert "--watch" in done.output


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_a_watch_follows_the_folder_and_ends_with_ctrl_c(tmp_path):
    sources = tmp_path / "sources"
    years(sources, 2019)
    heard = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"  # ignored in the background
    program = f"{heard}; import sys; from webapp.cli import main; main(sys.argv[1:])"
    options = ["index", str(sources), "--index", str(tmp_path / "index"), "--watch"]
    with subprocess.Popen(
        [sys.executable, "-u", "-c", program, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        said = iter(process.stdout)
        assert any("索引已更新：1 份报告" in line for line in said)
        years(sources, 2020)
        assert any("索引已更新：2 份报告" in line for line in said)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
        assert "Traceback" not in process.stderr.read()


@pytest.mark.parametrize(
    ("path", "typed"),
    [("报告", "报告"), ("/data/报告-1.0", "/data/报告-1.0"), ("我的 报告", "'我的 报告'"), ("a;b", "'a;b'")],
)
def test_a_command_to_copy_can_be_run(path, typed):
    assert for_shell(Path(path)) == typed
