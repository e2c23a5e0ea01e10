"""Taking files over from one generation into the next: under a second name where nothing changes, else as a copy.

A file that two generations share is never opened for writing.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final

_CHUNK_BYTES: Final = 1 << 20


def link(source: Path, target: Path) -> None:
    """Give the file at `source` the name `target` too; where the file system has no such thing, copy it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def share(source: Path, target: Path, sha256: str) -> bool:
    """Do as link(), and tell whether what had to be copied is still the file with this hash.

    What is linked is not read: whoever verifies the new generation compares it with the hash that the old one told.
    """
    try:
        os.link(source, target)
    except OSError:
        return copy(source, target, sha256)
    return True


def copy(source: Path, target: Path, sha256: str) -> bool:
    """Copy a file, and tell whether it is still the one with this hash."""
    with target.open("wb") as into:
        return append([(source, sha256)], into)


def append(sources: Iterable[tuple[Path, str]], target: IO[bytes]) -> bool:
    """Write files one after the other, and tell whether all are still those with these hashes."""
    for source, sha256 in sources:
        digest = hashlib.sha256()
        with source.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                digest.update(chunk)
                target.write(chunk)
        if digest.hexdigest() != sha256:
            return False
    return True
