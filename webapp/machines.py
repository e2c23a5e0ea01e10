"""Pages read by programs rather than people: health, robots, the browser's search box, the API's description."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

from flask import Blueprint, Response, jsonify, make_response, render_template

from indexer.errors import IndexUnusable
from webapp.state import engine_state

_OPENAPI: Final = Path(__file__).parent / "openapi.json"

blueprint = Blueprint("machines", __name__)


@blueprint.get("/healthz")
def healthz() -> tuple[Response, int]:
    """Answer 200 if searches are answered from the index published last, else 503 and why not."""
    state = engine_state()
    trouble = state.trouble()
    try:
        with state.borrow() as engine:
            generation = engine.status().generation
    except IndexUnusable as error:
        return jsonify(status="error", message=error.message), 503
    if trouble is not None:
        return jsonify(status="error", message=trouble.message, generation=generation), 503
    return jsonify(status="ok", generation=generation), 200


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Keep crawlers to the texts: searches have no end."""
    return _typed("User-agent: *\nDisallow: /s\nDisallow: /api/\n", "text/plain")


@blueprint.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search to browsers."""
    return _typed(render_template("opensearch.xml"), "application/opensearchdescription+xml")


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Return the description of the API."""
    return jsonify(description())


@blueprint.get("/api/docs")
def api_docs() -> str:
    """Show the description of the API to people."""
    return render_template("api_docs.html", api=description())


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI description."""
    return cast("dict[str, Any]", json.loads(_OPENAPI.read_text(encoding="utf-8")))


@blueprint.app_template_filter("resolved")
def resolved(value: dict[str, Any]) -> dict[str, Any]:
    """Follow a $ref within the description."""
    while "$ref" in value:
        found: Any = description()
        for step in value["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        value = found
    return value


def _typed(text: str, mimetype: str) -> Response:
    response = make_response(text)
    response.mimetype = mimetype
    return response
