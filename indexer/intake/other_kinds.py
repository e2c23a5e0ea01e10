"""Yearly reports that are not of law, where they are asked for: their titles in the place of those the rules know.

The rules for lines, years, places and bodies are those for reports of law. So a title is put to them with the words of
one of law for its own: 嘉鱼县司法局2022年政府信息公开工作年度报告 as 嘉鱼县司法局2022年法治政府建设情况报告.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from indexer.contract import Evidence, Kind, Line
from indexer.intake.dates import western
from indexer.intake.headlines import ENDED, Verdict
from indexer.intake.lines import classify
from indexer.intake.metadata import Metadata, read_metadata
from indexer.intake.years import report_year
from indexer.text import simplify

_OF_LAW: Final = "法治政府建设情况报告"
_SUBJECTS: Final[dict[Kind, re.Pattern[str]]] = {
    "work": re.compile(r"(?:(?<!人民)政府)?工作报告.*$"),
    "openness": re.compile(r"(?:关于)?(?:推进|深化|开展)?(?:政府|政务)?(?:信息|政务)?公开.*$"),
    "other": re.compile(rf"(?:年度|工作|情况|的|统计)*{ENDED}.*$"),
}
_AFTER_YEAR: Final = re.compile(r"(?:19|20)\d\d年度?(?=.)")
_TITLES: Final[dict[Kind, str]] = {
    "law": "法治政府建设情况报告",
    "work": "政府工作报告",
    "openness": "政府信息公开工作年度报告",
    "other": "工作报告",
}


def proposed_title(whose: str, year: int | None, kind: Kind) -> str:
    """Return a title after the custom of the genre for a report that has none."""
    return f"{whose}{f'{year}年度' if year else ''}{_TITLES[kind]}"


def read_other(
    texts: Sequence[str], verdict: Verdict, said: Mapping[str, Evidence], site: str
) -> tuple[tuple[Line, ...], Metadata]:
    """Return the lines of a report of another kind with their kinds, and what they and the markup say of it."""
    kind = verdict.kind or "other"
    if verdict.headline is None:
        lines = classify(texts)
        return lines, _of_its_year(read_metadata(lines, said, site), lines, kind)
    if verdict.headline == 0:
        return _read_declared(classify(texts), kind, said, site)
    at = verdict.headline - 1
    written = texts[at].strip()
    shown = as_of_law(written, kind)
    classified = classify([*texts[:at], shown, *texts[at + 1 :]])
    metadata = _of_its_year(read_metadata(classified, said, site), classified, kind)
    lines = (*classified[:at], replace(classified[at], text=texts[at]), *classified[at + 1 :])
    return lines, _with(metadata, shown, written)


def _read_declared(
    lines: tuple[Line, ...], kind: Kind, said: Mapping[str, Evidence], site: str
) -> tuple[tuple[Line, ...], Metadata]:
    """Return the same where no line has the title, but the markup."""
    title = said["title"]
    shown = as_of_law(title.text, kind)
    metadata = read_metadata(lines, {**said, "title": replace(title, text=shown)}, site)
    return lines, _with(_of_its_year(metadata, lines, kind), shown, title.text)


def as_of_law(title: str, kind: Kind) -> str:
    """Return what a title of another kind would be if it were one of law: of the same place, year and body."""
    plain = re.sub(r"\s+", "", simplify(western(title)))
    plain, bracketed = plain[: len(plain) - len(_bracketed(plain))], _bracketed(plain)
    year = _AFTER_YEAR.search(plain)
    if year and year.start() > 1 and kind != "work":
        return f"{plain[: year.end()]}{_OF_LAW}{bracketed}"
    found = _SUBJECTS[kind].search(plain)
    return f"{plain[: found.start()] if found else plain}{_OF_LAW}{bracketed}"


def _bracketed(plain: str) -> str:
    """Return what stands in brackets behind a title: (2023年), (摘要)."""
    found = re.search(r"\([^()]{1,16}\)$", plain)
    return found[0] if found else ""


def _of_its_year(metadata: Metadata, lines: Sequence[Line], kind: Kind) -> Metadata:
    """Return the metadata with the year looked back upon: a work report bears that of the session it was given at."""
    if kind != "work":
        return metadata
    body = list(islice((line for line in lines if line.kind == "body"), 2_000))
    year = report_year(None, body, metadata.signature_date, metadata.publication_date)
    if year.value is None or year.evidence is None:
        return metadata
    return replace(metadata, year=year.value, evidence={**metadata.evidence, "year": year.evidence})


def _with(metadata: Metadata, shown: str, written: str) -> Metadata:
    """Return the metadata with the title as it is written for the one that was shown to the rules."""

    def back(text: str) -> str:
        return text.replace(shown, written)

    evidence = {name: Evidence(of.rule, of.line, back(of.text)) for name, of in metadata.evidence.items()}
    return replace(metadata, title=back(metadata.title) if metadata.title else None, evidence=evidence)
