"""Figures as Markdown tables."""

import re
import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.bench.engines.xianli import ProductSearch, SameQuestion
from tests.bench.timing import REFERENCE

OURS = SameQuestion.name
_COLUMNS = (OURS, REFERENCE, "FTS5", "Whoosh 2.7.4", ProductSearch.name)
_KINDS = {"plain": "without filters", "filtered": "two filters, disjunctive facets", "phrase": "phrases of characters"}


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table whose columns but the first are set to the right."""
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def machine(measured: Mapping[str, Any]) -> str:
    """Return what was measured on, with what, and how."""
    found = measured["machine"]
    return (
        f"{found['date']}; {found['processor']}, {found['cores']} cores, {found['system']}; Python {found['python']}, "
        f"NumPy {found['numpy']}, Whoosh {found['whoosh']}, tantivy {found['tantivy']}, SQLite {found['sqlite']}, "
        f"jieba {found['jieba']}; corpus: {found['corpus']}; load average {measured['load']}; `{found['command']}`"
    )


def searching(size: Mapping[str, Any]) -> str:
    """Return the tables of all questions at one size."""
    parts = [_kind(size, kind, told) for kind, told in _KINDS.items()]
    replaced = size["replaced"]
    if replaced:
        words = ", ".join(f"{other} for {word}" for word, other in replaced.items())
        parts.append(f"Words of like frequency for those that the corpus lacks: {words}.")
    parts.append(_agreement(size["questions"]))
    return "\n\n".join(parts)


def _kind(size: Mapping[str, Any], kind: str, told: str) -> str:
    questions = [question for question in size["questions"] if question["kind"] == kind]
    columns = [name for name in _COLUMNS if any(name in question["warm"] for question in questions)]
    rows = [_row(question, columns) for question in questions]
    if kind == "phrase":
        rows += _medians(questions, columns)
    heads = [f"ms, {told}", "hits", *columns, f"{OURS} ÷ {REFERENCE}"]
    return table(heads, rows)


def _row(question: Mapping[str, Any], columns: Sequence[str]) -> list[str]:
    warm = question["warm"]
    cells = [_spread(warm[name]) if name in warm else "–" for name in columns]
    return [question["name"], f"{question['hits'][REFERENCE]:,}", *cells, _ratio(warm)]


def _spread(summary: Mapping[str, float]) -> str:
    return f"{number(summary['median'])} ({number(summary['p10'])}–{number(summary['p90'])})"


def number(value: float) -> str:
    """Return `value` with three digits that count."""
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _ratio(warm: Mapping[str, Any]) -> str:
    return f"{warm[OURS]['median'] / warm[REFERENCE]['median']:.2f}" if OURS in warm else "–"


def _medians(questions: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> list[list[str]]:
    """Return a row for each length of phrase: the median over its phrases."""
    rows = []
    for length in sorted({len(question["name"]) for question in questions}):
        of_length = [question["warm"] for question in questions if len(question["name"]) == length]
        middle = {
            name: {"median": statistics.median(warm[name]["median"] for warm in of_length)}
            for name in columns
            if all(name in warm for warm in of_length)
        }
        cells = [number(middle[name]["median"]) if name in middle else "–" for name in columns]
        rows.append([f"**median of {length} characters**", "", *cells, _ratio(middle)])
    return rows


def _agreement(questions: Sequence[Mapping[str, Any]]) -> str:
    differing: dict[str, list[str]] = {}
    for question in questions:
        for name in question["differing"]:
            differing.setdefault(name, []).append(f"{question['name']} ({question['hits'][name]:,} hits)")
    told = "".join(f" {name} finds others for: {'; '.join(names)}." for name, names in differing.items())
    least = "all" if not differing else "the rest of the"
    return f"The engines find the same paragraphs and count the same for {least} questions.{told}"


def cold(size: Mapping[str, Any]) -> str:
    """Return the table of first questions after opening."""
    questions = [question for question in size["questions"] if "cold" in question]
    columns = [name for name in _COLUMNS if any(question["cold"].get(name) for question in questions)]
    rows = [
        [question["name"], *(number(question["cold"][name]) if question["cold"].get(name) else "–" for name in columns)]
        for question in questions
    ]
    return table(["ms, first question after opening", *columns], rows)


def indexing(sizes: Mapping[str, Any]) -> str:
    """Return the tables of speed and size of all indexes."""
    rows = []
    for size, found in _by_size(sizes):
        for engine, parts in found["indexing"].items():
            rates = ", ".join(f"{name} {size / part['processor_seconds']:,.0f}" for name, part in parts.items())
            together = size / sum(part["processor_seconds"] for part in parts.values())
            peak = max(part["peak_mb"] for part in parts.values())
            megabytes = {name: count / 1e6 for part in parts.values() for name, count in part["bytes"].items()}
            told = ", ".join(f"{name} {value:,.1f}" for name, value in megabytes.items())
            rows.append([f"{size:,}", engine, rates, f"{together:,.0f}", told, f"{peak:,.0f}"])
    return table(["paragraphs", "engine", "paragraphs/s by part", "together", "MB by part", "peak MB"], rows)


def sizes(found: Mapping[str, Any]) -> str:
    """Return the table of what the same fields take on disk; pairs are a field that only we have."""
    rows = []
    for size, of_size in _by_size(found):
        if not {OURS, REFERENCE} <= of_size["indexing"].keys():
            continue
        ours = of_size["indexing"][OURS]["everything"]["bytes"]
        theirs = {part: measured["bytes"][part] for part, measured in of_size["indexing"][REFERENCE].items()}
        words = ours["words"] + ours["facets"]
        fields = {
            "words and facets": (words, theirs["words"]),
            "characters": (ours["characters"], theirs["characters"]),
            "together": (words + ours["characters"], sum(theirs.values())),
            "together, with pairs": (words + ours["characters"] + ours["pairs"], sum(theirs.values())),
        }
        rows += [
            [f"{size:,}", name, f"{mine / 1e6:,.1f}", f"{other / 1e6:,.1f}", f"{mine / other:.2f}"]
            for name, (mine, other) in fields.items()
        ]
    return table(["paragraphs", "fields", f"{OURS}, MB", f"{REFERENCE}, MB", "ratio"], rows)


def opening(sizes: Mapping[str, Any]) -> str:
    """Return the table of opening and memory."""
    rows = []
    for size, found in _by_size(sizes):
        if "opening" in found:
            of, before = found["opening"], found["opening"]["before_mb"]["own"]
            own = [f"{of[state]['own'] - before:,.0f}" for state in ("opened_mb", "asked_mb")]
            rows.append([f"{size:,}", number(of["median_ms"]), *own, f"{of['asked_mb']['own']:,.0f}"])
    heads = [
        "paragraphs",
        "opening, ms",
        "own memory, MB more: opened",
        "all questions asked",
        "own memory of the process",
    ]
    return table(heads, rows)


def raw(found: Mapping[str, Any]) -> str:
    """Return the table of speed from raw text."""
    rows = [
        [told, f"{found[name]:,.0f}", f"{100 * found[name] / found['jieba']:.0f} %"]
        for name, told in {
            "jieba": "cut by jieba, nothing else",
            "tokenised": "folded, cut, words inside words: all that an index needs",
            "indexed": "indexed and published",
        }.items()
    ]
    return table(
        [f"{found['paragraphs']:,} paragraphs, {found['processes']} processes", "paragraphs/s", "of jieba"], rows
    )


def added(found: Mapping[str, Any]) -> str:
    """Return how long it takes to add a report."""
    each = ", ".join(f"{seconds:.2f}" for seconds in found["of"])
    return (
        f"One report of 60 paragraphs added to {found['paragraphs']:,}, from the command to the published index, "
        f"archive included: {found['seconds']:.2f} s (median of {each}). The first run, files read and analysed, "
        f"took {found['first_seconds']:,.0f} s."
    )


def served(found: Mapping[str, Any]) -> str:
    """Return how the pages keep up."""
    return (
        f"{found['readers']} readers for {found['seconds']:.0f} s, {found['searches']} searches from a file, one after "
        f"the other: {found['requests']:,} pages, {found['errors']} errors, {found['per_second']} a second; "
        f"p50 {number(found['p50'])} ms, p95 {number(found['p95'])} ms, p99 {number(found['p99'])} ms, "
        f"slowest {number(found['max'])} ms. Readers and server share the {found['cores']} cores."
    )


def _by_size(sizes: Mapping[str, Any]) -> list[tuple[int, Any]]:
    return sorted((int(size), found) for size, found in sizes.items())


def growth(sizes: Mapping[str, Any]) -> dict[str, list[tuple[float, float]]]:
    """Return for each engine the median over the plain questions, by size."""
    lines: dict[str, list[tuple[float, float]]] = {}
    for size, found in _by_size(sizes):
        plain = [question["warm"] for question in found["questions"] if question["kind"] == "plain"]
        for name in _COLUMNS:
            if all(name in warm for warm in plain):
                middle = statistics.median(warm[name]["median"] for warm in plain)
                lines.setdefault(name, []).append((size, middle))
    return lines


def short(size: Mapping[str, Any]) -> str:
    """Return the questions without filters, medians only."""
    questions = [question for question in size["questions"] if question["kind"] == "plain"]
    columns = [name for name in _COLUMNS if any(name in question["warm"] for question in questions)]
    rows = [
        [question["name"], f"{question['hits'][REFERENCE]:,}"]
        + [number(question["warm"][name]["median"]) if name in question["warm"] else "–" for name in columns]
        for question in questions
    ]
    return table(["ms", "hits", *columns], rows)


def filled(page: str, figures: Mapping[str, str]) -> str:
    """Return `page` with what stands between `<!-- figures: NAME -->` and `<!-- end -->` replaced by the figures."""

    def part(match: re.Match[str]) -> str:
        name = match[1]
        return f"<!-- figures: {name} -->\n{figures[name]}\n<!-- end -->" if name in figures else match[0]

    return re.sub(r"<!-- figures: ([^>]+?) -->\n.*?<!-- end -->", part, page, flags=re.DOTALL)
