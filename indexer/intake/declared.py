"""What a file's markup says of the document, before what stands in its lines; what cannot be so is passed over."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from indexer.contract import Evidence
from indexer.intake.dates import find_date, find_years, western
from indexer.intake.titles import is_title

_LATEST: Final = timedelta(days=400)  # after the signature a page is published, if it was not only moved to a new site
_FIRST_MONTH: Final = 10  # of the year reported on, from which its report may be published


def declared(name: str, said: Mapping[str, Evidence], evidence: dict[str, Evidence]) -> str | None:
    """Return what is said under a name, and note it as evidence; None where nothing is. A title must be a report's."""
    found = said.get(name)
    if found is None or not found.text or (name == "title" and not is_title(found.text)):
        return None
    evidence[name] = found
    return found.text


def declared_day(said: Mapping[str, Evidence], evidence: dict[str, Evidence]) -> date | None:
    """Return the day of publication that is said, unless signature or title show that it cannot be so.

    `evidence` holds what is known of both and is added to.
    """
    found = said.get("publication_date")
    day = find_date(found.text) if found else None
    if found is None or day is None or _is_absurd(day, evidence):
        return None
    evidence["publication_date"] = found
    return day


def _is_absurd(day: date, evidence: Mapping[str, Evidence]) -> bool:
    signed = find_date(evidence["signature_date"].text) if "signature_date" in evidence else None
    if signed:
        return not signed <= day <= signed + _LATEST
    years = [year for year, _, _ in find_years(western(evidence["title"].text))] if "title" in evidence else []
    return bool(years) and not date(min(years), _FIRST_MONTH, 1) <= day < date(max(years) + 2, 1, 1)
