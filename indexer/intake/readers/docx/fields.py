"""Fields of a Word text: what they were worked out to is text, the instruction is not, nor is the number of a page."""

import re
from dataclasses import dataclass
from typing import Final

_MAX_INSTRUCTION: Final = 1_000  # characters
_MAX_OPEN: Final = 32  # fields inside each other
_PAGES: Final = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_CONTENTS: Final = frozenset({"TOC"})
_CIRCLES: Final = frozenset("○〇◯Oo")
_OVERSTRIKE: Final = re.compile(r"\\o\s*(?:\\a[clr]d?|\\ad)?\s*\((?P<parts>.*)\)\s*$", re.IGNORECASE | re.DOTALL)
_ENCLOSED: Final = {str(value): chr(0x245F + value) for value in range(1, 21)}


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    result: bool = False  # whether the instruction has ended
    shown: bool = False  # whether there is a result

    @property
    def kind(self) -> str:
        return next(iter(self.instruction.split()), "").upper()


class Fields:
    """The fields open at a place in the text, outermost first."""

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self._deeper = 0  # fields open beyond _MAX_OPEN, which are not looked at

    def begin(self, instruction: str = "", *, result: bool = False) -> None:
        if len(self._open) < _MAX_OPEN:
            self._open.append(_Field(instruction, result))
        else:
            self._deeper += 1

    def instruct(self, text: str) -> None:
        if self._open and not self._deeper and not self._open[-1].result:
            self._open[-1].instruction += text[: _MAX_INSTRUCTION - len(self._open[-1].instruction)]

    def separate(self) -> None:
        if self._open and not self._deeper:
            self._open[-1].result = True

    def end(self) -> str:
        """Close the innermost field and return what it draws without having a result: ⑪ made of a ring and 11."""
        if self._deeper:
            self._deeper -= 1
            return ""
        if not self._open:
            return ""
        field = self._open.pop()
        return _drawn(field.instruction) if field.kind == "EQ" and not field.shown and self.shows() else ""

    def end_paragraph(self) -> None:
        """Forget what cannot go on in the next paragraph, so that a field never closed hides no more than this one."""
        self._deeper = 0
        self._open = [field for field in self._open if field.result and field.kind not in _PAGES]

    def shows(self) -> bool:
        """Tell whether text at this place is shown, and note that it is."""
        if any(not field.result or field.kind in _PAGES for field in self._open):
            return False
        for field in self._open:
            field.shown = True
        return True

    def lists_contents(self) -> bool:
        """Tell whether the place is in a table of contents."""
        return any(field.kind in _CONTENTS for field in self._open)

    def refers_to_page(self) -> bool:
        return any(field.kind == "PAGEREF" for field in self._open)


def _drawn(instruction: str) -> str:
    r"""Return the text of EQ \o, which lays signs over each other: a number in a ring, a reading above a word."""
    match = _OVERSTRIKE.search(instruction)
    if match is None:
        return ""
    below, _, above = match["parts"].replace("，", ",").rpartition(",")
    number = above.strip()
    return _ENCLOSED.get(number, number) if below.strip() in _CIRCLES else number
