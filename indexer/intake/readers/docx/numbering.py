"""The numbers that Word writes before paragraphs and keeps out of their text: 一、 （一） 1. 第一章.

A paragraph belongs to a list (numId) at a level. Lists with the same definition (abstractNum) count on together, unless
one sets a start of its own. A level begins anew when a higher one has been used, unless it says otherwise.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from indexer.intake.readers.docx.ooxml import number, on, walk
from indexer.intake.readers.docx.package import Package
from indexer.intake.readers.docx.styles import Styles
from indexer.intake.readers.numerals import written

_LEVELS: Final = 9
_MAX_TEXT: Final = 64  # characters before and between numbers; Word takes half as many
_MAX_LINKS: Final = 5  # from list to style to list
_PLACE: Final = re.compile(r"%([1-9])")
_LEVEL_PROPERTIES: Final = frozenset(
    {"w:start", "w:numFmt", "w:lvlText", "w:suff", "w:lvlRestart", "w:isLgl", "w:pStyle", "w:vanish"}
)


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered. `text` has %1 for the number of the first level, %2 of the second.

    `restart` is the level, from 1, whose use makes it begin anew; 0: none does, None: any higher one.
    """

    start: int = 0
    form: str = "decimal"
    text: str = ""
    gap: bool = True  # between number and text
    restart: int | None = None
    legal: bool = False  # all numbers in Western digits
    style: str = ""  # whose paragraphs are on this level
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """An abstractNum: its levels, or the style that has them."""

    levels: Mapping[int, Level] = field(default_factory=dict)
    style: str = ""


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A num: the definition it follows, with starts and levels of its own."""

    definition: str = ""
    starts: Mapping[int, int] = field(default_factory=dict)
    levels: Mapping[int, Level] = field(default_factory=dict)


class Numbering:
    """Counts the paragraphs of a text as they come."""

    def __init__(
        self, definitions: Mapping[str, Definition], lists: Mapping[int, NumberedList], styles: Styles
    ) -> None:
        self._definitions = definitions
        self._lists = lists
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[int, int]] = set()  # lists and levels that have begun with a start of their own

    def marker(self, style: str | None, list_id: int | None, level: int | None) -> str:
        """Count a paragraph and return the number before its text with the gap behind it; "" if it has none.

        `style` is the paragraph's; `list_id` and `level` are what it says itself.
        """
        styled_list, styled_level = self._styles.numbering(style)
        direct = list_id is not None
        key = list_id if list_id is not None else styled_list
        if not key or key not in self._lists:
            return ""
        one = self._lists[key]
        name = self._resolved(one.definition)
        at = level
        if at is None and not direct:
            at = self._level_of(style, name)
            at = styled_level if at is None else at
        at = at or 0
        if not 0 <= at < _LEVELS or self._level(one, name, at) is None:
            return ""
        self._count(key, name, at)
        return self._written(one, name, at)

    def _resolved(self, name: str) -> str:
        """Return the definition that has the levels, where one leaves them to a style."""
        for _ in range(_MAX_LINKS):
            definition = self._definitions.get(name)
            if definition is None or not definition.style or definition.levels:
                break
            linked, _ = self._styles.numbering(definition.style)
            if linked is None or linked not in self._lists:
                break
            name = self._lists[linked].definition
        return name

    def _level(self, one: NumberedList, name: str, at: int) -> Level | None:
        definition = self._definitions.get(name)
        return one.levels.get(at) or (definition.levels.get(at) if definition else None)

    def _level_of(self, style: str | None, name: str) -> int | None:
        """Return the level that a definition keeps for a style, or for the nearest that it is based on."""
        definition = self._definitions.get(name)
        kept = {level.style: at for at, level in definition.levels.items() if level.style} if definition else {}
        return next((kept[one] for one, _ in self._styles.chain(style) if one in kept), None)

    def _count(self, key: int, name: str, at: int) -> None:
        one = self._lists[key]
        counts = self._counts.setdefault(name, [None] * _LEVELS)
        present = counts[at]
        if present is None or (at in one.starts and (key, at) not in self._started):
            counts[at] = self._start(one, name, at)
        else:
            counts[at] = present + 1
        self._started.add((key, at))
        for lower in range(at + 1, _LEVELS):
            level = self._level(one, name, lower)
            restart = level.restart if level else None
            if restart is None or restart > lower or at < restart:
                counts[lower] = None

    def _start(self, one: NumberedList, name: str, at: int) -> int:
        level = self._level(one, name, at)
        return one.starts.get(at, level.start if level else 0)

    def _written(self, one: NumberedList, name: str, at: int) -> str:
        level = self._level(one, name, at)
        if level is None or level.hidden:
            return ""
        if level.form == "bullet":
            return level.text if any(unicodedata.category(sign) == "Lo" for sign in level.text) else ""
        counts = self._counts[name]

        def place(match: re.Match[str]) -> str:
            which = int(match[1]) - 1
            inner = self._level(one, name, which)
            form = inner.form if inner else "decimal"
            count = counts[which]
            value = self._start(one, name, which) if count is None else count
            if form == "none":
                return ""
            return written(value, "decimal" if level.legal and form != "decimalZero" else form)

        marker = _PLACE.sub(place, level.text).strip()
        # 一、 （一） ① stand close to the text, as people write them; 第一章 does not.
        close = not marker or not level.gap or unicodedata.category(marker[-1]).startswith(("P", "No"))
        return marker if close else f"{marker} "


def read_numbering(package: Package, part: str, styles: Styles) -> Numbering:
    """Return the numbering in a numbering part, nothing counted yet. Raises SourceError."""
    reader = _Reader()
    walk(package, part, reader)
    return Numbering(reader.definitions, reader.lists, styles)


class _Reader:
    def __init__(self) -> None:
        self.path: list[str] = []
        self.definitions: dict[str, Definition] = {}
        self.lists: dict[int, NumberedList] = {}
        self._id = ""
        self._at: int | None = None
        self._linked = ""
        self._definition = ""
        self._said: dict[str, str] = {}
        self._levels: dict[int, Level] = {}
        self._starts: dict[int, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> bool:
        value = attributes.get("val")
        if name in ("w:abstractNum", "w:num"):
            self._id = attributes.get("abstractNumId" if name == "w:abstractNum" else "numId", "")
            self._linked, self._definition, self._levels, self._starts = "", "", {}, {}
        elif name in ("w:lvl", "w:lvlOverride"):
            self._at = number(attributes.get("ilvl")) if "ilvl" in attributes else self._at
            self._said = {}
        elif name == "w:abstractNumId":
            self._definition = value or ""
        elif name == "w:numStyleLink":
            self._linked = value or ""
        elif name == "w:startOverride":
            start = number(value)
            if self._at is not None and start is not None:
                self._starts[self._at] = start
        elif name in _LEVEL_PROPERTIES:
            self._said[name] = value if value is not None else "1"
        return True

    def end(self, name: str) -> None:
        if name == "w:lvl" and self._at is not None:
            self._levels[self._at] = _level(self._said)
        elif name == "w:abstractNum":
            self.definitions[self._id] = Definition(self._levels, self._linked)
        elif name == "w:num":
            key = number(self._id)
            if key is not None:
                self.lists[key] = NumberedList(self._definition, self._starts, self._levels)

    def text(self, text: str) -> None:
        """Pass over text: numbering has none."""


def _level(said: Mapping[str, str]) -> Level:
    start = number(said.get("w:start"))
    return Level(
        start=start or 0,
        form=said.get("w:numFmt", "decimal"),
        text=said.get("w:lvlText", "")[:_MAX_TEXT],
        gap=said.get("w:suff") != "nothing",
        restart=number(said.get("w:lvlRestart")),
        legal="w:isLgl" in said and on(said["w:isLgl"]),
        style=said.get("w:pStyle", ""),
        hidden="w:vanish" in said and on(said["w:vanish"]),
    )
