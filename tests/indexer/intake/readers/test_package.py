"""Files made to harm: refused with a reason, fast, in little memory, and without anything being opened."""

import io
import resource
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.errors import SourceError
from indexer.intake.readers import docx, extract
from indexer.intake.readers.docx import package
from indexer.intake.readers.docx.package import MAX_INFLATED, MAX_MEMBERS, Package
from tests.indexer.intake.readers.word_files import W, members, p, part, word, zipped

ROOT = Path(__file__).parents[4]
TEXT = p("2021年，全县扎实推进依法行政。")
BODY = f"<w:body>{TEXT}</w:body>"
LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))


def with_document(xml: str | bytes) -> bytes:
    return zipped(members(TEXT) | {"word/document.xml": xml})


def declared(doctype: str, inside: str = "&l9;") -> str:
    body = f"<w:body><w:p><w:r><w:t>{inside}</w:t></w:r></w:p></w:body>"
    return f'<?xml version="1.0"?><!DOCTYPE d {doctype}><w:document xmlns:w="{W}">{body}</w:document>'


def lying(size: int) -> bytes:
    """Return a file whose body inflates to 50 MB where its headers say `size`."""
    data = bytearray(with_document(part("document", BODY) + " " * 50_000_000))
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        found = -1
        while (found := data.find(signature, found + 1)) >= 0:
            name = data[found + (30 if at == 22 else 46) :][:17]
            if name == b"word/document.xml":
                struct.pack_into("<I", data, found + at, size)
    return bytes(data)


def nested() -> bytes:
    inner = word(TEXT)
    for _ in range(5):
        inner = zipped({"word/document.xml": inner})
    return inner


def crowded() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members(TEXT).items():
            archive.writestr(name, content)
        for i in range(10_000):
            archive.writestr(f"word/media/{i}.png", b"")
    return out.getvalue()


def overlapping() -> bytes:
    """Return a file in whose directory 1,500 names share one member of 100 kB."""
    random = bytes(range(256)) * 400
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/document.xml", random)
        info = archive.infolist()[0]
        for i in range(1_500):
            other = zipfile.ZipInfo(f"word/{i:08}.xml")
            other.header_offset, other.CRC = info.header_offset, info.CRC
            other.file_size = other.compress_size = info.file_size
            archive.filelist.append(other)
        archive._didModify = True  # type: ignore[attr-defined]  # or the directory is not written
    return out.getvalue()


def directory() -> bytes:
    """Return a file that is nothing but a directory of 200,000 empty members."""
    count = 200_000
    entry = b"PK\x01\x02" + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, *(0,) * 7, 8, *(0,) * 6)
    entries = b"".join(entry + b"%08d" % i for i in range(count))
    first = b"PK\x03\x04" + struct.pack("<HHHHHIIIHH", 20, *(0,) * 7, 1, 0) + b"a"
    return first + entries + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 65535, 65535, len(entries), len(first), 0)


ATTACKS = {
    "a ratio of 1,000": lambda: with_document(part("document", BODY) + " " * 50_000_000),
    "a ratio of 1,000 beside the text": lambda: zipped(members(TEXT) | {"word/media/a.png": bytes(50_000_000)}),
    "more than is ever inflated": lambda: zipped(
        members(TEXT) | {f"word/{i}.bin": bytes(990_000) for i in range(MAX_INFLATED // 990_000 + 1)}
    ),
    "10,000 members": crowded,
    "200,000 members": directory,
    "an archive in an archive": nested,
    "a header that says too little": lambda: lying(900_000),
    "a header that says too much": lambda: lying(90_000_000),
    "members over each other": overlapping,
    "a billion laughs": lambda: with_document(declared(f'[<!ENTITY l0 "ha">{LAUGHS}]')),
    "quadratic blowup": lambda: with_document(declared(f'[<!ENTITY l9 "{"a" * 100_000}">]', "&l9;" * 20_000)),
    "a file as entity": lambda: with_document(declared('[<!ENTITY l9 SYSTEM "file:///etc/passwd">]')),
    "an address as entity": lambda: with_document(declared('[<!ENTITY l9 SYSTEM "http://127.0.0.1:9/x">]')),
    "an address as document type": lambda: with_document(declared('SYSTEM "http://127.0.0.1:9/x.dtd"', "")),
    "a parameter entity": lambda: with_document(declared('[<!ENTITY % a SYSTEM "http://127.0.0.1:9/x"> %a;]', "")),
    "200,000 levels": lambda: with_document(part("document", "<w:a>" * 200_000 + "</w:a>" * 200_000)),
    "300 levels": lambda: with_document(
        part("document", f"<w:body>{'<w:sdt>' * 300}{TEXT}{'</w:sdt>' * 300}</w:body>")
    ),
}


def refused(data: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        docx.read(data)
    assert caught.value.message
    return caught.value.message


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_is_refused_within_a_second_and_100_mb(attack):
    data = attack()
    docx.read(word(TEXT))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    assert "请" in refused(data)
    with pytest.raises(SourceError):
        extract("报告.docx", data)
    assert time.process_time() - start < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024


WATCHED = """
import sys
from indexer.errors import SourceError
from indexer.intake.readers import docx
docx.read(sys.stdin.buffer.read(int(sys.argv[1])))
opened = []
watched = {"open", "os", "socket", "urllib", "subprocess", "import", "exec", "pickle", "tempfile", "shutil", "glob"}
sys.addaudithook(lambda event, args: opened.append((event, args)) if event.split(".")[0] in watched else None)
for size in sys.argv[2:]:
    try:
        docx.read(sys.stdin.buffer.read(int(size)))
    except SourceError:
        continue
    sys.exit("was read")
sys.exit(repr(opened) if opened else 0)
"""


def test_nothing_is_opened_while_attacks_are_refused():
    files = [word(TEXT), *(attack() for attack in ATTACKS.values())]
    sizes = [str(len(data)) for data in files]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *sizes], input=b"".join(files), cwd=ROOT, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("where", ["word/document.xml", "word/theme/theme1.xml", "customXml/item1.xml", "x/y.RELS"])
@pytest.mark.parametrize("kind", ['[<!ENTITY a "b">]', 'SYSTEM "x.dtd"', ""])
def test_a_document_type_is_refused_in_every_part_and_encoding(encoding, where, kind):
    name = "UTF-16" if encoding.startswith("utf-16") else "UTF-8"
    xml = f'<?xml version="1.0" encoding="{name}"?><!-- {"-+" * 40_000} --><!DOCTYPE a {kind}><a/>'
    assert "DTD" in refused(zipped(members(TEXT) | {where: xml.encode(encoding)}))


def test_text_that_speaks_of_document_types_is_read():
    assert docx.read(word(p("模板声明为<!DOCTYPE html>，已整改。"))).text == "模板声明为<!DOCTYPE html>，已整改。"


@pytest.mark.parametrize("name", ["../evil.xml", "word/../../evil", "/etc/passwd", "C:\\evil", "word\\..\\..\\evil"])
def test_names_that_lead_outside_are_refused(name):
    assert "内部结构" in refused(zipped(members(TEXT) | {name: "x"}))


def test_a_member_without_a_name_is_refused():
    assert "内部结构" in refused(zipped(members(TEXT) | {"evil.xml": "x"}).replace(b"evil.xml", bytes(8)))


def test_a_name_given_twice_is_refused():
    out = io.BytesIO(word(TEXT))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("Word/Document.xml", part("document", "<w:body/>"))
    assert "内部结构" in refused(out.getvalue())


def test_files_with_a_password_are_named_so():
    data = bytearray(word(TEXT))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "密码" in refused(bytes(data))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    assert "密码" in refused(ole + "EncryptedPackage".encode("utf-16-le"))
    assert "旧版 Word" in refused(ole + "WordDocument".encode("utf-16-le"))


def damages() -> Iterator[bytes]:
    good = word(TEXT)
    yield b""
    yield b"PK\x03\x04"
    yield good[: len(good) // 2]
    yield good[:-10]
    at = good.find(b"word/document.xml") + 40
    yield good[:at] + bytes([good[at] ^ 0x55]) + good[at + 1 :]
    yield with_document("<w:document")
    yield with_document(b'<?xml version="1.0" encoding="klingon"?><a/>')
    yield with_document(b'<?xml version="1.0" encoding="gb2312"?><a/>')
    yield with_document(b"")


@pytest.mark.parametrize("data", [*damages()])
def test_damaged_files_are_named_so(data):
    assert "损坏" in refused(data)


def test_other_methods_of_packing_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("word/document.xml", part("document", BODY))
    assert "内部结构" in refused(out.getvalue())


def test_what_stays_within_the_limits_is_read():
    many = {f"word/media/{i}.png": b"x" for i in range(MAX_MEMBERS - 10)}
    white = {"word/media/page.emf": bytes(5_000_000)}
    assert Package(zipped(members(TEXT) | many | white)).read("WORD/document.xml")
    pages = "".join(p(f"{i * i}件") for i in range(100_000))
    deep = f"{'<w:sdt><w:sdtContent>' * 100}{TEXT}{'</w:sdtContent></w:sdt>' * 100}"
    assert docx.read(word(pages + deep)).text.endswith("依法行政。")


@pytest.mark.parametrize(("limit", "allowed"), [("MAX_ELEMENTS", 30), ("MAX_READ", 3_000)])
def test_limits_hold_for_all_parts_together(monkeypatch, limit, allowed):
    monkeypatch.setattr(package, limit, allowed)
    notes = "".join(f'<w:footnote w:id="{i}">{TEXT}</w:footnote>' for i in range(5))
    assert docx.read(word(TEXT * 2)).text
    assert "大得不正常" in refused(word(TEXT * 2, footnotes=notes, endnotes=notes.replace("footnote", "endnote")))
