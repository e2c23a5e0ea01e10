"""Kinds of report in the archive: those of law are written as before there were others; none is taken for another."""

import json
from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from indexer import records
from indexer.archive import export_archive, import_archive, open_archive, rows
from indexer.archive.identity import NothingKnown, identify
from indexer.contract import KINDS
from indexer.naming import is_report_id, report_id
from tests.engines.corpus import make_document
from tests.indexer.archive.reports import Remembered, card, texts
from tests.indexer.archive.runs import A, B, file, run
from tests.indexer.archive.test_exchange import keyed, refusal, sealed

# The version key of this report as it was before reports had a kind.
LAW = make_document(["推行“双随机、一公开”监管。"])
BEFORE = "df8944843f97c3bc431c48072981560c49dd667874e2a2769c945e738146659f"


def row(document):
    return rows.version_row(document, document.report.id, map(rows.paragraph_row, document.paragraphs))


def test_a_report_of_law_is_the_version_that_it_was_before_there_were_kinds():
    assert row(LAW)["key"] == BEFORE
    assert "kind" not in json.loads(row(LAW)["record"])["report"]


def test_a_record_without_a_kind_is_of_law():
    given = json.loads(records.written(LAW.report))
    assert given.pop("kind") == "law"
    assert records.report(given) == LAW.report
    assert rows.report(row(LAW), LAW.report.path) == LAW.report


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "law"])
def test_another_kind_is_kept_with_its_version(kind):
    document = make_document([A], kind=kind)
    assert rows.report(row(document), document.report.path) == document.report
    assert row(replace(document, report=replace(document.report, kind="law")))["key"] != row(document)["key"]


@pytest.mark.parametrize("said", ["work", "law", "unheard of"])
def test_an_export_says_the_kind_of_other_reports_alone(tmp_path, said):
    other = file([B], "b.txt", year=2021)
    work = replace(other, document=replace(other.document, report=replace(other.document.report, kind="work")))
    with open_archive(tmp_path / "one") as archive:
        run(archive, 1, file([A], "a.txt"), work)
        export_archive(archive, tmp_path / "archive.jsonl")
    values = [json.loads(line) for line in (tmp_path / "archive.jsonl").read_bytes().splitlines()][:-1]
    (version,) = [value for value in values if "kind" in value.get("record", {}).get("report", {})]
    version["record"]["report"]["kind"] = said
    keyed(values)
    if said == "work":
        (tmp_path / "archive.jsonl").write_bytes(sealed(values))
        with open_archive(tmp_path / "two") as archive:
            import_archive(archive, tmp_path / "archive.jsonl")
            assert archive.check() == ()
    else:
        assert "record 的 report 的值不对" in refusal(tmp_path, sealed(values))


ORDERS = list(permutations(range(len(KINDS))))


@pytest.mark.parametrize("order", ORDERS[::5])
def test_kinds_of_one_place_and_year_never_merge_whichever_comes_first(order):
    """Not even where the text is the same: nothing but their kind tells them apart."""
    cards = [
        card(
            texts(0),
            f"{kind}.txt",
            report_id("421221", 2020, "gov", None, kind=kind),
            mark=kind,
            published=date(2021, 1, day),
        )
        for day, kind in enumerate(KINDS, 1)
    ]
    known = Remembered()
    for number in order:
        found = identify([cards[number]], known)
        assert [one.report_id for one in found] == [cards[number].natural_id]
        known.remember(found)
    assert {one.report_id for one in identify(cards, NothingKnown())} == {one.natural_id for one in cards}


def test_a_second_report_of_a_kind_has_a_name_of_the_same_form():
    name = report_id("421221", 2020, "gov", None, kind="work")
    found = identify([card(texts(n), f"{n}.txt", name, title="政府工作报告") for n in (0, 1, 2)], NothingKnown())
    names = {one.report_id for one in found}
    assert len(names) == 3 and name in names and all(map(is_report_id, names))
