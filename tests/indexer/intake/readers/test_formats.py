"""A file is what is in it, whatever its name says; what cannot be read says what to do."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.errors import SourceError
from indexer.intake.readers import extract
from indexer.intake.readers.formats import SUFFIXES, format_of, refused, suffix_of
from tests.indexer.invented import page

PROSE = page("嘉鱼县2021年度法治政府建设情况报告", "嘉鱼县人民政府\n2022年1月5日\n")
PAGE = f"<!DOCTYPE html>\n<html><head><title>报告</title></head><body><p>{PROSE}</p></body></html>\n"
SAVED = "\r\n<!-- saved from url=(0030)http://www.example.gov.cn/a.html -->\r\n<html><body><p>正文</p></body></html>"
ARCHIVED = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://www.example.gov.cn/\r\nSubject: =?utf-8?Q?a?=\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="x"\r\n\r\n--x\r\n'
)
BY_WORD = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
MAIL = (
    b"Received: from mail.example.gov.cn\r\nSubject: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed\r\n\r\nx"
)


def package(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        for name in names:
            written.writestr(name, "x")
    return file.getvalue()


def ole(*streams: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + b"".join(name.encode("utf-16-le") for name in streams)


DOCX = package("[Content_Types].xml", "_rels/.rels", "word/document.xml")


@pytest.mark.parametrize(
    ("suffix", "data", "expected"),
    [
        (".txt", PROSE.encode(), "text"),
        (".txt", PROSE.encode("gb18030"), "text"),
        (".txt", PROSE.encode("utf-16"), "text"),
        (".md", PROSE.encode(), "text"),
        ("", PROSE.encode(), "text"),
        (".txt", "主题分类：综合\n标题: a\n\n正文".encode(), "text"),
        (".txt", "本文提到 <p> 和 </p> 两个标签。".encode(), "text"),
        (".txt", "增长<5%，达标>90%。".encode(), "text"),
        (".txt", "文件说明了 %PDF- 是什么。".encode(), "text"),
        (".htm", PROSE.encode(), "text"),
        (".html", "增长<5%，达标>90%。\n第二行".encode(), "text"),
        (".shtml", PROSE.encode("utf-16"), "text"),
        (".doc", PROSE.encode(), "text"),
        (".pdf", PROSE.encode(), "text"),
        (".docx", PROSE.encode("gbk"), "text"),
        (".html", PAGE.encode(), "html"),
        (".txt", PAGE.encode(), "html"),
        (".txt", PAGE.encode("gbk"), "html"),
        (".txt", PAGE.encode("utf-16"), "html"),
        (".txt", PAGE.encode("utf-16-be"), "html"),
        (".txt", SAVED.encode("utf-8-sig"), "html"),
        (".txt", b'<?xml version="1.0" encoding="gb2312"?>\n' + PAGE.encode(), "html"),
        (".txt", "<div class=TRS_Editor>正文</div>".encode(), "html"),
        (".txt", ("　　正文<br>\n<p>一、</p><p>二、</p><p>三、</p>" + PROSE).encode(), "html"),
        (".htm", f"正文<br>{PROSE}".encode(), "html"),
        (".jsp", PAGE.encode(), "html"),
        (".php", PAGE.encode(), "html"),
        ("", PAGE.encode(), "html"),
        (".doc", PAGE.encode(), "html"),
        (".mht", PAGE.encode(), "html"),
        (".pdf", PAGE.encode(), "html"),
        (".mhtml", ARCHIVED, "mhtml"),
        (".mht", BY_WORD, "mhtml"),
        (".doc", BY_WORD, "mhtml"),
        (".html", b"\r\n" + ARCHIVED, "mhtml"),
        (".pdf", b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (".pdf", b"\xef\xbb\xbf\r\n%PDF-1.4\n", "pdf"),
        (".pdf", b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.4\n", "pdf"),
        (".txt", b"\0\0junk%PDF-1.4\n", "pdf"),
        (".docx", b"%PDF-1.4\n", "pdf"),
        (".docx", DOCX, "docx"),
        (".doc", DOCX, "docx"),
        (".pdf", DOCX, "docx"),
        ("", DOCX, "docx"),
        (".docx", package("word\\document.xml"), "docx"),
        (".docx", DOCX[:-30], "docx"),  # torn: its reader says so
    ],
)
def test_what_is_in_a_file_decides(suffix, data, expected):
    assert format_of(suffix, data) == expected


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (ole("WordDocument"), "另存为 .docx"),
        (ole("Workbook"), "表格"),
        (ole("PowerPoint Document"), "演示文稿"),
        (ole("EncryptedPackage"), "密码"),
        (ole(), "另存为 .docx"),
        (b"{\\rtf1\\ansi", "另存为 .docx"),
        (b"\r\n{\\rtf1\\ansi", "另存为 .docx"),
        (package("xl/workbook.xml"), "表格"),
        (package("ppt/presentation.xml"), "演示文稿"),
        (package("OFD.xml", "Doc_0/Document.xml"), "OFD"),
        (package("mimetype", "content.xml"), "另存为 .docx"),
        (package("2021/a.txt"), "解压"),
        (package(), "空的压缩文件"),
        (b"PK\x03\x04" + b"x" * 100, "已损坏"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"\x89PNG\r\n", "图片"),
        (b"GIF89a", "图片"),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0", "图片"),
        (b"II*\0", "图片"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "图片"),
        (b"\0\0\0\x18ftypheic", "图片"),
        (b"\0\0\0\x18ftypmp42", "视频"),
        (b"Rar!\x1a", "解压"),
        (b"7z\xbc\xaf\x27\x1c", "解压"),
        (b"\x1f\x8b\x08", "解压"),
        (b"a.txt".ljust(257, b"\0") + b"ustar", "解压"),
        (b"MZ\x90\0", "移走"),
        (b"CAJ\0", "CAJViewer"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>', "另存为 .docx"),
        ('<?xml version="1.0"?><uof:UOF>'.encode("utf-16"), "另存为 .docx"),
        (b'{"code":200,"data":{"content":"<p>a<\\/p>"}}', "JSON"),
        (b'callback([{"title":"a"}])', "JSON"),
        (MAIL, "邮件"),
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".html", ".docx"])
def test_what_cannot_be_read_says_what_to_do(suffix, data, said):
    with pytest.raises(SourceError, match=said):
        format_of(suffix, data)


def test_an_empty_file_is_an_empty_text():
    with pytest.raises(SourceError, match="空"):
        extract("a.html", b" \n")


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.TXT", ".txt"),
        ("sub/a.htm", ".htm"),
        ("index.php?id=3&n=1.2", ".php"),
        ("art_12.html@a=b", ".html"),
        ("a.html.1", ".html"),
        ("报告#1.txt", ".txt"),
        ("A&B完成100%.docx", ".docx"),
        ("100%.完成", ""),
        (".txt", ""),
        ("嘉鱼县2021.12", ""),
        ("一、概况2.总结", ""),
        ("README", ""),
        ("a.txt ", ".txt"),
        ("a.7z", ".7z"),
        ("报告.docx.crdownload", ".crdownload"),
    ],
)
def test_suffixes_of_names_as_they_are_saved(name, suffix):
    assert suffix_of(name) == suffix


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.docx.crdownload", "下载完"),
        ("a.part", "下载完"),
        ("a.xls", "不支持 .xls"),
        ("a.ofd", "阅读器"),
        ("a.zip", "解压"),
        ("a.jpg", "图片"),
        ("a.exe", "不支持 .exe 文件，请另存"),
    ],
)
def test_files_not_opened_for_their_names(name, said):
    assert said in (refused(name) or "")


def test_any_name_that_may_hold_a_report_is_opened():
    assert all(refused(f"a{suffix}") is None for suffix in SUFFIXES)


def test_no_pattern_runs_away():
    for piece in (b"<", b"<!--", b"<a", b" \t", b"<!-- -->", b"%PDF-", b"[", b"a:", b"</p"):
        for suffix in (".txt", ".html"):
            assert format_of(suffix, piece * (2_000_000 // len(piece))) in ("text", "html")


STARTS = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"<?xml",
    b"MIME-Version: 1.0\n",
    b"\xff\xfe<",
    b"<!--",
    b"{",
    DOCX[:60],
    b"",
)


@given(st.sampled_from(STARTS), st.binary(max_size=400), st.sampled_from(sorted(SUFFIXES)))
def test_any_bytes_have_a_format_or_a_reason(start, data, suffix):
    try:
        found = str(format_of(suffix, start + data))
    except SourceError as error:
        found = error.message
    assert found in ("text", "html", "mhtml", "pdf", "docx") or "请" in found or "没有" in found


@given(st.text(max_size=30))
def test_any_name_is_opened_or_refused_in_a_sentence(name):
    assert refused(name) is None or "请" in (refused(name) or "")
