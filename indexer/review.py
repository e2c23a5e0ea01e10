"""What the rules left open in a folder of sources: the questions for a person, with what speaks for which answer.

Answers are values of the sidecar beside the source; what a person has said is not asked again.
"""

import logging
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, Literal

from indexer.contract import Document, Evidence, Line, Report
from indexer.errors import SourceError
from indexer.gathering import LIMITS, why
from indexer.intake.dates import find_years, western
from indexer.intake.gazetteer import Area, gazetteer
from indexer.intake.metadata import Metadata
from indexer.intake.places import find
from indexer.intake.second_titles import second_titles
from indexer.intake.sources import Found, Source, listed
from indexer.intake.values import YEAR_SPAN
from indexer.parts import Part, parts
from indexer.text import clean, simplify
from indexer.workers import Failed, Workers

log = logging.getLogger(__name__)

Key = Literal["jurisdiction", "department", "report_year", "title"]

_KEY_OF: Final[dict[str, Key]] = {  # flag of a report -> key that settles it
    "place_tie": "jurisdiction",
    "place_unknown": "jurisdiction",
    "department_unknown": "department",
    "year_unknown": "report_year",
    "year_tie": "report_year",
    "title_missing": "title",
}
_SECOND: Final = "second_report"
_OPENING: Final = 3  # lines of text shown
_SHOWN: Final = 80  # characters of a line shown
_CANDIDATES: Final = 6
_LINES: Final = 400  # in which candidates are looked for
_SHORTEST_TITLE: Final = 5  # characters; less is the answer to another question
_LINE_CAP: Final = 2_000
_BEARERS: Final = 4  # places that a name may have and still be a candidate


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer that may be right: the value for the sidecar, how people call it, and where the file speaks of it."""

    value: str | int
    label: str
    evidence: Evidence | None = None
    times: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A field that stayed open, by its key in a sidecar; `evidence` is why, where the rules say so."""

    key: Key
    flag: str
    candidates: tuple[Candidate, ...]
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A source with questions.

    `further` are the titles inside it by which there seem to be several reports in it, which no sidecar mends. Lines
    come with their numbers.
    """

    path: str
    file: Path | None
    title: str
    opening: tuple[tuple[int, str], ...]
    questions: tuple[Question, ...]
    further: tuple[tuple[int, str], ...] = ()


def open_items(
    folder: Path,
    settled: Collection[tuple[str, str]],
    tell: Callable[[int, int], None],
    *,
    without: Path | None = None,
    any_kind: bool = False,
) -> list[Item]:
    """Return the sources under `folder`, but for the folder `without`, with something open, by path.

    `settled` are path and SHA-256 of those known to be clear; `tell` hears how many of how many were read. What is no
    report, of law or of `any_kind`, is no question; a file that costs its parser its life is named in the log. Raises
    RunError as a run does.
    """
    found = [each for each in listed(folder, without=without) if isinstance(each, Found)]

    def tasks() -> Iterator[tuple[Found, Source]]:
        for number, each in enumerate(found, 1):
            read = each.read()
            if isinstance(read, tuple) and (each.path, read[0].sha256) not in settled:
                yield each, read[0]
            tell(number, len(found))

    work = partial(examined, any_kind=any_kind)
    items: list[Item] = []
    with Workers(work, LIMITS) as workers:
        for each, result in workers.results(tasks()):
            if isinstance(result, Failed):
                log.warning("%s：%s", each.path, why(result))
            elif result is not None:
                items.append(replace(result, file=each.file))
    return sorted(items, key=lambda item: item.path)


def unsettled(report: Report) -> bool:
    """Tell whether a report has anything open."""
    return any(flag in _KEY_OF or flag == _SECOND for flag in report.flags)


def examined(source: Source, *, any_kind: bool = False) -> Item | None:
    """Return what is open in a source, None if nothing is or if it is no report."""
    try:
        return item_of(parts(source, any_kind=any_kind))
    except SourceError:
        return None


def item_of(found: Sequence[Part]) -> Item | None:
    """Return what is open in the reports of a source, None if nothing is or if it is no report."""
    source = found[0].source
    document, metadata = found[0].analysis.document, found[0].analysis.metadata
    if document is None or metadata is None or len(found) > 1:  # where several are told apart, each has place and year
        return None
    questions = tuple(_questions(document, metadata, source.overrides.keys()))
    further = _further(document) if _SECOND in document.report.flags else ()
    if not questions and not further:
        return None
    return Item(source.path, None, document.report.title, _opening(document.lines), questions, further)


def _questions(document: Document, metadata: Metadata, said: Collection[str]) -> Iterator[Question]:
    path = document.report.path
    candidates: dict[Key, Callable[[], Iterable[Candidate]]] = {
        "jurisdiction": lambda: _places(path, document.lines, metadata.place.areas),
        "department": lambda: _offices(metadata),
        "report_year": lambda: _years(path, document.lines, metadata),
        "title": lambda: (Candidate(document.report.title, f"{document.report.title}（拟题）"),),
    }
    for flag in document.report.flags:
        key = _KEY_OF.get(flag)
        if key and key not in said:
            yield Question(key, flag, tuple(candidates[key]()), metadata.evidence.get(_field(key)))


def _field(key: Key) -> str:
    return "year" if key == "report_year" else key


def _opening(lines: Sequence[Line]) -> tuple[tuple[int, str], ...]:
    shown = [line for line in lines if line.kind in ("title", "body") and line.text.strip()]
    return tuple((line.number, _short(line.text)) for line in shown[:_OPENING])


def _further(document: Document) -> tuple[tuple[int, str], ...]:
    title = None if document.report.title_missing else document.report.title
    found = [document.lines[at] for at in second_titles(document.lines, title)]
    return tuple((line.number, _short(line.text)) for line in found)


def _short(text: str) -> str:
    plain = clean(text[:_LINE_CAP]).text.strip()
    return plain[:_SHOWN] + ("…" if len(plain) > _SHOWN else "")


# -- candidates ------------------------------------------------------------------------------------------------------


def _places(path: str, lines: Sequence[Line], tied: Sequence[Area]) -> Iterator[Candidate]:
    """Yield the places of a tie, else those that the file and its name say, most often first, each that bears one."""
    times: Counter[Area] = Counter()
    first: dict[Area, Evidence] = {}
    for evidence, text in _said(path, lines if not tied else ()):
        for mention in find(text):
            for area in mention.areas if len(mention.areas) <= _BEARERS else ():
                times[area] += 1
                first.setdefault(area, evidence)
    for area in tied or sorted(times, key=lambda area: (-times[area], area.code))[:_CANDIDATES]:
        yield Candidate(area.code, called(area), _names_above(path, lines, area) if tied else first[area], times[area])


def _said(path: str, lines: Sequence[Line]) -> Iterator[tuple[Evidence, str]]:
    """Yield the name of the file and its lines, each with what is shown of it."""
    yield Evidence("文件名", 0, path), path
    for line in lines[:_LINES]:
        text = clean(line.text[:_LINE_CAP]).text
        yield Evidence("文中提到", line.number, _short(text)), text


def _names_above(path: str, lines: Sequence[Line], area: Area) -> Evidence | None:
    """Return the first place in the file that names one in which `area` lies."""
    above = [gazetteer().by_code[step.code] for step in area.path[:-1] if step.code]
    for evidence, text in _said(path, lines):
        plain = simplify(text)
        if any(place.stem in plain for place in above if len(place.stem) > 1):
            return evidence
    return None


def _offices(metadata: Metadata) -> Iterator[Candidate]:
    """Yield those that published the file, and what it means if the report is no office's after all."""
    for field in ("issuer", "source"):
        name = getattr(metadata, field)
        if name:
            yield Candidate(name, name, metadata.evidence.get(field))
    yield Candidate("", "不是部门或乡镇的，是本级政府的报告")


def _years(path: str, lines: Sequence[Line], metadata: Metadata) -> Iterator[Candidate]:
    """Yield the years that the file and its name say, most often first, and those that its date makes likely."""
    times: Counter[int] = Counter()
    first: dict[int, Evidence] = {}
    for evidence, text in _said(path, lines):
        for year, _, _ in find_years(western(text)):
            times[year] += 1
            first.setdefault(year, evidence)
    day = metadata.signature_date or metadata.publication_date
    for year in (day.year - 1, day.year) if day else ():
        first.setdefault(year, Evidence("由落款或公开日期推定", 0, str(day)))
    for year in sorted(first, key=lambda year: (-times[year], year))[:_CANDIDATES]:
        yield Candidate(year, f"{year} 年度", first[year], times[year])


def called(area: Area) -> str:
    """Return a place with those it lies in, and its code: 湖北省咸宁市嘉鱼县 421221."""
    return f"{''.join(step.name for step in area.path)} {area.code}"


# -- answers ---------------------------------------------------------------------------------------------------------


def answers(question: Question, typed: str) -> tuple[Candidate, ...]:
    """Return what a typed answer may mean: none if nothing, several if it has to be said more closely."""
    typed = clean(typed).text.strip()
    if typed.isdecimal() and 0 < int(typed[:9]) <= len(question.candidates):
        return (question.candidates[int(typed) - 1],)
    if question.key in ("title", "department"):
        shortest = _SHORTEST_TITLE if question.key == "title" else 2
        return (Candidate(typed, typed),) if len(typed) >= shortest and not typed.isdecimal() else ()
    if question.key == "report_year":
        year = typed.removesuffix("度").removesuffix("年").strip()
        valid = len(year) == 4 and year.isdecimal() and int(year) in YEAR_SPAN
        return (Candidate(int(year), f"{int(year)} 年度"),) if valid else ()
    return tuple(Candidate(area.code, called(area)) for area in places_called(typed))


def places_called(typed: str) -> tuple[Area, ...]:
    """Return the places that a code or name may mean, whole names before those that only begin so.

    Places above may stand before the name, in full or short: 湖北省嘉鱼县, 南京鼓楼区.
    """
    tables = gazetteer()
    plain = simplify("".join(typed.split()))
    if plain.isdecimal():
        area = tables.by_code.get(plain)
        return (area,) if area else ()
    if len(plain) < 2:
        return ()
    whole = [*tables.by_name.get(plain, ()), *tables.by_stem.get(plain, ())]
    below = [area for area in tables.by_code.values() if _ends_with(plain, area)]
    begun = [area for area in tables.by_code.values() if area.name.startswith(plain)]
    return tuple(dict.fromkeys(whole or below or begun))


def _ends_with(plain: str, area: Area) -> bool:
    """Tell whether a name is that of a place behind some of those it lies in, in order."""
    above = [gazetteer().by_code[step.code] for step in area.path[:-1] if step.code]
    for name in (simplify(area.name), area.stem):
        if len(name) < 2 or not plain.endswith(name):
            continue
        rest = plain.removesuffix(name)
        for place in above:
            rest = rest.removeprefix(simplify(place.name) if rest.startswith(simplify(place.name)) else place.stem)
        if not rest:
            return True
    return False
