"""Whatever bytes come, a PDF is read or refused with a reason: soon, and without a word on the terminal."""

import io
import logging
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from indexer.errors import SourceError
from indexer.intake.readers.pdf import read
from indexer.intake.readers.pdf.fonts import read_map
from tests.indexer.intake.readers.pdf_files import FONT, PROSE, down, pdf_of, stream

SAVED = Path(__file__).parent / "pdf_saved" / "writer_002.pdf"
SMALL = pdf_of(down([PROSE + "。"] * 9), down([PROSE + "。"] * 9), others=[stream(b"q Q", "/Subtype /Form")])


def outcome(data: bytes) -> str:
    """Return the text or the reason; anything else raised fails the test."""
    try:
        return read(data).text
    except SourceError as error:
        return error.message


@given(st.binary(max_size=400))
def test_arbitrary_bytes(data):
    assert outcome(b"%PDF-1.7\n" + data)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(SMALL)))
def test_a_file_cut_anywhere_is_not_half_read(at):
    found = outcome(SMALL[:at])
    assert found.count(PROSE) == 18 or "PDF" in found


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_bytes_overwritten(changes):
    data = bytearray(SMALL)
    for at, value in changes:
        data[at] = value
    assert outcome(bytes(data))


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0), st.integers(1, 255)), min_size=1, max_size=8))
def test_bits_flipped_in_a_file_of_a_word_processor(changes):
    data = bytearray(SAVED.read_bytes())
    for at, value in changes:
        data[at % len(data)] ^= value
    assert outcome(bytes(data))


@given(st.text(alphabet="qQBTEmfdjJDo /F1<>[]()-0123456789.\n ", max_size=300))
def test_arbitrary_instructions(content):
    assert outcome(pdf_of(content))


@given(st.binary(max_size=300))
def test_arbitrary_maps_to_unicode(data):
    read_map(b"1 beginbfrange <00> <ff> <0041> " + data)


BOMB = stream(zlib.compress(b"q Q " * 30_000_000, 9), "/Filter /FlateDecode")
BILLION = b"1 beginbfrange " + b"<0000> <FFFFFFFF> <4E00> " * 50_000 + b"endbfrange"


@pytest.mark.parametrize(
    "data",
    [
        pdf_of("", others=[BOMB]).replace(b"/Contents 12 0 R", b"/Contents 10 0 R"),
        pdf_of("/X1 Do " * 50_000, others=[stream(b"/X1 Do /X1 Do", "/Subtype /Form")]),
        pdf_of("q " * 200_000),
        pdf_of("[" * 5_000 + "]" * 5_000 + " TJ"),
        pdf_of(
            "BT /F1 12 Tf <4E00> Tj ET", font=FONT.replace("/DW", "/ToUnicode 10 0 R /DW"), others=[stream(BILLION)]
        ),
        pdf_of(down([PROSE] * 3), root="/AcroForm 1 0 R"),
        pdf_of("0 0 1 1 re S " * 50_000),
        pdf_of("\n".join(f"{x} 0 m {x} 800 l S 0 {x} m 600 {x} l S" for x in range(1_000))),
    ],
    ids=["bomb", "forms", "states", "nesting", "ranges", "loop", "boxes", "grid"],
)
def test_what_swells_is_stopped(data):
    start = time.process_time()
    assert outcome(data)
    assert time.process_time() - start < 12


def encrypted(password: str, algorithm: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(SMALL)))
    writer.encrypt(password, owner_password="owner", algorithm=algorithm)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_file_protected_without_a_password_is_read_and_one_with_is_refused():
    assert outcome(encrypted("", "RC4-128")) == outcome(SMALL)
    assert "有密码" in outcome(encrypted("secret", "RC4-128"))


def test_a_damaged_table_of_places_is_made_anew():
    damaged = SMALL.replace(b"0000000", b"0001110").replace(b"startxref\n", b"startxref\n9")
    assert outcome(damaged) == outcome(SMALL)


def test_nothing_is_said_on_the_terminal_and_logging_is_left_as_it_was(caplog):
    before = logging.getLogger("pypdf").level
    outcome(SMALL.replace(b"0000000", b"0001110"))
    assert caplog.records == []
    assert logging.getLogger("pypdf").level == before
