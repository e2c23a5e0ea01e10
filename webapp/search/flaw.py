"""What is wrong with a query while it is being read, and the smallest change that could mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` in place of [start, end)."""

    start: int
    end: int
    text: str = ""

    def apply(self, query: str) -> str:
        return query[: self.start] + self.text + query[self.end :]


class Flaw(Exception):
    """A query cannot be read: why, where, and an edit that takes at least this flaw away."""

    def __init__(self, message: str, position: int, edit: Edit | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.edit = edit
