"""Runs with and without other yearly reports."""

from indexer.build import run
from indexer.engines import open_engine
from tests.conftest import Silence
from tests.indexer.intake.kinds.test_other_kinds import ECONOMY, WORK
from tests.indexer.made_up import report, states


def kinds(folder) -> dict[str, str]:
    engine = open_engine(folder)
    try:
        return {one.id: one.kind for one in engine.reports()}
    finally:
        engine.close()


def test_other_reports_come_and_go_with_the_option(tmp_path):
    sources, folder = tmp_path / "sources", tmp_path / "index"
    sources.mkdir()
    (sources / "law.txt").write_bytes(report(year=2022))
    (sources / "work.txt").write_text(WORK, encoding="utf-8")
    (sources / "economy.txt").write_text(ECONOMY, encoding="utf-8")

    only_law = run(sources, folder, Silence())
    assert states(only_law) == {"law.txt": "accepted", "work.txt": "rejected", "economy.txt": "rejected"}
    assert kinds(folder) == {"421221-2022-gov": "law"}

    everything = run(sources, folder, Silence(), any_kind=True)
    assert set(states(everything).values()) == {"accepted"}
    assert kinds(folder) == {
        "421221-2022-gov": "law",
        "421221-2022-gov-02W2": "work",
        "421221-2022-gov-3HAX": "other",
    }
    assert run(sources, folder, Silence(), any_kind=True).status is None

    again = run(sources, folder, Silence())
    assert kinds(folder) == {"421221-2022-gov": "law"}
    assert again.changes.withdrawn == 2
