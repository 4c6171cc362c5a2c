"""Pages for people: the description itself, and Swagger UI to try it out.

The assets of Swagger UI come from the package `flask-swagger-ui`, which is not imported;
nothing is loaded from elsewhere.
"""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from html import escape
from importlib.util import find_spec
from pathlib import Path

from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response

from .incoming import Incoming
from .streaming import Answer

Page = Callable[[Incoming, Mapping[str, str]], Awaitable[Answer]]
"""Answers a request, given the text of its path parameters, still percent-encoded."""

_DISTRIBUTION = "flask_swagger_ui"
_ASSETS = ("swagger-ui-bundle.js", "swagger-ui.css")
_HTML = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="{inner}swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="{inner}swagger-ui-bundle.js"></script>
<script src="{inner}start.js"></script>
</body>
</html>
"""
START = """window.ui = SwaggerUIBundle({
  url: new URL("./openapi.json", window.location.href).href,
  dom_id: "#swagger-ui",
  deepLinking: true,
});
"""
"""The script of the page."""


def pages(docs: str | None, title: str, document: Path) -> Iterator[tuple[str, Page]]:
    """Give the paths of the pages and what answers them; none where `docs` is None."""
    if docs is None:
        return
    folder = docs.rpartition("/")[0]
    yield f"{folder}/openapi.json", _file(document, "application/json")
    assets = _assets()
    if assets is None:
        yield docs, _missing
        return
    name = docs.rpartition("/")[2]
    inner = f"{name}/" if name else ""
    yield docs, _text(
        _HTML.format(title=escape(title), inner=escape(inner)), HTMLResponse
    )
    yield f"{folder}/{inner}start.js", _text(
        START, PlainTextResponse, "text/javascript"
    )
    for asset in _ASSETS:
        yield f"{folder}/{inner}{asset}", _file(assets / asset)


def _assets() -> Path | None:
    """Find the folder of Swagger UI's files without importing what carries it."""
    spec = find_spec(_DISTRIBUTION)
    places = (spec and spec.submodule_search_locations) or []
    return next((Path(place) / "dist" for place in places), None)


def _file(path: Path, media_type: str | None = None) -> Page:
    async def page(_request: Incoming, _path: Mapping[str, str]) -> Response:
        return FileResponse(path, media_type=media_type)

    return page


def _text(text: str, kind: type[Response], media_type: str | None = None) -> Page:
    async def page(_request: Incoming, _path: Mapping[str, str]) -> Response:
        return kind(text, media_type=media_type)

    return page


async def _missing(_request: Incoming, _path: Mapping[str, str]) -> Response:
    text = "This page needs Swagger UI: pip install flask-swagger-ui\n"
    return PlainTextResponse(text, status_code=501)
