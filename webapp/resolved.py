"""What a permanent name leads to, as the answer of /api/v1/resolve."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from indexer.contract import Paragraph, ReportHistory, SearchEngine
from indexer.naming import citation_code
from webapp.differences import compare
from webapp.resolving import Quoted, Resolution, Status
from webapp.search.json import Json, paragraph_citations, report_brief
from webapp.search.model import Site
from webapp.search.service import SearchService

STATUS_CODES: Final[Mapping[Status, int]] = {"same": 200, "moved": 200, "changed": 200, "gone": 410, "unknown": 404}


@dataclass(frozen=True, slots=True)
class ResolutionAnswer:
    """Makes the answers of one engine, for one site, on one day."""

    engine: SearchEngine
    site: Site
    today: date

    def json(self, found: Resolution) -> Json:
        """Return what is known of a name; `difference` leads from the last text that stands no more to the present."""
        code = citation_code(found.paragraph_id)
        compared = None
        if found.former and found.present:
            compared = compare(found.former[-1].paragraph.text, [paragraph.text for paragraph in found.present])
        history = self.engine.history.report(found.paragraph_id.partition("/")[0])
        return {
            "status": found.status,
            "id": found.paragraph_id,
            "code": code,
            "url": self.site.paragraph_url(found.paragraph_id),
            "permalink": self.site.permalink(code),
            "quoted": [self._quoted(one, history) for one in found.quoted],
            "present": [self._present(paragraph) for paragraph in found.present],
            "manner": compared.manner if compared and found.status == "changed" else None,
            "difference": [[piece.kind, piece.text] for piece in compared.pieces] if compared else [],
            "gone": _time(found.gone),
            "elsewhere": [self._elsewhere(name) for name in found.elsewhere],
            "generation": self.engine.status().generation,
        }

    def _quoted(self, quoted: Quoted, history: ReportHistory | None) -> Json:
        report, paragraph = quoted.report, quoted.paragraph
        passage = SearchService(self.engine).passage(paragraph, report, site=self.site, today=self.today)
        original = f"{self.site.report_url(report.id)}/original/{report.sha256}" if history else None
        return {
            "text": paragraph.text,
            "ordinal": paragraph.ordinal,
            "heading_path": list(paragraph.heading_path),
            "report": report_brief(report),
            "first_seen": _time(quoted.first_seen),
            "last_seen": _time(quoted.last_seen),
            "source": {"path": report.path, "sha256": report.sha256, "original_url": original},
            "citations": paragraph_citations(passage.quotes),
        }

    def _present(self, paragraph: Paragraph) -> Json:
        return {
            "id": paragraph.id,
            "code": citation_code(paragraph.id),
            "url": self.site.paragraph_url(paragraph.id),
            "ordinal": paragraph.ordinal,
            "heading_path": list(paragraph.heading_path),
            "text": paragraph.text,
        }

    def _elsewhere(self, name: str) -> Json:
        report = self.engine.report(name.partition("/")[0])
        assert report is not None, name
        code = citation_code(name)
        return {"id": name, "code": code, "url": self.site.paragraph_url(name), "report": report_brief(report)}


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
