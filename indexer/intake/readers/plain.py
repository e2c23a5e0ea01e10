"""Plain text: its encoding is to be found out, and what is left in it of the page or program it was copied from."""

import re
import sys
from html.entities import html5
from typing import Final

from indexer.intake.decoding import decode
from indexer.intake.readers.extracted import Extracted
from indexer.intake.readers.hard_wrapped import unwrapped

# &nbsp; &ldquo; &#8220; and, escaped once more in saving, &amp;nbsp;. Programs write them, no report does.
_ENTITY: Final = re.compile(r"&(?:amp;)*(?P<name>[a-zA-Z]{2,8}[0-9]{0,2};|nbsp|#[0-9]{2,7};|#[xX][0-9a-fA-F]{2,6};)")


def read(data: bytes) -> Extracted:
    """Return the text of a plain-text file. Raises SourceError."""
    text = _ENTITY.sub(_character, decode(data))
    return Extracted("\n".join(unwrapped(text.split("\n"))))


def _character(match: re.Match[str]) -> str:
    """Return what an entity stands for, as it is if that is nothing that can be shown; never another line."""
    name = match["name"]
    if name[0] == "#":
        code = int(name[2:-1], 16) if name[1] in "xX" else int(name[1:-1])
        meant = chr(code) if code <= sys.maxunicode else ""
    else:
        meant = html5.get(name, "")
    if meant.isspace():
        return " "
    return meant if meant.isprintable() and meant and meant != "\ufffd" else match[0]
