"""A link in a memo never dies: whatever becomes of the index, the files and what is read from them.

Every journey begins with the seeds indexed once. A link is a paragraph id with the text that was quoted under it.
"""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

import pytest

from indexer.archive import export_archive, import_archive, open_archive
from indexer.build import RunResult, run
from indexer.contract import Document, SearchEngine
from indexer.engines import open_engine
from indexer.intake.sources import Source
from indexer.naming import citation_code, paragraph_id, parse_code
from indexer.parts import Part, parts
from indexer.preparing import Prepared, Refused, prepare
from tests.conftest import SEEDS, Silence
from tests.indexer.archive.conftest import new_database, postgresql  # noqa: F401 - a fixture, asked for by its name
from webapp import create_app
from webapp.resolving import Resolution, resolve
from webapp.settings import Settings

ROOT = Path(__file__).parents[2]
JIAYU = "000_05e79aa8d8f0b748.txt"
PROGRAM = """
import sys
from pathlib import Path
from indexer.build import run
from tests.conftest import Silence
run(Path(sys.argv[1]), Path(sys.argv[2]), Silence())
"""


class Office:
    """A bureau's machine: a folder of reports, an index, and an archive beside or far from it."""

    def __init__(self, folder: Path, archive: str | None = None) -> None:
        self.sources, self.index = folder / "reports", folder / "index"
        self.archive = archive or self.index / "archive"
        if not self.sources.exists():
            shutil.copytree(SEEDS, self.sources)

    def run(self) -> RunResult:
        return run(self.sources, self.index, Silence(), archive=self.archive)

    def run_from_archive(self) -> RunResult:
        return run(None, self.index, Silence(), archive=self.archive)

    def lose_the_index(self) -> None:
        shutil.rmtree(self.index / "generations")
        (self.index / "CURRENT").unlink()

    @contextmanager
    def engine(self) -> Iterator[SearchEngine]:
        with closing(open_engine(self.index)) as engine:
            yield engine

    def links(self) -> dict[str, str]:
        with self.engine() as engine:
            documents = [engine.document(report.id) for report in engine.reports()]
        return {p.id: p.text for document in documents if document for p in document.paragraphs}

    def resolved(self, links: dict[str, str]) -> dict[str, Resolution]:
        with self.engine() as engine:
            return {link: resolve(engine, link) for link in links}

    def states(self, result: RunResult) -> dict[str, str]:
        return {outcome.path: outcome.state for outcome in result.outcomes}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that has indexed the seeds."""
    folder = tmp_path_factory.mktemp("first") / "office"
    Office(folder).run()
    return folder


@pytest.fixture
def office(first: Path, tmp_path: Path) -> Office:
    """Another such office, to do with as one likes."""
    shutil.copytree(first, tmp_path / "office")
    return Office(tmp_path / "office")


def status_of(found: dict[str, Resolution]) -> set[str]:
    return {resolution.status for resolution in found.values()}


def quotes(found: dict[str, Resolution]) -> dict[str, str]:
    return {link: resolution.quoted[0].paragraph.text for link, resolution in found.items()}


# -- the index is lost -----------------------------------------------------------------------------------------------


def test_rebuilt_from_sources_on_another_machine_all_links_are_the_same(office, tmp_path):
    links = office.links()
    assert len(links) >= 143
    shutil.rmtree(office.index)
    other = Office(tmp_path / "other")
    for number, path in enumerate(sorted(other.sources.iterdir(), reverse=True)):
        path.rename(other.sources / f"{number}.txt")
    program = [sys.executable, "-c", PROGRAM, str(other.sources), str(other.index)]
    subprocess.run(program, check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert other.links() == links
    assert status_of(other.resolved(links)) == {"same"}


def test_rebuilt_from_the_archive_alone_all_links_are_the_same(office):
    links = office.links()
    with office.engine() as engine:
        documents = [engine.document(report.id) for report in engine.reports()]
    office.lose_the_index()
    shutil.rmtree(office.sources)
    result = office.run_from_archive()
    assert result.status is not None
    assert office.links() == links
    assert status_of(office.resolved(links)) == {"same"}
    with office.engine() as engine:
        assert [engine.document(report.id) for report in engine.reports()] == documents


def test_a_copy_of_the_archive_is_enough_on_another_machine(office, tmp_path):
    links = office.links()
    copy = tmp_path / "copy.jsonl"
    with open_archive(office.archive) as archive:
        export_archive(archive, copy)
    other = Office(tmp_path / "other")
    shutil.rmtree(other.sources)
    with open_archive(other.archive) as archive:
        import_archive(archive, copy)
    other.run_from_archive()
    assert other.links() == links
    assert status_of(other.resolved(links)) == {"same"}
    with open_archive(office.archive) as archive, office.engine() as engine:
        assert {source.sha256 for source in archive.sources()} == {report.sha256 for report in engine.reports()}


def test_every_page_behind_a_link_opens_in_the_rebuilt_index(office):
    links = office.links()
    office.lose_the_index()
    office.run_from_archive()
    with office.engine() as engine:
        client = create_app(Settings(rate_limit_per_minute=0), engine=engine).test_client()
        for link in links:
            code = citation_code(link)
            parsed = parse_code(code)
            assert parsed is not None and parsed.paragraph_id == link
            assert client.get(f"/c/{code}", follow_redirects=True).status_code == 200, link


# -- the files change ------------------------------------------------------------------------------------------------


def test_a_paragraph_put_in_at_the_top_moves_the_others_and_loses_none(office):
    links = office.links()
    path = office.sources / JIAYU
    with office.engine() as engine:
        document = engine.document("421221-2020-gov")
    assert document is not None
    lines = path.read_text(encoding="utf-8").split("\n")
    first = document.paragraphs[0].span.line - 1
    lines.insert(first, "　　2020年，全县设立了三十二个行政复议便民联系点，村民在家门口就能递交申请。")
    path.write_text("\n".join(lines), encoding="utf-8")
    result = office.run()
    assert (result.changes.added, result.changes.revised, result.changes.withdrawn) == (0, 1, 0)
    found = office.resolved(links)
    assert status_of(found) == {"same", "moved"}
    assert {link: resolution.present[0].text for link, resolution in found.items()} == links
    moved = [link for link, resolution in found.items() if resolution.status == "moved"]
    assert len(moved) == len(document.paragraphs)


def test_of_a_deleted_report_the_quote_and_both_dates_remain(office):
    links = {link: text for link, text in office.links().items() if link.startswith("421221-2020-gov/")}
    (office.sources / JIAYU).unlink()
    result = office.run()
    assert result.changes.withdrawn == 1
    assert office.states(result)[JIAYU] == "withdrawn"
    found = office.resolved(links)
    assert status_of(found) == {"gone"}
    assert quotes(found) == links
    for resolution in found.values():
        (quoted,) = resolution.quoted
        assert quoted.first_seen is not None and resolution.gone is not None
        assert quoted.first_seen <= (quoted.last_seen or resolution.gone) < resolution.gone
    shutil.copy(SEEDS / JIAYU, office.sources / "回来.txt")
    office.run()
    assert status_of(office.resolved(links)) == {"same"}


@pytest.mark.parametrize("beside", [True, False], ids=["beside the old one", "over the old one"])
def test_a_corrected_report_is_one_report_with_two_versions(office, beside):
    links = office.links()
    old = office.sources / JIAYU
    text = old.read_text(encoding="utf-8")
    number, corrected = "367件", "368件"
    assert text.count(number) >= 1
    (office.sources / "更正.txt" if beside else old).write_text(text.replace(number, corrected), encoding="utf-8")
    result = office.run()
    assert result.status is not None
    assert (result.status.total.reports, result.changes.added, result.changes.revised) == (5, 0, 1)
    assert sorted(set(office.states(result).values()) - {"suspicious"}) == (
        ["accepted", "earlier"] if beside else ["accepted"]
    )
    with office.engine() as engine:
        history = engine.history.report("421221-2020-gov")
    assert history is not None
    assert [version.number for version in history.versions] == [1, 2]
    assert history.current == history.versions[1]
    found = office.resolved(links)
    assert quotes(found) == links
    changed = {link: resolution for link, resolution in found.items() if resolution.status == "changed"}
    assert set(changed) == {link for link, quoted in links.items() if number in quoted}
    for resolution in changed.values():
        assert [p.text for p in resolution.present] == [resolution.quoted[0].paragraph.text.replace(number, corrected)]


def test_a_look_alike_that_comes_or_goes_takes_nothing_from_the_text_beside_it(office):
    file, links = office.sources / JIAYU, office.links()
    text = file.read_text(encoding="utf-8")
    (line,) = (line for line in text.splitlines() if "56.12%" in line)
    look_alike = line.replace("56.12%", "5612%")
    for content in (text.replace(line, f"{line}\n{look_alike}"), text):
        file.write_text(content, encoding="utf-8")
        office.run()
        links |= office.links()
    assert Counter("56.12%" in quoted for quoted in links.values() if "12%" in quoted) == {True: 2, False: 1}
    present = set(office.links().values())
    for link, resolution in office.resolved(links).items():
        expected = ({"same", "moved"}, [links[link]]) if links[link] in present else ({"changed", "gone"}, [])
        assert resolution.status in expected[0]
        assert [paragraph.text for paragraph in resolution.present] == expected[1]


def test_a_corrected_year_changes_the_facet_and_no_name(office):
    links = office.links()
    (office.sources / JIAYU).with_suffix(".meta.toml").write_text("report_year = 2019\n", encoding="utf-8")
    office.run()
    assert office.links() == links
    found = office.resolved(links)
    assert status_of(found) == {"same"}
    with office.engine() as engine:
        report = engine.report("421221-2020-gov")
        assert report is not None and report.year == 2019
        assert "2019" in engine.status().universe.years


def test_a_corrected_place_keeps_the_names_also_when_rebuilt_from_the_archive(office):
    links = office.links()
    (office.sources / JIAYU).with_suffix(".meta.toml").write_text('jurisdiction = "421222"\n', encoding="utf-8")
    office.run()
    office.lose_the_index()
    office.run_from_archive()
    assert office.links() == links
    with office.engine() as engine:
        report = engine.report("421221-2020-gov")
        assert report is not None and report.place == "421222"


def test_a_moved_file_keeps_its_name_and_is_no_new_version(office):
    links = office.links()
    (office.sources / "湖北").mkdir()
    (office.sources / JIAYU).rename(office.sources / "湖北" / "嘉鱼.txt")
    result = office.run()
    assert (result.changes.added, result.changes.revised, result.changes.withdrawn) == (0, 0, 0)
    assert office.links() == links
    assert status_of(office.resolved(links)) == {"same"}
    with office.engine() as engine:
        history = engine.history.report("421221-2020-gov")
        assert history is not None and len(history.versions) == 1
        report = engine.report("421221-2020-gov")
        assert report is not None and report.path == "湖北/嘉鱼.txt"


# -- the rules change ------------------------------------------------------------------------------------------------


def joined_in_pairs(document: Document) -> Document:
    """What other rules might make of it: every paragraph and the one after it are one."""
    first, second = document.paragraphs[::2], document.paragraphs[1::2]
    texts = [a.text + (b.text if b else "") for a, b in zip_longest(first, second)]
    named = [replace(p, text=text, id=paragraph_id(p.report_id, text)) for p, text in zip(first, texts, strict=True)]
    return replace(document, paragraphs=tuple(replace(p, ordinal=n, also=()) for n, p in enumerate(named, 1)))


def prepare_otherwise(source: Source, *, any_kind: bool) -> tuple[Prepared, ...] | Refused:
    """Prepare a source by such rules, in the child process that a run does it in."""

    def otherwise(source: Source, *, any_kind: bool) -> tuple[Part, ...]:
        (part,) = parts(source, any_kind=any_kind)
        assert part.analysis.document is not None
        return (replace(part, analysis=replace(part.analysis, document=joined_in_pairs(part.analysis.document))),)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("indexer.preparing.parts", otherwise)
        return prepare(source, any_kind=any_kind)


def test_links_lead_to_the_same_words_also_where_reports_are_cut_by_other_rules(office, monkeypatch):
    links = office.links()

    monkeypatch.setattr("indexer.gathering.prepare", prepare_otherwise)
    run(None, office.index, Silence(), rebuild=True)
    found = office.resolved(links)
    assert quotes(found) == links
    assert status_of(found) == {"moved", "changed"}
    for link, resolution in found.items():
        if resolution.status == "changed":
            assert any(links[link] in paragraph.text for paragraph in resolution.present), links[link]
    with monkeypatch.context() as patched:
        patched.setattr("indexer.gathering.prepare", prepare)
        run(None, office.index, Silence(), rebuild=True)
    again = office.resolved(links)
    assert status_of(again) <= {"same", "moved"}
    assert {link: resolution.present[0].text for link, resolution in again.items()} == links


# -- all of it, in either database -----------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> str | None:
    """Where an archive is: beside the index, or in a database."""
    return new_database(request.getfixturevalue("postgresql")) if request.param == "postgresql" else None


def test_years_of_changes_in_either_database(place, tmp_path):
    office = Office(tmp_path / "office", place)
    office.run()
    links = office.links()
    report = office.sources / JIAYU
    report.write_text(report.read_text(encoding="utf-8").replace("367件", "368件"), encoding="utf-8")
    office.run()
    report.rename(office.sources / "更正.txt")
    (office.sources / "更正.meta.toml").write_text("report_year = 2019\n", encoding="utf-8")
    next(office.sources.glob("004*")).unlink()
    office.run()
    after = office.resolved(links)
    assert Counter(resolution.status for resolution in after.values()) == {"same": 127, "gone": 18, "changed": 1}
    assert quotes(after) == links
    names = office.links()
    office.lose_the_index()
    office.run_from_archive()
    assert office.links() == names
    rebuilt = office.resolved(links)
    assert {link: (found.status, found.present, found.gone) for link, found in rebuilt.items()} == {
        link: (found.status, found.present, found.gone) for link, found in after.items()
    }
    assert quotes(rebuilt) == links
