"""What lies in a folder of sources without being one: what browsers, systems and editors put beside them."""

import re
from collections.abc import Collection
from typing import Final

from indexer.intake.sidecars import SUFFIX, belongs

_PARTS_OF_PAGE: Final = re.compile(
    r"(?P<page>.+)(?:_files|\.files|_file|\.assets|_archivos|_fichiers|-Dateien)$", re.IGNORECASE
)
_PAGES: Final = (".htm", ".html", ".xhtml", ".shtml", ".mht", ".mhtml", ".doc")
_FILES: Final = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "robots.txt"})
_FOLDERS: Final = frozenset({"__macosx", "$recycle.bin", "system volume information", "lost+found", "@eadir"})
_LOCKS: Final = ("~$", ".~", "~wrl")  # of Word and WPS beside an open document


def passed_over(name: str, is_folder: bool, siblings: Collection[str]) -> bool:  # noqa: FBT001 - asked of each entry
    """Tell whether an entry of a folder is no source at all, so that it is neither read nor listed as rejected.

    `siblings` are the names in the same folder: NAME_files is the pictures and scripts of a page only beside NAME.html.
    A file that is still being downloaded is listed, and so is a sidecar without a source: what it says was not heard.
    """
    if name.startswith("."):
        return True
    plain = name.lower()
    if is_folder:
        return plain in _FOLDERS or _holds_parts(name, siblings)
    return plain in _FILES or plain.startswith(_LOCKS) or (name.endswith(SUFFIX) and belongs(name, siblings))


def _holds_parts(name: str, siblings: Collection[str]) -> bool:
    match = _PARTS_OF_PAGE.fullmatch(name)
    return match is not None and any(
        match["page"] + suffix in siblings for suffix in (*_PAGES, *map(str.upper, _PAGES))
    )
