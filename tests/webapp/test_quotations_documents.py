"""Memos read from files that nobody vouches for."""

import io
import time
import zipfile

import docx
import pytest

from tests.webapp.baskets import SITE, TODAY, make_view
from webapp.basket import memo as word_memo
from webapp.quotations.documents import MAX_FILE_BYTES, as_memo, read
from webapp.quotations.errors import DocumentError, TooLarge
from webapp.quotations.finding import find
from webapp.quotations.model import Attached

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
TEXT = "全面推行“双随机、一公开”"


def packed(parts: dict[str, str], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def word(body: str, **more: str) -> bytes:
    parts = {"word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"}
    return packed(parts | {f"word/{name}": content for name, content in more.items()})


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("data", "assumed"),
    [
        (TEXT.encode(), None),
        (b"\xef\xbb\xbf" + TEXT.encode(), None),
        (TEXT.encode("gb18030"), "GB18030"),
        (TEXT.encode("utf-16"), "UTF-16"),
    ],
)
def test_text_in_the_encodings_that_are_met(data, assumed):
    memo = read(data, "稿.txt")
    assert (memo.text, memo.encoding) == (TEXT, assumed)


def test_line_ends_and_composed_characters_become_one_kind():
    assert as_memo("甲\r\n乙\r丙\u2028e\u0301").text == "甲\n乙\n丙\né"


def test_what_cannot_be_written_is_replaced():
    assert as_memo("甲\ud800乙\0").text == "甲\ufffd乙\ufffd"


def test_a_file_of_python_docx_with_a_table():
    document = docx.Document()
    document.add_paragraph("第一段")
    document.add_table(1, 2).cell(0, 1).text = "格子"
    written = io.BytesIO()
    document.save(written)
    assert read(written.getvalue(), "稿.docx").text.split() == ["第一段", "格子"]


def test_changes_are_accepted():
    deleted = "<w:del><w:r><w:delText>删</w:delText><w:t>除</w:t></w:r></w:del>"
    moved = f"<w:moveFrom>{run('旧处')}</w:moveFrom><w:moveTo>{run('新处')}</w:moveTo>"
    joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>丙</w:t></w:r></w:p>"
    body = paragraph(run("甲"), deleted, f"<w:ins>{run('增')}</w:ins>", moved) + joined + paragraph(run("丁"))
    assert read(word(body)).text == "甲增新处\n丙丁\n"


def test_links_and_notes_hang_on_their_words():
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = paragraph(
        run("甲"),
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
        f'<w:hyperlink r:id="rId1">{run("链")}</w:hyperlink>',
        field.format("begin"),
        '<w:r><w:instrText> HYPERLINK "http://x/2" </w:instrText></w:r>',
        field.format("separate"),
        run("域"),
        field.format("end"),
    )
    notes = f'<w:footnotes {NAMESPACES}><w:footnote w:type="separator" w:id="0">{paragraph(run("线"))}</w:footnote>'
    notes += f'<w:footnote w:id="2">{paragraph(run("注文"))}</w:footnote></w:footnotes>'
    links = '<Relationships><Relationship Id="rId1" Type="a/hyperlink" Target="http://x/1"/></Relationships>'
    memo = read(word(body, **{"footnotes.xml": notes, "_rels/document.xml.rels": links}))
    assert memo.text == "甲链域\n注文"
    assert memo.attached == (Attached(1, 1, "注文"), Attached(1, 2, "http://x/1"), Attached(2, 3, "http://x/2"))


def test_a_text_box_is_read_once_behind_its_paragraph():
    box = f"<w:txbxContent>{paragraph(run('框'))}</w:txbxContent>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    assert read(word(paragraph(run("甲"), f"<w:r>{both}</w:r>", run("乙")))).text == "甲乙\n框\n"


def test_our_own_memo_has_its_quotations_with_their_codes():
    view = make_view()
    found = find(read(word_memo.docx(view, SITE, TODAY), "材料.docx"))
    codes = [entry.passage.code for entry in view.entries if entry.passage]
    assert [quotation.code for quotation in found] == codes[:3]  # the last is shorter than ten characters


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b" \r\n", "a.txt", "空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99, "a.doc", "另存为 .docx"),
        (b"%PDF-1.7", "a.pdf", "PDF"),
        (b"<p>x</p>", "a.html", "只认"),
        (b"{\\rtf1}", "a.txt", "只认"),
        (b"\xff\xd8\xff\x81\x01" * 9, "a.txt", "编码"),
        (b"a\0b", "a.txt", "不是文本文件"),
        (packed({"xl/workbook.xml": "<a/>"}), "a.docx", "不是 Word 文件"),
        (packed({"word/document.xml": "no xml"}), "a.docx", "已损坏"),
        (word(paragraph(run("甲")))[:-40], "a.docx", "已损坏"),
        (b"PK\x03\x04" + b"x" * 99, "a.docx", "已损坏"),
        (packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}), "a.docx", "DTD"),
        (packed({"word/document.xml": '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}), "a.docx", "DTD"),
        (word(paragraph(run(""))), "a.docx", "还没有可核对的文字"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(data, name, said):
    with pytest.raises(DocumentError, match=said):
        read(data, name)


@pytest.mark.parametrize(
    "data",
    [
        b"a" * (MAX_FILE_BYTES + 1),
        ("甲" * 66_667).encode(),
        word(paragraph(run("甲" * 20_000_000))),
        word(paragraph("<w:r/>" * 6_000_000)),
        word("<w:p>" * 2_000),
        packed({"word/document.xml": f"<a b='{'x' * 11_000_000}'/>"}),
        packed({f"{number}": "" for number in range(10_001)}, compression=zipfile.ZIP_STORED),
    ],
    ids=["file", "text", "words", "elements", "depth", "attribute", "parts"],
)
def test_what_is_too_large_is_soon_refused(data):
    begun = time.process_time()
    with pytest.raises(TooLarge):
        read(data, "a.docx" if data.startswith(b"PK") else "a.txt")
    assert time.process_time() - begun < 6


def test_a_file_with_a_password_is_told_from_a_damaged_one():
    data = bytearray(word(paragraph(run("甲"))))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + flags] |= 1
    with pytest.raises(DocumentError, match="密码"):
        read(bytes(data), "a.docx")
