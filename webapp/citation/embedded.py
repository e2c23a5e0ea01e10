"""References inside our pages, where bibliographic software looks for them: Highwire's meta elements, and COinS."""

from typing import Final
from urllib.parse import quote_plus, urlencode

from webapp.citation.reference import LANGUAGE, Reference, in_one_line

_OF_EVERY_REPORT: Final = urlencode(
    {
        "ctx_ver": "Z39.88-2004",
        "rft_val_fmt": "info:ofi/fmt:kev:mtx:book",
        "rfr_id": "info:sid/xianli",
        "rft.genre": "report",
    }
)
_LANGUAGE: Final = f"&{urlencode({'rft.language': LANGUAGE})}"


def highwire(reference: Reference) -> tuple[tuple[str, str], ...]:
    """Return names and contents of the meta elements that describe a technical report."""
    elements = (
        ("citation_title", reference.title),
        ("citation_author", reference.author),
        ("citation_publication_date", reference.dated.strftime("%Y/%m/%d") if reference.dated else None),
        ("citation_technical_report_institution", reference.author),
        ("citation_technical_report_number", reference.number),
        ("citation_publisher", reference.author),
        ("citation_language", LANGUAGE),
        ("citation_public_url", reference.url),
        ("citation_abstract", in_one_line(reference.text) if reference.text else None),
    )
    return tuple((name, content) for name, content in elements if content)


def coins(reference: Reference) -> str:
    """Return the title of a COinS span: an OpenURL ContextObject (Z39.88) in key/encoded-value form.

    Its format for reports knows no number, so the address is that of our copy, which holds the code.
    """
    author = f"&rft.aucorp={(of := quote_plus(reference.author))}&rft.pub={of}" if reference.author else ""
    dated = f"&rft.date={reference.dated.isoformat()}" if reference.dated else ""
    title = f"&rft.btitle={quote_plus(reference.title)}" if reference.title else ""
    return f"{_OF_EVERY_REPORT}{title}{author}{dated}{_LANGUAGE}&rft_id={quote_plus(reference.permalink)}"
