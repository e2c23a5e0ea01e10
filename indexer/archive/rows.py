"""Documents as rows of the archive, and back."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, Final, TypeAlias

from indexer import records
from indexer.contract import Document, Paragraph, Report
from indexer.intake.values import Value, read_value

Row: TypeAlias = dict[str, Any]

NOT_IN_RECORD: Final = ("id", "path", "sha256")  # fields of a report that have columns of their own
REST: Final = ("section", "topic", "heading_path", "lead", "flags", "also")
_REPORT: Final = tuple(field.name for field in fields(Report) if field.name not in NOT_IN_RECORD)
_PLACE: Final = (
    "text_hash",
    "ordinal",
    "line",
    "start",
    "end",
    "text_sha256",
    "rest",
)  # of a paragraph, in version_key()


def text_key(text: str) -> str:
    """Return what a text is stored under."""
    return hashlib.sha256(text.encode()).hexdigest()


def version_row(document: Document, natural_id: str, paragraphs: Iterable[Row]) -> Row:
    """Return the version of a report that `document` is, but for its number and parent."""
    report = document.report
    values = {name: getattr(report, name) for name in _REPORT}
    if report.kind == "law":
        del values["kind"]  # as before there were others: a version that is known stays known
    values["evidence"] = dict(sorted(report.evidence.items()))  # a mapping: its order says nothing
    row = {
        "report": report.id,
        "sha256": report.sha256,
        "natural_id": natural_id,
        "record": records.written({"report": values, "headings": document.headings}),
    }
    return row | {"key": version_key(row, paragraphs)}


def key_of(document: Document) -> str:
    """Return the version_key() of a document that still has its natural id; under any other it is the same."""
    of_paragraphs = [paragraph_row(paragraph) for paragraph in document.paragraphs]
    return str(version_row(document, document.report.id, of_paragraphs)["key"])


def version_key(version: Mapping[str, Any], paragraphs: Iterable[Mapping[str, Any]]) -> str:
    """Return a hash of all that makes up a version, by which a run finds out that it is a known one."""
    digest = hashlib.sha256()
    for name in ("sha256", "natural_id", "record"):
        digest.update(f"{version[name]}\n".encode())
    for row in sorted(paragraphs, key=lambda row: row["text_hash"]):
        digest.update("\t".join(str(row[name]) for name in _PLACE).encode() + b"\n")
    return digest.hexdigest()


def paragraph_row(paragraph: Paragraph) -> Row:
    """Return the place and properties of a paragraph, but for the version it stands in."""
    return {
        "report": paragraph.report_id,
        "text_hash": paragraph.id.rpartition("/")[2],
        "ordinal": paragraph.ordinal,
        "line": paragraph.span.line,
        "start": paragraph.span.start,
        "end": paragraph.span.end,
        "text_sha256": text_key(paragraph.text),
        "rest": records.written({name: getattr(paragraph, name) for name in REST}),
    }


def report(version: Mapping[str, Any], path: str) -> Report:
    """Return the report as it was read in `version`, found at `path`; its id is the permanent name."""
    values = json.loads(version["record"])["report"]
    return records.report(values | {"id": version["report"], "path": path, "sha256": version["sha256"]})


def paragraph(row: Mapping[str, Any], text: str) -> Paragraph:
    """Return the paragraph of a row and its text."""
    span = {name: row[name] for name in ("line", "start", "end")}
    values = {"id": f"{row['report']}/{row['text_hash']}", "report_id": row["report"], "ordinal": row["ordinal"]}
    return records.paragraph(json.loads(row["rest"]) | values | {"span": span, "text": text})


def overrides_written(overrides: Mapping[str, Value]) -> str:
    """Return what a sidecar said as canonical JSON, dates as ISO has them."""
    return records.written(
        {key: value.isoformat() if isinstance(value, date) else value for key, value in sorted(overrides.items())}
    )


def overrides(written: str) -> dict[str, Value]:
    """Return what overrides_written() was given. Raises SourceError if it was something else."""
    return {key: read_value(key, value, "存档") for key, value in json.loads(written).items()}
