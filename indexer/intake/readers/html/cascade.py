"""What the style sheets of a page say of each element while the page is read."""

import re
from collections.abc import Mapping
from typing import Final

from indexer.intake.readers.html.counters import Counters, Scope
from indexer.intake.readers.html.selectors import Element
from indexer.intake.readers.html.sheets import PLAIN, Look, Rule, Sheet

_SHOWN: Final = re.compile("(?:display|visibility):")  # what of its own style outweighs a sheet's
_NOWHERE: Final = Element("")


class Cascade:
    """Follows the open elements of a page; the rules `disbelieved` hide nothing, None is all."""

    def __init__(self, sheet: Sheet, disbelieved: frozenset[Rule] | None) -> None:
        self._sheet = sheet
        self._disbelieved = disbelieved
        self._around: list[Element] = []
        self._counters = Counters()
        self._scopes: list[Scope] = [{}]
        self._element = _NOWHERE

    def look(self, tag: str, attributes: Mapping[str, str]) -> Look:
        """Return what the element that opens next looks like."""
        if not self._sheet:
            return PLAIN
        classes = (attributes.get("class") or "").split() if attributes else ()
        self._element = Element(tag, (attributes.get("id") or "").strip(), frozenset(classes))
        return self._sheet.look(self._element, self._around)

    def hider(self, look: Look, style: str) -> Rule | None:
        """Return the rule that hides an element whose own style is `style`."""
        rule = look.hidden_by
        if rule is None or self._disbelieved is None or rule in self._disbelieved or _SHOWN.search(style):
            return None
        return rule

    def enter(self, look: Look) -> None:
        """Open the element that was looked at, if it is seen."""
        if self._sheet:
            if look.values:
                self._counters.count(look.values, self._scopes[-1])
            self._around.append(self._element)
            self._scopes.append({})

    def before(self, look: Look, item: int) -> str:
        """Return the number that stands before the element; `item` is that of the list's item."""
        if not look.before:
            return ""
        self._counters.count(look.before, self._scopes[-1])
        return self._counters.said(look.before.get("content", ""), item)

    def leave(self) -> None:
        """Close the element opened last."""
        if self._around:
            self._around.pop()
            self._counters.leave(self._scopes.pop())
