"""Which addresses that a file gives for itself are believed."""

import re
from typing import Final
from urllib.parse import urlsplit

_MAX_ADDRESS: Final = 2_000
_HOST: Final = re.compile(r"(?=.{4,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)


def is_address(address: str) -> bool:
    """Tell whether an address is a whole one on the web, fit to be shown as a link."""
    if len(address) > _MAX_ADDRESS or not address.isprintable() or re.search(r"[\s<>\"\\]", address):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and _HOST.fullmatch(host) is not None and "@" not in parts.netloc
