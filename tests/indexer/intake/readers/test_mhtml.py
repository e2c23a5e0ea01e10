"""Archives of a page: the page alone is read, with the address it was saved from."""

import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.intake.readers import extract
from indexer.intake.readers.mhtml import read

TEXT = ["嘉鱼县2021年度法治政府建设情况报告", "2021年，全县坚持依法行政，法治政府建设取得新成效。"]
PAGE = f"<html><head><title>x</title></head><body><h1>{TEXT[0]}</h1><div id=zoom><p>{TEXT[1]}</p></div></body></html>"
ADDRESS = "https://www.jiayu.gov.cn/a.html"


def part(data: bytes, kind: str = "text/html", coding: str = "quoted-printable", address: str = "") -> bytes:
    coded = data if coding == "8bit" else quopri.encodestring(data)
    if coding == "base64":
        coded = base64.encodebytes(data)
    where = f"Content-Location: {address}\r\n" if address else ""
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\n{where}\r\n".encode() + coded


def archive(*parts: bytes, head: str = "From: <Saved by Blink>\r\n", mark: str = "----MultipartBoundary--x") -> bytes:
    kind = f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="{mark}"\r\n\r\n'
    body = b"".join(f"\r\n--{mark}\r\n".encode() + one for one in parts)
    return f"{head}MIME-Version: 1.0\r\n{kind}".encode() + body + f"\r\n--{mark}--\r\n".encode()


def outcome(data: bytes) -> str:
    """Return the text of an archive, or why it is refused: never nothing."""
    try:
        return read(data).text
    except SourceError as error:
        return error.message


STYLE = part(b"p { color: red }", "text/css", "8bit", address="cid:css@x")


@pytest.mark.parametrize(
    "data",
    [
        archive(part(PAGE.encode(), address=ADDRESS), STYLE),
        archive(STYLE, part(PAGE.encode(), coding="base64", address=ADDRESS)),
        archive(part(PAGE.encode("gb18030"), 'text/html; charset="gb2312"', "8bit", address=ADDRESS)),
        archive(part(PAGE.encode()), head=f"From: <Saved by Blink>\r\nSnapshot-Content-Location: {ADDRESS}\r\n"),
        archive(part(PAGE.encode(), address=ADDRESS), part(b"<p>frame</p>"), head='From: "Saved by IE 11"\r\n'),
        archive(archive(part(PAGE.encode(), address=ADDRESS), head="", mark="inner"), STYLE),
        b"From: x\r\nMIME-Version: 1.0\r\n" + part(PAGE.encode(), "text/html; charset=utf-8", address=ADDRESS),
    ],
    ids=["chromium", "base64", "gbk", "snapshot", "frames", "nested", "single"],
)
def test_the_page_is_read(data):
    found = read(data)
    assert found.said["source_url"].text == ADDRESS
    assert found.site.startswith("www.jiayu.gov.cn")
    assert found.text.split("\n") == TEXT
    assert extract("saved.mhtml", data) == found


@pytest.mark.parametrize(
    "data",
    [
        archive(STYLE),
        archive(part(b"")),
        archive(part(PAGE.encode(), "image/png")),
        b"From: x\r\nContent-Type: multipart/related\r\n\r\nno boundary",
        b"From: x\r\nContent-Type: text/html; charset=no-such\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!",
        b"",
    ],
)
def test_an_archive_without_a_page_says_what_to_do(data):
    with pytest.raises(SourceError, match=r"请|空"):
        read(data)


def test_an_archive_of_very_many_parts_is_refused():
    with pytest.raises(SourceError, match="分段太多"):
        read(archive(*[STYLE] * 20_001))


def test_parts_within_parts_do_not_exhaust_the_stack():
    data = part(PAGE.encode())
    for at in range(3_000):
        data = f'Content-Type: multipart/mixed; boundary="b{at}"\r\n\r\n--b{at}\r\n'.encode() + data
    assert "请" in outcome(data)


@given(st.binary(max_size=300), st.integers(0, 500), st.integers(0, 50))
def test_damaged_archives_are_read_or_refused(noise, at, cut):
    whole = archive(part(PAGE.encode(), address=ADDRESS), STYLE)
    assert outcome(whole[:at] + noise + whole[at + cut :])
