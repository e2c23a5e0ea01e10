"""The archive: runs, originals, reports and their versions, paragraphs and their successions."""

from alembic import op
from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, LargeBinary, PrimaryKeyConstraint, Text

revision = "0001"
down_revision = None

_Name = Text().with_variant(Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "runs",
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("token", _Name, nullable=False, unique=True),
        Column("at", Text, nullable=False),
    )

    op.create_table(
        "originals",
        Column("sha256", _Name, primary_key=True),
        Column("data", LargeBinary, nullable=False),
    )

    op.create_table(
        "reports",
        Column("id", _Name, primary_key=True),
    )

    op.create_table(
        "aliases",
        Column("name", _Name, primary_key=True),
        Column("report", _Name, ForeignKey("reports.id"), nullable=False),
    )

    op.create_table(
        "versions",
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

    op.create_table(
        "sightings",
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

    op.create_table(
        "holdings",
        Column("report", _Name, ForeignKey("reports.id"), nullable=False),
        Column("run", Integer, ForeignKey("runs.number"), nullable=False),
        Column("version", Integer),
        PrimaryKeyConstraint("report", "run"),
        ForeignKeyConstraint(["report", "version"], ["versions.report", "versions.number"]),
    )

    op.create_table(
        "texts",
        Column("sha256", _Name, primary_key=True),
        Column("text", Text, nullable=False),
    )

    op.create_table(
        "paragraphs",
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

    op.create_table(
        "successions",
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
