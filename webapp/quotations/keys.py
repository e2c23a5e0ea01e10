"""When two texts are character for character the same: the width of marks, blanks and kinds of quotation mark aside.

These are what 公文用语 restores (see webapp/citation/wording.py) and what copying loses. Everything else counts: each
Han character, digit and letter, and which mark it is.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Final

_QUOTATION_MARK: Final = '"'
_QUOTATION_MARKS: Final = frozenset("“”‘’「」『』\"'＂＇｢｣〝〞‟‛")
# A blank between two digits or two letters keeps them apart; a line may be broken inside a number.
_COUNTING_BLANK: Final = re.compile(r"(?<=[0-9０-９])[^\S\n]+(?=[0-9０-９])|(?<=[A-Za-z])\s+(?=[A-Za-z])")
_BLANK: Final = "\x1f"  # stands in for a blank that counts
_REMEMBERED: Final = 0x10000  # code points: what strangers send cannot fill the memory with rarer ones
_WHOLE: Final = re.compile(r"[0-9](?:[.,:]?[0-9])*|[A-Za-z]+")


class _Table(dict[int, str]):
    """What each character is compared as, worked out when first met; one character or none."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if character == _BLANK:
            compared = " "
        elif character.isspace() or category in ("Cc", "Cf", "Cs") or "\ufe00" <= character <= "\ufe0f":
            compared = ""
        elif character in _QUOTATION_MARKS:
            compared = _QUOTATION_MARK
        elif category[0] in "PS" and unicodedata.decomposition(character).startswith(("<wide>", "<narrow>")):
            compared = unicodedata.normalize("NFKC", character)
        else:
            compared = character
        if code < _REMEMBERED:
            self[code] = compared
        return compared


_COMPARED: Final = _Table()


@dataclass(frozen=True)
class Key:
    """A text as it is compared."""

    written: str

    @cached_property
    def _marked(self) -> str:
        return _COUNTING_BLANK.sub(lambda blanks: _BLANK + " " * (len(blanks[0]) - 1), self.written)

    @cached_property
    def text(self) -> str:
        """The characters that are compared."""
        return self._marked.translate(_COMPARED)

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Where each compared character stands in what was written, and its length at the end."""
        kept = (i for i, character in enumerate(self._marked) if _COMPARED[ord(character)])
        return (*kept, len(self.written))

    def original(self, start: int, end: int) -> str:
        """Return what was written as compared characters `start`..`end`, with the blanks between them."""
        return self.written[self.offsets[start] : self.offsets[end - 1] + 1] if start < end else ""

    @cached_property
    def wholes(self) -> tuple[tuple[int, int], ...]:
        """The numbers and words of an alphabet that must not be cut."""
        return tuple(match.span() for match in _WHOLE.finditer(self.text))
