"""Puts the web application together: settings, engine, rules, languages, pages, API."""

import os
from pathlib import Path

from flask import Flask

from indexer import engines
from indexer.contract import SearchEngine
from indexer.errors import IndexDamaged
from webapp import api, citing, feed, machines, pages, permalinks, reports, templating
from webapp.basket import pages as basket
from webapp.compiled import Templates
from webapp.errors import handle_errors
from webapp.i18n import speak
from webapp.quotations import pages as quotes
from webapp.search.holdings import holdings
from webapp.security import protect
from webapp.settings import Settings, load_settings
from webapp.state import EngineState, attach


def build(settings: Settings | None, engine: SearchEngine | None) -> Flask:
    """See webapp.create_app."""
    settings = settings or load_settings(os.environ)
    app = Flask(__name__.partition(".")[0])
    app.jinja_environment = Templates
    app.config["XIANLI"] = settings
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's default provider has it, the base does not
    attach(app, _state(settings, engine))
    protect(app, settings)
    speak(app)
    templating.prepare(app)
    handle_errors(app)
    for part in (pages, feed, reports, permalinks, citing, basket, quotes, machines, api):
        app.register_blueprint(part.blueprint)
    return app


def _state(settings: Settings, engine: SearchEngine | None) -> EngineState:
    if engine is not None:
        name = engine.status().generation
        return EngineState(current_name=lambda: name, open_engine=lambda: engine)
    folder = settings.index_folder
    return EngineState(
        current_name=lambda: engines.current_generation(folder),
        open_engine=lambda: _open(folder),
        check=lambda: _check(folder),
    )


def _open(folder: Path) -> SearchEngine:
    """Open the index with all that its pages ask of it, so that no request waits for that."""
    engine = engines.open_engine(folder)
    holdings(engine)
    return engine


def _check(folder: Path) -> None:
    if engines.published(folder) is None:
        raise IndexDamaged(f"索引的文件有缺损。请运行 xianli index 报告文件夹 --index {folder} 重建索引。")
