"""What the runs before have left: asked by name, file and path, and held in memory for one run."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from indexer.archive.schema import aliases, holdings, originals, reports, runs, sightings, versions


class Past:
    """The state of an archive before a run. About a kilobyte for each report, so that no question needs a query."""

    def __init__(self, connection: Connection) -> None:
        all_runs = connection.execute(select(runs).order_by(runs.c.number)).all()
        self.last_run: int = all_runs[-1].number if all_runs else 0
        self.head: str = all_runs[-1].token if all_runs else ""
        self.last_time = max((datetime.fromisoformat(run.at) for run in all_runs), default=None)
        self.originals = set(connection.scalars(select(originals.c.sha256)))
        self.names: dict[str, str] = {name: name for name in connection.scalars(select(reports.c.id))}
        self.names |= {row.name: row.report for row in connection.execute(select(aliases))}
        self.held: dict[str, int | None] = {}  # the version in the index, None once withdrawn
        self.latest: dict[str, int] = {}  # the version that is, or last was, in the index
        for row in connection.execute(select(holdings).order_by(holdings.c.run)):
            self.held[row.report] = row.version
            if row.version is not None:
                self.latest[row.report] = row.version
        self._load_versions(connection)
        self._load_sightings(connection)

    def _load_versions(self, connection: Connection) -> None:
        self.numbers: dict[tuple[str, str], int] = {}  # (report, key) → number
        self.count: dict[str, int] = defaultdict(int)  # of a report's versions
        self._of_file: dict[tuple[str, str], int] = {}  # (report, sha256) → the first number
        self._natural: dict[str, list[str]] = defaultdict(list)
        columns = (versions.c.report, versions.c.number, versions.c.key, versions.c.sha256, versions.c.natural_id)
        for row in connection.execute(select(*columns).order_by(versions.c.report, versions.c.number)):
            self.numbers[row.report, row.key] = row.number
            self.count[row.report] = row.number
            self._of_file.setdefault((row.report, row.sha256), row.number)
            if self.latest.get(row.report) == row.number:
                self._natural[row.natural_id].append(row.report)

    def _load_sightings(self, connection: Connection) -> None:
        self.sightings: dict[tuple[str, int], int] = defaultdict(int)  # (report, version) → how many
        self.open: dict[tuple[str, int, str, str], int] = {}  # (…, path, overrides) → number, if the last run saw it
        self._by_path: dict[str, str] = {}
        self._by_file: dict[str, str] = {}
        files = select(versions.c.sha256, sightings).join_from(versions, sightings)
        order = (sightings.c.last_run, sightings.c.report, sightings.c.version, sightings.c.number)
        for row in connection.execute(files.order_by(*order)):
            version = row.report, row.version
            self.sightings[version] = max(self.sightings[version], row.number)
            if row.last_run == self.last_run:
                self.open[*version, row.path, row.overrides] = row.number
            self._by_path[row.path] = row.report
            self._by_file[row.sha256] = row.report

    def by_file(self, sha256: str) -> tuple[str, int] | None:
        """Return the report that was last made of this file, and the first version that was."""
        name = self._by_file.get(sha256)
        return (name, self._of_file[name, sha256]) if name else None

    def by_natural_id(self, natural_id: str) -> Sequence[str]:
        """Return the reports whose latest version has this natural id, in order."""
        return tuple(self._natural.get(natural_id, ()))

    def by_path(self, path: str) -> str | None:
        """Return the report that was found under this path last."""
        return self._by_path.get(path)

    def by_name(self, name: str) -> str | None:
        """Return the report with this id or alias."""
        return self.names.get(name)
