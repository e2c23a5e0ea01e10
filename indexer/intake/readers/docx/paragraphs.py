"""The text of Word paragraphs as it reads with all changes accepted.

Deleted and hidden text, comments, instructions of fields and the numbers of pages are left out.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from indexer.intake.readers.docx.blocks import Block
from indexer.intake.readers.docx.fields import Fields
from indexer.intake.readers.docx.ooxml import number, on
from indexer.intake.readers.docx.styles import Styles
from indexer.intake.readers.docx.symbols import symbol

_RUNS: Final = frozenset({"w:r", "m:r"})
_LEFT_OUT: Final = (
    *("w:rt", "w:delText", "w:delInstrText", "w:sectPr", "w:fldData", "w:pgNum", "w:tblGrid", "w:numberingChange"),
    *("w:pPrChange", "w:rPrChange", "w:sectPrChange"),
    *("w:tblPrChange", "w:tblPrExChange", "w:trPrChange", "w:tcPrChange"),
)
_WHITE: Final = re.compile(r"[\t\n\r]")


@dataclass(slots=True)
class Paragraph:
    """A paragraph under way. `before` and `behind` are the text boxes that hang on it."""

    pieces: list[str] = field(default_factory=list)
    before: list[Block] = field(default_factory=list)
    behind: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    style: str | None = None
    list: int | None = None
    level: int | None = None
    goes_on: bool = False  # its mark is deleted or hidden: the next one belongs to it
    contents: bool = False  # in a table of contents
    paged: bool = False  # with the number of another page
    spoken: bool = False  # whether there is more than blanks

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass(slots=True)
class _Run:
    hidden: bool | None = None
    style: str = ""


Begin = Callable[..., bool | None]  # of a handler and attributes; False leaves out what is inside
End = Callable[..., None]


class ParagraphReader:
    """Reads what stands in paragraphs into the innermost one under way."""

    def __init__(self, styles: Styles) -> None:
        self.path: list[str] = []
        self._styles = styles
        self._paragraphs: list[Paragraph] = []
        self._read = 0  # pieces met, shown or not
        self._runs: list[_Run] = []
        self._fields = Fields()
        self._words: list[str] | None = None
        self._preserved = False

    def start(self, name: str, attributes: dict[str, str]) -> bool:
        """Take the beginning of an element."""
        begin = self.begins.get(name)
        return begin is None or begin(self, attributes) is not False

    def end(self, name: str) -> None:
        """Take the end of an element."""
        end = self.ends.get(name)
        if end is not None:
            end(self)

    def text(self, text: str) -> None:
        """Take text."""
        if self._words is not None:
            self._words.append(text)
        elif self.path and self.path[-1] == "w:instrText":
            self._fields.instruct(text)

    # -- words -----------------------------------------------------------------------------------------------------

    def _begin_words(self, attributes: dict[str, str]) -> None:
        self._words = []
        self._preserved = attributes.get("space") == "preserve"

    def _end_words(self) -> None:
        text = "".join(self._words or ())
        self._words = None
        self._add(_WHITE.sub(" ", text if self._preserved else text.strip(" \t\n\r")))

    def _add(self, text: str) -> None:
        """Add text to the paragraph under way, if it is shown."""
        self._read += 1
        if not self._paragraphs or self._is_hidden() or not self._fields.shows():
            return
        paragraph = self._paragraphs[-1]
        paragraph.pieces.append(text)
        paragraph.spoken = paragraph.spoken or bool(text.strip())
        paragraph.contents |= self._fields.lists_contents()
        paragraph.paged |= self._fields.refers_to_page()

    def _is_hidden(self) -> bool:
        run = self._runs[-1] if self._runs else _Run()
        if run.hidden is not None:
            return run.hidden
        return self._styles.hides(self._paragraphs[-1].style if self._paragraphs else None, run.style)

    def _break(self, _attributes: dict[str, str]) -> None:
        self._add("\n")

    def _tab(self, _attributes: dict[str, str]) -> None:
        if self.path[-2] in _RUNS:  # elsewhere it is the place of a tab stop
            self._add(" ")

    def _hyphen(self, _attributes: dict[str, str]) -> None:
        self._add("-")

    def _symbol(self, attributes: dict[str, str]) -> None:
        self._add(symbol(attributes.get("font", ""), attributes.get("char", "")))

    def _note(self, attributes: dict[str, str]) -> None:
        if self._paragraphs and not self._is_hidden():
            kind = self.path[-1].removeprefix("w:").removesuffix("Reference")
            self._paragraphs[-1].notes.append(f"{kind} {attributes.get('id', '')}")
            if self._runs and on(attributes.get("customMarkFollows", "0")):
                self._runs[-1].hidden = True  # the mark

    # -- runs and fields -------------------------------------------------------------------------------------------

    def _begin_run(self, _attributes: dict[str, str]) -> None:
        self._runs.append(_Run())

    def _end_run(self) -> None:
        self._runs.pop()

    def _run_style(self, attributes: dict[str, str]) -> None:
        if self._runs and self.path[-3] in _RUNS:
            self._runs[-1].style = attributes.get("val", "")

    def _vanish(self, attributes: dict[str, str]) -> None:
        if self._runs and self.path[-3] in _RUNS:
            self._runs[-1].hidden = on(attributes.get("val"))

    def _field_sign(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("fldCharType")
        if kind == "begin":
            self._fields.begin()
        elif kind == "separate":
            self._fields.separate()
        elif kind == "end":
            self._end_field()

    def _begin_field(self, attributes: dict[str, str]) -> None:
        self._fields.begin(attributes.get("instr", ""), result=True)

    def _end_field(self) -> None:
        drawn = self._fields.end()
        if drawn:
            self._add(drawn)

    # -- properties of paragraphs ----------------------------------------------------------------------------------

    def _style(self, attributes: dict[str, str]) -> None:
        if self._paragraphs:
            self._paragraphs[-1].style = attributes.get("val")

    def _list(self, attributes: dict[str, str]) -> None:
        if self._paragraphs:
            self._paragraphs[-1].list = number(attributes.get("val"))

    def _level(self, attributes: dict[str, str]) -> None:
        if self._paragraphs:
            self._paragraphs[-1].level = number(attributes.get("val"))

    def _hide_mark(self, attributes: dict[str, str]) -> None:
        if self._paragraphs and self.path[-3] == "w:pPr":
            self._paragraphs[-1].goes_on |= on(attributes.get("val"))

    def _deleted(self, _attributes: dict[str, str]) -> bool:
        """Leave out what was deleted or moved away; in a paragraph's properties it says so of its mark."""
        if self._paragraphs and self.path[-3:-1] == ["w:pPr", "w:rPr"]:
            self._paragraphs[-1].goes_on = True
        return False

    def _left_out(self, _attributes: dict[str, str]) -> bool:
        return False

    begins: ClassVar[Mapping[str, Begin]] = {
        **dict.fromkeys(_LEFT_OUT, _left_out),
        "w:del": _deleted,
        "w:moveFrom": _deleted,
        "w:t": _begin_words,
        "m:t": _begin_words,
        "w:br": _break,
        "w:cr": _break,
        "w:tab": _tab,
        "w:ptab": _tab,
        "w:noBreakHyphen": _hyphen,
        "w:sym": _symbol,
        "w:footnoteReference": _note,
        "w:endnoteReference": _note,
        "w:r": _begin_run,
        "m:r": _begin_run,
        "w:rStyle": _run_style,
        "w:vanish": _vanish,
        "w:fldChar": _field_sign,
        "w:fldSimple": _begin_field,
        "w:pStyle": _style,
        "w:numId": _list,
        "w:ilvl": _level,
        "w:specVanish": _hide_mark,
    }
    ends: ClassVar[Mapping[str, End]] = {
        "w:t": _end_words,
        "m:t": _end_words,
        "w:r": _end_run,
        "m:r": _end_run,
        "w:fldSimple": _end_field,
    }
