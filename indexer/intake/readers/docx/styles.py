"""What a Word file's styles say of its paragraphs: how they are numbered, and whether they are hidden."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from indexer.intake.readers.docx.ooxml import number, on, walk
from indexer.intake.readers.docx.package import Package

_MAX_CHAIN: Final = 20  # styles based on each other


@dataclass(frozen=True, slots=True)
class Style:
    """One style. `list` is the numId of its numbering (0 switches off), `level` the ilvl from 0; None: not said."""

    name: str = ""
    based_on: str = ""
    list: int | None = None
    level: int | None = None
    hidden: bool | None = None


class Styles:
    """The styles of a file, by id."""

    def __init__(self, styles: dict[str, Style], default: str = "") -> None:
        self._styles = styles
        self._default = default  # of paragraphs that name none
        self._hiding = {name: self._hides(name) for name in styles}

    def chain(self, style: str | None) -> Iterator[tuple[str, Style]]:
        """Yield a paragraph's style and those that it is based on, nearest first."""
        name = self._default if style is None else style
        for _ in range(_MAX_CHAIN):
            found = self._styles.get(name)
            if found is None:
                return
            yield name, found
            name = found.based_on

    def numbering(self, style: str | None) -> tuple[int | None, int | None]:
        """Return the list and level that a style gives its paragraphs, where it or one it is based on says so."""
        chain = [found for _, found in self.chain(style)]
        lists = (one.list for one in chain if one.list is not None)
        levels = (one.level for one in chain if one.level is not None)
        return next(lists, None), next(levels, None)

    def hides(self, paragraph: str | None, run: str) -> bool:
        """Tell whether text is hidden by its styles: hidden text in a hidden paragraph is shown."""
        of_paragraph = self._hiding.get(self._default if paragraph is None else paragraph, False)
        return of_paragraph != self._hiding.get(run, False)

    def _hides(self, style: str) -> bool:
        return next((one.hidden for _, one in self.chain(style) if one.hidden is not None), False)

    def lists_contents(self, style: str | None) -> bool:
        """Tell whether a style is one of those of a table of contents."""
        found = self._styles.get(style or "")
        return found is not None and found.name.lower().startswith("toc ")


def read_styles(package: Package, part: str) -> Styles:
    """Return the styles in a styles part. Raises SourceError."""
    reader = _Reader()
    walk(package, part, reader)
    return Styles(reader.styles, reader.default)


class _Reader:
    def __init__(self) -> None:
        self.path: list[str] = []
        self.styles: dict[str, Style] = {}
        self.default = ""
        self._id = ""
        self._said: dict[str, str] = {}  # local name of a property → its value

    def start(self, name: str, attributes: dict[str, str]) -> bool:
        if name == "w:style":
            self._id = attributes.get("styleId", "")
            self._said = {}
            if attributes.get("type") == "paragraph" and on(attributes.get("default", "0")):
                self.default = self._id
        elif name in ("w:pPrChange", "w:rPrChange", "w:tblStylePr"):
            return False
        elif name in ("w:name", "w:basedOn", "w:numId", "w:ilvl") or self.path[-2:] == ["w:rPr", "w:vanish"]:
            self._said[name] = attributes.get("val", "")
        return True

    def end(self, name: str) -> None:
        if name != "w:style":
            return
        said = self._said
        self.styles[self._id] = Style(
            name=said.get("w:name", ""),
            based_on=said.get("w:basedOn", ""),
            list=number(said.get("w:numId")),
            level=number(said.get("w:ilvl")),
            hidden=on(said["w:vanish"]) if "w:vanish" in said else None,
        )

    def text(self, text: str) -> None:
        """Pass over text: styles have none."""
