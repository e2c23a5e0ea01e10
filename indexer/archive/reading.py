"""The past of every report and paragraph, as the contract has it, read from the archive some reports at a time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, Row, Table, select

from indexer.archive import rows
from indexer.archive.schema import (
    aliases,
    holdings,
    originals,
    paragraphs,
    reports,
    runs,
    sightings,
    successions,
    texts,
    versions,
)
from indexer.archive.succession import VersionTree
from indexer.contract import (
    Original,
    Paragraph,
    ParagraphHistory,
    PastParagraph,
    Report,
    ReportHistory,
    ReportVersion,
)

_REPORTS: Final = 200  # read at once
_ORIGINALS: Final = 8  # each of up to 20 MB

_Rows: TypeAlias = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class _Of:
    """All rows of one report but those of its paragraphs, each in order."""

    name: str
    aliases: _Rows
    versions: _Rows
    sightings: _Rows
    holdings: _Rows


def histories(
    connection: Connection, only: Collection[str] | None = None
) -> Iterator[tuple[ReportHistory, tuple[ParagraphHistory, ...]]]:
    """Yield every report, by id, and of one with several versions or none in the index every paragraph it ever had.

    With `only` the reports with these ids.
    """
    times = {row.number: datetime.fromisoformat(row.at) for row in connection.execute(select(runs))}
    for of in _reports(connection, only):
        history = _report_history(of, times)
        with_paragraphs = len(of.versions) > 1 or history.withdrawn
        yield history, _paragraph_histories(connection, of, times) if with_paragraphs else ()


def paragraphs_of(connection: Connection, name: str, numbers: Iterable[int]) -> dict[int, list[Paragraph]]:
    """Return the paragraphs of these versions of a report, in order of the report."""
    numbers = list(numbers)
    query = (
        select(paragraphs, texts.c.text.label("wording"))
        .join_from(paragraphs, texts)
        .where(paragraphs.c.report == name, paragraphs.c.version.in_(numbers))
        .order_by(paragraphs.c.version, paragraphs.c.ordinal)
    )
    found: dict[int, list[Paragraph]] = {number: [] for number in numbers}
    for row in connection.execute(query).mappings():
        found[row["version"]].append(rows.paragraph(dict(row), row["wording"]))
    return found


def originals_of(connection: Connection, sha256s: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """Yield these source files, sorted, without ever holding many."""
    for first in range(0, len(sha256s), _ORIGINALS):
        some = sha256s[first : first + _ORIGINALS]
        query = select(originals).where(originals.c.sha256.in_(some)).order_by(originals.c.sha256)
        yield from ((row.sha256, row.data) for row in connection.execute(query).all())


def stored_originals(connection: Connection, only: Collection[str] | None = None) -> Iterator[Original]:
    """Yield every source file by its sha256, with the path where it was last found; or `only` those of some reports."""
    columns = versions.c.sha256, sightings.c.path, sightings.c.first_run, runs.c.at
    query = select(*columns).join_from(versions, sightings).join(runs, runs.c.number == sightings.c.first_run)
    query = query.order_by(sightings.c.last_run, sightings.c.path)
    queries = [query]
    if only is not None:
        of_reports = (select(versions.c.sha256).where(versions.c.report.in_(names)) for names in _some(only))
        wanted = {sha256 for each in of_reports for sha256 in connection.scalars(each)}
        queries = [query.where(versions.c.sha256.in_(some)) for some in _some(wanted)]
    paths: dict[str, str] = {}
    first: dict[str, tuple[int, str]] = {}
    for row in chain.from_iterable(connection.execute(each) for each in queries):
        paths[row.sha256] = row.path
        first[row.sha256] = min((row.first_run, row.at), first.get(row.sha256, (row.first_run, row.at)))
    for sha256, data in originals_of(connection, sorted(paths)):
        yield Original(sha256, paths[sha256], data, datetime.fromisoformat(first[sha256][1]))


# -- reports ---------------------------------------------------------------------------------------------------------


def _reports(connection: Connection, only: Collection[str] | None) -> Iterator[_Of]:
    wanted = connection.scalars(select(reports.c.id)).all() if only is None else only
    for names in _some(wanted):
        tables = [_by_report(connection, table, names) for table in (aliases, versions, sightings, holdings)]
        for name in names:
            yield _Of(name, *(by_report.get(name, ()) for by_report in tables))


def _some(names: Iterable[str]) -> Iterator[Sequence[str]]:
    """Yield the names in order, some at a time."""
    ordered = sorted(names)
    for first in range(0, len(ordered), _REPORTS):
        yield ordered[first : first + _REPORTS]


def _by_report(connection: Connection, table: Table, names: Sequence[str]) -> dict[str, _Rows]:
    query = select(table).where(table.c.report.in_(names)).order_by(table.c.report, *table.primary_key)
    return {name: list(some) for name, some in groupby(connection.execute(query), key=lambda row: row.report)}


def _report_history(of: _Of, times: Mapping[int, datetime]) -> ReportHistory:
    held = of.holdings[-1]
    seen: dict[int, list[Row[Any]]] = defaultdict(list)
    for sighting in of.sightings:
        seen[sighting.version].append(sighting)
    known = tuple(
        ReportVersion(
            number=version.number,
            report=_report(version, seen[version.number]),
            first_seen=times[min(sighting.first_run for sighting in seen[version.number])],
            last_seen=times[max(sighting.last_run for sighting in seen[version.number])],
            current=version.number == held.version,
        )
        for version in of.versions
    )
    return ReportHistory(
        id=of.name,
        versions=known,
        first_seen=times[min(sighting.first_run for sighting in of.sightings)],
        withdrawn=times[held.run] if held.version is None else None,
        aliases=tuple(alias.name for alias in of.aliases),
    )


def _report(version: Row[Any], seen: Iterable[Row[Any]]) -> Report:
    """Return the report under the path where the version was last found."""
    latest = max(seen, key=lambda sighting: (sighting.last_run, sighting.number))
    return rows.report(version._asdict(), latest.path)


# -- paragraphs ------------------------------------------------------------------------------------------------------


def _paragraph_histories(
    connection: Connection, of: _Of, times: Mapping[int, datetime]
) -> tuple[ParagraphHistory, ...]:
    found = paragraphs_of(connection, of.name, [version.number for version in of.versions])
    standing: dict[str, list[tuple[int, Paragraph]]] = defaultdict(list)
    for number, some in found.items():
        for paragraph in some:
            standing[paragraph.id].append((number, paragraph))
    runs_of: dict[int, list[int]] = defaultdict(list)
    for sighting in of.sightings:
        runs_of[sighting.version] += [sighting.first_run, sighting.last_run]
    tree = _tree(connection, of, found)
    made = []
    for name, stood in standing.items():
        seen = [run for number, _ in stood for run in runs_of[number]]
        successors, gone = _fate(tree, of, name.rpartition("/")[2], [number for number, _ in stood])
        made.append(
            ParagraphHistory(
                id=name,
                states=_states(stood),
                first_seen=times[min(seen)],
                last_seen=times[max(seen)],
                successors=tuple(f"{of.name}/{text}" for text in successors),
                gone=times[max(gone, min(seen))] if gone else None,
            )
        )
    return tuple(made)


def _tree(connection: Connection, of: _Of, found: Mapping[int, Iterable[Paragraph]]) -> VersionTree:
    edges = connection.execute(select(successions).where(successions.c.report == of.name))
    return VersionTree(
        {version.number: version.parent for version in of.versions},
        {number: [paragraph.id.rpartition("/")[2] for paragraph in some] for number, some in found.items()},
        [(edge.version, edge.text_hash, edge.parent_hash) for edge in edges],
    )


def _states(stood: Iterable[tuple[int, Paragraph]]) -> tuple[PastParagraph, ...]:
    """Return the states of a paragraph; versions one after the other that have it the same are one, as read last."""
    states: list[PastParagraph] = []
    for number, paragraph in stood:
        before = states[-1] if states else None
        if before and _quotable(before.paragraph) == _quotable(paragraph):
            states[-1] = PastParagraph((*before.versions, number), paragraph)
        else:
            states.append(PastParagraph((number,), paragraph))
    return tuple(states)


def _quotable(paragraph: Paragraph) -> tuple[object, ...]:
    return paragraph.text, paragraph.ordinal, paragraph.heading_path, paragraph.span


def _fate(tree: VersionTree, of: _Of, text: str, numbers: Sequence[int]) -> tuple[tuple[str, ...], int | None]:
    """Return what holds a text now, and if nothing does, the run since which nothing did.

    `numbers` are the versions that had it. A report that is withdrawn, or was for a time, holds nothing meanwhile.
    """
    held = of.holdings[-1].version
    if held in numbers:
        return (text,), None
    found = tree.successors(text, max(numbers))
    successors = found[held] if held is not None else ()
    gone = None
    for holding in reversed(of.holdings):
        if holding.version is not None and found[holding.version]:
            break
        gone = holding.run
    return successors, gone
