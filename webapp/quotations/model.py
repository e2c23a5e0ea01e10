"""What is passed on while a memo is checked: the memo, its quotations, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from indexer.contract import Paragraph, Report
from webapp.differences import Piece
from webapp.search.messages import Message, say

Verdict = Literal["same", "altered", "absent", "unchecked"]
Archived = Literal["changed", "gone"]

VERDICTS: Final[Mapping[Verdict, Message]] = {
    "same": say("一致"),
    "altered": say("有改动"),
    "absent": say("未找到"),
    "unchecked": say("未核对"),
}
SYMBOLS: Final[Mapping[Verdict, str]] = {"same": "✓", "altered": "≠", "absent": "?", "unchecked": "…"}
FEWEST_CHARACTERS: Final = 10  # Han characters, letters and digits of a quotation; marks and blanks do not count


@dataclass(frozen=True, slots=True)
class Attached:
    """What hangs on the characters `start`..`end` of a memo's text: the address of a link, the text of a footnote."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo as it reads, in NFC, its paragraphs apart by line ends. `encoding` is None where there was no doubt."""

    text: str
    attached: tuple[Attached, ...] = ()
    encoding: str | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: `start`..`end` is where it stands in the memo, without its outer marks.

    `parts` is what it says, cut where it was abridged by ……. `code` is the citation code that goes with it, as it was
    written.
    """

    number: int  # from 1
    start: int
    end: int
    parts: tuple[str, ...]
    code: str | None = None
    unclosed: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph that holds a quotation, with its report; as they stood once where it was archived."""

    paragraph: Paragraph
    report: Report


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a quotation.

    `passages` hold it, or are what it was changed from: the paragraphs of one stretch. `elsewhere` is how many others
    hold the same. `differences` lead from the source to the quotation, one run of pieces a part. `warnings` need the
    writer's attention whatever the verdict, `remarks` do not.
    """

    quotation: Quotation
    verdict: Verdict
    passages: tuple[Passage, ...] = ()
    elsewhere: int = 0
    differences: tuple[tuple[Piece, ...], ...] = ()
    warnings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    archived: Archived | None = None  # same as an archived text, of which this has become since

    @property
    def label(self) -> str:
        """The verdict in words."""
        if self.archived == "changed":
            return say("一致（与存档旧版一致，原文后有变更）")
        if self.archived == "gone":
            return say("一致（与存档旧版一致，原文已撤下）")
        return VERDICTS[self.verdict]

    @property
    def symbol(self) -> str:
        return SYMBOLS[self.verdict]


@dataclass(frozen=True, slots=True)
class Checking:
    """A memo and all its quotations in order, checked as far as time allowed."""

    memo: Memo
    quotations: tuple[Checked, ...]

    def count(self, verdict: Verdict) -> int:
        return sum(checked.verdict == verdict for checked in self.quotations)

    @property
    def warned(self) -> int:
        """How many quotations that are the source's own words need the writer's attention all the same."""
        return sum(checked.verdict == "same" and bool(checked.warnings) for checked in self.quotations)
