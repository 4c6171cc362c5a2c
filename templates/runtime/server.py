"""The server's engine: an ASGI application that finds the endpoint for a request."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from .alternatives import Alternative, Found, chosen
from .arguments import query_of
from .checking import Judge, ResponseChecks
from .completeness import Group, ensure_complete
from .endpoint import Endpoint
from .heads import note_heads
from .incoming import Incoming
from .limits import Limits
from .operation import Operation
from .pages import Page, pages
from .paths import parsed
from .problem import Invalid, Refused, RequestProblem
from .request_ids import RequestIds, identified, of_request
from .router import Router
from .signatures import WebhookSecrets
from .streaming import Answer, Finished
from .writing import worded


@dataclass(frozen=True, slots=True)
class Place:
    """What answers, and where: what watches an application finds it as `scope["route"]`."""

    page: Page
    path: str
    """The template below the place where the application is mounted."""
    name: str

    @property
    def path_format(self) -> str:
        """The path, as the routes of Starlette call it."""
        return self.path


Methods = dict[str, list[Alternative[Place]]]
"""What answers at a path, by method."""


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
    request_id_header: str | None = "X-Request-ID"
    response_checks: ResponseChecks = "strict"
    limits: Limits = field(default_factory=Limits)
    signatures: WebhookSecrets | None = None


def application(
    groups: Sequence[Group],
    settings: Settings,
    *,
    lifespan: Lifespan[Starlette] | None = None,
    middleware: Sequence[Middleware] = (),
) -> Starlette:
    """Make the application; routes that are added to it later come before the API's own.

    Raises `IncompleteHandler`.
    """
    ensure_complete(groups, settings.auth, settings.package)
    return Application(Dispatcher(groups, settings), lifespan, middleware)


class Application(Starlette):
    """Starlette's application, of which a request sees no more than is used."""

    def __init__(
        self,
        dispatcher: "Dispatcher",
        lifespan: Lifespan[Starlette] | None,
        middleware: Sequence[Middleware],
    ) -> None:
        straight = Middleware(Straight, dispatcher)
        super().__init__(lifespan=lifespan, middleware=[*middleware, straight])
        self.router.default = dispatcher
        self._dispatcher = dispatcher

    def build_middleware_stack(self) -> ASGIApp:
        """Make what stands around the API: nothing, where nobody has added anything."""
        stack = super().build_middleware_stack()
        is_bare = len(self.user_middleware) == 1 and not self.exception_handlers
        return Straight(stack, self._dispatcher) if is_bare else stack


class Straight:
    """Leads to the API past the router of an application that has no routes of its own."""

    def __init__(self, app: ASGIApp, dispatcher: ASGIApp) -> None:
        self._app = app
        self._dispatcher = dispatcher

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        is_straight = scope["type"] == "http" and not scope["app"].routes
        app = self._dispatcher if is_straight else self._app
        await app(scope, receive, send)


class Dispatcher:
    """Finds the endpoint for a path and a method."""

    def __init__(self, groups: Sequence[Group], settings: Settings) -> None:
        self._invalid = settings.invalid
        self._limits = settings.limits
        self._router: Router[Methods] = Router(_answers)
        self._logger = logging.getLogger(settings.package)
        self._logger.addFilter(identified)
        header = settings.request_id_header
        self._ids = RequestIds(header) if header else None
        made = [
            (self._endpoint(each, group, settings), group.paths.get(each.name))
            for group in groups
            for each in group.operations
        ]
        for endpoint, path in made:
            for base_path in endpoint.operation.base_paths or (settings.base_path,):
                self._add(base_path, path, endpoint)
        for endpoint, path in made:
            if endpoint.operation.base_paths:
                self._add(settings.base_path, path, endpoint)
        for path, page in pages(settings.docs, settings.title, settings.document):
            place = Place(page, path, path.rpartition("/")[2])
            alternative = Alternative(parsed(path), place)
            self._router.add(path, {}).setdefault("GET", [alternative])

    def _endpoint(
        self, operation: Operation[Any], group: Group, settings: Settings
    ) -> Endpoint:
        judge = Judge(operation.name, self._logger, settings.response_checks)
        told = (settings.auth, settings.invalid, judge, settings.limits)
        known = (operation.successes, settings.signatures)
        return Endpoint(operation, group.handler, *told, *known)

    def _add(self, base_path: str, path: str | None, endpoint: Endpoint) -> None:
        """Put an operation below a path; one that is there already is asked first."""
        operation = endpoint.operation
        template = parsed(base_path.rstrip("/") + (path or operation.path))
        methods = self._router.add(template.path, {})
        alternatives = methods.setdefault(operation.method, [])
        place = Place(endpoint, template.path, operation.name)
        alternatives.append(Alternative(template, place))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI); a websocket is closed."""
        if scope["type"] != "http":
            await WebSocketClose()(scope, receive, send)
            return
        note_heads(scope)
        known = self._ids.of(scope) if self._ids else ""
        try:
            place, texts = self._place(scope)
            response = await place.page(Incoming(scope, receive), texts)
        except Refused as refused:
            response = worded(refused.problem, self._invalid, self._logger)
        if self._ids:
            self._ids.tell(response.raw_headers, known)
        try:
            await response(scope, receive, send)
        except ClientDisconnect:
            raise
        except Exception:
            what = (scope["method"], quote(scope["path"]), of_request())
            self._logger.exception("%s %s failed while its answer was sent%s", *what)
            raise

    def _place(self, scope: Scope) -> Found[Place]:
        """Find what answers a request, and note it; raises `Refused`."""
        self._limits.ensure_head(scope["headers"], scope["query_string"])
        place, texts = self._found(scope)
        names = {name: unquote(text) for name, text in texts.items()}
        scope["path_params"] = {**scope.get("path_params", {}), **names}
        scope["route"] = place
        return place, texts

    def _found(self, scope: Scope) -> Found[Place]:
        """Find what answers a request; raises `Refused` for nothing."""
        method: str = scope["method"]
        found = self._router.match(_path(scope), method)
        if found is None:
            raise _nothing("There is nothing here")
        methods, texts = found
        alternatives = methods.get(method) or methods.get(_documented(method, methods))
        if alternatives is None:
            return _place_of_options(method, methods), {}
        only = alternatives[0]
        if len(alternatives) == 1 and not only.template.query:
            return only.value, only.named(texts)
        request = Request(scope)
        answers = chosen(alternatives, texts, query_of(request), request.headers)
        if answers is None:
            raise _nothing("There is nothing here with this query")
        return answers


def _nothing(detail: str) -> Refused:
    return Refused(RequestProblem(404, "not-found", detail))


def _place_of_options(method: str, methods: Methods) -> Place:
    """Tell which methods a path has, where it is asked for that; else raise `Refused`."""
    allowed = ", ".join(_allowed(methods))
    headers = {"allow": allowed}
    if method != "OPTIONS":
        detail = f"The method {method} is not one of {allowed}"
        problem = RequestProblem(405, "method-not-allowed", detail, headers=headers)
        raise Refused(problem)

    async def page(_: Incoming, __: Mapping[str, str]) -> Answer:
        return Finished(b"", 204, headers)

    path = next(each[0].template.path for each in methods.values())
    return Place(page, path, "options")


def _answers(methods: Methods, method: str) -> bool:
    return _documented(method, methods) in methods


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
    path: str = raw.decode("latin-1").partition("?")[0] if raw else quote(scope["path"])
    root: str = scope.get("root_path", "")
    if not root:
        return path
    segments = path.split("/")
    for at in range(len(segments), 0, -1):
        if unquote("/".join(segments[:at])) == root:
            return "/".join(["", *segments[at:]])
    return path
