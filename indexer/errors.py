"""Everything that can go wrong, as a tree.

XianliError
├── SourceError        one source file cannot be used; the run goes on
├── RunError           the run publishes nothing; the old generation stays
│   └── IndexBusy      another run is writing to the same folder
├── IndexUnusable      the index cannot be searched
│   ├── IndexMissing   there is none yet
│   ├── IndexDamaged   a file of it is missing, cut short or altered
│   └── IndexOutdated  it was built by other rules, another dictionary or another schema
├── QueryError         the query cannot be understood
└── SearchTimeout      the deadline passed before the answer was complete

Messages are Chinese sentences for the reader of a page or terminal, and say what to do next.
"""


class XianliError(Exception):
    """Base of all errors raised on purpose."""

    @property
    def message(self) -> str:
        return str(self.args[0]) if self.args else ""


class SourceError(XianliError):
    """A source file cannot be used; the message is the reason shown in the run's table."""


class RunError(XianliError):
    """Nothing was published."""


class IndexBusy(RunError):
    """Another run holds the write lock."""


class IndexUnusable(XianliError):
    """The index cannot be searched; the message names the command that mends it."""


class IndexMissing(IndexUnusable):
    """No generation has been published in this folder."""


class IndexDamaged(IndexUnusable):
    """A file of the generation is missing, cut short or altered."""


class IndexOutdated(IndexUnusable):
    """The generation was built by other text rules, another dictionary or another schema."""


class QueryError(XianliError):
    """A query cannot be understood: what is wrong, where (code points from 0), and a query that works."""

    def __init__(self, message: str, *, position: int, suggestion: str | None = None) -> None:
        super().__init__(message)
        self.position = position
        self.suggestion = suggestion


class SearchTimeout(XianliError):
    """The deadline passed before the answer was complete."""
