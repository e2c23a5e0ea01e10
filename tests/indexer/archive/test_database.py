"""What the database refuses is one Chinese sentence that says what to do, and never tells a password."""

import os
import pwd
import re
import sqlite3
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event

from indexer.archive import open_archive
from indexer.archive.database import FILE, Database
from indexer.errors import RunError
from tests.indexer.archive.conftest import new_database
from tests.indexer.archive.reports import sources
from tests.indexer.archive.runs import A, B, C, file, run, time

SECRET = "S3cret/pässwörd"
QUOTED = "S3cret%2Fp%C3%A4ssw%C3%B6rd"


def refused(location: Path | str, **options: bool) -> str:
    with pytest.raises(RunError) as error:
        open_archive(location, **options)
    told = "".join(traceback.format_exception(error.value))
    assert SECRET not in told
    assert QUOTED not in told
    assert re.search(r"请|可用", error.value.message)
    return error.value.message


def with_password(server: str, database: str = "postgres", user: str = "guarded") -> str:
    return f"{server.replace('xianli@', f'{user}:{QUOTED}@')}/{database}"


# -- SQLite ----------------------------------------------------------------------------------------------------------


def test_an_archive_that_is_not_there_is_made_only_if_wished(tmp_path):
    where = tmp_path / "a" / "b"
    assert "找不到存档" in refused(where, create=False)
    assert not where.exists()
    open_archive(where).close()
    open_archive(str(where), create=False).close()


def test_a_file_in_the_way_is_named(tmp_path):
    (tmp_path / "a").write_text("", encoding="utf-8")
    assert "无法建立存档的文件夹" in refused(tmp_path / "a")
    (tmp_path / "b" / FILE).mkdir(parents=True)
    assert "无法打开存档" in refused(tmp_path / "b")


@pytest.mark.parametrize("content", [b"not a database" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_archive_is_left_alone(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    assert "已损坏，或不是先例的存档" in refused(tmp_path)
    assert (tmp_path / FILE).read_bytes() == content


def test_another_program_s_database_is_left_alone(tmp_path):
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("CREATE TABLE runs (a)")
    connection.close()
    before = (tmp_path / FILE).read_bytes()
    assert "已有别的数据" in refused(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before


def test_a_damaged_page_is_told_by_reading_and_by_check(tmp_path):
    with open_archive(tmp_path) as archive:
        run(archive, 1, *(file([A, B, f"{C}{year}"] * 30, f"{year}.txt", year=year) for year in range(2000, 2060)))
    data = bytearray((tmp_path / FILE).read_bytes())
    for page in range(3, len(data) // 4096):
        data[page * 4096 : page * 4096 + 100] = b"\xa5" * 100
    (tmp_path / FILE).write_bytes(data)
    with open_archive(tmp_path) as archive:
        assert archive.check()
        with pytest.raises(RunError, match="已损坏"):
            sources(archive)


def test_a_full_disk_leaves_the_archive_as_it_was(tmp_path):
    with open_archive(tmp_path) as archive:
        run(archive, 1, file([A]))
        head = archive.head
        pages = (tmp_path / FILE).stat().st_size // 4096 + 2
        full = f"PRAGMA max_page_count = {pages}"
        event.listen(archive.database._engine, "connect", lambda connection, _record: connection.execute(full))
        with pytest.raises(RunError, match=r"磁盘空间不足.*腾出空间"):
            run(archive, 2, file([f"{A}{number}" for number in range(500)]))
        assert archive.head == head
        assert archive.check() == ()


@contextmanager
def as_nobody() -> Iterator[None]:
    """Be a user who may not write everywhere, even where the tests run as root."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_folder_without_rights_is_named():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        open_archive(folder / "a").close()
        (folder / "a" / FILE).chmod(0o444)
        (folder / "closed").mkdir(mode=0o500)
        (folder / "a").chmod(0o555)
        folder.chmod(0o555)
        with as_nobody(), open_archive(folder / "a") as archive:
            assert archive.head == ""
            with pytest.raises(RunError, match="不可写"):
                run(archive, 1, file([A]))
            assert "没有权限" in refused(folder / "closed" / "a")
        folder.chmod(0o755)
        (folder / "a").chmod(0o755)


# -- PostgreSQL ------------------------------------------------------------------------------------------------------


def test_addresses_that_are_none(tmp_path):
    assert "应如 postgresql://" in refused("postgresql://host:port:port/x y")
    assert "不能放在 mysql 里" in refused(f"mysql://root:{QUOTED}@localhost/x")
    assert "不能放在 nosuch 里" in refused(f"nosuch://root:{QUOTED}@localhost/x")


def test_addresses_as_people_write_them(tmp_path, postgresql):
    rest = new_database(postgresql).partition("://")[2]
    for way in ("postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2"):
        open_archive(f"{way}://{rest}").close()
    open_archive(f"sqlite:///{tmp_path}/a/b.sqlite").close()
    assert (tmp_path / "a/b.sqlite").exists()


def test_a_server_that_is_not_there(postgresql):
    port = postgresql.rpartition(":")[2]
    message = refused(with_password(postgresql.replace(port, "1")))
    assert "连接不上存档数据库 127.0.0.1:1/postgres" in message


def test_a_database_that_is_not_there(postgresql):
    assert "不存在。请先在服务器上建立" in refused(f"{postgresql}/nosuch")


def test_a_wrong_password_is_not_repeated(postgresql):
    with psycopg.connect(f"{postgresql}/postgres", autocommit=True) as connection:
        connection.execute("CREATE ROLE guarded LOGIN PASSWORD 'right'")
    assert "不接受这个用户名或密码" in refused(with_password(postgresql))
    assert "不接受这个用户名或密码" in refused(f"{postgresql}/postgres?user=guarded&password={QUOTED}")
    assert SECRET not in Database(with_password(postgresql)).name


def test_a_user_without_rights(postgresql):
    where = new_database(postgresql)
    with psycopg.connect(where, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS reader")
        connection.execute("CREATE ROLE reader LOGIN")
    assert "没有读写存档数据库" in refused(where.replace("xianli@", "reader@"))
    open_archive(where).close()
    assert "没有读写存档数据库" in refused(where.replace("xianli@", "reader@"))


def test_a_database_that_cannot_hold_chinese(postgresql):
    with psycopg.connect(f"{postgresql}/postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS latin")
        connection.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING LATIN1")
    assert "LATIN1" in refused(f"{postgresql}/latin")


def test_a_server_that_goes_away_in_the_middle(postgresql):
    where = new_database(postgresql)

    def broken_run() -> None:
        with archive.recording(time(2)) as recording, psycopg.connect(where, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            recording.settle()

    with open_archive(where) as archive:
        run(archive, 1, file([A]))
        head = archive.head
        with pytest.raises(RunError, match=r"或连接中断.*然后重试"):
            broken_run()
        assert archive.head == head
        assert [version.number for version in run(archive, 2, file([A]))[file([A]).id][0].versions] == [1]


def test_other_tables_beside_the_archive_are_left_alone(postgresql):
    where = new_database(postgresql)
    with psycopg.connect(where) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num text)")
        connection.execute("INSERT INTO alembic_version VALUES ('other')")
    with open_archive(where) as archive:
        run(archive, 1, file([A]))
    with psycopg.connect(where) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("other",)]


def test_without_the_driver_the_command_that_installs_it_is_named(tmp_path):
    code = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from indexer.archive import open_archive\n"
        "try: open_archive('postgresql://a:b@localhost/c')\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("RunError 缺少连接 PostgreSQL 所需的 psycopg。请运行 pip install")
