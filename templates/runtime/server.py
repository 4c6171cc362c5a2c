"""The server's engine: an ASGI application that finds the endpoint for a request."""

import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, TypeVar
from urllib.parse import quote, unquote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response as HttpResponse
from starlette.types import Lifespan, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from .alternatives import Alternative, chosen
from .arguments import query_of
from .endpoint import Endpoint, worded
from .operation import Operation
from .pages import pages
from .paths import parsed
from .problem import Invalid, RequestProblem
from .router import Router
from .signatures import WebhookSecrets

T = TypeVar("T")

Handler: TypeAlias = T | Callable[[Request], T] | Callable[[Request], Awaitable[T]]
"""One object that answers every request, or a function (or class) that makes one for each."""

Page = Callable[[Request, Mapping[str, str]], Awaitable[HttpResponse]]
"""Answers a request, given the text of its path parameters, still percent-encoded."""


Methods = dict[str, list[Alternative[Page]]]
"""What answers at a path, by method."""


@dataclass(frozen=True, slots=True)
class Route:
    """An operation and the handler that answers it."""

    operation: Operation[Any]
    handler: Any
    path: str | None = None
    """Where it is, instead of at the operation's own path."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `create_app` was told besides the handlers."""

    package: str
    document: Path
    title: str
    auth: Any
    invalid: Invalid
    base_path: str
    docs: str | None
    signatures: WebhookSecrets | None = None


def application(
    routes: Sequence[Route],
    settings: Settings,
    *,
    lifespan: Lifespan[Starlette] | None = None,
    middleware: Sequence[Middleware] = (),
) -> Starlette:
    """Make the application; routes that are added to it later come before the API's own."""
    app = Starlette(lifespan=lifespan, middleware=middleware)
    app.router.default = Dispatcher(routes, settings)
    return app


class Dispatcher:
    """Finds the endpoint for a path and a method."""

    def __init__(self, routes: Sequence[Route], settings: Settings) -> None:
        self._invalid = settings.invalid
        self._router: Router[Methods] = Router()
        self._logger = logging.getLogger(settings.package)
        made = [(route, self._endpoint(route, settings)) for route in routes]
        for route, endpoint in made:
            for base_path in route.operation.base_paths or (settings.base_path,):
                self._add(base_path, route, endpoint)
        for route, endpoint in made:
            if route.operation.base_paths:
                self._add(settings.base_path, route, endpoint)
        for path, page in pages(settings.docs, settings.title, settings.document):
            alternative = Alternative(parsed(path), page)
            self._router.add(path, {}).setdefault("GET", [alternative])

    def _endpoint(self, route: Route, settings: Settings) -> Endpoint:
        told = (settings.auth, settings.invalid, self._logger, settings.signatures)
        return Endpoint(route.operation, route.handler, *told)

    def _add(self, base_path: str, route: Route, endpoint: Endpoint) -> None:
        """Put an operation below a path; one that is there already is asked first."""
        own = route.path or route.operation.path
        template = parsed(base_path.rstrip("/") + own)
        methods = self._router.add(template.path, {})
        alternatives = methods.setdefault(route.operation.method, [])
        alternatives.append(Alternative(template, endpoint))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI); a websocket is closed."""
        if scope["type"] != "http":
            await WebSocketClose()(scope, receive, send)
            return
        response = await self._answer(scope, receive)
        await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> HttpResponse:
        method = str(scope["method"])
        found = self._router.match(
            _path(scope), lambda methods: _documented(method, methods) in methods
        )
        if found is None:
            return self._refusal(
                RequestProblem(404, "not-found", "There is nothing here")
            )
        alternatives = found.value.get(_documented(method, found.value))
        if alternatives is None:
            allowed = ", ".join(_allowed(found.value))
            headers = {"allow": allowed}
            if method == "OPTIONS":
                return HttpResponse(status_code=204, headers=headers)
            detail = f"The method {method} is not one of {allowed}"
            return self._refusal(
                RequestProblem(405, "method-not-allowed", detail, headers=headers)
            )
        request = Request(scope, receive)
        parts = query_of(request)
        answers = chosen(alternatives, found.texts, parts, request.headers)
        if answers is None:
            return self._refusal(
                RequestProblem(
                    404, "not-found", "There is nothing here with this query"
                )
            )
        page, texts = answers
        names = {name: unquote(text) for name, text in texts.items()}
        scope["path_params"] = {**scope.get("path_params", {}), **names}
        return await page(request, texts)

    def _refusal(self, problem: RequestProblem) -> HttpResponse:
        return worded(problem, self._invalid, self._logger)


def _documented(method: str, methods: Collection[str]) -> str:
    """Give the method that answers: GET for a HEAD that nobody documents (RFC 9110 §9.3.2).

    Of a method that is no upper case some clients, httpx2 among them, make one that is.
    """
    if method in methods:
        return method
    spelled = (each for each in methods if each.upper() == method)
    return next(spelled, "GET" if method == "HEAD" else method)


def _allowed(methods: Collection[str]) -> list[str]:
    """List the methods of a path with those that it answers by itself (RFC 9110 §9.3)."""
    more = {"HEAD"} if "GET" in methods else set[str]()
    return sorted({*methods, "OPTIONS"} | more)


def _path(scope: Scope) -> str:
    """Give the path below the place where the application is mounted, as it came over the wire."""
    raw = scope.get("raw_path")
    path = raw.decode("latin-1").partition("?")[0] if raw else quote(scope["path"])
    root = str(scope.get("root_path", ""))
    segments = path.split("/")
    for at in range(len(segments), 0, -1) if root else ():
        if unquote("/".join(segments[:at])) == root:
            return "/".join(["", *segments[at:]])
    return path
