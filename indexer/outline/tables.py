"""Read the tables of words under data/: one or more words a line, # begins a comment line."""

from importlib import resources


def rows(name: str) -> list[list[str]]:
    """Return the words of each line of the table `name`."""
    text = resources.files("indexer.data").joinpath(name).read_text(encoding="utf-8")
    return [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def words(name: str) -> list[str]:
    """Return all words of the table `name`."""
    return [word for row in rows(name) for word in row]
