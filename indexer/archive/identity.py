"""Which report a source file is: one that the archive knows, or a new one, and under which name.

Names are given for good. So nothing here depends on the order of files: where two could take the same name, dates and
texts decide.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.archive.sketches import Sketch, Sketches, containment, shared, sketch
from indexer.contract import Document
from indexer.naming import TEXT_HASH_LENGTH, further_name
from indexer.text import BREAK


@dataclass(frozen=True, slots=True)
class Card:
    """What deciding identity needs of one source file, small enough to keep for all of a run."""

    path: str
    sha256: str
    natural_id: str  # the report id that place, year, body and kind give
    title: str
    published: date | None
    text_hashes: str  # of its paragraphs, rising, one after the other
    sketch: Sketch = field(repr=False)


def card_of(document: Document) -> Card:
    """Return the card of a document that still has its natural id."""
    report = document.report
    return Card(
        path=report.path,
        sha256=report.sha256,
        natural_id=report.id,
        title=report.title,
        published=report.publication_date or report.signature_date,
        text_hashes="".join(sorted(paragraph.id.rpartition("/")[2] for paragraph in document.paragraphs)),
        sketch=sketch(BREAK.join(paragraph.text for paragraph in document.paragraphs)),
    )


class Known(Protocol):
    """What an archive knows of reports, withdrawn ones included."""

    def by_file(self, sha256: str) -> tuple[str, int] | None:
        """Return the report that a version was made of from this file, and that version's (first) number."""
        ...

    def by_natural_id(self, natural_id: str) -> Sequence[str]:
        """Return the reports whose latest version was read as of this place, year and body, in order of their ids."""
        ...

    def by_path(self, path: str) -> str | None:
        """Return the report that was found under this path last."""
        ...

    def by_name(self, name: str) -> str | None:
        """Return the report that has this id or alias."""
        ...

    def sketch(self, report_id: str) -> Sketch:
        """Return the sketch of the latest version's paragraphs, joined as card_of() does."""
        ...


class NothingKnown:
    """Known of an archive that is empty, or that there is none of."""

    def by_file(self, _sha256: str) -> tuple[str, int] | None:
        return None

    def by_natural_id(self, _natural_id: str) -> Sequence[str]:
        return ()

    def by_path(self, _path: str) -> str | None:
        return None

    def by_name(self, _name: str) -> str | None:
        return None

    def sketch(self, report_id: str) -> Sketch:
        raise KeyError(report_id)


@dataclass(frozen=True, slots=True)
class Identity:
    """A report and the files that are versions of it, the one to be indexed last.

    `alias` is a further name that the report is to have from now on: the one that place and year give today.
    """

    report_id: str
    cards: tuple[Card, ...]
    alias: str | None = None

    @property
    def current(self) -> Card:
        return self.cards[-1]


def identify(cards: Iterable[Card], known: Known) -> list[Identity]:
    """Return the reports that the files of a run are versions of, in order of their ids. Every card is in one.

    A report of the archive is recognised by the same file, else by the same place, year and body and most of the text,
    else by its path and nearly all of the text. A name that any report ever had is given to no other.
    """
    files = _files(cards, known)
    groups = _recognised(files, known)
    held = {file.sha256 for group in groups for file in group.files}
    groups += _new([file for file in files if file.sha256 not in held], groups)
    return sorted(_named(groups, known), key=lambda identity: identity.report_id)


# -- files -----------------------------------------------------------------------------------------------------------

# Of the shorter text, in the longer one. Reports of different places have 0 to 0.15 in common; one that was brought
# forward to the next year 0.6 to 0.8, but up to 0.97 where nothing but numbers was changed.
_SAME_REPORT: Final = 0.5  # of one place, year and body
_SAME_TEXT: Final = 0.95  # where place or year are not known to be the same
_PART: Final = 0.8  # of the longer text at most: the shorter one was cut from it, and corrects nothing


@dataclass(frozen=True, slots=True)
class _File:
    """A source file under all its paths, the one to be indexed last; what is said of it is said of that one."""

    cards: tuple[Card, ...]
    found: tuple[str, int] | None  # Known.by_file()

    @property
    def card(self) -> Card:
        return self.cards[-1]

    @property
    def sha256(self) -> str:
        return self.card.sha256

    @property
    def age(self) -> tuple[date, float, str, str]:
        """Sort key, the latest last: date unknown is latest, then the one that the archive knows least long."""
        version = self.found[1] if self.found else float("inf")
        return self.card.published or date.max, version, self.card.text_hashes, self.sha256

    def likeness(self, other: "_File") -> float:
        """Return how much of the text is the same if they are versions of one report, else 0.

        Where both are there, one that has a little of the other beside words of its own replaces nothing.
        """
        if self.card.natural_id != other.card.natural_id:
            return 0
        of_one, of_other = shared(self.card.sketch, other.card.sketch)
        return float(_likeness(self.card.natural_id, np.float64(of_one), np.float64(of_other)))


Shares: TypeAlias = NDArray[np.float64] | np.float64


def _likeness(natural_id: str, of_one: Shares, of_other: Shares) -> NDArray[np.float64]:
    """Return _File.likeness() of files with this natural id that have these shares of their texts in common."""
    least, most = np.minimum(of_one, of_other), np.maximum(of_one, of_other)
    enough = most >= (_SAME_REPORT if _says_all(natural_id) else _SAME_TEXT)
    return np.where(enough & ((least >= _SAME_REPORT) | (most >= _SAME_TEXT)), most, 0.0)


def is_part(one: Card, other: Card) -> bool:
    """Tell whether `one` is `other` cut short: nothing but a part of its text."""
    of_one, of_other = shared(one.sketch, other.sketch)
    return of_one >= _SAME_TEXT and of_other <= _PART


def _says_all(natural_id: str) -> bool:
    """Tell whether place and year are known, so that two reports of this name can be expected to be one."""
    return not natural_id.startswith("000000-") and "-0000-" not in natural_id


def _files(cards: Iterable[Card], known: Known) -> list[_File]:
    """Return the files, latest last."""
    by_file: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        by_file[card.sha256].append(card)
    files = [
        _File(tuple(sorted(of_file, key=lambda card: (card.natural_id, card.path))), known.by_file(sha256))
        for sha256, of_file in by_file.items()
    ]
    return sorted(files, key=lambda file: file.age)


# -- reports ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Group:
    """The files of one report; `report_id` is None where it is new."""

    report_id: str | None
    files: list[_File]

    def likeness(self, file: _File) -> float:
        return max(file.likeness(other) for other in self.files)

    @property
    def ordered(self) -> list[_File]:
        """The files, the one to be indexed last: the latest of those that are not parts of another."""
        if len(self.files) == 1:
            return self.files
        by_age = sorted(self.files, key=lambda file: file.age)
        whole = [file for file in by_age if not any(is_part(file.card, other.card) for other in by_age)]
        current = (whole or by_age)[-1]
        return [*(file for file in by_age if file is not current), current]


def _recognised(files: Sequence[_File], known: Known) -> list[_Group]:
    """Return the reports of the archive that are among the files.

    Of several files that look like one report, the one most like it is it; the others only if they are like that one.
    """
    groups: dict[str, _Group] = {}
    claims = [(*claim, rank) for rank, file in enumerate(files) for claim in _claims(file, known)]
    placed: set[int] = set()
    for grade, _likeness, report_id, rank in sorted(claims, reverse=True):
        group = groups.setdefault(report_id, _Group(report_id, []))
        fits = not group.files or grade == _BY_FILE or group.likeness(files[rank])
        if fits and rank not in placed:
            group.files.append(files[rank])
            placed.add(rank)
    return [group for group in groups.values() if group.files]


_BY_FILE, _BY_NATURAL_ID, _BY_PATH = 3, 2, 1


def _claims(file: _File, known: Known) -> Iterator[tuple[int, float, str]]:
    """Yield (grade, share of text in common, report id) for each report of the archive that a file may be of."""
    if file.found:
        yield _BY_FILE, 1.0, file.found[0]
        return
    same_name = set(known.by_natural_id(file.card.natural_id))
    same_path = set(filter(None, (known.by_path(card.path) for card in file.cards)))
    for report_id in same_name | same_path:
        likeness = containment(file.card.sketch, known.sketch(report_id))
        sure = report_id in same_name and (report_id in same_path or _says_all(file.card.natural_id))
        if likeness >= (_SAME_REPORT if sure else _SAME_TEXT):
            yield _BY_NATURAL_ID if report_id in same_name else _BY_PATH, likeness, report_id


def _new(files: Sequence[_File], recognised: Sequence[_Group]) -> list[_Group]:
    """Return the new reports among the files; a file that is like one of the `recognised` joins that."""
    known: dict[str, list[_Group]] = defaultdict(list)
    for group in recognised:
        for natural_id in {file.card.natural_id for file in group.files}:
            known[natural_id].append(group)
    by_name: dict[str, list[_File]] = defaultdict(list)
    for file in reversed(files):
        by_name[file.card.natural_id].append(file)
    return [group for name, of_name in by_name.items() for group in _joined(of_name, known[name])]


def _joined(files: Sequence[_File], known: Sequence[_Group]) -> list[_Group]:
    """Let files of one natural id join the groups of it that they are most like, and return those that are new."""
    if len(files) == 1 and not known:
        return [_Group(None, [*files])]
    natural_id = files[0].card.natural_id
    groups = list(known)
    members = [(number, one) for number, group in enumerate(groups) for one in group.files]
    members = [(number, one) for number, one in members if one.card.natural_id == natural_id]
    sketches = Sketches([one.card.sketch for one in (*(one for _, one in members), *files)])
    group_of = np.array([number for number, _ in members] + [-1] * len(files))
    for place, file in enumerate(files, len(members)):
        likeness = _likeness(natural_id, *sketches.shared(place))
        nearest = np.zeros(len(groups) + 1)  # the last is a group of its own
        np.maximum.at(nearest, group_of[group_of >= 0], likeness[group_of >= 0])
        chosen = int(nearest.argmax()) if nearest.any() else len(groups)
        if chosen == len(groups):
            groups.append(_Group(None, []))
        groups[chosen].files.append(file)
        group_of[place] = chosen
    return groups[len(known) :]


# -- names -----------------------------------------------------------------------------------------------------------


def _named(groups: Iterable[_Group], known: Known) -> Iterator[Identity]:
    """Name the reports that are new, of one natural id the one published first plainly, the others by their titles."""
    given: set[str] = set()

    def free(name: str) -> bool:
        return name not in given and known.by_name(name) is None

    ordered = [(group.report_id, group.ordered) for group in groups]
    for known_as, files in sorted(ordered, key=lambda one: (one[0] or "~", one[1][-1].age)):
        natural_id = files[-1].card.natural_id
        report_id = known_as or _name(files[-1].card, free)
        alias = natural_id if known_as and free(natural_id) else None
        given |= {report_id, alias or report_id}
        yield Identity(report_id, tuple(card for file in files for card in file.cards), alias)


def _name(card: Card, free: Callable[[str], bool]) -> str:
    name, title = card.natural_id, card.title
    while not free(name):
        name = further_name(card.natural_id, title)
        title += card.text_hashes[:TEXT_HASH_LENGTH]  # two reports of one title: their texts tell them apart
    return name
