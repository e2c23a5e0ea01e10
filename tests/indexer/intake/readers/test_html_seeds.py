"""The five reports of seeds/ as web pages: whatever the layout, the same paragraphs, title, place, year and dates."""

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from indexer.analysis import Analysis, analyse
from indexer.contract import Document
from indexer.intake.sources import Source
from indexer.naming import short_hash
from tests.conftest import SEEDS
from tests.indexer.intake.readers.web_pages import LAYOUTS, STRAY

GOLD = Path(__file__).parents[3] / "gold"
FILES = sorted(SEEDS.glob("*.txt"))
SAME = (
    "id",
    "title",
    "jurisdiction",
    "body",
    "department",
    "issuer",
    "year",
    "publication_date",
    "signature",
    "signature_date",
    "index_number",
    "doc_number",
    "source",
)


def analysed(name: str, data: bytes) -> tuple[Analysis, Document]:
    analysis = analyse(Source(name, data, "0" * 64))
    assert analysis.document is not None, analysis.reject_reason
    return analysis, analysis.document


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:3])
def test_a_page_gives_the_paragraphs_of_the_text(path, layout):
    plain, expected = analysed(path.name, path.read_bytes())
    analysis, found = analysed("saved.html", LAYOUTS[layout](path.read_text("utf-8")))
    texts = [short_hash(paragraph.text, 16) for paragraph in analysis.occurrences]
    assert texts == [short_hash(paragraph.text, 16) for paragraph in plain.occurrences]
    assert [p.id for p in found.paragraphs] == [p.id for p in expected.paragraphs]
    assert [p.section for p in found.paragraphs] == [p.section for p in expected.paragraphs]
    assert [h.text for h in found.headings] == [h.text for h in expected.headings]
    assert not [p.text for p in found.paragraphs for stray in STRAY if stray in p.text]
    for field in SAME:
        assert getattr(found.report, field) == getattr(expected.report, field), field


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_paragraph_of_the_five_is_lost(layout):
    """The texts that hand labels cut out of the five, whatever the rules for cutting are at present."""
    labels = map(json.loads, (GOLD / "gold_segments.jsonl").read_text("utf-8").splitlines())
    cut: dict[str, list[str]] = defaultdict(list)
    for label in labels:
        line = (SEEDS / label["file"]).read_text("utf-8").split("\n")[label["line"] - 1]
        cut[label["file"]].append(_normalised(line[label["start"] : label["end"]]))
    found = 0
    for path in FILES:
        analysis, _ = analysed("saved.html", LAYOUTS[layout](path.read_text("utf-8")))
        text = "\n".join(_normalised(line.text) for line in analysis.lines if line.kind == "body")
        found += sum(segment in text for segment in cut[path.name])
    assert found == 143


def _normalised(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name[:3])
def test_head_and_tail_are_kept_in_order(path, layout):
    """All that the text has above and below the body stands on the page's lines too: the raw view shows it."""
    plain, _ = analysed(path.name, path.read_bytes())
    analysis, _ = analysed("saved.html", LAYOUTS[layout](path.read_text("utf-8")))
    for kind in ("title", "signature"):
        expected = Counter("".join(line.text.split()) for line in plain.lines if line.kind == kind)
        found = Counter("".join(line.text.split()) for line in analysis.lines if line.kind == kind)
        assert not expected - found
    shown = "".join("".join(line.text.split()) for line in analysis.lines).replace("|", "")
    for line in plain.lines:
        if line.kind in ("meta", "boilerplate"):
            for word in line.text.replace("|", " ").split():
                assert word in shown
