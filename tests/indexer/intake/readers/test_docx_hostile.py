"""Whatever the bytes are, a Word file is read or refused with a reason: no other exception, no hang."""

import io
import time
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.intake.readers import docx
from tests.conftest import SEEDS
from tests.indexer.intake.readers.word_files import (
    W,
    definition,
    level,
    listed,
    members,
    numbered,
    p,
    part,
    r,
    table,
    word,
    zipped,
)

NUMBERING = definition(1, level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2")) + listed(1, 1)
STYLES = '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="a"/></w:style>'
BODY = p("甲", properties=numbered(1)) + table(("受理", p("32") + p("件"))) + p(r("乙", "<w:vanish/>"), "丙。")
PARTS = members(BODY, numbering=NUMBERING, styles=STYLES, footnotes="")
GOOD = zipped(PARTS)


def read_or_refused(data: bytes) -> str | None:
    """Return the text, None if the file is refused with a reason."""
    reason = ""
    try:
        text = docx.read(data).text
    except SourceError as error:
        text, reason = None, error.message
    assert (text and text.strip()) or "请" in reason
    return text


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"\xd0\xcf\x11\xe0"]))
def test_arbitrary_bytes(data, before):
    assert read_or_refused(before + data) is None


@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=6), st.integers(0, 50)
)
def test_mutated_packages(changes, cut):
    data = bytearray(GOOD)
    for at, value in changes:
        data[at] = value
    read_or_refused(bytes(data[: len(data) - cut]))


@given(
    st.sampled_from(sorted(PARTS)),
    st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 40), st.binary(max_size=12)), min_size=1, max_size=4),
)
def test_mutated_parts(name, changes):
    content = PARTS[name]
    data = bytearray(content if isinstance(content, bytes) else content.encode())
    for place, length, new in changes:
        at = place % (len(data) + 1)
        data[at : at + length] = new
    read_or_refused(zipped(PARTS | {name: bytes(data)}))


NAMES = (
    "document body p r t tbl tr tc tcPr trPr pPr rPr numPr numId ilvl pStyle rStyle vanish specVanish vMerge br tab "
    "del ins moveFrom cr sym ptab fldChar instrText fldSimple txbxContent sdt sdtPr sdtContent showingPlcHdr "
    "docPartGallery footnoteReference endnoteReference footnote endnote ruby rt rubyBase noBreakHyphen cellDel sectPr"
).split()
VALUES = st.sampled_from(
    ["", "0", "1", "-1", "begin", "separate", "end", "a", "F082", "continue", "Table of Contents", "x"]
)


def element(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, value, children: (
            f'<w:{name} w:val="{value}" w:fldCharType="{value}" w:char="{value}" w:id="{value}" w:font="Wingdings">'
            f"{''.join(children)}</w:{name}>"
        ),
        st.sampled_from(NAMES),
        VALUES,
        st.lists(inside, max_size=5),
    )


TREES = st.recursive(
    st.sampled_from(["", "正文。", p("正文。"), r("甲")]) | element(st.just("甲")), element, max_leaves=25
)


@given(st.lists(TREES, max_size=6))
def test_any_tree_of_known_elements(trees):
    body = "".join(trees)
    files = members(BODY, numbering=NUMBERING, styles=STYLES) | {
        "word/document.xml": part("document", f"<w:body>{body}{BODY}</w:body>"),
        "word/footnotes.xml": part("footnotes", body),
        "word/styles.xml": part("styles", body + STYLES),
        "word/numbering.xml": part("numbering", body + NUMBERING),
    }
    read_or_refused(zipped(files))


@given(st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1), st.integers(1, 9))
def test_text_is_kept_however_it_is_cut_into_runs(text, size):
    runs = [r(text[i : i + size]) for i in range(0, len(text), size)]
    found = docx.read(word(p(*runs) + p("末行。"))).text.split("\n")
    assert found[-1] == "末行。"
    assert "\n".join(found[:-1]).strip() == text.replace("\ufffe", "").strip()


BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
JOINED = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>"
OVERSTRIKE = f"<w:instrText>EQ {chr(92)}o({chr(92)}o( {' ' * 2_000_000}</w:instrText>"
CELL = f"<w:tc>{p('甲')}</w:tc>"
ATTRIBUTES = " ".join(f'w:a{i}="x"' for i in range(100_000))
FLOODS = {
    "empty paragraphs": "<w:p/>" * 100_000,
    "paragraphs joined": JOINED * 30_000,
    "fields never closed": f"<w:p>{BEGIN * 30_000}{r('甲') * 30_000}</w:p>",
    "text boxes": f"<w:p>{'<w:r><w:t>甲</w:t><w:txbxContent><w:p/></w:txbxContent></w:r>' * 30_000}</w:p>",
    "an instruction": f"<w:p>{BEGIN}<w:r>{OVERSTRIKE}<w:fldChar w:fldCharType='end'/></w:r></w:p>",
    "cells": f"<w:tbl><w:tr>{CELL * 20_000}</w:tr></w:tbl>",
    "soft breaks": f"<w:p><w:r>{'<w:t>全县扎实推进依法行政工作取得新的成效和进展的</w:t><w:br/>' * 60_000}</w:r></w:p>",
    "attributes": f"<w:p {ATTRIBUTES}/>",
    "a long name": f"<w:{'a' * 5_000_000}/>",
}


def stored(body: str) -> bytes:
    """Return a Word file that is not packed: no ratio gives it away."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members(body + p("末行。"), numbering=NUMBERING).items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("body", FLOODS.values(), ids=FLOODS)
def test_floods_take_linear_time(body):
    start = time.process_time()
    read_or_refused(stored(body))
    assert time.process_time() - start < 5


def test_a_checksum_that_lies_is_noticed():
    data = bytearray(word(BODY))
    check = zlib.crc32(part("document", f"<w:body>{BODY}</w:body>").encode()).to_bytes(4, "little")
    assert data.count(check) == 2
    assert read_or_refused(bytes(data.replace(check, bytes(4)))) is None


def test_half_a_download_is_refused():
    data = word("".join(p(line) for line in (next(SEEDS.glob("*.txt"))).read_text(encoding="utf-8-sig").split("\n")))
    assert read_or_refused(data) is not None
    for share in (0.1, 0.5, 0.9, 0.99):
        assert read_or_refused(data[: int(len(data) * share)]) is None


def test_namespaces_are_told_apart():
    foreign = (
        '<a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:r><a:t>图中文字</a:t></a:r></a:p>'
    )
    assert read_or_refused(word(p("<w:r><w:drawing>" + foreign + "</w:drawing></w:r>", "正文。"))) == "正文。"
    default = f'<document xmlns="{W}"><body><p><r><t>正文。</t></r></p></body></document>'
    assert read_or_refused(zipped(PARTS | {"word/document.xml": default})) == "正文。"
