"""The English catalogue of the interface: `python -m webapp.catalogue` brings it up to date with code and templates.

Messages that are new come out empty, to be translated in `messages.po`; a second run then writes the binary form.
"""

from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from indexer.contract import BODIES, KINDS, SECTIONS
from webapp.i18n import OTHER_LANGUAGE
from webapp.search.model import SORT_LABELS, UNIT_LABELS

_PACKAGE: Final = Path(__file__).parent
_METHODS: Final = [("**.py", "python"), ("templates/**", "jinja2")]
_KEYWORDS: Final = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "say": None}
CATALOGUE: Final = _PACKAGE / "translations" / OTHER_LANGUAGE / "LC_MESSAGES" / "messages.po"
COMPILED: Final = CATALOGUE.with_suffix(".mo")


def messages() -> Catalog:
    """Return all messages of the code and the templates, and the labels that templates translate."""
    found = Catalog(locale=OTHER_LANGUAGE)
    for _, _, message, comments, context in extract_from_dir(_PACKAGE, _METHODS, keywords=_KEYWORDS):
        found.add(message, None, auto_comments=comments, context=context)
    for name in (*SECTIONS.values(), *BODIES.values(), *KINDS.values(), *SORT_LABELS.values(), *UNIT_LABELS.values()):
        found.add(name)
    return found


def read_catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale=OTHER_LANGUAGE)


def read_compiled() -> Catalog:
    with COMPILED.open("rb") as file:
        return read_mo(file)


def update() -> None:
    """Write both forms of the catalogue anew, translations kept."""
    translated = {message.id: message.string for message in read_catalogue()}
    catalogue = Catalog(locale=OTHER_LANGUAGE)
    for message in messages():
        if message.id:
            catalogue.add(message.id, translated.get(message.id, ""))
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, no_location=True, sort_output=True, omit_header=True, width=120)
    with COMPILED.open("wb") as file:
        write_mo(file, catalogue)


if __name__ == "__main__":
    update()
