"""Where headings end, and what stands between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from indexer.outline.marks import Mark
from indexer.outline.phrasing import lost_stop, opens_heading
from indexer.outline.roles import heading_roles
from indexer.outline.rows import Row
from indexer.outline.unnumbered import BRACKETED, is_container

_STOPS: Final = frozenset("。!?;:")
_LINE_LIMIT: Final = 60  # characters of a line without a full stop that are taken for a heading whole
_SENTENCE_LIMIT: Final = 40  # a run-in heading longer than this may have lost its full stop
_WHOLE_LIMIT: Final = 120  # a whole sentence longer than this is no heading: its first clause is
_BLANK_FIRST, _BLANK_LIMIT = 4, 20  # characters of a heading that a blank divides from its text
_TRAILING: Final = " 。.,;:、!?"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A heading with the text run in behind it, or (without `mark`) text at the head of a row.

    All offsets are in the cleaned row: the stretch is `start`..`stop`, the heading is `start`..`end`, and `has_text`
    tells whether anything is said after it.
    """

    row: int
    start: int
    end: int
    stop: int
    mark: Mark | None
    has_text: bool


def stretches(rows: Sequence[Row], marks: Sequence[Mark]) -> Iterator[Stretch]:
    """Yield all stretches of a report in order. Together they are all of its text."""
    in_row = {row: list(group) for row, group in groupby(marks, key=lambda mark: mark.row)}
    for index, row in enumerate(rows):
        found = in_row.get(index, [])
        first = found[0].start if found else len(row.text)
        if row.plain[:first].strip():
            yield Stretch(index, 0, 0, first, None, has_text=True)
        spaced = _is_flattened(row, found)
        for i, mark in enumerate(found):
            stop = found[i + 1].start if i + 1 < len(found) else len(row.text)
            end = _heading_end(row, mark, stop, spaced=spaced)
            has_text = bool(row.plain[end:stop].strip(_TRAILING + "”’》)\"'"))
            yield Stretch(index, mark.start, end, stop, mark, has_text)


def _is_flattened(row: Row, found: Sequence[Mark]) -> bool:
    """Return whether lines were joined by blanks: most higher headings inside the row stand behind one."""
    inner = [mark for mark in found if mark.start > row.first and mark.level <= 2]
    return len(inner) >= 2 and 2 * sum(row.plain[mark.start - 1] == " " for mark in inner) > len(inner)


def _heading_end(row: Row, mark: Mark, stop: int, *, spaced: bool) -> int:
    """Return where the heading of `mark` ends, closing marks left out; `stop` is where the next one begins."""
    start = mark.end
    while start < stop and row.plain[start] in " ,:、":
        start += 1
    bracketed = BRACKETED.match(row.plain, start, stop)
    if bracketed:
        return bracketed.end()
    sentence = _sentence_end(row, start, stop, spaced=spaced)
    if (
        mark.start == row.first
        and mark.level <= 2
        and row.last - start <= _LINE_LIMIT
        and _is_one_line(row, start, stop)
    ):
        sentence = row.last
    if sentence - start > _SENTENCE_LIMIT:
        sentence = _shortened(row, start, sentence, whole_row=mark.start == row.first and sentence >= row.last)
    while sentence > start and row.plain[sentence - 1] in _TRAILING:
        sentence -= 1
    return max(sentence, mark.end)


def _sentence_end(row: Row, start: int, stop: int, *, spaced: bool) -> int:
    """Return the first full stop, colon or (where blanks stand for line ends) blank outside quotation marks."""
    plain, inside = row.plain, row.inside
    for at in range(start, stop):
        character = plain[at]
        if inside[at]:
            continue
        if character in _STOPS and not (character == ":" and _between_digits(plain, at)):
            return at
        if character == "." and not plain[at - 1].isascii() and not plain[at + 1 : at + 2].strip().isascii():
            return at
        if spaced and character == " " and plain[at : at + 2].strip():
            return at
    return stop


def _is_one_line(row: Row, start: int, stop: int) -> bool:
    """Return whether a row has no full stop, not even at its end, and no other heading: then a colon ends nothing."""
    return stop == len(row.text) and not any(mark in row.plain[start:stop] for mark in "。;!?")


def _between_digits(plain: str, at: int) -> bool:
    return plain[at - 1 : at].isdecimal() and plain[at + 1 : at + 2].isdecimal()


def _blank(row: Row, start: int, end: int) -> int | None:
    """Return where a blank stands for the full stop of a heading: 一、主要做法　全年办理…."""
    at = row.plain.find(" ", start + _BLANK_FIRST, start + _BLANK_LIMIT)
    head = row.plain[start:at]
    if at < 0 or any(mark in head for mark in ",;:、") or row.plain[end : end + 1] != "。":
        return None
    return at if opens_heading(head, 0) or is_container(head) or heading_roles(head, None) else None


def _shortened(row: Row, start: int, end: int, *, whole_row: bool) -> int:
    """Return where a long heading ends: where its full stop is lost, or else with its sentence or first clause."""
    lost = lost_stop(row.plain, start, end)
    lost = _blank(row, start, end) if lost is None else lost
    if lost is not None:
        return lost
    if end - start <= (_LINE_LIMIT if whole_row and row.plain[end : end + 1] == "" else _WHOLE_LIMIT):
        return end
    limit = min(end, start + _WHOLE_LIMIT)
    return next((at for at in range(start + 4, limit) if row.plain[at] in ",;" and not row.inside[at]), limit)
