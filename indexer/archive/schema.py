"""The tables of the archive.

runs        one row for each recorded run: its number from 1, its token, its time
originals   source files, byte for byte, by their sha256
reports     permanent names of reports
aliases     further names of a report
versions    states of a report: a source file and what was understood of it. `parent` is the version that it followed,
            so that the versions of a report are a tree; `key` tells whether a state is a known one
sightings   unbroken series of runs that found a version at a path. `last_run` is the only value that is ever updated
holdings    what the index holds of a report since a run: the number of a version, NULL once it is withdrawn
texts       texts of paragraphs, by their sha256
paragraphs  what stood where in a version, under which hash (the last part of a paragraph id)
successions edges between a paragraph of a version and one of its parent that holds the same text, edited

Rows are added, never changed or removed, but for sightings.last_run. Times are UTC in ISO 8601, values with parts are
canonical JSON (indexer.records); both are text. Names sort by code point in either database, so that exports are equal.
"""

from typing import Final

from sqlalchemy import (
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

REVISION: Final = "0001"  # of the newest script in migrations/versions

_Name: Final = Text().with_variant(Text(collation="C"), "postgresql")

metadata: Final = MetaData()

runs: Final = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("token", _Name, nullable=False, unique=True),
    Column("at", Text, nullable=False),
)

originals: Final = Table(
    "originals",
    metadata,
    Column("sha256", _Name, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

reports: Final = Table(
    "reports",
    metadata,
    Column("id", _Name, primary_key=True),
)

aliases: Final = Table(
    "aliases",
    metadata,
    Column("name", _Name, primary_key=True),
    Column("report", _Name, ForeignKey("reports.id"), nullable=False),
)

versions: Final = Table(
    "versions",
    metadata,
    Column("report", _Name, ForeignKey("reports.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("parent", Integer),
    Column("sha256", _Name, ForeignKey("originals.sha256"), nullable=False),
    Column("natural_id", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("record", Text, nullable=False),
    PrimaryKeyConstraint("report", "number"),
    ForeignKeyConstraint(["report", "parent"], ["versions.report", "versions.number"]),
)

sightings: Final = Table(
    "sightings",
    metadata,
    Column("report", _Name, nullable=False),
    Column("version", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("path", Text, nullable=False),
    Column("overrides", Text, nullable=False),
    Column("first_run", Integer, ForeignKey("runs.number"), nullable=False),
    Column("last_run", Integer, ForeignKey("runs.number"), nullable=False),
    PrimaryKeyConstraint("report", "version", "number"),
    ForeignKeyConstraint(["report", "version"], ["versions.report", "versions.number"]),
)

holdings: Final = Table(
    "holdings",
    metadata,
    Column("report", _Name, ForeignKey("reports.id"), nullable=False),
    Column("run", Integer, ForeignKey("runs.number"), nullable=False),
    Column("version", Integer),
    PrimaryKeyConstraint("report", "run"),
    ForeignKeyConstraint(["report", "version"], ["versions.report", "versions.number"]),
)

texts: Final = Table(
    "texts",
    metadata,
    Column("sha256", _Name, primary_key=True),
    Column("text", Text, nullable=False),
)

paragraphs: Final = Table(
    "paragraphs",
    metadata,
    Column("report", _Name, nullable=False),
    Column("version", Integer, nullable=False),
    Column("text_hash", _Name, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("line", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text_sha256", _Name, ForeignKey("texts.sha256"), nullable=False),
    Column("rest", Text, nullable=False),
    PrimaryKeyConstraint("report", "version", "text_hash"),
    ForeignKeyConstraint(["report", "version"], ["versions.report", "versions.number"]),
    sqlite_with_rowid=False,
)

successions: Final = Table(
    "successions",
    metadata,
    Column("report", _Name, nullable=False),
    Column("version", Integer, nullable=False),
    Column("text_hash", _Name, nullable=False),
    Column("parent", Integer, nullable=False),
    Column("parent_hash", _Name, nullable=False),
    PrimaryKeyConstraint("report", "version", "text_hash", "parent_hash"),
    ForeignKeyConstraint(
        ["report", "version", "text_hash"], ["paragraphs.report", "paragraphs.version", "paragraphs.text_hash"]
    ),
    ForeignKeyConstraint(
        ["report", "parent", "parent_hash"], ["paragraphs.report", "paragraphs.version", "paragraphs.text_hash"]
    ),
)
