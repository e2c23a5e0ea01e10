"""The database under an archive: connecting, locking, and what its errors mean to the person at the terminal."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, exc, make_url, text

from indexer.errors import IndexBusy, RunError, cause

FILE: Final = "archive.sqlite"

_BUSY_SECONDS: Final = 0.5  # a second run is told at once
_READERS_MILLISECONDS: Final = 60_000  # how long a run that is about to commit waits for an export to end
_LOCK: Final = 0x7869616E6C69  # "xianli": the key of PostgreSQL's advisory lock, one for each database
_WRITES: Final = "xianli_writes"

_DAMAGED: Final = (
    "{name} 已损坏，或不是先例的存档。请移走它并从备份恢复；若有导出的副本，可用 xianli archive import 文件 重建。"
)
_UNREACHABLE: Final = (
    "连接不上存档数据库 {name}，或连接中断，存档未改动。请检查数据库是否在运行、地址是否正确，然后重试。"
)

# By SQLite's primary result code, or PostgreSQL's SQLSTATE or class of it. {name} never holds a password.
_SQLITE: Final[Mapping[int, str]] = {
    sqlite3.SQLITE_FULL: "存档所在的磁盘空间不足，存档未改动。请腾出空间后重试。",
    sqlite3.SQLITE_READONLY: "存档 {name} 不可写，存档未改动。请检查文件和文件夹的权限后重试。",
    sqlite3.SQLITE_PERM: "没有读写存档 {name} 的权限。请检查文件和文件夹的权限后重试。",
    sqlite3.SQLITE_CANTOPEN: "无法打开存档 {name}。请检查文件夹是否存在、是否有读写权限。",
    sqlite3.SQLITE_IOERR: "读写存档 {name} 时磁盘出错，存档未改动。请检查磁盘后重试。",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
}
_POSTGRESQL: Final[Mapping[str, str]] = {
    "08": _UNREACHABLE,
    "28": "存档数据库 {name} 不接受这个用户名或密码。请检查存档地址后重试。",
    "3D": "存档数据库 {name} 不存在。请先在服务器上建立这个数据库，再重试。",
    "57": _UNREACHABLE,
    "53100": "存档数据库 {name} 的磁盘空间不足，存档未改动。请腾出空间后重试。",
    "53300": "存档数据库 {name} 的连接数已满，存档未改动。请稍后重试。",
    "42501": "这个用户没有读写存档数据库 {name} 的权限。请由数据库管理员授权后重试。",
    "25006": "存档数据库 {name} 是只读的。请换用可写的数据库后重试。",
    "XX": _DAMAGED,
}
_SAID: Final[Mapping[str, str]] = {  # while connecting, libpq gives words and no SQLSTATE
    "authentication": _POSTGRESQL["28"],
    "password": _POSTGRESQL["28"],
    "does not exist": "存档数据库 {name} 或它的用户不存在。请先在服务器上建立，再重试。",
    "too many": _POSTGRESQL["53300"],
}


class Database:
    """A database and how it is read and written. Every method raises RunError or IndexBusy."""

    def __init__(self, location: Path | str) -> None:
        url = _url(location)
        self.file = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
        self.name = (
            str(self.file) if self.file else f"{url.host or 'localhost'}:{url.port or 5432}/{url.database or ''}"
        )
        self._engine = _engine(url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database throughout."""
        with self.guarded(), self._engine.connect() as connection:
            if self.file is None:
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection that alone may write; what it wrote is undone unless it has committed."""
        with self.guarded(), self._engine.connect().execution_options(**{_WRITES: True}) as connection:
            if self.file:
                connection.exec_driver_sql(f"PRAGMA busy_timeout = {_READERS_MILLISECONDS}")
            elif not connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _LOCK}):
                raise self._busy()
            yield connection

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Turn what the database raises into RunError."""
        try:
            yield
        except exc.DBAPIError as error:
            meaning = self._meaning(error.orig)
            if meaning is None:
                raise  # a fault of ours
            raise meaning from error

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    def _meaning(self, error: BaseException | None) -> RunError | None:
        if isinstance(error, sqlite3.Error):
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                return self._busy()
            meant = _SQLITE.get(code)
            return RunError(meant.format(name=self.name)) if meant else None
        state = getattr(error, "sqlstate", None)
        if state:
            meant = _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2])
        else:
            said = str(error)
            meant = next((sentence for words, sentence in _SAID.items() if words in said), _UNREACHABLE)
        return RunError(meant.format(name=self.name)) if meant else None

    def _busy(self) -> IndexBusy:
        return IndexBusy(f"另一个任务正在写入存档 {self.name}，存档未改动。请等它结束后重试。")


def _url(location: Path | str) -> URL:
    if isinstance(location, str) and "://" in location:
        try:
            url = make_url(location)
        except (exc.ArgumentError, ValueError):
            raise RunError("存档地址写得不对，应如 postgresql://用户名@主机/数据库。请改正后重试。") from None
        if url.get_backend_name() in ("postgresql", "postgres"):
            return url.set(drivername="postgresql+psycopg")  # whatever driver was named: this one is installed
        if url.get_backend_name() == "sqlite" and url.database:
            return url
        raise RunError(f"存档不能放在 {url.get_backend_name()} 里，请用文件夹或 postgresql:// 地址。")
    return URL.create("sqlite", database=str(Path(location) / FILE))


def is_there(file: Path) -> bool:
    """Tell whether there is anything in `file`. Raises RunError where that cannot be seen."""
    try:
        return file.stat().st_size > 0
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise RunError(f"无法查看存档 {file}（{cause(error)}），请检查路径和权限后重试。") from error


def make_folder(file: Path) -> None:
    """Make the folder of `file`. Raises RunError."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f"无法建立存档的文件夹 {file.parent}（{cause(error)}），请检查路径和权限后重试。") from error


def _engine(url: URL) -> Engine:
    """Return an engine without a pool: a connection that is held open would hold locks."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args={"timeout": _BUSY_SECONDS})
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
        return engine
    try:
        engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args={"connect_timeout": 10})
    except ModuleNotFoundError as error:
        raise RunError(
            "缺少连接 PostgreSQL 所需的 psycopg。请运行 pip install 'xianli[postgresql]' 后重试。"
        ) from error
    event.listen(engine, "begin", _have_patience)
    return engine


def _set_up(connection: sqlite3.Connection, _record: Any) -> None:
    """Leave transactions to us, and be as sure as SQLite can be that what is committed stays."""
    connection.isolation_level = None  # else the driver begins transactions where it sees fit, and never for reading
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = EXTRA")  # FULL, and the folder too: a generation is published after this


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _have_patience(connection: Connection) -> None:
    """Keep the server from ending a transaction that waits for us: a run may read its sources for an hour."""
    connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
