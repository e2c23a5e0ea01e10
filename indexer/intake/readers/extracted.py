"""What a reader makes of a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from indexer.contract import Evidence


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file, and what its markup says beside it.

    `text` is not cleaned, has LF line ends and one line for each block of the page; a table's row is a line of cells
    between bars, "| 索引号 | 0146 |". `said` has values under the keys of a sidecar (title, publication_date as ISO,
    source, issuer, source_url, …) where markup names them, with the place as rule: Evidence('<meta name="PubDate">', 0,
    '2022-01-05'). `site` is the name and host of the site the page was saved from: evidence of where it was published,
    not of whom it is about.
    """

    text: str
    said: Mapping[str, Evidence] = field(default_factory=dict)
    site: str = ""
