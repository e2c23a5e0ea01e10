"""The labels agree with the files they describe."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from indexer.contract import SECTIONS
from tests.layouts.score import UNSEEN, _lines, score

FOLDER = Path(__file__).parent
LABELS: dict[str, Any] = json.loads((FOLDER / "labels.json").read_text(encoding="utf-8"))
REPORTS = [name for name, labels in LABELS.items() if labels["is_report"]]


def plain(text: str) -> str:
    return re.sub("[\u200b\u200c\u200d\u2060\ufeff\u00ad]", "", text).strip(UNSEEN)


def test_every_file_is_labelled() -> None:
    assert sorted(path.name for path in FOLDER.glob("*.txt")) == sorted(LABELS)


@pytest.mark.parametrize("name", REPORTS)
def test_each_line_has_one_kind(name: str) -> None:
    labels, lines = LABELS[name], _lines(FOLDER / name)
    numbers = [number for key in labels if key.endswith("_lines") for number in labels[key]]
    blank = {number for number, line in enumerate(lines, 1) if not plain(line)}
    assert len(numbers) == len(set(numbers))
    assert set(numbers) | blank == set(range(1, len(lines) + 1))
    assert (
        not {number for key in labels if key.endswith("_lines") and key[:5] != "blank" for number in labels[key]}
        & blank
    )


@pytest.mark.parametrize("name", REPORTS)
def test_headings_stand_where_the_labels_say(name: str) -> None:
    labels, lines = LABELS[name], _lines(FOLDER / name)
    for heading in labels["headings"]:
        line = lines[heading["line"] - 1]
        assert plain(line[heading["offset"] : heading["end"]]) == heading["marker"] + heading["text"]
        assert heading["line"] in labels["body_lines"]
        assert {heading["section"], heading["topic"], *heading["also"]} <= set(SECTIONS)
        assert (heading["marker_status"] in ("ok", "none")) == (heading["marker"] == heading["expected_marker"])
        outside = plain(line[: heading["offset"]] + line[heading["end"] :]).rstrip("。")
        assert (heading["form"] == "line") == (not outside)


@pytest.mark.parametrize("name", REPORTS)
def test_paragraphs_and_headings_make_up_the_body(name: str) -> None:
    labels, lines = LABELS[name], _lines(FOLDER / name)
    paragraphs = labels["paragraphs"]
    spans = [(p["line"], p["start"], p["end"]) for p in paragraphs]
    assert spans == sorted(spans)
    for (line, _, end), (line_2, start_2, _) in pairwise(spans):
        assert line < line_2 or end <= start_2
    for paragraph in paragraphs:
        source = lines[paragraph["line"] - 1]
        assert plain(source[paragraph["start"] : paragraph["end"]]) == paragraph["text"]
    left = [lines[number - 1] for number in labels["body_lines"]]
    for number, start, end in reversed([*spans, *labels["ignored"], *_heading_spans(labels)]):
        at = labels["body_lines"].index(number)
        left[at] = left[at][:start] + "\0" * (end - start) + left[at][end:]
    rest = [plain(line.replace("\0", "")).strip("。") for line in left]
    assert {text for text in rest if text and not text.endswith(("：", ":"))} <= {"特此报告", "专此报告"}


def _heading_spans(labels: dict[str, Any]) -> list[tuple[int, int, int]]:
    return [(heading["line"], heading["offset"], heading["end"]) for heading in labels["headings"]]


def test_labels_score_full_marks_against_themselves() -> None:
    result = score(FOLDER / "labels.json", FOLDER, lambda path: {"reject_reason": None} | LABELS[path.name])
    assert result["errors"] == []
    assert all(counts["right"] == counts["all"] > 0 for counts in result["kinds"].values())


def test_score_counts_what_is_wrong() -> None:
    def shifted(path: Path) -> dict[str, Any]:
        labels: dict[str, Any] = LABELS[path.name]
        if not labels["is_report"]:
            return {"is_report": True, "reject_reason": None}
        headings = [heading | {"offset": heading["offset"] + 1} for heading in labels["headings"]]
        body = labels["body_lines"] + labels["signature_lines"]
        return labels | {"headings": headings, "issuer": "?", "body_lines": body, "signature_lines": []}

    kinds = score(FOLDER / "labels.json", FOLDER, shifted)["kinds"]
    signatures = sum(len(LABELS[name]["signature_lines"]) for name in REPORTS)
    assert kinds["headings"]["right"] == 0
    assert kinds["spurious"]["all"] == sum(len(LABELS[name]["headings"]) for name in REPORTS)
    assert kinds["is_report"] == {"right": len(REPORTS), "all": len(LABELS), "percent": 75.0}
    assert kinds["fields"]["all"] - kinds["fields"]["right"] == len(REPORTS)
    assert kinds["lines"]["all"] - kinds["lines"]["right"] == signatures
