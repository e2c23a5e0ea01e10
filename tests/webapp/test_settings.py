"""Settings come from defaults, a file and the environment, and errors name the key."""

from pathlib import Path

import pytest

from webapp.settings import Settings, SettingsError, load_settings, settings_table

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "xianli.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_anything_the_defaults_hold():
    settings = load_settings({})
    assert settings == Settings()
    assert settings.public_url == "http://127.0.0.1:8000"
    assert settings.links_are_local


def test_environment_wins_over_file_and_arguments_over_both(tmp_path):
    config = written(tmp_path, 'host = "10.0.0.1"\nport = 81\nthreads = 3\n')
    environment = {"XIANLI_CONFIG": str(config), "XIANLI_PORT": "82", "XIANLI_THREADS": ""}
    settings = load_settings(environment, host="10.0.0.9", threads=None)
    assert (settings.host, settings.port, settings.threads) == ("10.0.0.9", 82, 3)


def test_every_kind_of_value_is_read_from_both_places(tmp_path):
    expected = Settings(
        index_folder=Path("/srv/索引"),
        base_url="https://fz.example.gov.cn/xianli/",
        trusted_hosts=("fz", ".gov.cn"),
        search_deadline_seconds=1.5,
    )
    environment = {
        "XIANLI_INDEX_FOLDER": "/srv/索引",
        "XIANLI_BASE_URL": "https://fz.example.gov.cn/xianli/",
        "XIANLI_TRUSTED_HOSTS": "fz, .gov.cn",
        "XIANLI_SEARCH_DEADLINE_SECONDS": "1.5",
    }
    toml = (
        '\ufeffindex_folder = "/srv/索引"\nbase_url = "https://fz.example.gov.cn/xianli/"\n'
        'trusted_hosts = ["fz", ".gov.cn"]\nsearch_deadline_seconds = 1.5\n'
    )
    assert load_settings(environment) == load_settings({}, written(tmp_path, toml)) == expected
    assert expected.public_url == "https://fz.example.gov.cn/xianli"
    assert not expected.links_are_local


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"XIANLI_PORT": "eighty"}, "port"),
        ({"XIANLI_PORT": "0"}, "port"),
        ({"XIANLI_THREADS": "65"}, "threads"),
        ({"XIANLI_PROCESSES": "-1"}, "processes"),
        ({"XIANLI_RATE_LIMIT_PER_MINUTE": "-1"}, "rate_limit_per_minute"),
        ({"XIANLI_SEARCH_DEADLINE_SECONDS": "0"}, "search_deadline_seconds"),
        ({"XIANLI_SEARCH_DEADLINE_SECONDS": "nan"}, "search_deadline_seconds"),
        ({"XIANLI_BASE_URL": "fz.example.gov.cn"}, "base_url"),
        ({"XIANLI_BASE_URL": "http://fz/?a=b"}, "base_url"),
        ({"XIANLI_BASE_URL": "http://[fz/"}, "base_url"),
        ({"XIANLI_HOST": "0.0.0.0"}, "trusted_hosts"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_in_chinese(environment, named):
    with pytest.raises(SettingsError, match=named) as caught:
        load_settings(environment)
    assert "应为" in caught.value.message or "须" in caught.value.message
    assert f"XIANLI_{named.upper()}" in caught.value.message


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("colour = 1", "colour"),
        ("port = 1.5", "port"),
        ("port = true", "port"),
        ("host = 1", "host"),
        ("port =", "TOML"),
    ],
)
def test_a_file_that_cannot_be_used_says_what_is_wrong(tmp_path, toml, named):
    with pytest.raises(SettingsError, match=named):
        load_settings({}, written(tmp_path, toml))


def test_a_file_that_is_not_there_or_not_utf8_is_named(tmp_path):
    with pytest.raises(SettingsError, match=r"absent\.toml"):
        load_settings({"XIANLI_CONFIG": str(tmp_path / "absent.toml")})
    config = tmp_path / "gbk.toml"
    config.write_bytes("# 设置".encode("gbk"))
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings({}, config)


@pytest.mark.parametrize(
    ("values", "url"),
    [
        ({"host": "::1", "port": 81}, "http://[::1]:81"),
        ({"host": "0.0.0.0", "trusted_hosts": ("fz",)}, "http://127.0.0.1:8000"),
        ({"base_url": "http://fz/"}, "http://fz"),
    ],
)
def test_links_begin_with_the_address_served_on(values, url):
    assert Settings(**values).public_url == url


def test_hosts_are_those_of_this_machine_and_those_named():
    hosts = Settings(host="10.1.2.3", base_url="http://fz.example:8080", trusted_hosts=(".gov.cn",)).allowed_hosts
    assert hosts == sorted([".gov.cn", "10.1.2.3", "127.0.0.1", "[::1]", "fz.example", "localhost"])


def test_the_documentation_lists_every_setting():
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| `")]
    assert rows == [
        f"| `{name}` | `XIANLI_{name.upper()}` | {default} | {sentence} |"
        for name, default, sentence in settings_table()
    ]
