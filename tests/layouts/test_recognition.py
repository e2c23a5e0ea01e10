"""What the indexer understands of all labelled reports stays above a floor in every category."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from tests.layouts.score import score

FOLDER = Path(__file__).parent
FLOORS: Final = {  # percent
    "is_report": 100,
    "fields": 95,
    "lines": 98,
    "line_kinds": 98,
    "headings": 95,
    "clause_headings": 95,
    "levels": 98,
    "marker_status": 98,
    "paragraphs": 97,
    "heading_sections": 93,
    "paragraph_sections": 93,
    "topics": 90,
}
EXTRA: Final = 0.02  # share of headings or paragraphs that may stand where the labels have none


@cache
def _result() -> Mapping[str, Any]:
    return score(FOLDER / "labels.json", FOLDER)


def _errors(kind: str) -> str:
    return "\n".join(message for found, message in _result()["errors"] if found == kind)


@pytest.mark.parametrize("kind", FLOORS)
def test_recognition_stays_above_its_floor(kind: str) -> None:
    assert _result()["kinds"][kind]["percent"] >= FLOORS[kind], _errors(kind)


@pytest.mark.parametrize(("extra", "kind"), [("spurious", "headings"), ("extra_paragraphs", "paragraphs")])
def test_little_is_found_where_nothing_is(extra: str, kind: str) -> None:
    found = _result()["kinds"].get(extra, {"all": 0})["all"]
    assert found <= EXTRA * _result()["kinds"][kind]["all"], _errors(extra)
