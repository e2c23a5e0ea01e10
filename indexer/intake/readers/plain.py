"""Plain text: nothing but its encoding is to be found out."""

from indexer.intake.decoding import decode
from indexer.intake.readers.extracted import Extracted


def read(data: bytes) -> Extracted:
    """Return the text of a plain-text file. Raises SourceError."""
    return Extracted(decode(data))
