"""What the indexer understands of the corpus stays above a floor in every category."""

from functools import cache
from typing import Final

import pytest

from tests.corpus.score import Tally, labels_of, score

FLOORS: Final = {  # percent
    "is_report": 100,
    "fields": 99,
    "lines": 99,
    "headings": 98,
    "marker_status": 98,
    "heading_sections": 97,
    "paragraphs": 98,
    "paragraph_sections": 97,
}
EXTRA: Final = 0.01  # share of lines, headings or paragraphs that may stand where the labels have none


@cache
def _result() -> Tally:
    return score(labels_of())


def _errors(category: str) -> str:
    return "\n".join(error for error in _result().errors if error.split()[0] == category)


@pytest.mark.parametrize("category", FLOORS)
def test_recognition_stays_above_its_floor(category: str) -> None:
    assert _result().percent(category) >= FLOORS[category], _errors(category)


@pytest.mark.parametrize("category", ["lines", "headings", "paragraphs"])
def test_little_is_found_where_nothing_is(category: str) -> None:
    extra = f"spurious_{category}"
    assert _result().all[extra] <= EXTRA * _result().all[category], _errors(extra)
