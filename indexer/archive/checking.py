"""Whether an archive is what it was when it was written: every hash, every reference."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Row, exc, select

from indexer.archive import rows
from indexer.archive.schema import originals, paragraphs, texts, versions
from indexer.naming import names_text

_AT_A_TIME: Final = 1_000


def problems(connection: Connection) -> Iterator[str]:
    """Yield what is wrong, as Chinese sentences."""
    try:
        if connection.dialect.name == "sqlite":
            yield from _file(connection)
        yield from _originals(connection)
        yield from _texts(connection)
        yield from _versions(connection)
    except exc.DatabaseError as error:
        yield f"存档有一部分读不出来（{error.orig}），请从备份恢复。"


def _file(connection: Connection) -> Iterator[str]:
    """Ask SQLite what it sees; PostgreSQL keeps references itself and has checksums of its own."""
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    if found != ["ok"]:
        yield f"存档文件已损坏（{found[0]}），请从备份恢复。"
    for table, _row, other, _number in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"存档的 {table} 中有一行指向 {other} 中没有的内容，请从备份恢复。"


def _originals(connection: Connection) -> Iterator[str]:
    query = select(originals).order_by(originals.c.sha256).execution_options(stream_results=True, yield_per=1)
    for row in connection.execute(query):
        if hashlib.sha256(row.data).hexdigest() != row.sha256:
            yield f"存档原件 {row.sha256} 的内容已改变，请从备份恢复。"


def _texts(connection: Connection) -> Iterator[str]:
    query = select(texts).order_by(texts.c.sha256).execution_options(stream_results=True, yield_per=_AT_A_TIME)
    for row in connection.execute(query):
        if rows.text_key(row.text) != row.sha256:
            yield f"存档段落文字 {row.sha256} 已改变，请从备份恢复。"


def _versions(connection: Connection) -> Iterator[str]:
    """Compare every version with its key, and every paragraph's text with the hash that it is quoted by."""
    known = {(row.report, row.number): row for row in connection.execute(select(versions))}
    query = (
        select(paragraphs, texts.c.text.label("wording"))
        .join_from(paragraphs, texts)
        .order_by(paragraphs.c.report, paragraphs.c.version, paragraphs.c.text_hash)
        .execution_options(stream_results=True, yield_per=_AT_A_TIME)
    )
    found = connection.execute(query).mappings()
    for version, group in groupby(found, key=lambda row: (row["report"], row["version"])):
        of_version = [dict(row) for row in group]
        for row in of_version:
            if not names_text(row["text_hash"], row["wording"]):
                yield f"存档中 {row['report']}/{row['text_hash']} 的文字与引证码不符，请从备份恢复。"
        yield from _version(known.pop(version), of_version)
    for empty in known.values():
        yield from _version(empty, [])


def _version(version: Row[Any], of_version: Sequence[rows.Row]) -> Iterator[str]:
    if rows.version_key(version._asdict(), of_version) != version.key:
        yield f"存档中 {version.report} 的第 {version.number} 版与记录时不同，请从备份恢复。"
