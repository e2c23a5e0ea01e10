"""The places of an index as a tree, province › prefecture › county, with the facet value of each; and their names.

A value stands for all that begins with it: 42, 4212, 421221. A province's or city's own reports are the value 420000
or 421200, a leaf of their own: 省本级, 市本级.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from indexer.contract import UNKNOWN, Place
from indexer.text import fold
from webapp.search.labels import UNKNOWN_PLACE, own_label

_DIGITS: Final = {"province": 2, "prefecture": 4}
_CODE: Final = re.compile(r"[0-9]{2}(?:[0-9]{2}){0,2}(?:z[0-9A-HJKMNP-TV-Z]{4})?")
_SHORTEST_NAME: Final = 2  # characters of the beginning of a name


@dataclass(slots=True)
class Node:
    """One place. `path` is its names from the province down, without that of a leaf 市本级."""

    value: str
    label: str
    path: str
    children: list["Node"] = field(default_factory=list)

    def walk(self) -> Iterator["Node"]:
        """Yield this node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


class Jurisdictions:
    """All places of one index. `ways` are the values from the province down to each, itself included."""

    def __init__(self, places: Mapping[str, tuple[Place, ...]]) -> None:
        self.roots: list[Node] = []
        self._nodes: dict[str, Node] = {}
        for value in sorted(places, key=lambda value: (value == UNKNOWN, value)):
            self._add(value, places[value])
        self.ways: Mapping[str, tuple[str, ...]] = {value: way for root in self.roots for value, way in _ways(root, ())}

    @property
    def size(self) -> int:
        """How many places there are, those above others included."""
        return len(self._nodes)

    def way(self, value: str) -> tuple[str, ...]:
        """Return the values from the province down to `value`, itself included; none if the index lacks it."""
        return self.ways.get(value, ())

    def label(self, value: str) -> str | None:
        """Return the full name of a value, None if the index holds no such place."""
        node = self._nodes.get(value)
        if node is None:
            return None
        return node.path if node.path.endswith(node.label) else f"{node.path}{node.label}"

    def named(self, written: str) -> tuple[str, ...]:
        """Return the values that a name or code stands for: a whole name or path, or else the beginning of names."""
        if _CODE.fullmatch(written):
            return (written,)
        wanted = fold(written)
        if wanted in (fold("不详"), fold(UNKNOWN_PLACE)):
            return (UNKNOWN,)
        named = [(fold(node.label), fold(node.path), node.value) for node in self._named_nodes()]
        exact = tuple(value for label, path, value in named if wanted in (label, path))
        if exact or len(wanted) < _SHORTEST_NAME:
            return exact
        begun = tuple(value for label, _, value in named if label.startswith(wanted))
        return begun or tuple(value for _, path, value in named if path.startswith(wanted))[:1]

    def _named_nodes(self) -> Iterator[Node]:
        return (node for node in self._nodes.values() if node.path.endswith(node.label))

    def _add(self, value: str, path: tuple[Place, ...]) -> None:
        if not path:
            self._put(None, value, UNKNOWN_PLACE if value == UNKNOWN else value, "")
            return
        above: Node | None = None
        names = ""
        for place in path:
            names += place.name
            step = place.code[: _DIGITS.get(place.level, 6)] if place.code else value
            above = self._put(above, step, place.name, names)
        if above is not None and above.value != value:
            self._put(above, value, own_label(path[-1]), names)

    def _put(self, above: Node | None, value: str, label: str, path: str) -> Node:
        node = self._nodes.get(value)
        if node is None:
            node = self._nodes[value] = Node(value, label, path)
            (above.children if above else self.roots).append(node)
        return node


def _ways(node: Node, above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    way = (*above, node.value)
    yield node.value, way
    for child in node.children:
        yield from _ways(child, way)
