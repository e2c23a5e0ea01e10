"""Short made-up reports for the tests of the outline."""

from indexer.contract import Line
from indexer.outline.outline import Outline, outline

TITLE = "某县2021年度法治政府建设情况报告"


def report(text: str, *, title: str = TITLE) -> list[Line]:
    """Return the lines of a report whose body is `text`; its first line has the number 2."""
    body = [Line(number, "body" if line.strip() else "blank", line) for number, line in enumerate(text.split("\n"), 2)]
    return [Line(1, "title", title), *body]


def read(text: str, *, title: str = TITLE) -> Outline:
    return outline(report(text, title=title))


def headings(text: str) -> list[tuple[int, str, str]]:
    """Return (level, marker, text) of all headings."""
    return [(heading.level, heading.marker, heading.text) for heading in read(text).headings]
