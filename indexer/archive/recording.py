"""Taking down one run of the indexer in the archive."""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, bindparam, update

from indexer.archive import reading, rows
from indexer.archive.database import Database
from indexer.archive.lineage import align
from indexer.archive.past import Past
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
from indexer.archive.sighting import Sighting
from indexer.archive.sketches import Sketch, sketch
from indexer.archive.writing import Writer
from indexer.contract import Document, Original, ParagraphHistory, ReportHistory
from indexer.text import BREAK

_LISTED: Final = 500  # names in a statement


class Recording:
    """One run in the making; it implements identity.Known, which is answered from the runs before.

    In this order: record() every accepted document, settle() once, read histories() and originals(), commit(). A
    version that was seen before and is found again, after whatever time, is that version; the index holds it again.
    """

    head: str  # what Archive.head will be after commit()
    before: str  # what it is

    def __init__(self, connection: Connection, database: Database, at: datetime) -> None:
        self.head = secrets.token_hex(16)
        self._connection, self._database = connection, database
        self._past = Past(connection)
        self.before = self._past.head
        self._at = at
        self._sketches: dict[str, Sketch] = {}
        self._run = self._past.last_run + 1
        self._held: dict[str, int | None] = {}  # by this run; None while only earlier versions of a report were seen
        self._changed: set[str] = set()  # reports of which this run adds or ends anything
        self._newest: dict[str, int] = {}  # the version that the next new one of a report follows
        self._followers: list[tuple[str, int, int]] = []  # (report, version, parent), to be aligned
        self._extended: set[tuple[str, int, int]] = set()  # sightings that go on with this run
        self._writer = Writer(connection)
        self._writer.add(runs, {"number": self._run, "token": self.head, "at": at.astimezone(UTC).isoformat()})

    # -- Known -------------------------------------------------------------------------------------------------------

    def by_file(self, sha256: str) -> tuple[str, int] | None:
        """Return the report that a version was made of from this file, and that version's (first) number."""
        return self._past.by_file(sha256)

    def by_natural_id(self, natural_id: str) -> Sequence[str]:
        """Return the reports whose latest version was read as of this place, year and body, in order of their ids."""
        return self._past.by_natural_id(natural_id)

    def by_path(self, path: str) -> str | None:
        """Return the report that was found under this path last."""
        return self._past.by_path(path)

    def by_name(self, name: str) -> str | None:
        """Return the report that has this id or alias; withdrawn ones too."""
        return self._past.by_name(name)

    def sketch(self, report_id: str) -> Sketch:
        """Return the sketch of the report's latest version: that in the index, or the last that was."""
        if report_id not in self._sketches:  # every file of an unknown place is compared with every such report
            with self._database.guarded():
                version = self._past.latest[report_id]
                found = reading.paragraphs_of(self._connection, report_id, [version])[version]
                self._sketches[report_id] = sketch(BREAK.join(paragraph.text for paragraph in found))
        return self._sketches[report_id]

    def tell_sketch(self, sha256: str, version: str, known: Sketch) -> None:
        """Hear the sketch of what a file of this run was understood as, `version` being its rows.version_key().

        Where that is a report's latest version, its paragraphs need not be read for sketch().
        """
        found = self._past.by_file(sha256)
        if found and self._past.numbers.get((found[0], version)) == self._past.latest.get(found[0]):
            self._sketches[found[0]] = known

    # -- recording ---------------------------------------------------------------------------------------------------

    def again(self, report_id: str, version: str, sighting: Sighting) -> bool:
        """Note that a known version of a report was found again, as record() would, without its document.

        `version` is its rows.version_key(). Returns False, and notes nothing, if there is none: it is to be recorded.
        """
        number = self._past.numbers.get((report_id, version))
        if number is not None:
            self._note(report_id, number, sighting)
        return number is not None

    def record(self, document: Document, sighting: Sighting, *, natural_id: str, data: bytes | None = None) -> None:
        """Store a version of the report document.report.id, or note that a known one was seen again.

        `natural_id` is the report id that its place, year and body give now; `data` is the source file, needed unless
        has() it. Versions of one report come earlier first. Raises ValueError if the arguments contradict each other
        or the archive.
        """
        report = document.report
        if data is not None:
            self.keep(report.sha256, data)
        elif not self.has(report.sha256):
            raise ValueError(f"{report.path}: its source file is missing")
        with self._database.guarded():
            self._name(report.id, report.id)
            number = self._version(document, natural_id)
            self._note(report.id, number, sighting)
            if self._writer.full:
                self._writer.write()

    def _note(self, name: str, number: int, sighting: Sighting) -> None:
        """Note where a version of a report was found, and whether the index holds it."""
        if sighting.alias:
            self._name(sighting.alias, name)
        self._sight(name, number, sighting.path, rows.overrides_written(sighting.overrides))
        self._hold(name, number if sighting.current else None)

    def has(self, sha256: str) -> bool:
        """Tell whether the archive has a source file, or was given it in this run."""
        return sha256 in self._past.originals

    def keep(self, sha256: str, data: bytes) -> None:
        """Store a source file that a version is about to be made of. Raises ValueError if it has another hash."""
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ValueError(f"these are not the bytes of {sha256}")
        if not self.has(sha256):
            self._past.originals.add(sha256)
            with self._database.guarded():
                self._writer.add(originals, {"sha256": sha256, "data": data})
                if self._writer.full:
                    self._writer.write()

    @property
    def held(self) -> frozenset[str]:
        """The reports that the index holds before this run."""
        return frozenset(name for name, version in self._past.held.items() if version is not None)

    def _name(self, name: str, report_id: str) -> None:
        """Give a report its id or an alias. Raises ValueError if the name is another's."""
        if self._past.names.get(name, report_id) != report_id:
            raise ValueError(f"{name} already names {self._past.names[name]}, it cannot name {report_id}")
        if name not in self._past.names:
            self._past.names[name] = report_id
            self._changed.add(report_id)
            row = {"id": name} if name == report_id else {"name": name, "report": report_id}
            self._writer.add(reports if name == report_id else aliases, row)

    def _version(self, document: Document, natural_id: str) -> int:
        """Return the number of the version that `document` is, a new one if it is none of those known."""
        of_paragraphs = [rows.paragraph_row(paragraph) for paragraph in document.paragraphs]
        row = rows.version_row(document, natural_id, of_paragraphs)
        name, key = row["report"], row["key"]
        known = self._past.numbers.get((name, key))
        if known is not None:
            return known
        parent = self._newest.get(name, self._past.latest.get(name))
        number = self._past.count[name] + 1
        self._changed.add(name)
        self._past.numbers[name, key] = self._past.count[name] = self._newest[name] = number
        if parent is not None:
            self._followers.append((name, number, parent))
        self._writer.add(versions, row | {"number": number, "parent": parent})
        for paragraph, placed in zip(document.paragraphs, of_paragraphs, strict=True):
            self._writer.add(texts, {"sha256": placed["text_sha256"], "text": paragraph.text})
            self._writer.add(paragraphs, placed | {"version": number})
        return number

    def _sight(self, name: str, version: int, path: str, overrides: str) -> None:
        number = self._past.open.get((name, version, path, overrides))
        if number is not None:
            self._extended.add((name, version, number))
            return
        self._changed.add(name)
        self._past.sightings[name, version] += 1
        row = {"report": name, "version": version, "number": self._past.sightings[name, version]}
        self._writer.add(
            sightings, row | {"path": path, "overrides": overrides, "first_run": self._run, "last_run": self._run}
        )

    def _hold(self, name: str, version: int | None) -> None:
        if version is not None and self._held.get(name) is not None:
            raise ValueError(f"{name}: two current versions")
        self._held[name] = self._held.get(name) or version

    # -- settling ----------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """Withdraw the reports that were not recorded in this run, and align new versions with those before them."""
        headless = [name for name, version in self._held.items() if version is None]
        if headless:
            raise ValueError(f"{headless[0]}: no current version")
        with self._database.guarded():
            for name in sorted(self._past.held.keys() | self._held.keys()):
                version = self._held.get(name)
                if version != self._past.held.get(name):
                    self._changed.add(name)
                    self._writer.add(holdings, {"report": name, "run": self._run, "version": version})
            self._writer.write()
            self._extend_sightings()
            self._align()

    def _extend_sightings(self) -> None:
        """Let the sightings that go on end with this run: of most reports all do, and one statement is enough."""
        going = {(name, version, number) for (name, version, _, _), number in self._past.open.items()}
        ended = {name for name, _, _ in going - self._extended}
        self._changed |= ended
        extend = update(sightings).values(last_run=self._run)
        if len(ended) <= _LISTED:
            of_last_run = sightings.c.last_run == self._past.last_run
            self._connection.execute(extend.where(of_last_run, sightings.c.report.not_in(sorted(ended))))
            one_by_one = sorted(each for each in self._extended if each[0] in ended)
        else:
            one_by_one = sorted(self._extended)
        named = zip(("r", "v", "n"), (sightings.c.report, sightings.c.version, sightings.c.number), strict=True)
        if one_by_one:
            self._connection.execute(
                extend.where(*(column == bindparam(name) for name, column in named)),
                [dict(zip(("r", "v", "n"), each, strict=True)) for each in one_by_one],
            )

    def _align(self) -> None:
        for name, version, parent in self._followers:
            found = reading.paragraphs_of(self._connection, name, [parent, version])
            for earlier, later in align(found[parent], found[version]):
                row = {"report": name, "version": version, "text_hash": later, "parent": parent, "parent_hash": earlier}
                self._writer.add(successions, row)
            if self._writer.full:
                self._writer.write()
        self._writer.write()

    # -- what the archive knows with this run ------------------------------------------------------------------------

    @property
    def goes_on(self) -> bool:
        """Whether this run took place after all others, as clocks go: what it saw is then what was seen last."""
        return self._past.last_time is None or self._at > self._past.last_time

    def histories(self, *, changed: bool = False) -> Iterator[tuple[ReportHistory, Sequence[ParagraphHistory]]]:
        """Yield every report ever recorded, by id; its paragraphs if it has several versions or is withdrawn.

        Only the `changed` ones, if that is asked: those of which this run has more to tell than that it saw just what
        the run before it saw. Everything else that is told of the others with `last_seen` of the run before is told
        with that of this one.
        """
        with self._database.guarded():
            yield from reading.histories(self._connection, self._changed if changed else None)

    def originals(self, *, changed: bool = False) -> Iterator[Original]:
        """Yield every source file ever recorded, by its sha256; or those of the reports that `changed`."""
        with self._database.guarded():
            yield from reading.stored_originals(self._connection, self._changed if changed else None)

    def commit(self) -> None:
        """Make the run part of the archive, for good."""
        with self._database.guarded():
            self._connection.commit()
