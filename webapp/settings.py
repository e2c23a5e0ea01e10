"""What can be set, each with its default and one sentence; from a TOML file, overridden by the environment.

A setting `base_url` is the key `base_url` in the file and XIANLI_BASE_URL in the environment. `docs/settings.md` is
held against this module by a test.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, Final, cast, get_type_hints
from urllib.parse import urlsplit

from indexer.errors import XianliError

ENVIRONMENT_PREFIX: Final = "XIANLI_"
CONFIG_VARIABLE: Final = "XIANLI_CONFIG"

_LOOPBACK_NAMES: Final = ("localhost", "127.0.0.1", "[::1]")
_EVERY_ADDRESS: Final = frozenset({"0.0.0.0", "::", "[::]", ""})  # noqa: S104 (compared with, never bound to)


class SettingsError(XianliError):
    """A setting cannot be used; the message names it and says what it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of the web application. Raises SettingsError when one is out of range."""

    index_folder: Annotated[Path, "索引所在的文件夹，由 xianli index 生成。"] = Path("index_data")
    host: Annotated[str, "监听的地址；本机使用不必改，供他人访问时写本机的内网地址或 0.0.0.0。"] = "127.0.0.1"
    port: Annotated[int, "监听的端口。"] = 8000
    base_url: Annotated[
        str | None,
        "他人打开本系统的网址，如 http://fz.example.gov.cn；写进引文和链接。不设时，页面会说明链接只在本机有效。",
    ] = None
    trusted_hosts: Annotated[
        tuple[str, ...], "除 base_url、host 和本机之外，还允许用哪些主机名访问；用逗号隔开，以点开头表示其下所有子域。"
    ] = ()
    rate_limit_per_minute: Annotated[int, "每个地址每分钟最多请求多少次；0 表示不限。本机的请求一律不限。"] = 300
    search_deadline_seconds: Annotated[float, "一次检索最多用多少秒，超过即停止并说明。"] = 2.0
    processes: Annotated[int, "处理请求的进程数；0 表示有几个处理器就用几个，最多 4 个。在 Windows 上总是 1 个。"] = 0
    threads: Annotated[int, "每个进程同时处理请求的线程数。"] = 6

    def __post_init__(self) -> None:
        self._check("port", "1 到 65535 的整数", fits=1 <= self.port <= 65535)
        self._check("rate_limit_per_minute", "0 或更大的整数", fits=self.rate_limit_per_minute >= 0)
        self._check("search_deadline_seconds", "大于 0 的秒数", fits=self.search_deadline_seconds > 0)
        self._check("processes", "0 到 64 的整数", fits=0 <= self.processes <= 64)
        self._check("threads", "1 到 64 的整数", fits=1 <= self.threads <= 64)
        if self.base_url is not None:
            self._check_base_url(self.base_url)
        elif self.host in _EVERY_ADDRESS and not self.trusted_hosts:
            raise SettingsError(
                f"host 设为 {self.host} 时，须同时设置 {_written('base_url')} 或 {_written('trusted_hosts')}，"
                "说明用哪个主机名访问本系统。"
            )

    def _check(self, name: str, expected: str, *, fits: bool) -> None:
        if not fits:
            raise SettingsError(f"设置 {_written(name)} 的值 {getattr(self, name)} 不能用：应为{expected}。")

    def _check_base_url(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            fits = parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)
        except ValueError:
            fits = False
        self._check("base_url", "以 http:// 或 https:// 开头的网址，不带 ? 和 #", fits=fits)

    @property
    def public_url(self) -> str:
        """The address links and citations begin with, without a slash at the end."""
        if self.base_url is not None:
            return self.base_url.rstrip("/")
        host = "127.0.0.1" if self.host in _EVERY_ADDRESS else self.host
        return f"http://[{host}]:{self.port}" if ":" in host.strip("[]") else f"http://{host}:{self.port}"

    @property
    def links_are_local(self) -> bool:
        """Whether links and citations work on this machine only."""
        return self.base_url is None

    @property
    def allowed_hosts(self) -> list[str]:
        """The host names a request may be addressed to."""
        names = [*_LOOPBACK_NAMES, *self.trusted_hosts]
        if self.host not in _EVERY_ADDRESS:
            names.append(f"[{self.host}]" if ":" in self.host and not self.host.startswith("[") else self.host)
        if self.base_url is not None:
            names.append(cast("str", urlsplit(self.base_url).hostname))
        return sorted({name.lower() for name in names})


def load_settings(environment: Mapping[str, str], config: Path | None = None, **overrides: object) -> Settings:
    """Read settings: `overrides` that are not None win over the environment, which wins over the file.

    The file is `config` or else the one XIANLI_CONFIG names. Raises SettingsError, which names the key.
    """
    known = [setting.name for setting in fields(Settings)]
    values: dict[str, Any] = {}
    if config is None and environment.get(CONFIG_VARIABLE):
        config = Path(environment[CONFIG_VARIABLE])
    for name, value in (_from_file(config) if config else {}).items():
        if name not in known:
            raise SettingsError(f"{config} 中的设置 {name} 不认识；可用的有：{'、'.join(known)}。")
        values[name] = _converted(name, value)
    for name in known:
        written = environment.get(ENVIRONMENT_PREFIX + name.upper())
        if written:
            values[name] = _converted(name, written)
    values |= {name: value for name, value in overrides.items() if value is not None}
    return Settings(**values)


def _written(name: str) -> str:
    """Return how a setting is called, in a file and in the environment, for whoever has to mend it."""
    return f"{name}（{ENVIRONMENT_PREFIX}{name.upper()}）"


def _from_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"读不到设置文件 {path}：{error.strerror}。请检查路径和权限。") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"设置文件 {path} 不是 UTF-8 编码，请另存为 UTF-8。") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"设置文件 {path} 不是合法的 TOML：{error}。") from error


def _converted(name: str, value: object) -> object:
    """Return `value`, as written in a file or the environment, in the type of the setting."""
    kind = get_type_hints(Settings)[name]
    try:
        if kind is int and isinstance(value, int | str) and not isinstance(value, bool):
            return int(value)
        if kind is float and isinstance(value, int | float | str) and not isinstance(value, bool):
            return float(value)
        if kind is Path and isinstance(value, str):
            return Path(value)
        if kind == tuple[str, ...] and isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        if kind == tuple[str, ...] and isinstance(value, list) and all(isinstance(part, str) for part in value):
            return tuple(value)
        if kind in (str, str | None) and isinstance(value, str):
            return value
    except ValueError:
        pass
    expected = {int: "整数", float: "数字", tuple[str, ...]: "用逗号隔开的几项"}.get(kind, "文字")
    raise SettingsError(f"设置 {_written(name)} 的值 {value} 不能用：应为{expected}。")


def settings_table() -> list[tuple[str, str, str]]:
    """Return (name, default as written in a TOML file, sentence) of every setting, in order."""
    hints = get_type_hints(Settings, include_extras=True)
    return [(s.name, _as_toml(s.default), hints[s.name].__metadata__[0]) for s in fields(Settings)]


def _as_toml(value: object) -> str:
    match value:
        case None:
            return "（不设）"
        case tuple():
            return "[]"
        case int() | float():
            return str(value)
        case _:
            return f'"{value}"'
