"""Archives in both databases: a SQLite file, and a real PostgreSQL that is started for the tests alone."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest

from indexer.archive.database import FILE

Place = Callable[[], Path | str]

ADDRESS: Final = ("127.0.0.1", 0)

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL server on a free port, without the name of a database."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed, see .ci/postgresql")
    with tempfile.TemporaryDirectory(prefix="xianli-postgresql-") as name, socket.create_server(ADDRESS) as free:
        folder = Path(name)
        port = free.getsockname()[1]
        free.close()
        user = _user()
        if user:
            os.chown(folder, user["user"], user["group"])

        def run(program: str, *arguments: str) -> None:
            with (folder / "log").open("a") as log:
                subprocess.run(
                    [programs / program, "-D", "data", *arguments],
                    check=True,
                    stdout=log,
                    stderr=log,
                    cwd=folder,
                    **user,
                )

        run("initdb", "--username=xianli", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync")
        (folder / "data/pg_hba.conf").write_text(
            f"host all guarded {ADDRESS[0]}/32 scram-sha-256\nhost all all {ADDRESS[0]}/32 trust\n", encoding="ascii"
        )
        options = {
            "port": port,
            "listen_addresses": ADDRESS[0],
            "unix_socket_directories": "''",
            "fsync": "off",
            "full_page_writes": "off",
        }
        run("pg_ctl", "start", "--wait", "-o", " ".join(f"-c {key}={value}" for key, value in options.items()))
        try:
            yield f"postgresql://xianli@{ADDRESS[0]}:{port}"
        finally:
            run("pg_ctl", "stop", "--wait", "--mode=immediate")


def _programs() -> Path | None:
    """Return the folder with the newest PostgreSQL server's programs."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    on_path = [Path(found).resolve() for found in [shutil.which("initdb")] if found]
    return next((initdb.parent for initdb in [*debian[::-1], *on_path] if (initdb.parent / "pg_ctl").exists()), None)


def _user() -> dict[str, Any]:
    """Return as whom a server runs that refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@pytest.fixture(scope="session")
def databases() -> list[str]:
    """The URLs of databases that tests have used and others may use again: making one takes a while."""
    return []


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path, databases: list[str]) -> Place:
    """A function that returns the location of another empty archive each time."""
    if request.param == "sqlite":
        return lambda: tmp_path / f"archive{next(_NUMBERS)}"
    server = request.getfixturevalue("postgresql")
    taken = count()

    def take() -> str:
        number = next(taken)
        if number < len(databases):
            empty(databases[number])
        else:
            databases.append(new_database(server))
        return databases[number]

    return take


@pytest.fixture
def two_places(place: Place) -> tuple[Path | str, Path | str]:
    """Two locations of archives, for tests that call empty() and use them often."""
    return place(), place()


def empty(location: Path | str) -> None:
    """Make the archive at `location` an empty one."""
    if isinstance(location, Path):
        (location / FILE).unlink(missing_ok=True)
        return
    with psycopg.connect(location) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def new_database(server: str) -> str:
    """Make an empty database and return its URL."""
    name = f"archive{os.getpid()}_{next(_NUMBERS)}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    return f"{server}/{name}"
