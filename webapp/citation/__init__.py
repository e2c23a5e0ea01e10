"""A paragraph or a report made ready to be cited: for a memo, for a list of references, for bibliographic software.

The words are never touched. What is not known of a report is left out or said to be unknown; nothing is guessed.
"""

from webapp.citation.quoting import cite_report, escape_markdown, quotes
from webapp.citation.sources import published, selector, source_line
from webapp.citation.wording import inside_quotation, restore_marks

__all__ = [
    "cite_report",
    "escape_markdown",
    "inside_quotation",
    "published",
    "quotes",
    "restore_marks",
    "selector",
    "source_line",
]
