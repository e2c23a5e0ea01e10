"""The tree of a report's versions, and what became of a paragraph on the way from one version to another."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping


class VersionTree:
    """Versions by number, each but the first with a parent, and the edges between edited paragraphs.

    `texts` are the hashes of the paragraphs of each version, in order; `edges` are (version, hash, hash in its parent).
    """

    def __init__(
        self,
        parents: Mapping[int, int | None],
        texts: Mapping[int, Iterable[str]],
        edges: Iterable[tuple[int, str, str]],
    ) -> None:
        self._texts = {version: {text: place for place, text in enumerate(each)} for version, each in texts.items()}
        self._neighbours: dict[int, list[int]] = defaultdict(list)
        for version, parent in parents.items():
            if parent is not None:
                self._neighbours[version].append(parent)
                self._neighbours[parent].append(version)
        self._edges: dict[tuple[int, int, str], list[str]] = defaultdict(list)
        for version, text, before in edges:
            parent = parents[version]
            assert parent is not None, version
            self._edges[version, parent, text].append(before)
            self._edges[parent, version, before].append(text)

    def successors(self, text: str, start: int) -> dict[int, tuple[str, ...]]:
        """Return, for every version, the paragraphs that hold what stood as `text` in version `start`, in order.

        From a version to the next, a text that still stands is itself; else it is all that it was edited into.
        """
        found = {start: {text}}
        for version, following in self._steps(start):
            found[following] = {later for held in found[version] for later in self._step(held, version, following)}
        return {version: tuple(sorted(texts, key=self._texts[version].__getitem__)) for version, texts in found.items()}

    def _step(self, text: str, version: int, following: int) -> Iterable[str]:
        return (text,) if text in self._texts[following] else self._edges.get((version, following, text), ())

    def _steps(self, start: int) -> Iterator[tuple[int, int]]:
        """Yield the edges of the tree, walking away from `start`."""
        met = {start}
        queue = deque([start])
        while queue:
            version = queue.popleft()
            for following in self._neighbours[version]:
                if following not in met:
                    met.add(following)
                    queue.append(following)
                    yield version, following
