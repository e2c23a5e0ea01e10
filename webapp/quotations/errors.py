"""What can be wrong with a memo."""

from indexer.errors import XianliError


class DocumentError(XianliError):
    """A file or text cannot be checked; the message says why and what to do."""


class TooLarge(DocumentError):
    """It is more than can be checked at once."""
