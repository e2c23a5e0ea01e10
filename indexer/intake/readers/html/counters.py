"""Numbers that a style sheet counts and writes before elements: content: counter(item, cjk-ideographic) "、"."""

import re
from collections.abc import Mapping
from typing import Final

from indexer.intake.readers.html.lists import FORMS
from indexer.intake.readers.numerals import written

_COUNT: Final = re.compile(r"(?P<name>[a-zA-Z_][\w-]*)(?:\s+(?P<by>[+-]?\d{1,6}))?")
_PART: Final = re.compile(
    r"\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'"
    r"|counter\(\s*(?P<name>[\w-]+)\s*(?:,\s*(?P<form>[\w-]+)\s*)?\)"
    r"|counters\(\s*(?P<names>[\w-]+)\s*,\s*(?:\"(?P<between>[^\"]*)\"|'(?P<apart>[^']*)')\s*"
    r"(?:,\s*(?P<forms>[\w-]+)\s*)?\)"
)
_ESCAPE: Final = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_MAX_VALUES: Final = 200  # characters of a value that are read
_MAX_LEVELS: Final = 20
_MAX_NUMBER: Final = 30  # characters
_ITEM: Final = "list-item"  # the counter that every list has

Scope = dict[str, int]  # the counters that were reset in an element's content, and how many instances there were before


class Counters:
    """The counters of a page, each with its instances, the innermost last."""

    def __init__(self) -> None:
        self._instances: dict[str, list[int]] = {}

    def count(self, values: Mapping[str, str], scope: Scope) -> None:
        """Reset and advance what an element says; `scope` is that of the element around it."""
        for name, value in _counts(values.get("counter-reset", ""), 0):
            instances = self._instances.setdefault(name, [])
            if len(instances) > scope.setdefault(name, len(instances)):
                instances[-1] = value
            elif len(instances) < _MAX_LEVELS:
                instances.append(value)
        for name, by in _counts(values.get("counter-increment", ""), 1):
            instances = self._instances.setdefault(name, [])
            if not instances:
                scope.setdefault(name, 0)
                instances.append(0)
            instances[-1] += by

    def leave(self, scope: Scope) -> None:
        """Forget the counters that an element's content has reset."""
        for name, before in scope.items():
            del self._instances[name][before:]

    def said(self, content: str, item: int) -> str:
        """Return what is written for `content`, "" if no counter is in it: a mark before a line is no text.

        `item` is the number of the list's item.
        """
        content = content[:_MAX_VALUES]
        if "counter" not in content:
            return ""
        said = ""
        for part in _PART.finditer(content):
            name = part["name"] or part["names"]
            if not name:
                said += _unescaped(part["double"] or part["single"] or "")
                continue
            instances = self._instances.get(name) or [item if name == _ITEM else 0]
            form = FORMS.get(part["form"] or part["forms"] or "", "decimal")
            between = part["between"] or part["apart"] or ""
            said += between.join(written(value, form) for value in (instances if part["names"] else instances[-1:]))
        return said if len(said) <= _MAX_NUMBER else ""


def _counts(value: str, otherwise: int) -> list[tuple[str, int]]:
    if not value or value == "none":
        return []
    return [(match["name"], int(match["by"] or otherwise)) for match in _COUNT.finditer(value[:_MAX_VALUES])]


def _unescaped(text: str) -> str:
    """Return a string with the characters for their numbers: 3001 behind a backslash is 、."""
    return _ESCAPE.sub(lambda match: _character(int(match[1], 16)), text)


def _character(number: int) -> str:
    return chr(number) if 0x20 <= number < 0xD800 or 0xE000 <= number < 0x110000 else "\ufffd"
