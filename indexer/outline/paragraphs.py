"""Cut the body of a report into paragraphs, the smallest units one can quote, and say what each is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from indexer.contract import Heading
from indexer.outline.headings import Stretch
from indexer.outline.marks import Mark
from indexer.outline.phrasing import opens_heading
from indexer.outline.roles import Role, admits, heading_roles, intends, is_faulty, opens_plan, text_role
from indexer.outline.rows import Row
from indexer.outline.sections import heading_section, narrowed, sections_said, text_section, turned
from indexer.outline.unnumbered import is_container

LENGTH_LIMIT: Final = 2000  # characters of a paragraph
_ITEM_ROLE_LIMIT: Final = 14  # characters of an item's heading that announces problems or plans
_SAID_LIMIT: Final = 400  # characters of a text that are looked at
_FIRST: Final = re.compile(r"第?[(〔]?(?:[一1①]|首先)(?![十\d])")
_SENTENCE_ENDS: Final = ("。", "!", "?")
_WHOLE_YEAR: Final = re.compile(
    r"(?:20\d\d年度?(?:以来)?|一年来|过去一年|今年以来|过去的一年),.{0,24}?"
    r"(?:在.{2,30}领导下|(?:坚持)?以.{2,30}为|(?:全面|深入|认真)(?:学习)?(?:贯彻|落实)|紧紧围绕|紧扣)"
)
_CLOSERS: Final = frozenset("”’》」』)】")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph before it has a name: `start`..`end` (code points) on line `line` of the decoded file.

    `heading_path`, `lead` and `text` are as in Paragraph.
    """

    line: int
    start: int
    end: int
    section: str
    topic: str
    heading_path: tuple[str, ...]
    lead: tuple[str, ...]
    text: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Open:
    """A heading that stands above what is read."""

    rank: int
    label: str
    section: str
    topic: str
    says: frozenset[str]  # all sections of which it speaks itself
    inner: bool  # an item inside a row: the next row does not stand under it


@dataclass(slots=True)
class _Part:
    """The part of problems or plans one is in, until a heading of `rank` or higher. `both`: announced together.

    Then what an item says tells which it is, but not under a heading (of rank `sure`) that announces one of the two,
    nor in the items that a text `announced`: 1 none of them seen yet, 2 the first seen.
    """

    rank: int
    role: Role
    both: bool
    sure: int | None = None
    announced: int = 0
    item: int | None = None  # rank of items of which each tells a problem and then its plan

    def meet(self, mark: Mark, marker: str) -> None:
        """Note a heading that announces nothing itself."""
        if self.sure is not None and mark.rank <= self.sure:
            self.sure = None
        if self.announced and (mark.level <= 2 or self.announced > 1) and _FIRST.match(marker):
            self.announced = 0
        elif self.announced and mark.level > 2:
            self.announced = 2

    @property
    def guessed(self) -> bool:
        """Whether problems may turn into plans without a word that announces them."""
        return self.both and self.role == "problems" and self.sure is None and not self.announced


class Cutter:
    """Walk over the stretches of a report; afterwards `headings` and `pieces` hold all of them."""

    def __init__(self, rows: Sequence[Row], stretches: Sequence[Stretch], year: int | None) -> None:
        self.headings: list[Heading] = []
        self.pieces: list[Piece] = []
        self._rows = rows
        self._stretches = stretches
        self._year = year
        self._open: list[_Open] = []
        self._part: _Part | None = None
        self._behind: Role | None = None  # the part that the heading one is at has closed
        self._lead: list[str] = []
        majors = [i for i, stretch in enumerate(stretches) if stretch.mark and stretch.mark.level <= 2]
        self._last_major = majors[-1] if majors else -1
        for index, stretch in enumerate(stretches):
            if stretch.mark is None:
                self._text(index, stretch)
            else:
                self._heading(index, stretch, stretch.mark)

    def _after(self, index: int) -> Stretch | None:
        return self._stretches[index + 1] if index + 1 < len(self._stretches) else None

    # -- headings --------------------------------------------------------------------------------------------------

    def _heading(self, index: int, stretch: Stretch, mark: Mark) -> None:
        row = self._rows[stretch.row]
        rank = mark.rank
        while self._open and self._open[-1].rank >= rank:
            self._open.pop()
        self._behind = None
        if self._part and rank <= self._part.rank:
            self._behind = self._part.role
            self._part = None
        section, topic = self._about(index, stretch, mark)
        heading = Heading(
            line=row.number,
            offset=row.offsets[stretch.start],
            end=row.source_end(stretch.start, stretch.end),
            level=mark.level,
            marker=row.text[mark.start : mark.end].strip(),
            marker_status=mark.status,
            text=row.text[mark.end : stretch.end].strip(" ,，:：、【】*#"),
            section=section,
            topic=topic,
        )
        self.headings.append(heading)
        inner = mark.level > 2 and stretch.start > row.first
        self._open.append(_Open(rank, heading.label, section, topic, sections_said(heading.text), inner))
        flags = ("missing_char",) if mark.status in ("numeral_lost", "marker_lost") else ()
        if stretch.has_text:
            self._cut_turn(index, stretch, flags)
        elif self._is_barren(index, stretch, mark):
            self._add(stretch, stretch.start, stretch.stop, flags)
        else:
            self._lead.append(heading.label)

    def _is_barren(self, index: int, stretch: Stretch, mark: Mark) -> bool:
        """Return whether nothing stands under a heading before the next of its rank: then it is a paragraph itself.

        Text in the next row stands under a heading that has its row to itself, not under the last of several items.
        """
        after = self._after(index)
        if after is None:
            return True
        if after.mark is not None:
            return after.mark.rank <= mark.rank
        row = self._rows[stretch.row]
        closed = mark.level > 2 and row.plain[row.last - 1] in "。;"
        return stretch.start > row.first or (closed and not self._names(stretch, mark, after))

    def _names(self, stretch: Stretch, mark: Mark, after: Stretch) -> bool:
        """Return whether an item closed by a full stop (1.精简审批事项。) names what the text in the next row says."""
        row, below = self._rows[stretch.row], self._rows[after.row]
        named = row.plain[mark.end : stretch.end].strip(" ,:、")
        numbered = mark.end > mark.start and row.plain[mark.end - 1] != "是"
        longer = after.stop - below.first > 2 * len(named)
        plain = numbered and len(named) <= _ITEM_ROLE_LIMIT and opens_heading(named, 0) and not is_faulty(named)
        return plain and longer and text_role(below.plain[: min(after.stop, _SAID_LIMIT)], self._year) is None

    def _about(self, index: int, stretch: Stretch, mark: Mark) -> tuple[str, str]:
        """Return section and topic of a heading: from itself, what stands above it, else its text."""
        plain = self._rows[stretch.row].plain[mark.end : stretch.end].strip(" ,:、")
        above = self._open[-1] if self._open else None
        roles = heading_roles(plain, self._year) if mark.level <= 2 or len(plain) <= _ITEM_ROLE_LIMIT else ()
        part = self._part
        if roles and (part is None or part.both or (roles == ("plan",) and not is_faulty(plain))):
            rank, both = part.rank if part else mark.rank, part is not None or len(roles) > 1
            self._part = _Part(rank, roles[0], both, sure=mark.rank if len(roles) == 1 else None)
            return roles[0], roles[0]
        said = self._said(index, stretch)
        told = None if part else self._told(index, mark, plain, said)
        if told:
            self._part = _Part(mark.rank, told, both=told == "problems", sure=None)
            return told, told
        if part:
            part.meet(mark, self._rows[stretch.row].plain[mark.start : mark.end])
            if part.item == mark.rank and is_faulty(plain):
                part.role = "problems"
            if part.guessed and intends(plain, said):
                part.role = "plan"
            wider = above.topic if above and above.topic not in ("problems", "plan") else "general"
            return part.role, heading_section(plain, wider, said)
        wider = above.section if above else "general"
        section = wider if is_container(plain) else heading_section(plain, wider, said)
        return section, section

    def _told(self, index: int, mark: Mark, plain: str, said: str) -> Role | None:
        """Return whether a closing chapter is of problems or plans though its heading is a slogan: its text tells."""
        if mark.level > 2 or not self.headings or is_container(plain):
            return None
        later = self._later(index, mark.rank)
        if later > 1:
            return None
        after = self._after(index)
        if not said and after is not None and after.mark is not None:
            said = self._rows[after.row].plain[after.mark.end : min(after.stop, after.mark.end + _SAID_LIMIT)]
        silent = not sections_said(plain)
        role = text_role(said, self._year) or ("problems" if silent and admits(said) else None)
        if role and (silent or (role == "plan" and self._year and (not later or self._behind == "problems"))):
            return role
        follows = self._behind == "problems" and not later and silent
        return "plan" if follows and (intends(plain) or intends(said)) else None

    def _later(self, index: int, rank: int) -> int:
        """Return how many headings of `rank` or higher follow, counted no further than two."""
        following = (self._stretches[at].mark for at in range(index + 1, len(self._stretches)))
        return sum(1 for _ in islice((mark for mark in following if mark and mark.rank <= rank), 2))

    def _said(self, index: int, stretch: Stretch) -> str:
        """Return the text directly under a heading: behind it, or in the next row if that has no heading."""
        if stretch.has_text:
            return self._rows[stretch.row].plain[stretch.end : min(stretch.stop, stretch.end + _SAID_LIMIT)]
        after = self._after(index)
        if after is None or after.mark is not None:
            return ""
        return self._rows[after.row].plain[: min(after.stop, _SAID_LIMIT)]

    # -- text ------------------------------------------------------------------------------------------------------

    def _text(self, index: int, stretch: Stretch) -> None:
        while self._open and self._open[-1].inner:
            self._open.pop()
        plain = self._rows[stretch.row].plain[: min(stretch.stop, _SAID_LIMIT)].strip()
        role = text_role(plain, self._year)
        part = self._part
        if part:
            if role == "plan" or (part.both and part.sure is None and self._under(part) and intends(plain)):
                part.role = "plan"
            elif role == "problems":
                part.announced = 1
        elif role and self.pieces and not self._lead and index > self._last_major:
            # What closes a report with problems or plans does not belong under the heading before it.
            self._open = []
            self._part = _Part(-1, role, both=True)
        self._cut_turn(index, stretch, ())

    def _under(self, part: _Part) -> bool:
        """Return whether no heading is open but that of the part itself."""
        return not self._open or self._open[-1].rank <= part.rank

    def _cut_turn(self, index: int, stretch: Stretch, flags: tuple[str, ...]) -> None:
        """Add a stretch, cut where problems turn into plans."""
        part, start = self._part, stretch.start
        if part and part.role == "problems" and self._closes(index, stretch):
            turn = self._turn(stretch)
            if turn is not None:
                self._add(stretch, start, turn, flags)
                part.role, start, flags = "plan", turn, ()
                part.item = stretch.mark.rank if stretch.mark else None
        self._add(stretch, start, stretch.stop, flags)

    def _closes(self, index: int, stretch: Stretch) -> bool:
        """Return whether a stretch is text, or no item of its sequence follows."""
        after = self._after(index)
        mark = stretch.mark
        if mark is None or mark.level <= 2 or after is None or after.mark is None or after.mark.level < mark.level:
            return True
        anew = _FIRST.match(self._rows[after.row].plain, after.start, after.mark.end) is not None
        return anew and after.mark.level == mark.level

    def _turn(self, stretch: Stretch) -> int | None:
        """Return where a sentence opens what is to be done."""
        row = self._rows[stretch.row]
        at = row.plain.find("。", stretch.end, stretch.stop)
        while 0 <= at < stretch.stop - 1:
            start = at + 1
            while start < stretch.stop - 1 and (row.plain[start] == " " or row.plain[start] in _CLOSERS):
                start += 1
            if not row.inside[at] and opens_plan(row.plain, start, self._year):
                return start
            at = row.plain.find("。", start, stretch.stop)
        return None

    def _section(self, stretch: Stretch, text: str) -> tuple[str, str]:
        """Return section and topic of a paragraph under the headings that are open."""
        nearest = self._open[-1] if self._open else None
        if self._part:
            topic = nearest.topic if nearest and nearest.topic not in ("problems", "plan") else self._part.role
            return self._part.role, topic
        if nearest is None:
            opening = not self.headings and (not self.pieces or self._last_major >= 0)
            section = "overview" if opening else text_section(text)
        else:
            section = nearest.section
            if section == "general":
                section = "overview" if self._introduces(text) else text_section(text)
            elif stretch.mark is None:
                section = turned(narrowed(section, nearest.says, text), text)
        return section, section

    def _introduces(self, text: str) -> bool:
        """Return whether a text is the first under headings that say nothing, and opens with the year as a whole."""
        begun = any(piece.heading_path for piece in self.pieces) or any(h.section != "general" for h in self.headings)
        return not begun and _WHOLE_YEAR.match(text.strip()) is not None

    def _add(self, stretch: Stretch, start: int, stop: int, flags: tuple[str, ...]) -> None:
        """Add a paragraph, or several if it is too long."""
        row = self._rows[stretch.row]
        section, topic = self._section(stretch, row.plain[start : min(stop, start + _SAID_LIMIT)])
        path = tuple(opened.label for opened in self._open)
        for begin, end in _within_limit(row, start, stop):
            text = row.text[begin:end].strip()
            source = (0 if begin == 0 else row.offsets[begin], row.offsets[end])
            self.pieces.append(Piece(row.number, *source, section, topic, path, tuple(self._lead), text, flags))
            self._lead = []
            flags = ()


def _within_limit(row: Row, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of a paragraph, cut at a sentence's end before it passes LENGTH_LIMIT."""
    while stop - start > LENGTH_LIMIT:
        limit = start + LENGTH_LIMIT
        end = max(row.plain.rfind(mark, start, limit) for mark in _SENTENCE_ENDS) + 1
        while 0 < end < limit and row.plain[end] in _CLOSERS:
            end += 1
        end = end if row.text[start:end].strip() else limit
        if row.text[start:end].strip() and row.text[end:stop].strip():
            yield start, end
            start = end
        elif row.text[start:end].strip():
            break
        else:
            start = end
    yield start, stop
