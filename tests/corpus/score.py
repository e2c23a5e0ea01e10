"""Measure what the indexer understands of the labelled corpus.

Run `python -m tests.corpus.score [--only PREFIX] [--quiet]`; README.md has the conventions.
"""

import argparse
import json
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent
FIELDS: Final = (
    "title",
    "title_missing",
    "jurisdiction",
    "department",
    "issuer",
    "year",
    "publication_date",
    "signature",
    "signature_date",
    "index_number",
    "doc_number",
    "source",
)
SPURIOUS: Final = ("spurious_lines", "spurious_headings", "spurious_paragraphs")
COVERED: Final = 0.97  # share of a line's characters that have to be found
STRANGE: Final = 0.5  # share of a found line's characters that no label knows, for it to be spurious

Labels = Mapping[str, Any]
Lines = Sequence[tuple[str, str]]  # kind, text


@dataclass(frozen=True, slots=True)
class Found:
    """What the indexer gives for one file: the inspection's JSON and every line that is not blank."""

    inspection: Mapping[str, Any]
    lines: Lines


@dataclass
class Tally:
    """Right and all of each category, and one line for each error."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def add(self, category: str, where: str, wanted: object, got: object, *, ok: bool) -> None:
        self.all[category] += 1
        if ok:
            self.right[category] += 1
        else:
            self.errors.append(f"{category:18} {where}: expected {wanted!r}, found {got!r}")

    def extra(self, category: str, where: str, got: object) -> None:
        self.all[category] += 1
        self.errors.append(f"{category:18} {where}: expected nothing, found {got!r}")

    def percent(self, category: str) -> float:
        """Return the percentage right; 100 where there was nothing to find."""
        return round(100 * self.right[category] / self.all[category], 1) if self.all[category] else 100.0


def labels_of(only: str = "") -> Iterator[Labels]:
    """Yield the labels of every document whose name begins with `only`."""
    for path in sorted((FOLDER / "labels").glob(f"{only}*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def find(name: str) -> Found:
    """Return what the indexer understands of a file of the corpus: its first report, and the text of all in it."""
    from indexer.errors import SourceError
    from indexer.inspection import inspection, parts_of_file

    try:
        parts = parts_of_file(FOLDER / name)
    except SourceError as error:
        return Found({"is_report": False, "reject_reason": error.message}, ())
    of_parts = [inspection(part.analysis) for part in parts]
    text = {key: [one for each in of_parts for one in each[key]] for key in ("headings", "paragraphs")}
    lines = tuple((line.kind, line.text) for part in parts for line in part.analysis.lines if line.kind != "blank")
    return Found(of_parts[0] | text, lines)


def score(documents: Iterable[Labels], finder: Callable[[str], Found] = find) -> Tally:
    """Return how much of the labels the indexer found, category by category."""
    tally = Tally()
    for labels in documents:
        found = finder(labels["file"])
        name, reason = labels["file"], found.inspection.get("reject_reason")
        said = found.inspection["is_report"]
        tally.add("is_report", name, labels["is_report"], f"{said} ({reason})", ok=said is labels["is_report"])
        if labels["is_report"]:
            given = found.inspection if said else {}
            _fields(name, labels, given, tally)
            _lines(name, labels, found.lines, tally)
            _headings(name, labels, given.get("headings", ()), tally)
            _paragraphs(name, labels, given.get("paragraphs", ()), tally)
    return tally


def plain(text: str) -> str:
    """Return `text` for comparison: one form of each character, without blanks and the lines of tables."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c != "|" and not c.isspace() and c.isprintable())


# -- fields ----------------------------------------------------------------------------------------------------------


def _fields(name: str, labels: Labels, given: Mapping[str, Any], tally: Tally) -> None:
    for key in FIELDS:
        if key not in labels["fields"]:
            continue
        wanted = labels["fields"][key]
        got = given.get("report_year" if key == "year" else key)
        accepted = [wanted, *labels.get("alternatives", {}).get(key, ())]
        ok = bool(given) and any(_value(got) == _value(other) for other in accepted)
        tally.add("fields", f"{name} {key}", wanted, _places(got) if key == "jurisdiction" else got, ok=ok)


def _value(value: Any) -> object:
    """Return a value of a field so that equal ones compare equal."""
    if isinstance(value, str):
        return plain(value) or None
    return _places(value) if isinstance(value, list) else value or None


def _places(steps: Iterable[Mapping[str, Any]] | None) -> list[tuple[Any, Any]] | None:
    return [(step["name"], step["code"]) for step in steps or ()] or None


# -- lines -----------------------------------------------------------------------------------------------------------


def _lines(name: str, labels: Labels, found: Lines, tally: Tally) -> None:
    wanted = [(kind, text) for kind, text in labels["lines"]]
    shares, strange = _shares([plain(text) for _, text in wanted], [plain(text) for _, text in found])
    for (kind, text), parts in zip(wanted, shares, strict=True):
        kinds = kind.split("/")
        length = len(plain(text))
        got = Counter[str]()
        for index, count in parts.items():
            got[found[index][0]] += count
        ok = sum(got[one] for one in kinds) >= COVERED * length
        if "boilerplate" in kinds:  # a reader may leave it out
            ok = ok or sum(count for other, count in got.items() if other not in kinds) <= (1 - COVERED) * length
        if kinds == ["body"]:
            ok = ok and _is_one_line(length, parts, found)
        where = [f"{found[index][0]} {found[index][1].strip()[:30]}" for index in parts]
        tally.add("lines", name, f"{kind} {text[:40]}", where, ok=ok)
    for index, count in strange.items():
        kind, text = found[index]
        if kind != "boilerplate" and len(plain(text)) >= 4 and count > STRANGE * len(plain(text)):
            tally.extra("spurious_lines", name, f"{kind} {text.strip()[:60]}")


def _is_one_line(length: int, parts: Mapping[int, int], found: Lines) -> bool:
    """Tell whether all but strays of a labelled line stand on one found line that holds nothing else."""
    index, count = max(parts.items(), key=lambda part: part[1])
    return count >= COVERED * length and len(plain(found[index][1])) <= length / COVERED + 1


def _shares(wanted: list[str], found: list[str]) -> tuple[list[Counter[int]], Counter[int]]:
    """Return how many characters of each wanted line stand in which found line, and each found line's strange ones."""
    shares: list[Counter[int]] = [Counter() for _ in wanted]
    strange = Counter({index: len(text) for index, text in enumerate(found)})

    def take(line: int, index: int, count: int) -> None:
        shares[line][index] += count
        strange[index] -= count

    for tag, i1, i2, j1, j2 in SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes():
        if tag == "equal":
            for line, index in zip(range(i1, i2), range(j1, j2), strict=True):
                take(line, index, len(wanted[line]))
        elif tag == "replace":
            for line, index in _common_characters(wanted, range(i1, i2), found, range(j1, j2)):
                take(line, index, 1)
    return shares, strange


def _common_characters(wanted: list[str], left: range, found: list[str], right: range) -> Iterator[tuple[int, int]]:
    of_left = [line for line in left for _ in wanted[line]]
    of_right = [index for index in right for _ in found[index]]
    one, other = ("".join(texts[i] for i in part) for texts, part in ((wanted, left), (found, right)))
    for start, at, size in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        if size > 1 or len(one) < 3:
            yield from zip(of_left[start : start + size], of_right[at : at + size], strict=True)


# -- headings --------------------------------------------------------------------------------------------------------


def _headings(name: str, labels: Labels, given: Iterable[Mapping[str, Any]], tally: Tally) -> None:
    wanted, found = labels["headings"], [heading for heading in given if heading["level"] > 0]
    pairs = _pairs([_words(heading) for heading in wanted], [_words(heading) for heading in found])
    for number, heading in enumerate(wanted):
        other = found[pairs[number]] if number in pairs else None
        where = f"{name} {heading['marker']}{heading['text'][:30]}"
        said = other and (other["level"], other["marker"])
        levels = {_level(heading), *heading.get("also_levels", ())}
        ok = other is not None and _level(other) in levels and plain(other["marker"]) == plain(heading["marker"])
        tally.add("headings", where, (heading["level"], heading["marker"]), said, ok=ok)
        section = other and other["section"]
        tally.add("heading_sections", where, heading["sections"], section, ok=section in heading["sections"])
        if other is not None:
            wanted_status, status = heading["marker_status"], other["marker_status"]
            tally.add("marker_status", where, wanted_status, status, ok=status == wanted_status)
    known = set(pairs.values())
    open_texts = [plain(text) for text in labels.get("open", ())]
    for index, heading in enumerate(found):
        if index not in known and not any(_words(heading) in text for text in open_texts):
            tally.extra("spurious_headings", name, f"{heading['level']} {heading['marker']}{heading['text'][:40]}")


def _words(heading: Mapping[str, Any]) -> str:
    return plain(heading["marker"] + heading["text"]).rstrip("。.:")


def _level(heading: Mapping[str, Any]) -> int:
    """Return the level; 3 and 4 are one for ① and （1）, whose form does not tell."""
    return 3 if heading["level"] == 4 and heading["marker"][:1] in "①②③④⑤⑥⑦⑧⑨⑩(（" else int(heading["level"])


def _pairs(wanted: list[str], found: list[str]) -> dict[int, int]:
    blocks = SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks()
    return {block.a + i: block.b + i for block in blocks for i in range(block.size)}


# -- paragraphs ------------------------------------------------------------------------------------------------------


def _paragraphs(name: str, labels: Labels, given: Iterable[Mapping[str, Any]], tally: Tally) -> None:
    found = [(plain(paragraph["text"]), paragraph["section"]) for paragraph in given]
    used: set[int] = set()
    for paragraph in labels["paragraphs"]:
        start, end = plain(paragraph["starts"]), plain(paragraph["ends"] or "")
        near = [i for i, (text, _) in enumerate(found) if i not in used and start in text]
        whole = [i for i in near if found[i][0].startswith(start) and found[i][0].endswith(end)]
        text, section = found[(whole or near)[0]] if near else (None, None)
        where = f"{name} {paragraph['starts']}"
        if paragraph["ends"] is not None:
            got = text and f"{text[:15]}…{text[-10:]}"
            tally.add("paragraphs", where, f"{paragraph['starts']}…{paragraph['ends']}", got, ok=bool(whole))
        tally.add("paragraph_sections", where, paragraph["sections"], section, ok=section in paragraph["sections"])
        used.update(whole[:1])
    open_texts = [plain(text) for text in labels.get("open", ())]
    for index, (text, _) in enumerate(found):
        if index not in used and not any(text in other or other in text for other in open_texts):
            tally.extra("spurious_paragraphs", name, f"{text[:40]}…{text[-10:]}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Score the recognition of reports against the labelled corpus.")
    parser.add_argument("--only", default="", help="documents whose name begins so: a, b, a07")
    parser.add_argument("--quiet", action="store_true", help="percentages without the errors")
    options = parser.parse_args()
    tally = score(labels_of(options.only))
    out = sys.stdout.write
    if not options.quiet:
        for error in sorted(tally.errors):
            out(f"{error}\n")
    for category in (kind for kind in tally.all if kind not in SPURIOUS):
        counts = f"{tally.right[category]}/{tally.all[category]}"
        out(f"{category:19} {counts:>11}  {tally.percent(category):5.1f} %\n")
    for category in SPURIOUS:
        out(f"{category:19} {tally.all[category]:>11}\n")


if __name__ == "__main__":
    main()
