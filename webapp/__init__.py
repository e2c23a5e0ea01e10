"""The read side: a search page, permanent links and an API over an index."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from indexer.contract import SearchEngine
    from webapp.settings import Settings

__all__ = ["create_app"]


def create_app(settings: "Settings | None" = None, *, engine: "SearchEngine | None" = None) -> "Flask":
    """Return the WSGI application; with `engine` it serves that one for good, else the index of the settings.

    Flask is loaded here and not with the package, so that the commands that do without it start faster.
    """
    from webapp.app import build

    return build(settings, engine)
