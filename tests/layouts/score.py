"""Measure what the indexer understands of a folder of labelled reports.

Run `python -m tests.layouts.score [FOLDER] [--only fields|lines|headings|sections]`; README.md has the conventions.
"""

import argparse
import codecs
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

Inspect = Callable[[Path], Mapping[str, Any]]
Found = Mapping[str, Any]  # what inspect() gives, or the labels of one file

FIELDS: Final = (
    "title",
    "jurisdiction",
    "department",
    "issuer",
    "report_year",
    "publication_date",
    "signature",
    "signature_date",
    "index_number",
    "doc_number",
    "source",
)
LINE_KINDS: Final = ("title", "meta", "boilerplate", "signature", "body")
KINDS: Final = {
    "fields": ("is_report", "fields"),
    "lines": ("is_report", "lines", "line_kinds"),
    "headings": ("headings", "spurious", "marker_status", "levels", "paragraphs", "extra_paragraphs"),
    "sections": ("heading_sections", "paragraph_sections", "topics"),
}
UNSEEN: Final = " \t\u3000\u00a0\u200b\u200c\u200d\u2060\ufeff\u00ad\r"


@dataclass
class Tally:
    """Right and all of each kind, and one line for each error."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, str]] = field(default_factory=list)  # (kind, message)

    def add(self, kind: str, message: str, *, ok: bool) -> None:
        self.all[kind] += 1
        if ok:
            self.right[kind] += 1
        else:
            self.errors.append((kind, message))

    def extra(self, kind: str, message: str) -> None:
        """Count something that should not be there: right stays 0, all is how many there are."""
        self.all[kind] += 1
        self.errors.append((kind, message))


def score(labels_path: Path, folder: Path, inspect: Inspect | None = None) -> dict[str, Any]:
    """Return {kinds: {kind: {right, all, percent}}, errors: [[kind, message]]} for the labelled files of `folder`.

    For `spurious` and `extra_paragraphs`, `all` is how many stand where none should.
    """
    inspect = inspect or _inspect_file
    labels: dict[str, Any] = json.loads(labels_path.read_text(encoding="utf-8"))
    tally = Tally()
    for name, gold in labels.items():
        got = inspect(folder / name)
        _score_file(name, gold, got, _lines(folder / name), tally)
    kinds = {
        kind: {"right": tally.right[kind], "all": count, "percent": round(100 * tally.right[kind] / count, 1)}
        for kind, count in sorted(tally.all.items())
    }
    return {"kinds": kinds, "errors": [list(error) for error in tally.errors]}


def _inspect_file(path: Path) -> Mapping[str, Any]:
    from indexer.inspection import inspect_file

    return inspect_file(path)


def _lines(path: Path) -> list[str]:
    data = path.read_bytes()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
    return text.replace("\r\n", "\n").split("\n")


def _score_file(name: str, gold: Found, got: Found, lines: list[str], tally: Tally) -> None:
    reason = got.get("reject_reason")
    verdict = f"{name}: is_report should be {gold['is_report']}, reason {reason!r}"
    tally.add("is_report", verdict, ok=got["is_report"] is gold["is_report"])
    if not gold["is_report"]:
        return
    if not got["is_report"]:
        got = {}
    _score_fields(name, gold, got, tally)
    _score_lines(name, gold, got, lines, tally)
    _score_headings(name, gold, got, lines, tally)
    _score_paragraphs(name, gold, got, lines, tally)


def _score_fields(name: str, gold: Found, got: Found, tally: Tally) -> None:
    for key in FIELDS:
        value, wanted = got.get(key), gold[key]
        if key == "title" and gold["title_missing"]:
            tally.add(
                "fields", f"{name}: title is missing in the file, got {value!r}", ok=bool(got.get("title_missing"))
            )
            continue
        if key == "title" and got.get("title_missing"):
            value = None
        if key == "jurisdiction":
            value, wanted = _places(value), _places(wanted)
        tally.add(
            "fields", f"{name}: {key} {value!r} != {wanted!r}", ok=bool(got) and (value or None) == (wanted or None)
        )


def _places(path: Iterable[Mapping[str, Any]] | None) -> list[tuple[Any, ...]]:
    return [(step["level"], step["name"], step["code"]) for step in path or ()]


def _score_lines(name: str, gold: Found, got: Found, lines: list[str], tally: Tally) -> None:
    wanted, found = _line_kinds(gold), _line_kinds(got)
    for number, kind in sorted(wanted.items()):
        other = found.get(number, "none")
        said = f"{name}:{number} is {kind}, got {other}: {lines[number - 1].strip(UNSEEN)[:40]}"
        tally.add("lines", said, ok=(kind == "body") == (other == "body") and bool(got))
        tally.add("line_kinds", said, ok=kind == other)


def _line_kinds(labels: Found) -> dict[int, str]:
    return {number: kind for kind in LINE_KINDS for number in labels.get(f"{kind}_lines", ())}


def _trim(line: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without blanks and unseen characters at its ends."""
    while start < end and line[start] in UNSEEN:
        start += 1
    while end > start and line[end - 1] in UNSEEN:
        end -= 1
    return start, end


def _by_place(items: Iterable[Found], start: str, lines: list[str]) -> dict[tuple[int, int, int], Found]:
    return {(item["line"], *_trim(lines[item["line"] - 1], item[start], item["end"])): item for item in items}


def _score_headings(name: str, gold: Found, got: Found, lines: list[str], tally: Tally) -> None:
    wanted = _by_place(gold["headings"], "offset", lines)
    found = _by_place((h for h in got.get("headings", ()) if h["level"] > 0), "offset", lines)
    for place, heading in wanted.items():
        other = found.get(place)
        if heading["soft"]:
            tally.add("clause_headings", _where(name, heading, "clause not found"), ok=other is not None)
            continue
        near = next((h["text"] for p, h in found.items() if p[:2] == place[:2]), None)
        tally.add("headings", _where(name, heading, f"not found, there: {near!r}"), ok=other is not None)
        section = other and other["section"]
        tally.add("heading_sections", _where(name, heading, f"section {section}"), ok=section in _sections(heading))
        if other is None:
            continue
        status = other["marker_status"]
        tally.add("marker_status", _where(name, heading, f"status {status}"), ok=status == heading["marker_status"])
        tally.add("levels", _where(name, heading, f"level {other['level']}"), ok=_level(other) == _level(heading))
    for place, heading in found.items():
        if place not in wanted:
            tally.extra("spurious", _where(name, heading, "spurious heading"))


def _level(heading: Found) -> int:
    """Return the level; 3 and 4 are one for ① and （1）, whose form does not tell."""
    return 3 if heading["level"] == 4 and heading["marker"][:1] in "①②③④⑤⑥⑦⑧⑨⑩(（" else int(heading["level"])


def _sections(labelled: Found) -> list[str]:
    return [labelled["section"], *labelled["also"]]


def _where(name: str, heading: Found, message: str) -> str:
    kind = heading.get("section")
    return f"{name}:{heading['line']}:{heading['offset']} {heading['marker']}{heading['text'][:30]} [{kind}] {message}"


def _score_paragraphs(name: str, gold: Found, got: Found, lines: list[str], tally: Tally) -> None:
    wanted = _by_place(gold["paragraphs"], "start", lines)
    found = _by_place(got.get("paragraphs", ()), "start", lines)
    for place, paragraph in wanted.items():
        text = f"{name}:{place[0]}:{place[1]}-{place[2]} {paragraph['text'][:24]} [{paragraph['section']}]"
        there = [p[1:] for p in found if p[0] == place[0]]
        tally.add("paragraphs", f"{text} not cut so, there: {there}", ok=place in found)
        other = found.get(place) or _nearest(place, found)
        section = other and other["section"]
        tally.add("paragraph_sections", f"{text} section {section}", ok=section in _sections(paragraph))
        if paragraph["section"] in ("problems", "plan") and other is not None:
            topic = other["topic"] or paragraph["section"]
            tally.add("topics", f"{text} topic {topic}, not {paragraph['topic']}", ok=topic == paragraph["topic"])
    for place in found:
        if place not in wanted and not any(_overlap(place, ignored) for ignored in gold["ignored"]):
            tally.extra(
                "extra_paragraphs", f"{name}:{place[0]}:{place[1]}-{place[2]} {found[place]['text'][:24]} extra"
            )


def _nearest(place: tuple[int, int, int], found: Mapping[tuple[int, int, int], Found]) -> Found | None:
    """Return the paragraph that shares most with `place`."""
    best = max(found, key=lambda other: _overlap(other, place), default=None)
    return found[best] if best and _overlap(best, place) else None


def _overlap(one: Iterable[int], other: Iterable[int]) -> int:
    (line, start, end), (line_2, start_2, end_2) = one, other
    return max(0, min(end, end_2) - max(start, start_2)) if line == line_2 else 0


def main() -> None:
    parser = argparse.ArgumentParser(description="Score the recognition of reports against labels.")
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parent)
    parser.add_argument("--only", choices=sorted(KINDS))
    parser.add_argument("--quiet", action="store_true", help="percentages without the errors")
    options = parser.parse_args()
    result = score(options.folder / "labels.json", options.folder)
    shown = set(KINDS[options.only]) if options.only else {*result["kinds"]}
    out = sys.stdout.write
    for kind, message in result["errors"]:
        if kind in shown and kind != "line_kinds" and not options.quiet:
            out(f"{kind:18} {message}\n")
    for kind, counts in result["kinds"].items():
        if kind in shown:
            share = "" if kind in ("spurious", "extra_paragraphs") else f"/{counts['all']}  {counts['percent']} %"
            number = counts["right"] if share else counts["all"]
            out(f"{kind:18} {number}{share}\n")


if __name__ == "__main__":
    main()
