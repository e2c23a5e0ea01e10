"""The command that asks for what is open."""

import json
import re

import pytest
from click.testing import CliRunner

from tests.indexer.invented import page
from webapp import reviewing
from webapp.cli import main


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    for name, title in (("a", "鼓楼区2021年度"), ("b", "嘉鱼县"), ("c", "嘉鱼县2020年度")):
        text = re.sub(r"\d{4}年", "今年", page("标题", "")).replace("标题", f"{title}法治政府建设情况报告")
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "a.meta.toml").write_text('# 已核\nsource_url = "https://www.example.gov.cn/a"\n', encoding="utf-8")
    return folder


@pytest.fixture
def ask(sources, tmp_path, monkeypatch):
    def run(*typed, options=()):
        monkeypatch.setattr(reviewing, "is_conversation", lambda: bool(typed))
        arguments = ["review", str(sources), "--index", str(tmp_path / "index"), *options]
        result = CliRunner().invoke(main, arguments, input="\n".join(typed) + "\n", prog_name="xianli")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout

    return run


def test_without_a_terminal_it_lists(ask, sources):
    code, out = ask()
    assert code == 0
    assert "1. a.txt" in out and "2. b.txt" in out and "c.txt" not in out
    assert "● 地区有多种可能" in out and "江苏省徐州市鼓楼区 320302" in out
    assert "● 没有识别出年度" in out
    assert "共 2 份待核对" in out
    assert not (sources / "b.meta.toml").exists()


def test_answers_are_written_and_not_asked_again(ask, sources):
    code, out = ask("鼓楼", "徐州鼓楼区", "二〇", "2019")
    assert code == 0
    assert "“鼓楼”可能是以下" in out
    assert "请写四位年份" in out
    assert "写下 2 个答案。请再运行 xianli index" in out
    written = (sources / "a.meta.toml").read_text(encoding="utf-8")
    assert written.startswith('# 已核\nsource_url = "https://www.example.gov.cn/a"\n')
    assert written.endswith('jurisdiction = "320302"\n')
    assert (sources / "b.meta.toml").read_text(encoding="utf-8") == "report_year = 2019\n"
    assert "没有需要核对的" in ask()[1]


def test_skipping_and_ending_write_nothing(ask, sources):
    assert "没有写下答案" in ask("", "s")[1]
    assert "没有写下答案" in ask("q")[1]
    code, _ = ask("没有这个县")  # and then the input ends
    assert code == 130
    assert {path.name for path in sources.iterdir()} == {"a.txt", "a.meta.toml", "b.txt", "c.txt"}


def test_a_choice_from_the_list_before_the_next_is_asked(ask, sources):
    assert "写下 1 个答案" in ask("1", "q")[1]
    assert '"320106"' in (sources / "a.meta.toml").read_text(encoding="utf-8")


def test_an_answer_is_for_all_files_of_the_name(ask, sources):
    (sources / "b.md").write_bytes((sources / "b.txt").read_bytes())
    code, out = ask("", "2019")
    assert code == 0
    assert "附带文件里已经写明，不再问" in out and "写下 1 个答案" in out


def test_the_name_of_a_file_does_not_steer_the_terminal(ask, sources):
    (sources / "b.txt").rename(sources / "b\x1b[2J.txt")
    code, out = ask("", "2019")
    assert code == 0
    assert "已写入 b\\x1b[2J.meta.toml" in out
    assert "\x1b" not in out


def test_the_next_run_is_of_the_same_kinds(ask):
    """Without it that run would withdraw all that is not of law."""
    assert re.search(r"请再运行 xianli index .* --kind any，", ask("", "2019", options=["--kind", "any"])[1])


def test_list_and_json_never_ask(ask):
    assert "1. a.txt" in ask("1", "2019", options=["--list"])[1]
    items = json.loads(ask("1", "2019", options=["--json"])[1])
    assert [(item["path"], item["questions"][0]["key"]) for item in items] == [
        ("a.txt", "jurisdiction"),
        ("b.txt", "report_year"),
    ]
    assert {candidate["value"] for candidate in items[0]["questions"][0]["candidates"]} >= {"320302"}


def test_a_missing_folder(ask, sources):
    for path in sources.iterdir():
        path.unlink()
    sources.rmdir()
    assert ask()[0] == 3
