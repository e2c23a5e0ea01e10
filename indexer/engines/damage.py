"""Turning what libraries raise over damaged files into one error that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from indexer.errors import IndexDamaged, XianliError


@contextmanager
def noticed(message: str) -> Iterator[None]:
    """Raise IndexDamaged with `message` for what reading a damaged file raises. Wrap nothing but reading."""
    try:
        yield
    except XianliError:
        raise
    except Exception as error:  # one altered byte leads a reader of pickles and offsets to any exception there is
        raise IndexDamaged(message) from error
