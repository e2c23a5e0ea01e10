"""A link never shows another text as if it were the quoted one, whatever is done to the files, round after round.

Each example is the life of one report beside another: it is revised, moved, withdrawn and restored, read as of another
year, indexed each time. Every link that any index ever gave must lead to its own words, to what was made of them and
says so, or to the memory of them.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.build import run
from indexer.contract import Paragraph, SearchEngine
from indexer.engines import open_engine
from indexer.text import fold
from tests.conftest import SEEDS, Silence
from tests.indexer.archive import edits
from tests.indexer.archive.conftest import new_database, postgresql  # noqa: F401 - a fixture, asked for by its name
from tests.indexer.archive.reports import documents, texts
from webapp.resolving import Resolution, resolve


@dataclass
class Quote:
    """What was quoted under one id: the texts that stood there, and what they were made of."""

    texts: set[str] = field(default_factory=set)
    roots: set[str] = field(default_factory=set)

    @property
    def words(self) -> set[str]:
        return {fold(text) for text in self.texts}


class Life:
    """A report that is changed and indexed, and all links to it that were ever given."""

    def __init__(self, folder: Path, number: int, random: Random, archive: str | None) -> None:
        self.sources, self.index, self.archive = folder / "reports", folder / "index", archive
        self.sources.mkdir()
        lines = documents()[number].lines
        body = [place for place, line in enumerate(lines) if line.kind == "body"]
        self._head = [line.text for line in lines[: body[0]]]
        self._tail = [line.text for line in lines[body[-1] + 1 :]]
        other = (number + 1) % 5
        shutil.copy(SEEDS / documents()[other].report.path, self.sources)
        foreign = [text for seed in range(5) if seed not in (number, other) for text in texts(seed)]
        self.draft = edits.Draft([lines[place].text.strip() or "　" for place in body], foreign, random)
        self.path = self.sources / "报告.txt"
        self.quotes: dict[str, Quote] = {}

    def write(self) -> None:
        lines = [*self._head, *(f"　　{piece.text}" for piece in self.draft.pieces), *self._tail]
        self.path.write_text("\n".join(lines), encoding="utf-8")

    def move(self, turn: int) -> None:
        overrides = self.path.with_suffix(".meta.toml")
        self.path = self.path.rename(self.sources / f"{turn}.txt")
        if overrides.exists():
            overrides.rename(self.path.with_suffix(".meta.toml"))

    def read_as_of(self, year: int) -> None:
        self.path.with_suffix(".meta.toml").write_text(f"report_year = {year}\n", encoding="utf-8")

    def run(self, *, from_archive: bool = False) -> None:
        sources = None if from_archive else self.sources
        run(sources, self.index, Silence(), archive=self.archive, rebuild=from_archive)

    def present(self, engine: SearchEngine) -> Iterator[tuple[Paragraph, frozenset[str]]]:
        """Yield the paragraphs of all reports, with what they were made of."""
        for report in engine.reports():
            document = engine.document(report.id)
            assert document is not None
            mine = self.path.exists() and self.sources / report.path == self.path
            for paragraph in document.paragraphs:
                yield paragraph, self._roots(paragraph) if mine else frozenset([paragraph.text])

    def _roots(self, paragraph: Paragraph) -> frozenset[str]:
        places = [span.line - 1 - len(self._head) for span in (paragraph.span, *paragraph.also)]
        return frozenset[str]().union(*(self.draft.pieces[place].roots for place in places))

    def check(self) -> list[Resolution]:
        """Follow every link ever given, and take down those that the index gives now."""
        with closing(open_engine(self.index)) as engine:
            present = dict(self.present(engine))
            for paragraph, roots in present.items():
                quote = self.quotes.setdefault(paragraph.id, Quote())
                quote.texts.add(paragraph.text)
                quote.roots |= roots
            standing = {(paragraph.report_id, paragraph.text) for paragraph in present}
            found = []
            for link, quote in self.quotes.items():
                found.append(resolve(engine, link))
                check_resolution(link, quote, found[-1], present)
                if len(quote.texts) == 1 and (link.partition("/")[0], *quote.texts) in standing:
                    assert found[-1].status in ("same", "moved"), link
            return found


def check_resolution(link: str, quote: Quote, found: Resolution, present: Mapping[Paragraph, frozenset[str]]) -> None:
    assert found.status != "unknown", link
    assert quote.texts <= {quoted.paragraph.text for quoted in found.quoted} or found.status == "same"
    assert all(paragraph.report_id == link.partition("/")[0] for paragraph in found.present)
    if found.status in ("same", "moved"):
        assert [{fold(paragraph.text)} for paragraph in found.present] == [quote.words]
    elif found.status == "changed":
        assert found.present
        assert all(present[paragraph] & quote.roots for paragraph in found.present)
    else:
        assert not found.present


TURNS = st.one_of(
    st.lists(st.sampled_from(sorted(edits.OPERATIONS)), min_size=1, max_size=10),
    st.sampled_from(["move", "withdraw", "restore", "another year"]),
)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> str | None:
    """Where archives are made: beside the index, or in databases of a server."""
    return request.getfixturevalue("postgresql") if request.param == "postgresql" else None


@given(st.integers(0, 4), st.lists(TURNS, min_size=2, max_size=4), st.randoms(use_true_random=False))
@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_becomes_of_a_report_every_link_says_the_truth(server, number, turns, random):
    with TemporaryDirectory() as folder:
        life = Life(Path(folder), number, random, new_database(server) if server else None)
        life.write()
        life.run()
        life.check()
        for count, turn in enumerate(turns):
            live(life, turn, count)
            life.run()
            life.check()
        life.run(from_archive=True)
        life.check()


def live(life: Life, turn: str | Sequence[str], count: int) -> None:
    if not isinstance(turn, str):
        life.draft.revise(turn)
        life.write()
    elif turn == "withdraw":
        life.path.unlink(missing_ok=True)
    elif turn == "restore" or not life.path.exists():
        life.write()
    elif turn == "move":
        life.move(count)
    else:
        life.read_as_of(2014 + count)


@pytest.mark.parametrize("name", ["typo", "other_numbers", "without_marker", "cut"])
def test_a_link_to_an_edited_text_says_that_it_was_changed_and_shows_what_it_is_now(name, tmp_path, seed_index):
    """Every paragraph of every seed is edited at once."""
    sources, index = tmp_path / "reports", tmp_path / "index"
    sources.mkdir()
    shutil.copytree(seed_index, index)
    random, change = Random(7), getattr(edits, name)
    edited: dict[str, str] = {}
    for document in documents():
        lines = [line.text for line in document.lines]
        for one in sorted(document.paragraphs, key=lambda one: (one.span.line, one.span.start), reverse=True):
            edited[one.id] = change(one.text, random)
            line = lines[one.span.line - 1]
            lines[one.span.line - 1] = line[: one.span.start] + edited[one.id] + line[one.span.end :]
        (sources / document.report.path).write_text("\n".join(lines), encoding="utf-8")
    run(sources, index, Silence())
    with closing(open_engine(index)) as engine:
        for document in documents():
            for one in document.paragraphs:
                found = resolve(engine, one.id)
                assert found.quoted[0].paragraph.text == one.text
                if fold(edited[one.id]) != fold(one.text):
                    assert found.status == "changed"
                    assert any(fold(edited[one.id]) in fold(now.text) for now in found.present)
                else:  # it may be cut otherwise now, for what stands beside it
                    assert any(fold(one.text) in fold(now.text) for now in found.present)
