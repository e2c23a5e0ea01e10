"""Labels of a page's head and foot (索引号：… 发布机构：… 来源：…): which stand in a line, and their values.

Government sites lay them out as 标签：值, as table cells between bars, or with blanks only; several in a line, many of
them empty, with blanks inside the words (索 引 号) or nothing between a value and the next label (来源:本网时间:…).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from typing import Final

from indexer.intake.dates import western
from indexer.text import simplify


def _read_names() -> dict[str, str]:
    kinds: dict[str, str] = {}
    kind = ""
    text = resources.files("indexer.data").joinpath("labels.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            head, colon, names = line.rpartition(":")
            kind = head if colon else kind
            kinds.update(dict.fromkeys(names.split(), kind))
    return kinds


_KIND_OF: Final = _read_names()
_SPACED: Final = "|".join(r"\s*".join(name) for name in sorted(_KIND_OF, key=len, reverse=True))
_COLON: Final = r"\s*[:﹕∶]\s*"
_WITH_COLON: Final = re.compile(rf"(?P<name>{_SPACED})(?:\s*[】\])])?{_COLON}")
_CELL: Final = re.compile(rf"\s*(?:[【\[(]\s*)?(?P<name>{_SPACED})(?:\s*[】\])])?(?:{_COLON})?\s*")
_BRACKETED: Final = re.compile(rf"[【\[]\s*(?P<name>{_SPACED})\s*[】\]](?:{_COLON})?")
_BARE: Final = re.compile(rf"(?:(?<=\s)|^)(?P<name>{_SPACED})(?=\s|$)")
_UNKNOWN: Final = re.compile(rf"(?:(?<=[\s|】\]])|^)[【\[]?(?P<name>[\u4e00-\u9fff]{{2,10}})[】\]]?{_COLON}")
_NEUTRAL: Final = re.compile("^(?:政府信息|政务信息|信息|文件|文章|本文|稿件|公文|政务|网站|公开|正文)+")
_HAN_BEFORE: Final = re.compile(r"(?P<colon>:\s*)?(?P<run>[\u4e00-\u9fff]*)$")
_STAMP: Final = re.compile(r"[\s(\[【]*\d{4}\s*[-/.年]\s*\d\d?\s*[-/.月]\s*\d\d?\s*日?[\d:\s]*[)\]】]?[\s|]*")
_NONE: Final = frozenset(
    {"无", "空", "暂无", "无文号", "无。", *"-—/\\*", "--", "——", "n/a", "null", "none", "undefined"}
)
_BARS: Final = re.compile(r"\s*[|丨│┃\t]\s*")
_BULLETS: Final = "■◆●•·*>◎★▪○◇□▶►‣-–"
_ORNAMENT: Final = f" \t【[(|{_BULLETS}"
_DATED: Final = frozenset({"published_open", "published", "updated", "line_date", "generated", "written"})
_MAX_LINE: Final = 600  # characters; the labels of a page stand in short lines
_MAX_CELL: Final = 20


@dataclass(frozen=True, slots=True)
class Label:
    """A label and its value as written; None where the page has none."""

    kind: str  # see labels.txt, or "unknown"
    name: str  # without blanks
    value: str | None


def read_labels(line: str) -> tuple[Label, ...]:
    """Return the labels of a line that starts with one (or a date, then one), else nothing."""
    line = line[:_MAX_LINE]
    plain = simplify(line)
    if _BARS.search(plain.strip()):
        cells = _cells(line, plain)
        if cells:
            return cells
    marks = _marks(plain)
    if not marks:
        return ()
    before = plain[: marks[0][1]].strip(_ORNAMENT)
    stamp = _STAMP.fullmatch(western(before)) is not None
    if before and not stamp:
        return ()
    ends = [start for _, start, _ in marks[1:]] + [len(line)]
    labels = [_label(name, line[after:end]) for (name, _, after), end in zip(marks, ends, strict=True)]
    return (Label("line_date", "", before), *labels) if before else tuple(labels)


def _marks(plain: str) -> list[tuple[str, int, int]]:
    """Return (name, start, start of the value) of the labels in a line."""
    found = {}
    for match in _WITH_COLON.finditer(plain):
        start, name = match.start(), re.sub(r"\s+", "", match["name"])
        before = _HAN_BEFORE.search(plain[:start])
        if before is not None and before["run"] and before["colon"] is None:
            name = before["run"] + name  # 信息公开目录： is another label than 目录：
            start = before.start("run")
        found[start] = (name, start, match.end())
    for match in _BRACKETED.finditer(plain):
        found.pop(match.start("name"), None)
        found[match.start()] = (re.sub(r"\s+", "", match["name"]), match.start(), match.end())
    covered = {i for _, start, end in found.values() for i in range(start, end)}
    for match in _UNKNOWN.finditer(plain):
        if not covered.intersection(range(*match.span())):
            found[match.start()] = (match["name"], match.start(), match.end())
    bare = [match for match in _BARE.finditer(plain) if not covered.intersection(range(*match.span()))]
    leads = bool(bare) and not plain[: bare[0].start()].strip(_ORNAMENT) and len(plain.split()) <= 3
    if len(bare) + len(found) >= 2 or leads:
        found.update({match.start(): (re.sub(r"\s+", "", match["name"]), *match.span()) for match in bare})
    return [found[start] for start in sorted(found)]


def _cells(line: str, plain: str) -> tuple[Label, ...]:
    """Read a table row: a cell that is a label names the next one, unless that is a label too."""
    labels: list[Label] = []
    name: str | None = None
    at = 0
    for end, after in [bar.span() for bar in _BARS.finditer(plain)] + [(len(plain), len(plain))]:
        match = _CELL.fullmatch(plain, at, end) if end - at <= _MAX_CELL else None
        inner = () if match else read_labels(line[at:end])
        if (match or inner) and name is not None:
            labels.append(_label(name, ""))
            name = None
        if match:
            name = match["name"]
        elif inner:
            labels += inner
        elif name is not None:
            labels.append(_label(name, line[at:end]))
            name = None
        at = after
    return (*labels, _label(name, "")) if name is not None else tuple(labels)


def _label(name: str, value: str) -> Label:
    name = re.sub(r"\s+", "", name)
    kind = _KIND_OF.get(name) or _KIND_OF.get(_NEUTRAL.sub("", name), "unknown")
    return Label(kind, name, none_if_empty(value))


def none_if_empty(value: str) -> str | None:
    """Return a value without padding and stray bars, or None where the page says that there is none."""
    value = value.strip(" \t\xa0\u3000|｜丨;；,，【[")
    if value.endswith(("】", "]")) and not re.search(r"[【\[]", value):
        value = value[:-1].rstrip()  # the bracket around label and value
    return None if simplify(value).lower() in _NONE or not value else value


def lone_label(line: str) -> str | None:
    """Return the kind of a line that is one label and nothing else: its value may stand on the next line."""
    match = _CELL.fullmatch(simplify(without_bullet(line))) if len(line) <= 2 * _MAX_CELL else None
    return _KIND_OF[re.sub(r"\s+", "", match["name"])] if match else None


def without_bullet(line: str) -> str:
    """Return a line without the mark of a list before it, the • of • 索引号."""
    return line.strip().lstrip(f"{_BULLETS} \t\u3000")


def may_be_value(kind: str, text: str) -> bool:
    """Tell whether a line may be the value of a lone label above it: a date under 发布日期, a number under 索引号."""
    if read_labels(text) or lone_label(text) is not None:
        return False
    dated = _STAMP.fullmatch(western(text)) is not None
    if kind in _DATED:
        return dated
    if kind in ("index_number", "doc_number"):
        return not dated and bool(re.search(r"\d", text) or none_if_empty(text) is None)
    return not dated or kind == "other"


def describe_document(labels: Iterable[Label]) -> bool:
    """Tell whether labels describe the document, rather than count visits or offer tools."""
    return any(label.kind not in ("visits", "tools", "unknown") for label in labels)
