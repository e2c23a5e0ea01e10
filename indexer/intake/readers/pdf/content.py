"""From a page's drawing instructions to runs of glyphs and ruled lines, by PDF's rules for text and co-ordinates.

pypdf's own text extraction joins what is drawn by guess and passes over ActualText, the characters a producer writes
beside glyphs that stand for others (a radical drawn for 鱼); so the instructions are followed here.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Final

from pypdf import PageObject
from pypdf.errors import LimitReachedError
from pypdf.generic import ContentStream, DictionaryObject, NameObject, StreamObject

from indexer.intake.readers.pdf.fonts import Font, load_font
from indexer.intake.readers.pdf.objects import (
    IDENTITY,
    Matrix,
    are_finite,
    array,
    dictionary,
    matrix,
    number,
    point,
    resolved,
    times,
)
from indexer.intake.readers.pdf.printed import Rule, Run

MAX_RUNS: Final = 400_000  # on a page: a book's worth
_MAX_RULES: Final = 20_000
_DEEPEST: Final = 10  # forms within forms
_FORMS: Final = 1_000  # drawn on a page
_INSTRUCTIONS: Final = 8_000_000  # in a file
_STRAIGHT: Final = 0.5  # points a ruled line may be off the level
_FILLED: Final = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s"})
_FURNITURE: Final = frozenset({"/Header", "/Footer", "/Watermark", "/PageNum"})

_SETS: Final = {  # instructions that set one number of the state of text
    b"Tc": ("char_spacing", 1.0),
    b"Tw": ("word_spacing", 1.0),
    b"Tz": ("scale", 0.01),
    b"TL": ("leading", 1.0),
    b"Ts": ("rise", 1.0),
}


@dataclass
class Drawing:
    """What the pages of a file share: its fonts, each read once, and the work still allowed."""

    fonts: dict[tuple[int, int], Font] = field(default_factory=dict)
    instructions: int = _INSTRUCTIONS

    def spend(self, instructions: int) -> None:
        """Count instructions read. Raises LimitReachedError when a file has more than any text needs."""
        self.instructions -= instructions
        if self.instructions < 0:
            raise LimitReachedError("too many drawing instructions")

    def font(self, resources: DictionaryObject, name: str) -> Font | None:
        entry = dictionary(resources, "/Font").raw_get(name) if name in dictionary(resources, "/Font") else None
        if entry is None:
            return None
        key = (getattr(entry, "idnum", -id(entry)), getattr(entry, "generation", 0))
        if key not in self.fonts:
            resource = entry.get_object()
            if not isinstance(resource, DictionaryObject):
                return None
            self.fonts[key] = load_font(resource)
        return self.fonts[key]


@dataclass(frozen=True, slots=True)
class _Text:
    """The state of text that q saves and Q gives back."""

    font: Font | None = None
    size: float = 0.0
    char_spacing: float = 0.0
    word_spacing: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


@dataclass
class _Marked:
    """A marked part of the page: what it says instead of its glyphs, and where its runs begin."""

    actual: str | None
    marginal: bool
    first_run: int


class PageContent:
    """All that is drawn on one page."""

    def __init__(self, page: PageObject, drawing: Drawing) -> None:
        self.runs: list[Run] = []
        self.rules: list[Rule] = []
        self._drawing = drawing
        self._reader = page.pdf
        self._forms = 0
        self._text = _Text()
        self._line: Matrix = IDENTITY
        self._at: Matrix = IDENTITY
        self._saved: list[tuple[Matrix, _Text]] = []
        self._marked: list[_Marked] = []
        self._boxes: list[tuple[float, float, float, float]] = []
        self._strokes: list[tuple[float, float, float, float]] = []
        self._pen = (0.0, 0.0)
        self._matrix, self.width = _upright(page)
        contents = page.get("/Contents")
        if contents is not None:
            self._draw(contents, dictionary(page, "/Resources"), 0)

    # -- instructions ------------------------------------------------------------------------------------------------

    def _draw(self, contents: Any, resources: DictionaryObject, depth: int) -> None:
        stream = ContentStream(contents.get_object(), self._reader, "bytes")
        operations = stream.operations
        self._drawing.spend(len(operations))
        for operands, operator in operations:
            if len(self.runs) > MAX_RUNS:
                return
            if operator == b"Do":
                self._form(operands, resources, depth)
            elif operator == b"Tf":
                self._choose_font(operands, resources)
            elif operator in (b"BDC", b"BMC"):
                self._begin_marked(operands, resources)
            elif operator in _SETS and operands:
                name, unit = _SETS[operator]
                change: dict[str, Any] = {name: number(operands[0]) * unit}
                self._text = replace(self._text, **change)
            elif (act := self._acts.get(operator)) is not None:
                act(self, operands)
            elif operator in _FILLED:
                self._paint()
            elif operator == b"n":
                self._boxes, self._strokes = [], []

    def _form(self, operands: list[Any], resources: DictionaryObject, depth: int) -> None:
        """Draw a form (a page's part drawn by name), unless forms are nested without end."""
        form = dictionary(resources, "/XObject").get(operands[0]) if operands else None
        form = form.get_object() if form is not None else None
        if not isinstance(form, StreamObject) or form.get("/Subtype") != "/Form":
            return
        self._forms += 1
        if depth >= _DEEPEST or self._forms > _FORMS:
            return
        before = (self._matrix, self._text, self._line, self._at, self._saved)
        self._saved = []
        self._matrix = times(matrix(array(form, "/Matrix")) or IDENTITY, self._matrix)
        own = dictionary(form, "/Resources")
        self._draw(form, own or resources, depth + 1)
        self._matrix, self._text, self._line, self._at, self._saved = before

    def _choose_font(self, operands: list[Any], resources: DictionaryObject) -> None:
        if len(operands) >= 2:
            font = self._drawing.font(resources, str(operands[0]))
            self._text = replace(self._text, font=font, size=number(operands[1]))

    def _save(self, _: list[Any]) -> None:
        if len(self._saved) < 1_000:
            self._saved.append((self._matrix, self._text))

    def _restore(self, _: list[Any]) -> None:
        if self._saved:
            self._matrix, self._text = self._saved.pop()

    def _transform(self, operands: list[Any]) -> None:
        change = matrix(operands)
        if change:
            self._matrix = times(change, self._matrix)

    def _begin_text(self, _: list[Any]) -> None:
        self._line = self._at = IDENTITY

    def _move(self, operands: list[Any]) -> None:
        if len(operands) >= 2:
            self._line = times((1, 0, 0, 1, number(operands[0]), number(operands[1])), self._line)
            self._at = self._line

    def _move_and_lead(self, operands: list[Any]) -> None:
        if len(operands) >= 2:
            self._text = replace(self._text, leading=-number(operands[1]))
            self._move(operands)

    def _place(self, operands: list[Any]) -> None:
        place = matrix(operands)
        if place:
            self._line = self._at = place

    def _next_line(self, _: list[Any]) -> None:
        self._move([0.0, -self._text.leading])

    def _show_next(self, operands: list[Any]) -> None:
        self._next_line(operands)
        self._show(operands)

    def _show_spaced(self, operands: list[Any]) -> None:
        if len(operands) >= 3:
            spacing: dict[str, Any] = {"word_spacing": number(operands[0]), "char_spacing": number(operands[1])}
            self._text = replace(self._text, **spacing)
            self._show_next(operands[2:])

    def _show_all(self, operands: list[Any]) -> None:
        """Show strings with the moves between them (TJ)."""
        for part in operands[0] if operands and isinstance(operands[0], list) else ():
            if isinstance(part, (int, float)):
                self._advance(-float(part) / 1000 * self._text.size * self._text.scale)
            else:
                self._show([part])

    # -- glyphs ------------------------------------------------------------------------------------------------------

    def _show(self, operands: list[Any]) -> None:
        text = self._text
        if not operands or text.font is None:
            return
        data = operands[0]
        data = data.encode("latin-1", "replace") if isinstance(data, str) else bytes(data)
        shown: list[str] = []
        length = left = right = 0.0
        for glyph in text.font.glyphs(data):
            spacing = text.char_spacing + (text.word_spacing if glyph.blank else 0.0)
            end = length + glyph.advance * text.size * text.scale
            if glyph.text.strip():
                left = length if not "".join(shown).strip() else left
                right = end
            shown.append(glyph.text)
            length = end + spacing * text.scale
        self._add_run("".join(shown), left, right)
        self._advance(length)

    def _add_run(self, shown: str, left: float, right: float) -> None:
        if not shown:
            return
        a, b, c, d, _, _ = whole = times(self._at, self._matrix)
        start = point(whole, left, self._text.rise)
        end = point(whole, right, self._text.rise)
        size = abs(self._text.size) * math.hypot(c, d)
        if not are_finite(*start, *end, size):
            return
        angle = math.degrees(math.atan2(b, a)) % 360 if a or b else 0.0
        if self._text.size < 0:
            angle = (angle + 180) % 360
        marginal = any(part.marginal for part in self._marked)
        width = math.hypot(end[0] - start[0], end[1] - start[1])
        self.runs.append(Run(shown, start[0], start[0] + width, start[1], size, round(angle, 1) % 360, marginal))

    def _advance(self, length: float) -> None:
        a, b, c, d, e, f = self._at
        if self._text.font is not None and self._text.font.vertical:
            self._at = (a, b, c, d, e - length * c, f - length * d)
        else:
            self._at = (a, b, c, d, e + length * a, f + length * b)

    # -- marked parts ------------------------------------------------------------------------------------------------

    def _begin_marked(self, operands: list[Any], resources: DictionaryObject) -> None:
        tag = operands[0] if operands else None
        said = operands[1] if len(operands) > 1 else None
        if isinstance(said, NameObject):
            said = dictionary(resources, "/Properties").get(said)
            said = said.get_object() if said is not None else None
        said = said if isinstance(said, Mapping) else {}
        furniture = said.get("/Type") == "/Pagination" or said.get("/Subtype") in _FURNITURE
        marginal = tag == "/Artifact" and furniture
        if len(self._marked) < 1_000:
            self._marked.append(_Marked(_actual(said.get("/ActualText")), marginal, len(self.runs)))

    def _end_marked(self, _: list[Any]) -> None:
        if not self._marked:
            return
        part = self._marked.pop()
        runs = self.runs[part.first_run :]
        if part.actual is None or not runs or any(run.baseline != runs[0].baseline for run in runs):
            return
        whole = replace(
            runs[0], text=part.actual, left=min(run.left for run in runs), right=max(run.right for run in runs)
        )
        self.runs[part.first_run :] = [whole] if part.actual else []

    # -- ruled lines -------------------------------------------------------------------------------------------------

    def _box(self, operands: list[Any]) -> None:
        if len(operands) >= 4 and len(self._boxes) < _MAX_RULES:
            x, y, width, height = map(number, operands[:4])
            x0, y0 = point(self._matrix, x, y)
            x1, y1 = point(self._matrix, x + width, y + height)
            self._boxes.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _start_line(self, operands: list[Any]) -> None:
        if len(operands) >= 2:
            self._pen = point(self._matrix, number(operands[0]), number(operands[1]))

    def _draw_line(self, operands: list[Any]) -> None:
        before = self._pen
        self._start_line(operands)
        if len(self._strokes) < _MAX_RULES:
            self._strokes.append((*before, *self._pen))

    def _paint(self) -> None:
        """Keep what is straight of the path just painted: lines, thin boxes, the edges of others."""
        for x0, y0, x1, y1 in self._boxes:
            if x1 - x0 <= 2 or y1 - y0 <= 2:
                self._strokes.append((x0, y0, x1, y1))
            else:
                self._strokes += [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]
        for x0, y0, x1, y1 in self._strokes:
            thin = min(abs(x1 - x0), abs(y1 - y0)) <= 2 + _STRAIGHT
            if thin and len(self.rules) < _MAX_RULES and are_finite(x0, y0, x1, y1):
                self.rules.append(Rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
        self._boxes, self._strokes = [], []

    # What each instruction does; those of which the state is one number are in _SETS.
    _acts: ClassVar[dict[bytes, Callable[["PageContent", list[Any]], None]]] = {
        b"q": _save,
        b"Q": _restore,
        b"cm": _transform,
        b"BT": _begin_text,
        b"Td": _move,
        b"TD": _move_and_lead,
        b"Tm": _place,
        b"T*": _next_line,
        b"Tj": _show,
        b"TJ": _show_all,
        b"'": _show_next,
        b'"': _show_spaced,
        b"EMC": _end_marked,
        b"re": _box,
        b"m": _start_line,
        b"l": _draw_line,
    }


def _upright(page: PageObject) -> tuple[Matrix, float]:
    """Return the matrix that turns a page as its /Rotate says, its lower left corner at 0, and how wide it is then."""
    box = page.cropbox
    left, bottom, right, top = map(float, (box.left, box.bottom, box.right, box.top))
    turns: dict[int, tuple[Matrix, float]] = {
        90: ((0.0, -1.0, 1.0, 0.0, -bottom, right), top - bottom),
        180: ((-1.0, 0.0, 0.0, -1.0, right, top), right - left),
        270: ((0.0, 1.0, -1.0, 0.0, top, -left), top - bottom),
    }
    return turns.get(page.rotation % 360, ((1.0, 0.0, 0.0, 1.0, -left, -bottom), right - left))


def _actual(value: Any) -> str | None:
    """Return an ActualText as characters; None if there is none."""
    said = resolved(value)
    if isinstance(said, bytes):
        return said[2:].decode("utf-16-be", "replace") if said.startswith(b"\xfe\xff") else said.decode("latin-1")
    return said if isinstance(said, str) else None
