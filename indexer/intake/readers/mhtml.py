"""Pages archived with all that belongs to them in one file (.mht, .mhtml): the page alone is read."""

import re
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import Final

from indexer.errors import SourceError
from indexer.intake.readers.extracted import Extracted
from indexer.intake.readers.html import read_page

_MAX_PARTS: Final = 2_000
_MAX_BOUNDARIES: Final = 20_000  # lines that may separate parts: reading time grows with parts in parts
_BOUNDARY: Final = re.compile(rb"^--", re.MULTILINE)
_NO_PAGE: Final = "归档网页里没有正文页；请用浏览器打开后另存为“网页，全部”，或把正文复制到文本文件再收录"


def read(data: bytes) -> Extracted:
    """Return the text of the page in an archive. Raises SourceError."""
    if sum(1 for _ in zip(range(_MAX_BOUNDARIES + 1), _BOUNDARY.finditer(data), strict=False)) > _MAX_BOUNDARIES:
        raise SourceError("归档网页的分段太多，未读取；请用浏览器打开后，把正文复制到文本文件再收录")
    try:
        message = message_from_bytes(data, policy=compat32)
        found = _page(message)
        page = found.get_payload(decode=True) if found is not None else None
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise SourceError(_NO_PAGE) from error
    if found is None or not isinstance(page, bytes) or not page.strip():
        raise SourceError(_NO_PAGE)
    address = _header(found, "Content-Location") or _header(message, "Snapshot-Content-Location")
    charset = found.get_content_charset()
    return read_page(page, address, charset if charset and charset.isascii() else None)


def _page(message: Message) -> Message | None:
    """Return the first part that is a page, wherever it stands."""
    waiting: list[Message] = [message]
    for _ in range(_MAX_PARTS):
        if not waiting:
            return None
        part = waiting.pop(0)
        if part.is_multipart():
            inner = part.get_payload()
            waiting[:0] = [one for one in inner if isinstance(one, Message)] if isinstance(inner, list) else []
        elif part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return part
    return None


def _header(message: Message, name: str) -> str:
    return re.sub(r"\s+", "", str(message.get(name) or ""))
