"""What the readmes say is true: the same in both languages, every example works, every link leads somewhere."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from indexer.intake.sidecars import read_sidecar
from webapp.cli import main
from webapp.search.grammar import parse

ROOT = Path(__file__).parents[1]
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
PAGES = [*READMES, ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


def examples(page: Path) -> list[str]:
    """The queries in the first column of the table of the query language."""
    rows = re.findall(r"(?m)^\| (`.*?) \|", page.read_text(encoding="utf-8"))
    return [query for row in rows for query in re.findall(r"`([^`]+)`", row)]


def test_both_readmes_show_the_same_commands_and_queries():
    english, chinese = READMES
    assert [len(blocks(english, kind)) for kind in ("sh", "toml")] == [len(blocks(chinese, k)) for k in ("sh", "toml")]
    assert examples(english) == examples(chinese) != []


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_every_query_of_the_readme_is_understood(page):
    for query in examples(page):
        parse(query)


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_the_sidecar_of_the_readme_is_read(page, tmp_path):
    (block,) = blocks(page, "toml")
    (tmp_path / "a.meta.toml").write_text(block, encoding="utf-8")
    assert read_sidecar(tmp_path / "a.txt", "a.meta.toml")["report_year"] == 2020


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_every_command_of_the_readme_exists(page):
    text = page.read_text(encoding="utf-8")
    for command in set(re.findall(r"xianli (archive|index|inspect|quotes|review|search|serve|status|verify)\b", text)):
        assert CliRunner().invoke(main, [command, "--help"]).exit_code == 0
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"make ([a-z]+)", text)):
        assert f"\n{target}:" in makefile


def test_architecture_stays_short():
    assert len((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()) <= 150
