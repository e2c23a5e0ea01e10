"""A plot of time against corpus size, drawn as SVG with both axes in powers of ten."""

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

Points = Sequence[tuple[float, float]]
_WIDTH: Final = 720
_HEIGHT: Final = 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 190, 44, 48
_LINE: Final = 14  # from one line of text to the next
_COLOURS: Final = ("#c0392b", "#d98880", "#2471a3", "#7d8a2e", "#6c3483")


def drawn(title: str, lines: Mapping[str, Points], across: str, up: str) -> str:
    """Return the picture of `lines`: points (across, up) by name, all of them positive."""
    xs = [x for points in lines.values() for x, _ in points]
    ys = [y for points in lines.values() for _, y in points]
    horizontal, vertical = _decades(xs), _decades(ys)

    def at(x: float, y: float) -> tuple[float, float]:
        width, height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
        return (
            round(_LEFT + width * _share(x, horizontal), 1),
            round(_HEIGHT - _BOTTOM - height * _share(y, vertical), 1),
        )

    parts = [_text(_LEFT, 24, title), _text(_LEFT, _HEIGHT - 8, across), _text(8, 40, up)]
    for x in horizontal:
        (left, bottom), (_, top) = at(x, vertical[0]), at(x, vertical[-1])
        parts += [_line(left, bottom, left, top), _text(left, bottom + 16, f"{x:,.0f}", anchor="middle")]
    for y in vertical:
        (left, bottom), (right, _) = at(horizontal[0], y), at(horizontal[-1], y)
        parts += [_line(left, bottom, right, bottom), _text(left - 6, bottom + 4, f"{y:g}", anchor="end")]
    ends: dict[str, tuple[float, float, str]] = {}
    for colour, (name, points) in zip(_COLOURS, lines.items(), strict=False):
        places = [at(x, y) for x, y in sorted(points)]
        path = " ".join(f"{x},{y}" for x, y in places)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in places]
        ends[name] = (*places[-1], colour)
    parts += _names(ends)
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        f'font-size="12">\n<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'
    )


def _names(ends: Mapping[str, tuple[float, float, str]]) -> Iterator[str]:
    """Yield the lines' names beside their ends, set apart where lines end close to each other."""
    lowest = -math.inf
    for name, (x, y, colour) in sorted(ends.items(), key=lambda end: end[1][1]):
        lowest = max(y + 4, lowest + _LINE)
        yield _text(x + 8, lowest, name, colour=colour)


def _decades(values: Sequence[float]) -> list[float]:
    """Return the powers of ten from at or below the least of `values` to at or above the greatest."""
    first, last = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return [10.0**power for power in range(first, max(last, first + 1) + 1)]


def _share(value: float, decades: Sequence[float]) -> float:
    return math.log(value / decades[0]) / math.log(decades[-1] / decades[0])


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#ddd"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", colour: str = "#333") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'
