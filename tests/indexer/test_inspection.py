"""What tools and people are told of one file, with the evidence."""

from indexer.inspection import inspect_file
from tests.indexer.invented import page

_FIRST = page("嘉鱼县2021年度法治政府建设情况报告", "嘉鱼县人民政府\n2022年1月5日")
_SECOND = page("崇阳县2021年度法治政府建设情况报告", "崇阳县人民政府\n2022年1月12日")


def test_every_value_has_its_evidence(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(_FIRST, encoding="utf-8")
    found = inspect_file(path)
    assert found["is_report"]
    assert found["parts"] == []
    assert found["evidence"]["year"]["line"] == found["evidence"]["jurisdiction"]["line"] == 1
    assert found["evidence"]["signature"] == {
        "rule": "落款",
        "line": len(_FIRST.split("\n")) - 1,
        "text": "嘉鱼县人民政府",
    }
    assert "no_source_url" in found["flags"]


def test_reports_that_share_a_file_are_told_apart(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(f"{_FIRST}\n{_SECOND}", encoding="utf-8")
    found = inspect_file(path)
    assert found["title"] == "嘉鱼县2021年度法治政府建设情况报告"
    assert [part["title"][:3] for part in found["parts"]] == ["嘉鱼县", "崇阳县"]
    assert [part["first_line"] for part in found["parts"]] == [1, len(_FIRST.split("\n")) + 1]


def test_what_cannot_be_read_has_the_same_keys(tmp_path):
    good, bad = tmp_path / "a.txt", tmp_path / "b.txt"
    good.write_text(_FIRST, encoding="utf-8")
    bad.write_bytes(bytes(range(256)) * 9)
    found = inspect_file(bad)
    assert found.keys() == inspect_file(good).keys()
    assert (found["is_report"], found["parts"], found["evidence"]) == (False, [], {})
    assert found["reject_reason"]
