"""The English catalogue of the interface: `python -m webapp.catalogue` brings it up to date with code and templates.

Messages that are new come out empty, to be translated in `messages.po`; a second run then writes the binary form.
"""

from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from indexer.contract import BODIES, SECTIONS
from webapp.i18n import OTHER_LANGUAGE

_PACKAGE: Final = Path(__file__).parent
_METHODS: Final = [("**.py", "python"), ("templates/**", "jinja2")]
CATALOGUE: Final = _PACKAGE / "translations" / OTHER_LANGUAGE / "LC_MESSAGES" / "messages.po"
COMPILED: Final = CATALOGUE.with_suffix(".mo")


def messages() -> Catalog:
    """Return all messages of the code and the templates, and the names of sections and bodies."""
    found = Catalog(locale=OTHER_LANGUAGE, project="xianli")
    for _, _, message, comments, context in extract_from_dir(str(_PACKAGE), _METHODS):
        found.add(message, None, auto_comments=comments, context=context)
    for name in (*SECTIONS.values(), *BODIES.values()):
        found.add(name)
    return found


def read_catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale=OTHER_LANGUAGE)


def compiled(catalogue: Catalog) -> bytes:
    """Return the binary form of a catalogue."""
    written = BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def update() -> None:
    """Write both forms of the catalogue anew, translations kept."""
    catalogue = read_catalogue() if CATALOGUE.exists() else Catalog(locale=OTHER_LANGUAGE, project="xianli")
    catalogue.update(messages(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, catalogue, no_location=True, sort_output=True, width=120)
    COMPILED.write_bytes(compiled(read_catalogue()))


if __name__ == "__main__":
    update()
