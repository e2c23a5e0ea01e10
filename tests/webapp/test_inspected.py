"""What `xianli inspect` prints for people."""

from indexer.intake.sources import Source
from indexer.parts import parts
from tests.indexer.invented import page
from webapp import inspected


def test_what_is_open_names_the_sidecar_that_would_be_read(tmp_path, capsys):
    name = "鼓楼区2021.12"  # a name that ends in a number has no suffix
    data = page("鼓楼区2021年度法治政府建设情况报告", "").encode()
    inspected.print_parts(tmp_path / name, parts(Source(name, data, "")))
    out = capsys.readouterr().out
    assert "待核的问题" in out
    assert "南京市鼓楼区 320106" in out  # one of those it may be
    assert f"{name}.meta.toml" in out
