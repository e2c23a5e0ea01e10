"""The tables that the migrations make are those of schema.py, on both databases, whatever was there before."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from indexer.archive import migrations, open_archive
from indexer.archive.migrating import VERSION_TABLE, _config
from indexer.archive.schema import REVISION, metadata
from indexer.errors import RunError
from tests.indexer.archive.runs import A, file, run


def test_the_migrations_make_the_tables_of_the_schema(place):
    with open_archive(place()) as archive, archive.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_newest_migration_is_the_one_that_the_code_knows():
    assert ScriptDirectory.from_config(_config()).get_heads() == [REVISION]


def test_an_archive_of_a_newer_version_is_refused_and_left_alone(place):
    where = place()
    with open_archive(where) as archive:
        run(archive, 1, file([A]))
        with archive.database.writing() as connection:
            connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
            connection.commit()
    with pytest.raises(RunError, match=r"由更新版本的先例写成.*请升级先例后重试"):
        open_archive(where)
    with archive.database.reading() as connection:
        assert connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")) == "9999"


def test_a_database_with_other_tables_is_refused(place):
    where = place()
    with open_archive(where) as archive, archive.database.writing() as connection:
        connection.execute(text(f"DROP TABLE {VERSION_TABLE}"))
        connection.commit()
    with pytest.raises(RunError, match="请为存档换一个空的数据库或文件夹"):
        open_archive(where)


def test_an_upgrade_that_fails_changes_nothing(place, monkeypatch):
    where = place()

    def fail(_connection: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("alembic.runtime.migration.MigrationContext._ensure_version_table", fail)
    with pytest.raises(KeyboardInterrupt):
        open_archive(where)
    monkeypatch.undo()
    with open_archive(where) as archive:
        run(archive, 1, file([A]))
        assert archive.check() == ()


def test_the_migrations_are_part_of_what_is_installed():
    """Setuptools takes along the folders that are packages."""
    scripts = list(Path(migrations.__file__).parent.rglob("*.py"))
    assert any(script.name.startswith(REVISION) for script in scripts)
    assert all((script.parent / "__init__.py").exists() for script in scripts)
