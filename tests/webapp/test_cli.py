"""The command: what it prints, what it exits with, and that it never shows a stack of calls for a mistake of use."""

import json
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from indexer.archive import open_archive
from indexer.engines import current_generation
from tests.conftest import SEEDS
from webapp.cli import main

ROOT = Path(__file__).parents[2]
INSPECT_KEYS = [
    "is_report",
    "reject_reason",
    "kind",
    "title",
    "title_missing",
    "jurisdiction",
    "department",
    "issuer",
    "report_year",
    "publication_date",
    "signature",
    "signature_date",
    "index_number",
    "doc_number",
    "source",
    "source_url",
    "flags",
    "evidence",
    "title_lines",
    "meta_lines",
    "boilerplate_lines",
    "signature_lines",
    "body_lines",
    "headings",
    "paragraphs",
    "parts",
]


def xianli(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="xianli")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_index_then_again(tmp_path):
    code, out, _ = xianli("index", SEEDS, "--index", tmp_path)
    assert code == 0
    assert "收录 5 份" in out and "湖北省咸宁市嘉鱼县" in out
    generation = current_generation(tmp_path)
    code, out, _ = xianli("index", SEEDS, "--index", tmp_path)
    assert (code, current_generation(tmp_path)) == (0, generation)
    assert "没有变化" in out


def test_an_unchanged_run_works_for_less_than_two_seconds(seed_index):
    code = "from webapp.cli import main; main(standalone_mode=False)"
    timed = f"import time; began = time.process_time(); {code}; print(time.process_time() - began)"
    command = [sys.executable, "-c", timed, "index", SEEDS, "--index", seed_index]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    assert "没有变化" in done.stdout
    assert float(done.stdout.split()[-1]) < 2  # of the processor: other tests share the machine


def test_strict_exits_with_1_when_a_source_is_rejected_also_unchanged(tmp_path):
    sources = tmp_path / "sources"
    sources.mkdir()
    for seed in SEEDS.iterdir():
        (sources / seed.name).write_bytes(seed.read_bytes())
    (sources / "empty.txt").write_bytes(b"")
    for _ in range(2):
        code, out, _ = xianli("index", sources, "--index", tmp_path / "index", "--strict")
        assert code == 1
        assert "empty.txt" in out and "未收录" in out
    assert xianli("index", sources, "--index", tmp_path / "index")[0] == 0


def test_nothing_published_exits_with_3(tmp_path):
    (tmp_path / "sources").mkdir()
    code, _, err = xianli("index", tmp_path / "sources", "--index", tmp_path / "index")
    assert code == 3
    assert "索引" in err
    assert xianli("index", tmp_path / "nowhere", "--index", tmp_path / "index")[0] == 3


def test_inspect_json_has_exactly_the_promised_keys(tmp_path):
    for path in (next(SEEDS.iterdir()), tmp_path / "empty.txt"):
        if not path.exists():
            path.write_bytes(b"")
        code, out, _ = xianli("inspect", path, "--json")
        found = json.loads(out)
        assert code == 0
        assert list(found) == INSPECT_KEYS
    assert found["is_report"] is False and found["reject_reason"]


def test_inspect_speaks_to_people():
    code, out, _ = xianli("inspect", SEEDS / "001_4a7693c5779f4d62.txt")
    assert code == 0
    assert "福建省 350000 › 福州市 350100 › 长乐区 350112" in out
    assert "原文缺字" in out


def test_search_marks_what_it_found(seed_index):
    code, out, _ = xianli("search", "双随机一公开", "--index", seed_index)
    assert code == 0
    assert "共 3 段" in out and "【双随机、一公开】" in out and "FZ.421221.2020.G." in out


def test_search_json_is_the_object_of_the_interface(seed_index):
    code, out, _ = xianli("search", "法律顾问", "--index", seed_index, "--place", "42", "--year", "2019-2023", "--json")
    found = json.loads(out)
    assert code == 0
    assert {hit["report"]["id"] for hit in found["hits"]} == {"421221-2020-gov"}
    openapi = json.loads((ROOT / "webapp" / "openapi.json").read_text(encoding="utf-8"))
    schema = {"$ref": "#/components/schemas/SearchAnswer", "components": openapi["components"]}
    jsonschema.validate(found, schema)


def test_no_hits_is_no_error(seed_index):
    code, out, _ = xianli("search", "国家赔偿", "--index", seed_index, "--json")
    assert code == 0
    assert json.loads(out)["total"] == {"paragraphs": 0, "reports": 0}


@pytest.mark.parametrize(
    ("query", "repaired"), [("甲 OR", "可改为：甲"), ('"未闭合', '可改为："未闭合"'), ("复议 年度:甲", "可改为：复议")]
)
def test_a_query_that_cannot_be_understood_says_where_and_what_instead(seed_index, query, repaired):
    code, _, err = xianli("search", query, "--index", seed_index)
    assert code == 2
    assert repaired in err and "字）" in err


def test_status_and_verify(seed_index):
    code, out, _ = xianli("status", "--index", seed_index)
    assert (code, "5 份报告" in out) == (0, True)
    assert "存档与索引一致" in out
    assert json.loads(xianli("status", "--index", seed_index, "--json")[1])["archive"] == "same"
    assert xianli("verify", "--index", seed_index)[:2] == (0, "索引完好，存档完好。\n")


def test_a_web_machine_has_an_index_without_its_archive(seed_index, tmp_path):
    for name in ("CURRENT", "generations"):
        (tmp_path / name).symlink_to(seed_index / name)
    assert "没有找到存档" in xianli("status", "--index", tmp_path)[1]
    code, out, _ = xianli("verify", "--index", tmp_path)
    assert code == 0
    assert "索引完好" in out and "没有找到存档" in out
    assert not (tmp_path / "archive").exists()


def test_a_damaged_archive_is_told_by_verify(tmp_path):
    xianli("index", SEEDS, "--index", tmp_path)
    with closing(sqlite3.connect(tmp_path / "archive" / "archive.sqlite")) as connection, connection:
        connection.execute("UPDATE texts SET text = text || '。' WHERE sha256 = (SELECT min(sha256) FROM texts)")
    code, out, err = xianli("verify", "--index", tmp_path)
    assert code == 1
    assert out.strip() and "存档已损坏" in err


@pytest.fixture
def machine(tmp_path):
    """A machine that has indexed the seeds, and the folder of reports it did that from."""
    sources = tmp_path / "reports"
    shutil.copytree(SEEDS, sources)
    xianli("index", sources, "--index", tmp_path / "index")
    return sources, tmp_path / "index"


def test_an_exported_archive_makes_the_index_on_another_machine(machine, tmp_path):
    _, folder = machine
    file = tmp_path / "存档.jsonl"
    code, out, _ = xianli("archive", "export", file, "--index", folder)
    assert code == 0
    assert "已导出" in out
    other = tmp_path / "other"
    code, out, _ = xianli("archive", "import", file, "--index", other)
    assert code == 0
    assert f"xianli index --from-archive --index {other}" in out
    assert xianli("index", "--from-archive", "--index", other)[0] == 0
    assert codes(other) == codes(folder)
    assert xianli("archive", "import", file, "--index", other)[0] == 3  # not into an archive in use
    assert xianli("index", "--from-archive", "--index", other)[1].count("没有变化") == 1


def codes(folder: Path) -> list[str]:
    found = json.loads(xianli("search", "", "--index", folder, "--limit", "1000", "--json")[1])
    return [hit["code"] for hit in found["hits"]]


def test_an_export_from_no_archive_makes_none(tmp_path):
    code, _, err = xianli("archive", "export", tmp_path / "a.jsonl", "--index", tmp_path)
    assert code == 3
    assert "找不到存档" in err
    assert list(tmp_path.iterdir()) == []


def test_an_emptied_archive_is_no_archive_and_replaces_no_export(machine, tmp_path):
    _, folder = machine
    file, archive = tmp_path / "存档.jsonl", folder / "archive" / "archive.sqlite"
    xianli("archive", "export", file, "--index", folder)
    exported = file.read_bytes()
    archive.write_bytes(b"")
    assert "没有找到存档" in xianli("verify", "--index", folder)[1]
    assert "找不到存档" in xianli("archive", "export", file, "--index", folder)[2]
    with open_archive(folder / "archive"):  # makes the tables
        code, out, _ = xianli("verify", "--index", folder)
        assert (code, "不是这个索引所据的那一份" in out) == (1, True)
        code, _, err = xianli("archive", "export", file, "--index", folder)
        assert (code, "没有导出" in err) == (3, True)
    assert file.read_bytes() == exported


def test_sources_or_the_archive_not_both(machine):
    sources, folder = machine
    assert "缺少 SOURCES" in xianli("index", "--index", folder)[2]
    code, _, err = xianli("index", sources, "--from-archive", "--index", folder)
    assert (code, "不能同时" in err) == (2, True)


def test_a_lost_archive_is_told_with_what_to_do(machine, tmp_path):
    sources, folder = machine
    (folder / "archive").rename(tmp_path / "elsewhere")
    code, _, err = xianli("index", sources, "--index", folder)
    assert code == 3
    assert "存档不见了" in err and "--archive" in err and "--new-archive" in err
    assert "没有变化" in xianli("index", sources, "--index", folder, "--archive", tmp_path / "elsewhere")[1]
    assert "新增 5 份" in xianli("index", sources, "--index", folder, "--new-archive")[1]


def test_the_environment_names_the_archive(tmp_path, monkeypatch):
    monkeypatch.setenv("XIANLI_ARCHIVE", str(tmp_path / "safe"))
    xianli("index", SEEDS, "--index", tmp_path / "index")
    assert (tmp_path / "safe").is_dir() and not (tmp_path / "index" / "archive").exists()
    assert "存档与索引一致" in xianli("status", "--index", tmp_path / "index")[1]


def test_the_password_of_a_database_is_never_shown(tmp_path):
    url = "postgresql://xianli:geheim@127.0.0.1:1/none"
    xianli("index", SEEDS, "--index", tmp_path)
    for command in (
        ["index", SEEDS],
        ["index", SEEDS, "--new-archive"],
        ["status"],
        ["verify"],
        ["archive", "export", "a"],
    ):
        code, out, err = xianli(*command, "--index", tmp_path, "--archive", url)
        assert "geheim" not in out + err
        assert code == (0 if command == ["status"] else 3)
    assert all(b"geheim" not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_the_table_of_a_run_says_what_was_withdrawn_and_what_is_an_earlier_version(machine):
    sources, folder = machine
    first, second, *_ = sorted(sources.iterdir())
    first.unlink()
    (sources / "更正.txt").write_bytes(second.read_bytes() + "\n本页更正一次。\n".encode())
    code, out, _ = xianli("index", sources, "--index", folder, "--strict")
    assert code == 0
    assert "旧版或重复 1 份" in out and "新增 0 份，有新版 1 份，撤下 1 份" in out
    assert re.search(rf"{first.name} +撤下 .*421221-2020-gov 撤下", out)
    assert re.search(rf"{second.name} +旧版或重复 .*更正.txt", out)


@pytest.mark.parametrize("command", ["search", "status", "verify"])
def test_no_index_names_the_command_that_makes_one(tmp_path, command):
    arguments = [command, "复议"] if command == "search" else [command]
    code, _, err = xianli(*arguments, "--index", tmp_path)
    assert code == 3
    assert "xianli index" in err


COMMANDS = ["archive", "index", "inspect", "search", "serve", "status", "verify"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_in_chinese_with_examples_to_copy(command):
    code, out, _ = xianli(command, "--help")
    lines = [line.strip() for line in out.splitlines()]
    examples = lines[lines.index("例：") + 1 : lines.index("选项:") - 1]
    assert code == 0
    assert examples and all(line.startswith(f"xianli {command}") for line in examples)
    assert not re.search(r"[A-Z][a-z]+:|Show|default", out)


def test_the_list_of_commands_is_help_enough():
    _, out, _ = xianli("--help")
    assert all(re.search(rf"^  {command} +[\u4e00-\u9fff]", out, re.MULTILINE) for command in COMMANDS)
    assert xianli()[0] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["index"], "缺少 SOURCES。运行 xianli index --help"),
        (["foo"], "没有命令 foo。"),
        (["status", "--ind"], "没有选项 --ind，是不是 --index？"),
        (["search", "复议", "--limit", "0"], "--limit 的值不能用：应为 1 到 1000 的整数。"),
        (["search", "复议", "--limit", "x"], "--limit 的值不能用：应为 1 到 1000 的整数。"),
        (["search", "复议", "--section", "x"], "--section 的值不能用：应为其中之一：overview、"),
        (["inspect", "nowhere.txt"], "FILE 的值“nowhere.txt”不能用：应为一个已有的文件。"),
        (["index", "seeds", "--index", "README.md"], "--index 的值“README.md”不能用：应为一个文件夹。"),
        (["index", "a", "b"], "命令的写法不对，多了或少了什么。"),
        (["search", "--limit"], "选项 --limit 的用法不对。"),
    ],
)
def test_wrong_usage_is_told_in_chinese(arguments, said, monkeypatch):
    monkeypatch.chdir(ROOT)
    code, _, err = xianli(*arguments)
    assert code == 2
    assert err.startswith(said)


def test_what_the_system_refuses_is_told_in_chinese(tmp_path):
    (tmp_path / "file").touch()
    code, _, err = xianli("index", SEEDS, "--index", tmp_path / "file" / "index")
    assert code == 3
    assert "路径中有一段不是文件夹" in err


def test_a_port_that_is_taken_is_told_in_chinese(tmp_path):
    program = "from webapp.cli import main; main()"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [sys.executable, "-c", program, "serve", "--index", tmp_path, "--port", str(taken.getsockname()[1])]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60)
    assert done.returncode == 1
    assert "端口已被占用" in done.stderr and "--port" in done.stderr
    assert "Traceback" not in done.stderr


def test_brackets_are_text_and_no_markup(seed_index):
    for query in ('"[/复议]"', '"[red]复议"', '":smile:"'):
        code, out, _ = xianli("search", query, "--index", seed_index)
        assert code == 0
        assert query.strip('"') in out


def test_what_was_ignored_is_said(seed_index):
    assert "abc" in xianli("search", "复议", "--year", "abc", "--index", seed_index)[1]


def test_what_follows_below_the_hits_has_no_number(seed_index):
    out = xianli("search", "复议 民告官 顾问费", "--index", seed_index)[1]
    assert "共 0 段" in out and "以下段落" in out
    assert not re.search(r"^0\. ", out, re.MULTILINE)


def test_an_interrupted_command_says_so(seed_index, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("indexer.engines.open_engine", interrupted)
    assert xianli("status", "--index", seed_index) == (130, "", "\n已中断。\n")


def test_a_reader_that_goes_away_is_no_fault(seed_index):
    command = f"{sys.executable} -c 'from webapp.cli import main; main()'"
    shell = f"{command} search 行政 --limit 200 --index {seed_index} | head -n 1"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.startswith("共 ")
    assert done.stderr == ""
