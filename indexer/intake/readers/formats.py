"""Which format a file is in: by its content, whatever its name says; the name only decides what that leaves open."""

import re
from pathlib import PurePosixPath
from typing import Final, Literal

from indexer.errors import SourceError
from indexer.intake.readers.foreign import reason_against

Format = Literal["text", "html", "mhtml", "pdf", "docx"]

_TEXTS: Final = frozenset({".txt", ".md", ".text", ""})
_PAGES: Final = frozenset(
    {".html", ".htm", ".shtml", ".shtm", ".xhtml", ".xht", ".jhtml", ".phtml", ".mht", ".mhtml"}
    | {".aspx", ".asp", ".ashx", ".jsp", ".jspx", ".php", ".do", ".action"}
)
_OFFICE: Final = frozenset({".docx", ".docm", ".dotx", ".doc", ".dot", ".wps", ".wpt", ".rtf", ".pdf"})
SUFFIXES: Final = _TEXTS | _PAGES | _OFFICE  # of files that are opened at all

_ADVICE: Final = {
    "crdownload part partial download tmp td !ut xltd": "还没有下载完，请下载完后重新运行",
    "xls xlsx xlsm et ett csv ods": "暂不支持 {} 文件，报告若在表格里，请另存为 .docx 或 .pdf",
    "ppt pptx dps odp": "暂不支持 {} 文件，报告若在演示文稿里，请另存为 .pdf",
    "jpg jpeg png gif bmp tif tiff webp heic svg ico": "暂不支持 {} 文件（图片），请用文字版",
    "zip rar 7z gz tgz tar bz2 xz": "暂不支持 {} 文件，请先解压",
    "ofd": "暂不支持 {} 文件，请用阅读器另存为 .pdf 或 .docx",
    "caj kdh nh": "暂不支持 {} 文件，请用 CAJViewer 另存为 .pdf",
    "odt uof uot pages": "暂不支持 {} 文件，请用 Word 或 WPS 另存为 .docx",
    "eml msg": "暂不支持 {} 文件（邮件），请把附件或正文另存出来",
    "toml": "旁边没有它所说明的来源文件，没有用上；请改名为 来源文件名.meta.toml，或移走",
    "mp3 mp4 avi wmv mov wav flv": "暂不支持 {} 文件（音视频），请用文字稿",
}
_BY_SUFFIX: Final = {f".{suffix}": advice for suffixes, advice in _ADVICE.items() for suffix in suffixes.split()}
_OTHERWISE: Final = "暂不支持 {} 文件，请另存为 .docx、.pdf、网页（.html）或纯文本（.txt）"

_INSIDE_NAME: Final = re.compile(r".(\.[a-z]{2,8})(?:[?@&#%].*|\.\d{1,3})$")

_START: Final = 4_096  # bytes looked at for what begins a file
_PDF: Final = re.compile(rb"%PDF-\d\.\d")
_PDF_WITHIN: Final = 1_024  # bytes that may stand before, such as the headers of the answer that brought it
_BEFORE_MARKUP: Final = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff|\s|<\?xml[^>]*\?>|<!--.*?-->)*", re.DOTALL)
_OPENS: Final = re.compile(
    rb"<(?:!doctype\s+html|(?:html|head|body|meta|title|link|script|style|div|p|table|center|article|section|h[1-6])\b)",
    re.IGNORECASE,
)
_CLOSES: Final = re.compile(rb"</(?:p|div|td|tr|li|ul|table|span|font|h[1-6]|html|body)\s*>", re.IGNORECASE)
_TAG: Final = re.compile(rb"<[!/]?[a-zA-Z][^<>]*>")
_CLOSED: Final = 3  # closing tags that make a page of a text
_HEADERS: Final = re.compile(rb"\s*(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_MIME: Final = re.compile(rb"^(?:mime-version|snapshot-content-location)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_ARCHIVED: Final = re.compile(
    rb"^(?:content-type[ \t]*:[ \t]*(?:multipart/related|text/html)|snapshot-content-location[ \t]*:|from:.*saved by)",
    re.IGNORECASE | re.MULTILINE,
)


def suffix_of(name: str) -> str:
    """Return the suffix of a file name in lower case, "" if it is none that is known or could be one.

    What follows it where a page was saved under its address or a second time is left out (a.php?id=3, a.html.1); the
    end of a title is none (报告2021.12).
    """
    plain = PurePosixPath(name).name.lower().strip()
    suffix = PurePosixPath(plain).suffix
    if suffix in SUFFIXES or suffix in _BY_SUFFIX:
        return suffix
    inside = _INSIDE_NAME.search(plain)
    if inside and inside[1] in SUFFIXES:
        return inside[1]
    return suffix if re.fullmatch(r"\.[a-z][a-z0-9]{0,10}", suffix) else ""


def refused(name: str) -> str | None:
    """Return why a file of that name is not even opened, None if it is."""
    suffix = suffix_of(name)
    return None if suffix in SUFFIXES else _BY_SUFFIX.get(suffix, _OTHERWISE).format(suffix)


def format_of(suffix: str, data: bytes) -> Format:
    """Return the format of a file. Raises SourceError, with what to do, for what no reader is made for."""
    if _PDF.search(data[:_PDF_WITHIN]):
        return "pdf"
    reason = reason_against(data)
    if reason is not None:
        raise SourceError(reason)
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    start = data[: 2 * _START].replace(b"\0", b"")  # UTF-16 as if it were ASCII
    headers = _HEADERS.match(start)
    if headers and _MIME.search(headers[0]):
        if _ARCHIVED.search(headers[0]):
            return "mhtml"
        raise SourceError("这是邮件，请把附件或正文另存出来")
    return "html" if _is_markup(suffix, data, start) else "text"


def _is_markup(suffix: str, data: bytes, start: bytes) -> bool:
    """Tell whether a text is a page: it begins as one, or has tags where its name promises them or they abound."""
    before = _BEFORE_MARKUP.match(start)
    if _OPENS.match(start, before.end() if before else 0):
        return True
    plain = data.replace(b"\0", b"") if b"\0" in data else data
    if suffix in _PAGES:
        return _TAG.search(plain) is not None
    return sum(1 for _ in zip(range(_CLOSED), _CLOSES.finditer(plain), strict=False)) == _CLOSED
