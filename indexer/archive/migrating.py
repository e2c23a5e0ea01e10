"""Bringing an archive up to date, whatever version of the project made it."""

from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, inspect, select
from sqlalchemy.sql import column, table

from indexer.archive.database import Database
from indexer.archive.schema import REVISION, metadata
from indexer.errors import RunError

if TYPE_CHECKING:
    from alembic.config import Config

VERSION_TABLE: Final = "archive_version"  # not alembic's own name: a database may hold other things as well


def bring_up_to_date(database: Database) -> None:
    """Make or alter the tables until they are those of schema.py. Raises RunError, IndexBusy."""
    with database.reading() as connection:
        if _revision(connection, database.name) == REVISION:
            return
    if database.file is None:
        _check_encoding(database)
    with database.writing() as connection:
        if _revision(connection, database.name) != REVISION:  # nobody else has just done it
            _upgrade(connection)
            connection.commit()


def _revision(connection: Connection, name: str) -> str | None:
    """Return the revision of the tables, None if there are none. Raises RunError if they are not for us."""
    names = set(inspect(connection).get_table_names())
    if VERSION_TABLE in names:
        found: str | None = connection.scalar(select(column("version_num")).select_from(table(VERSION_TABLE)))
        if found != REVISION and found not in _known():
            raise RunError(f"存档 {name} 由更新版本的先例写成，本版本不能读写。请升级先例后重试。")
        return found
    if names & set(metadata.tables):
        raise RunError(f"{name} 里已有别的数据，不是先例的存档。请为存档换一个空的数据库或文件夹。")
    return None


def _check_encoding(database: Database) -> None:
    with database.reading() as connection:
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        raise RunError(f"数据库 {database.name} 的编码是 {encoding}，存不下中文。请建一个 UTF8 编码的数据库后重试。")


def _known() -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _upgrade(connection: Connection) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "indexer.archive:migrations")
    config.set_main_option("path_separator", "os")
    return config
