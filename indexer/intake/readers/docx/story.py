"""One story of a Word file, its body or its notes: blocks in the order of the text.

Automatic numbers are written out. A text box stands before the paragraph that it hangs on if it hangs at its beginning,
else behind it. A table of contents is left out: all it says is said again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from indexer.intake.readers.docx.blocks import Block, Cell, broken, table_blocks
from indexer.intake.readers.docx.numbering import Numbering
from indexer.intake.readers.docx.ooxml import on
from indexer.intake.readers.docx.paragraphs import Begin, End, Paragraph, ParagraphReader
from indexer.intake.readers.docx.styles import Styles

_CONTENTS: Final = "Table of Contents"
_ENDS_IN_PAGE: Final = re.compile(r"\d\s*$")


@dataclass(slots=True)
class _Box:
    """What holds paragraphs: the body, a cell, a text box, a note."""

    blocks: list[Block] = field(default_factory=list)
    going_on: Paragraph | None = None
    nested: bool = False
    again: bool = False


@dataclass(slots=True)
class _Table:
    rows: list[list[Cell]] = field(default_factory=list)
    deleted: bool = False  # the row under way


class Story(ParagraphReader):
    """Reads a part; afterwards `blocks` has its text, and `notes` that of each note by its key."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        super().__init__(styles)
        self.root = ""
        self.embeds = False  # whether text is kept in other files
        self.notes: dict[str, list[Block]] = {}
        self._numbering = numbering
        self._boxes = [_Box()]
        self._tables: list[_Table] = []
        self._empty_controls: list[bool] = []
        self._alternatives: list[int] = []
        self._note_key = ""

    @property
    def blocks(self) -> list[Block]:
        return self._closed(self._boxes[0]).blocks

    def start(self, name: str, attributes: dict[str, str]) -> bool:
        """Take the beginning of an element."""
        self.root = self.root or name
        return super().start(name, attributes)

    # -- paragraphs ------------------------------------------------------------------------------------------------

    def _begin_paragraph(self, _attributes: dict[str, str]) -> None:
        self._paragraphs.append(Paragraph())

    def _end_paragraph(self) -> None:
        paragraph = self._paragraphs.pop()
        self._fields.end_paragraph()
        box = self._boxes[-1]
        first, box.going_on = box.going_on, None
        if first is not None:
            paragraph = _joined(first, paragraph)
        if paragraph.goes_on:
            box.going_on = paragraph
        else:
            self._finish(box, paragraph)

    def _finish(self, box: _Box, paragraph: Paragraph) -> None:
        """Give a whole paragraph to what holds it."""
        listed = self._styles.lists_contents(paragraph.style)
        if paragraph.contents and (listed or paragraph.paged):
            return
        if listed and _ENDS_IN_PAGE.search(paragraph.text):
            return
        marker = self._numbering.marker(paragraph.style, paragraph.list, paragraph.level)
        lines = [line.strip() for line in broken(paragraph.text)]
        if lines:
            gap = " " if marker.endswith(".") and lines[0][0].isdecimal() else ""  # 1. 2020年, not 1.2020
            lines[0] = f"{marker}{gap}{lines[0]}"
        box.blocks += paragraph.before
        box.blocks.append(Block("\n".join(lines), tuple(paragraph.notes)))
        box.blocks += paragraph.behind

    def _closed(self, box: _Box) -> _Box:
        """Return a box that nothing is added to any more, with what waited for its next paragraph."""
        last, box.going_on = box.going_on, None
        if last is not None and (last.spoken or last.before or last.behind):
            self._finish(box, last)
        return box

    # -- what holds paragraphs -------------------------------------------------------------------------------------

    def _begin_box(self, _attributes: dict[str, str]) -> None:
        self._boxes.append(_Box())

    def _end_text_box(self) -> None:
        blocks = self._closed(self._boxes.pop()).blocks
        if not self._paragraphs:
            self._boxes[-1].blocks += blocks
        elif self._paragraphs[-1].spoken:
            self._paragraphs[-1].behind += blocks
        else:
            self._paragraphs[-1].before += blocks

    def _begin_note(self, attributes: dict[str, str]) -> bool:
        if attributes.get("type", "normal") != "normal":
            return False  # the rule above the notes
        self._note_key = f"{self.path[-1].removeprefix('w:')} {attributes.get('id', '')}"
        self._boxes.append(_Box())
        return True

    def _end_note(self) -> None:
        self.notes[self._note_key] = self._closed(self._boxes.pop()).blocks

    def _begin_control(self, _attributes: dict[str, str]) -> None:
        self._empty_controls.append(False)

    def _end_control(self) -> None:
        self._empty_controls.pop()

    def _prompts(self, attributes: dict[str, str]) -> None:
        """Note that a content control shows only what to type in."""
        if self._empty_controls and on(attributes.get("val")):
            self._empty_controls[-1] = True

    def _gallery(self, attributes: dict[str, str]) -> None:
        if self._empty_controls and attributes.get("val") == _CONTENTS:
            self._empty_controls[-1] = True

    def _begin_control_content(self, _attributes: dict[str, str]) -> bool:
        return not (self._empty_controls and self._empty_controls[-1])

    def _begin_alternatives(self, _attributes: dict[str, str]) -> None:
        self._alternatives.append(self._read)

    def _begin_alternative(self, _attributes: dict[str, str]) -> bool:
        """Pass over an alternative when one before it had the text."""
        return not self._alternatives or self._alternatives[-1] == self._read

    def _end_alternatives(self) -> None:
        self._alternatives.pop()

    def _embed(self, _attributes: dict[str, str]) -> None:
        self.embeds = True

    # -- tables ----------------------------------------------------------------------------------------------------

    def _begin_table(self, _attributes: dict[str, str]) -> None:
        self._tables.append(_Table())

    def _begin_row(self, _attributes: dict[str, str]) -> None:
        if self._tables:
            self._tables[-1].rows.append([])
            self._tables[-1].deleted = False

    def _end_row(self) -> None:
        if self._tables and self._tables[-1].deleted:
            self._tables[-1].rows.pop()

    def _end_cell(self) -> None:
        box = self._closed(self._boxes.pop())
        if self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append(Cell(box.blocks, nested=box.nested, again=box.again))
        else:
            self._boxes[-1].blocks += box.blocks

    def _merged(self, attributes: dict[str, str]) -> None:
        if attributes.get("val", "continue") == "continue":
            self._boxes[-1].again = True

    def _deleted_cell(self, _attributes: dict[str, str]) -> None:
        self._boxes[-1].again = True

    def _end_table(self) -> None:
        table = self._tables.pop()
        box = self._closed(self._boxes[-1])
        box.blocks += table_blocks(table.rows)
        box.nested = True

    def _deleted(self, attributes: dict[str, str]) -> bool:
        if self._tables and self.path[-2] == "w:trPr":
            self._tables[-1].deleted = True
        return super()._deleted(attributes)

    begins: ClassVar[Mapping[str, Begin]] = {
        **ParagraphReader.begins,
        "w:del": _deleted,
        "w:moveFrom": _deleted,
        "w:p": _begin_paragraph,
        "w:txbxContent": _begin_box,
        "w:tc": _begin_box,
        "w:tbl": _begin_table,
        "w:tr": _begin_row,
        "w:vMerge": _merged,
        "w:hMerge": _merged,
        "w:cellDel": _deleted_cell,
        "w:footnote": _begin_note,
        "w:endnote": _begin_note,
        "w:altChunk": _embed,
        "w:subDoc": _embed,
        "w:sdt": _begin_control,
        "w:showingPlcHdr": _prompts,
        "w:docPartGallery": _gallery,
        "w:sdtContent": _begin_control_content,
        "mc:AlternateContent": _begin_alternatives,
        "mc:Choice": _begin_alternative,
        "mc:Fallback": _begin_alternative,
    }
    ends: ClassVar[Mapping[str, End]] = {
        **ParagraphReader.ends,
        "w:p": _end_paragraph,
        "w:txbxContent": _end_text_box,
        "w:tc": _end_cell,
        "w:tbl": _end_table,
        "w:tr": _end_row,
        "w:footnote": _end_note,
        "w:endnote": _end_note,
        "w:sdt": _end_control,
        "mc:AlternateContent": _end_alternatives,
    }


def _joined(first: Paragraph, second: Paragraph) -> Paragraph:
    """Return two paragraphs as the one they read as, numbered like the one that has the first text."""
    leads, follows = (first, second) if first.spoken else (second, first)
    if first.spoken:
        first.pieces += second.pieces
    # The longer lists stay where they are: thousands of paragraphs may be joined.
    first.before += second.before
    first.behind += second.behind
    first.notes += second.notes
    leads.before, leads.behind, leads.notes = first.before, first.behind, first.notes
    leads.goes_on = second.goes_on
    leads.spoken = first.spoken or second.spoken
    leads.contents |= follows.contents
    leads.paged |= follows.paged
    return leads
