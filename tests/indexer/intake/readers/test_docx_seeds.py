"""The seeds as Word files are the same reports: paragraphs, headings and metadata."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.analysis import Analysis, analyse
from indexer.contract import Report
from indexer.intake.readers import docx
from indexer.intake.sources import Source
from indexer.naming import short_hash
from tests.conftest import SEEDS
from tests.indexer.intake.readers.word_files import seed_document

PATHS = sorted(SEEDS.glob("*.txt"))
SAVED = Path(__file__).parent / "saved"


def analysed(name: str, data: bytes) -> Analysis:
    return analyse(Source(name, data, "0" * 64, {}))


def texts(analysis: Analysis) -> list[str]:
    return [short_hash(one.text, 10) for one in analysis.occurrences]


def headings(analysis: Analysis) -> list[tuple[int, str, str, str]]:
    assert analysis.document is not None
    return [(one.level, one.label, one.marker_status, one.section) for one in analysis.document.headings]


def known(analysis: Analysis) -> Report:
    """Return what is known of a report, but for the file and the lines."""
    assert analysis.document is not None
    return replace(analysis.document.report, path="", evidence={})


def assert_same(path: Path, data: bytes) -> None:
    of_text, of_word = analysed(path.name, path.read_bytes()), analysed(path.stem + ".docx", data)
    assert texts(of_word) == texts(of_text)
    assert headings(of_word) == headings(of_text)
    assert known(of_word) == known(of_text)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name[:3])
def test_a_seed_as_a_word_file_is_the_same_report(path):
    assert_same(path, seed_document(path))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name[:3])
def test_a_seed_saved_by_libreoffice_is_the_same_report(path):
    assert_same(path, (SAVED / f"{path.name[:3]}.docx").read_bytes())


def test_the_numbers_are_made_by_lists_and_stand_in_no_text():
    first = docx.read(seed_document(PATHS[3])).text
    assert "\n二、坚持依法防控,保障疫情防控工作顺利开展\n" in first
    for data in (seed_document(PATHS[3]), (SAVED / f"{PATHS[3].name[:3]}.docx").read_bytes()):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            written = re.sub("<[^>]*>", "", archive.read("word/document.xml").decode())
        assert "坚持依法防控,保障" in written
        assert "二、坚持依法防控" not in written
