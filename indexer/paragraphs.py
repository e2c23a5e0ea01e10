"""Cut the body of a report into paragraphs, the smallest units one can quote."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph before it has a name: `start`..`end` (code points) on line `line` of the decoded file.

    `heading_path`, `lead` and `text` are as in Paragraph.
    """

    line: int
    start: int
    end: int
    section: str
    topic: str
    heading_path: tuple[str, ...]
    lead: tuple[str, ...]
    text: str
    flags: tuple[str, ...] = ()
