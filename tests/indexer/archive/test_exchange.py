"""The archive as a file: the same from either database and back, all or nothing, and no line of it taken on trust."""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer import records
from indexer.analysis import analyse
from indexer.archive import export_archive, import_archive, open_archive
from indexer.archive.rows import version_key
from indexer.contract import Document
from indexer.errors import IndexBusy, RunError
from indexer.intake.sources import Source, walk
from tests.conftest import SEEDS
from tests.engines.corpus import Text
from tests.indexer.archive.conftest import empty, new_database
from tests.indexer.archive.reports import sources
from tests.indexer.archive.runs import B_EDITED, A, B, C, D, File, file, run, time

Value = dict[str, Any]


def record_all(archive):
    """Three runs with everything that a row can hold."""
    overrides = {"source_url": "https://example.gov.cn/?a=1&b=2", "fetched_at": date(2024, 4, 30), "report_year": 2020}
    headed = Text(C, "plan", heading_path=("三、下一步", "（一）“综合”执法"), lead=("三、下一步",))
    run(archive, 1, file([A, B, headed], "甲/a.txt", overrides=overrides), file([D], "d.txt", year=2021))
    run(archive, 2, file([A, B_EDITED, C], "甲/a.txt", alias="421221-2019-gov"))
    run(archive, 3, file([A, B_EDITED, C], "乙.txt"), file([D, A], "d.txt", year=2021))


def exported(archive, folder: Path) -> bytes:
    count = export_archive(archive, folder / "archive.jsonl")
    written = (folder / "archive.jsonl").read_bytes()
    assert written.count(b"\n") == count
    return written


@pytest.fixture
def lines(tmp_path) -> list[Value]:
    """An export as values: the format, the rows, the seal."""
    with open_archive(tmp_path / "exported") as archive:
        record_all(archive)
        return [json.loads(line) for line in exported(archive, tmp_path).splitlines()]


def dump(value: Value) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def sealed(values: list[Value]) -> bytes:
    """Return a file with these lines and the seal that they need."""
    body = b"".join(map(dump, values))
    return body + dump({"lines": len(values), "sha256": hashlib.sha256(body).hexdigest()})


def keyed(values: list[Value]) -> None:
    """Give the versions the keys that go with what was altered, as one who knows how would."""
    for version in values:
        if version.get("table") == "versions":
            of_version = [
                value | {"rest": records.written(value["rest"])}
                for value in values
                if value.get("table") == "paragraphs"
                and (value["report"], value["version"]) == (version["report"], version["number"])
            ]
            version["key"] = version_key(version | {"record": records.written(version["record"])}, of_version)


def refusal(folder: Path, content: bytes) -> str:
    """Return why `content` cannot be imported; the archive must be as empty as before."""
    (folder / "broken.jsonl").write_bytes(content)
    with open_archive(folder / "refusing") as archive:
        with pytest.raises(RunError) as refused:
            import_archive(archive, folder / "broken.jsonl")
        assert archive.head == ""
        assert archive.check() == ()
        assert len(exported(archive, folder).splitlines()) == 2
    return refused.value.message


def test_both_databases_give_the_same_file(tmp_path, postgresql, monkeypatch):
    found = []
    for place in (tmp_path / "sqlite", new_database(postgresql)):
        tokens = iter("abc")
        monkeypatch.setattr(secrets, "token_hex", lambda _size, tokens=tokens: next(tokens))
        with open_archive(place) as archive:
            record_all(archive)
            found.append(exported(archive, tmp_path))
    assert found[0] == found[1]


def test_there_and_back_is_the_same(place, tmp_path):
    with open_archive(place()) as archive, open_archive(tmp_path / "copy") as copy, open_archive(place()) as again:
        record_all(archive)
        first = exported(archive, tmp_path)
        assert import_archive(copy, tmp_path / "archive.jsonl") == len(first.splitlines())
        assert exported(copy, tmp_path) == first
        import_archive(again, tmp_path / "archive.jsonl")
        assert exported(again, tmp_path) == first
        assert again.check() == copy.check() == ()
        assert again.head == copy.head == archive.head
        assert sources(again) == sources(archive)
        following = file([A, B, C], "乙.txt"), file([D, A], "d.txt", year=2021)
        assert run(again, 4, *following) == run(archive, 4, *following)


def test_an_empty_archive_goes_there_and_back(place, tmp_path):
    with open_archive(place()) as archive, open_archive(place()) as copy:
        first = exported(archive, tmp_path)
        assert import_archive(copy, tmp_path / "archive.jsonl") == 2
        assert exported(copy, tmp_path) == first


def test_the_seeds_go_there_and_back(place, tmp_path):
    found = [source for source in walk(SEEDS) if isinstance(source, Source)]
    documents = [analyse(source).document for source in found]
    files = [
        File(document, source.data, source.overrides, natural_id=document.report.id)
        for source, document in zip(found, documents, strict=True)
        if isinstance(document, Document)
    ]
    assert len(files) == 5
    with open_archive(place()) as archive, open_archive(place()) as copy:
        histories = run(archive, 1, *files)
        for one in files:
            assert histories[one.id][0].versions[0].report == one.document.report
        first = exported(archive, tmp_path)
        import_archive(copy, tmp_path / "archive.jsonl")
        assert exported(copy, tmp_path) == first
        assert [(s.path, s.data) for s in sources(copy)] == [(s.path, s.data) for s in found]
        histories = run(copy, 2, *files[1:])
        past = histories[files[0].id][1]
        assert [one.states[0].paragraph for one in past.values()] == list(files[0].document.paragraphs)


# Any text that clean() can give, and what JSON and databases trip over.
wordings = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf")) | st.sampled_from("\"\\%_'“”\u2028𠀀é"),
    min_size=1,
    max_size=12,
)
files = st.builds(
    lambda texts, path, year, url: file(
        [Text(text, heading_path=(text[::-1],)) for text in texts],
        path,
        year=year,
        overrides={"source_url": f"https://example.cn/{url}"} if url else {},
    ),
    st.lists(wordings, min_size=0, max_size=4),
    wordings,
    st.integers(2019, 2022),
    st.text("a/?&é中", max_size=3),
)
histories = st.lists(st.lists(files, max_size=3, unique_by=lambda one: one.id), min_size=0, max_size=4)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories)
def test_any_archive_goes_there_and_back(two_places, tmp_path, made):
    for where in two_places:
        empty(where)
    with open_archive(two_places[0]) as archive, open_archive(two_places[1]) as copy:
        for number, of_run in enumerate(made, 1):
            run(archive, number, *of_run)
        first = exported(archive, tmp_path)
        import_archive(copy, tmp_path / "archive.jsonl")
        assert exported(copy, tmp_path) == first
        assert archive.check() == copy.check() == ()
        assert run(copy, 9) == run(archive, 9)


# -- what is refused -------------------------------------------------------------------------------------------------


def test_an_archive_that_holds_something_takes_no_import(place, tmp_path):
    with open_archive(place()) as archive:
        record_all(archive)
        before = exported(archive, tmp_path)
        with pytest.raises(RunError, match="已有内容，只能导入到空的存档"):
            import_archive(archive, tmp_path / "archive.jsonl")
        assert exported(archive, tmp_path) == before


def test_an_import_waits_for_nobody(place, tmp_path):
    where = place()
    with open_archive(where) as archive, open_archive(where) as other:
        exported(archive, tmp_path)
        with archive.recording(time(1)), pytest.raises(IndexBusy):
            import_archive(other, tmp_path / "archive.jsonl")


def test_wherever_a_file_is_cut_it_is_noticed(tmp_path, lines):
    whole = sealed(lines[:-1])
    for end in [*range(0, len(whole), 997), len(whole) - 1, whole.rindex(b"\n", 0, -1) + 1]:
        message = refusal(tmp_path, whole[:end])
        assert "请换一份完整的导出文件" in message
        lines_before = whole.count(b"\n", 0, end)
        assert f"第 {lines_before + 1} 行" in message


def test_a_single_altered_byte_is_noticed(tmp_path, lines):
    whole = sealed(lines[:-1])
    for at in range(5, len(whole), 1499):
        altered = bytearray(whole)
        altered[at] ^= 1
        assert "行：" in refusal(tmp_path, bytes(altered))


def change(table: str, change: Callable[[Value], object], which: int = 0) -> Callable[[list[Value]], int]:
    """Alter a row of a table; the line number is what the message must name."""

    def apply(values: list[Value]) -> int:
        at = [i for i, value in enumerate(values) if value.get("table") == table][which]
        change(values[at])
        return at + 1

    return apply


def put(**fields: object) -> Callable[[Value], object]:
    return lambda row: row.update(fields)


def drop(table: str, which: int = 0) -> Callable[[list[Value]], int]:
    def apply(values: list[Value]) -> int:
        at = [i for i, value in enumerate(values) if value.get("table") == table][which]
        del values[at]
        return at + 1

    return apply


def deep(*path: str, to: object) -> Callable[[Value], object]:
    def apply(row: Value) -> None:
        for key in path[:-1]:
            row = row[key]
        row[path[-1]] = to

    return apply


NUL = "a\0b"
HOSTILE: Mapping[str, tuple[Callable[[list[Value]], int], str]] = {
    "another format": (lambda values: values[0].update(format="x") or 1, "不是先例导出的存档"),
    "a newer format": (lambda values: values[0].update(version=2) or 1, "更新版本"),
    "unknown table": (change("runs", put(table="users")), "没有这种记录"),
    "table that is none": (change("runs", put(table=["runs"])), "没有这种记录"),
    "a column too many": (change("runs", put(more=1)), "项目不对"),
    "a column too few": (change("reports", lambda row: row.pop("id")), "项目不对"),
    "a text for a number": (change("runs", put(number="1")), "number 的值不对"),
    "a truth for a number": (change("runs", put(number=True)), "number 的值不对"),
    "a number too large": (change("paragraphs", put(line=2**31)), "line 的值不对"),
    "a negative number": (change("paragraphs", put(start=-1)), "start 的值不对"),
    "nothing for a text": (change("texts", put(text=None)), "text 的值不对"),
    "a number for a text": (change("texts", put(text=5)), "text 的值不对"),
    "a text with NUL": (change("sightings", put(path=NUL)), "path 的值不对"),
    "a text for an object": (change("paragraphs", put(rest="{}")), "rest 的值不对"),
    "a list for an object": (change("sightings", put(overrides=[])), "overrides 的值不对"),
    "runs with a gap": (change("runs", put(number=7), 1), "运行的编号不连续"),
    "a time that is none": (change("runs", put(at="yesterday")), "at 的值不对"),
    "a local time": (change("runs", put(at="2024-05-01T08:00:00+08:00")), "at 的值不对"),
    "a run without token": (change("runs", put(token="")), "没有标识"),
    "data that is not base64": (change("originals", put(data="甲")), "data 的值不对"),
    "other data": (change("originals", put(data=base64.b64encode(b"other").decode())), "原件与它的 SHA-256 不符"),
    "a report id that is none": (change("reports", put(id="zz/../etc"), 1), "id 的值不对"),
    "a row twice": (change("reports", put(id="421221-2020-gov"), 1), "记录重复"),
    "an alias of no report": (change("aliases", put(report="421221-2001-gov")), "没有报告"),
    "an alias that is a report": (change("aliases", put(name="421221-2021-gov")), "已属于另一份报告"),
    "a version of no report": (change("versions", put(report="421221-2022-gov"), -1), "没有报告"),
    "versions with a gap": (change("versions", put(number=3), 1), "版本的编号不连续"),
    "a version that follows itself": (change("versions", put(parent=2), 1), "parent 的值不对"),
    "a version of no file": (change("versions", put(sha256="0" * 64)), "没有这一版的原件"),
    "another key": (change("versions", put(key="0" * 64)), "校验值不符"),
    "another year": (change("versions", deep("record", "report", "year", to=2019)), "校验值不符"),
    "a year in words": (change("versions", deep("record", "report", "year", to="2020")), "report 的值不对"),
    "a place without name": (
        change("versions", deep("record", "report", "jurisdiction", to=[{"level": "county"}])),
        "report 的值不对",
    ),
    "a body of no kind": (change("versions", deep("record", "report", "body", to="army")), "report 的值不对"),
    "a day that is none": (
        change("versions", deep("record", "report", "publication_date", to="2021-02-30")),
        "report 的值不对",
    ),
    "a script for an address": (
        change("versions", deep("record", "report", "source_url", to="javascript:alert(1)")),
        "source_url 的值不对",
    ),
    "headings that are none": (change("versions", deep("record", "headings", to=["x"])), "headings 的值不对"),
    "a sighting of no version": (change("sightings", put(version=9)), "没有这一版"),
    "a sighting in no run": (change("sightings", put(last_run=9)), "没有这次运行"),
    "a sighting that ends before it begins": (change("sightings", put(first_run=3)), "没有这次运行"),
    "a sidecar's value of no kind": (
        change("sightings", put(overrides={"jurisdiction": "x"})),
        "jurisdiction 的值不对",
    ),
    "an unknown sidecar's value": (change("sightings", put(overrides={"x": 1})), "x 的值不对"),
    "a holding of no version": (change("holdings", put(version=9)), "没有这一版"),
    "a holding of no report": (change("holdings", put(report="421221-1999-gov")), "没有报告"),
    "another text": (change("texts", put(text="改过的文字")), "文字与它的 SHA-256 不符"),
    "a paragraph of no version": (change("paragraphs", put(version=8), -1), "没有这一版"),
    "a paragraph before the first": (change("paragraphs", put(ordinal=0)), "段落的位置不对"),
    "a paragraph of no text": (change("paragraphs", put(text_sha256="0" * 64)), "没有这一段的文字"),
    "a paragraph in no section": (change("paragraphs", deep("rest", "section", to=None)), "rest 的值不对"),
    "a successor of no paragraph": (change("successions", put(text_hash="0000000000")), "没有所承接的段落"),
    "a succession between strangers": (change("successions", put(parent=2)), "没有承接关系"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_line_is_named(name, tmp_path, lines):
    apply, why = HOSTILE[name]
    values = lines[:-1]
    number = apply(values)
    message = refusal(tmp_path, sealed(values))
    assert why in message
    assert f"broken.jsonl 第 {number} 行：" in message


def test_a_text_under_the_name_of_another_is_refused(tmp_path, lines):
    """Else a link would show what was never quoted."""
    paragraphs = [value for value in lines if value.get("table") == "paragraphs"]
    one, other = paragraphs[:2]
    one["text_sha256"], other["text_sha256"] = other["text_sha256"], one["text_sha256"]
    keyed(lines)
    assert "段落的文字与引证码不符" in refusal(tmp_path, sealed(lines[:-1]))


@pytest.mark.parametrize("table", ["sightings", "holdings", "versions", "originals", "texts", "paragraphs", "runs"])
def test_a_row_that_is_missing_is_missed(table, tmp_path, lines):
    values = lines[:-1]
    drop(table)(values)
    assert "行：" in refusal(tmp_path, sealed(values))


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"null\n",
        b"[]\n",
        b'{"table": "runs"}\n',
        b'{"table":"runs","table":"runs"}\n',
        b'{"table":"runs","number":1e0,"token":"a","at":"x"}\n',
        b'{"table":"runs","number":NaN,"token":"a","at":"x"}\n',
        b'{"table":"runs","number":' + b"1" * 5000 + b',"token":"a","at":"x"}\n',
        b'{"table":"texts","sha256":"a","text":"\\ud800"}\n',
        b'{"table":"texts","sha256":"a","text":"\xff"}\n',
        b"[" * 100_000 + b"\n",
        b'{"a":' * 100_000 + b"\n",
    ],
    ids=range(13),
)
def test_a_line_that_is_no_row_is_named(line, tmp_path):
    assert "第 2 行：" in refusal(tmp_path, dump({"format": "xianli-archive", "version": 1}) + line)


def test_nothing_may_follow_the_seal(tmp_path, lines):
    assert "校验行之后还有内容" in refusal(tmp_path, sealed(lines[:-1]) + b"\n")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with open_archive(tmp_path / "a") as archive:
        with pytest.raises(RunError, match=r"无法读取.*没有这个文件.*请检查路径"):
            import_archive(archive, tmp_path / "none.jsonl")
        with pytest.raises(RunError, match=r"无法读取.*文件夹"):
            import_archive(archive, tmp_path)


def test_an_export_replaces_a_file_whole_or_not_at_all(tmp_path, monkeypatch):
    target = tmp_path / "out" / "archive.jsonl"
    with open_archive(tmp_path / "a") as archive:
        with pytest.raises(RunError, match=r"无法写出.*请检查路径"):
            export_archive(archive, target)
        target.parent.mkdir()
        target.write_text("before", encoding="utf-8")
        monkeypatch.setattr("os.fsync", lambda _file: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(RunError, match="磁盘空间不足"):
            export_archive(archive, target)
        assert target.read_text(encoding="utf-8") == "before"
        assert list(target.parent.iterdir()) == [target]
