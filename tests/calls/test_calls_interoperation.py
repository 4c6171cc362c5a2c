"""An application among others: mounted, wrapped, watched by what people watch theirs with."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

import httpx2
import pytest
from fastapi import FastAPI
from golden_library import Book, FailureError, create_app
from librarian import BOOK, ENDS, End, Librarian, called, worded
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import CollectorRegistry, Counter, generate_latest
from serving import serving
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.opentelemetry import OpenTelemetryMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ORIGIN = "https://page.example"


@contextmanager
def served(*middleware: Middleware) -> Generator[str]:
    app = create_app(Librarian(), invalid=worded, middleware=middleware)
    with serving(app) as url:
        yield url


def in_starlette(app: ASGIApp) -> ASGIApp:
    async def home(_: Request) -> Response:
        return PlainTextResponse("home")

    return Starlette(routes=[Route("/", home), Mount("/api", app)])


def in_fastapi(app: ASGIApp) -> ASGIApp:
    outer = FastAPI()
    outer.add_api_route("/", lambda: "home")
    outer.mount("/api", app)
    return outer


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("outer", [in_starlette, in_fastapi])
def test_it_is_mounted_in_another_application(
    end: End, outer: Callable[[ASGIApp], ASGIApp]
) -> None:
    with serving(outer(create_app(Librarian(), invalid=worded))) as url:
        assert called(end, f"{url}/api", "add_book", BOOK) == BOOK
        assert called(end, f"{url}/api", "get_book", "a/b ü") == Book(title="a/b ü")
        with pytest.raises(FailureError) as refused:
            called(end, f"{url}/api", "add_book", Book.model_construct(title=""))
        assert refused.value.status == 422
        assert "home" in httpx2.get(f"{url}/").text
        inner, around = httpx2.get(f"{url}/api/none"), httpx2.get(f"{url}/none")
        assert (inner.status_code, inner.json()["code"]) == (404, "not-found")
        assert (around.status_code, "code" in around.text) == (404, False)
        assert (
            httpx2.get(f"{url}/api/openapi.json").json()["info"]["title"] == "Library"
        )


@pytest.mark.parametrize("end", ENDS)
def test_middleware_is_asked_in_its_order(end: End) -> None:
    asked: list[str] = []

    class Noting:
        def __init__(self, app: ASGIApp, name: str) -> None:
            self.app, self.name = app, name

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                asked.append(self.name)
            await self.app(scope, receive, send)

    with served(Middleware(Noting, "outer"), Middleware(Noting, "inner")) as url:
        assert called(end, url, "add_book", BOOK) == BOOK
    assert asked == ["outer", "inner"]


def test_cors_answers_for_pages_of_other_origins() -> None:
    cors = Middleware(CORSMiddleware, allow_origins=[ORIGIN], allow_methods=["POST"])
    asks = {"origin": ORIGIN, "access-control-request-method": "POST"}
    with served(cors) as url:
        before = httpx2.options(f"{url}/v1/books", headers=asks)
        assert before.status_code == 200
        assert before.headers["access-control-allow-origin"] == ORIGIN
        book = BOOK.model_dump(mode="json")
        got = httpx2.post(f"{url}/v1/books", json=book, headers={"origin": ORIGIN})
        assert (got.status_code, got.json()) == (201, book)
        assert got.headers["access-control-allow-origin"] == ORIGIN
        # What is no question of a page is answered by the API itself (RFC 9110 §9.3.7).
        own = httpx2.options(f"{url}/v1/books")
        assert (own.status_code, own.headers["allow"]) == (
            204,
            "GET, HEAD, OPTIONS, POST",
        )


@pytest.mark.parametrize("end", ENDS)
def test_answers_are_compressed(end: End) -> None:
    with served(Middleware(GZipMiddleware, minimum_size=10)) as url:
        long = Book(title="a" * 40)
        assert called(end, url, "add_book", long) == long
        got = httpx2.post(f"{url}/v1/books", json={"title": "a" * 40})
        assert got.headers["content-encoding"] == "gzip"
        assert called(end, url, "read_pages", "abc")[2].text == "c"


def test_a_handler_finds_the_session_of_middleware() -> None:
    class Visited(Librarian):
        def __init__(self, request: Request) -> None:
            self.session = request.session

        async def get_book(self, book_id: str) -> Book:
            self.session["visits"] = self.session.get("visits", 0) + 1
            return Book(title=f"visit {self.session['visits']}")

    sessions = Middleware(SessionMiddleware, secret_key="any")
    app = create_app(Visited, invalid=worded, middleware=[sessions])
    with serving(app) as url, httpx2.Client() as http:
        titles = [http.get(f"{url}/v1/books/a").json()["title"] for _ in range(2)]
    assert titles == ["visit 1", "visit 2"]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("mount", ["", "/api"])
def test_spans_are_named_after_the_paths_of_operations(end: End, mount: str) -> None:
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    app: ASGIApp = create_app(Librarian(), invalid=worded)
    inner = Starlette(routes=[Mount(mount, app)]) if mount else app
    watched = OpenTelemetryMiddleware(inner, tracer_provider=provider)
    with serving(watched) as url:
        called(end, f"{url}{mount}", "get_book", "a")
    (span,) = spans.get_finished_spans()
    assert span.name == f"GET {mount}/v1/books/{{bookId}}"
    assert dict(span.attributes or {})["http.route"] == f"{mount}/v1/books/{{bookId}}"


class Counting:
    """Counts requests by the path template of their operation, and not by their paths."""

    def __init__(self, app: ASGIApp, counter: Counter) -> None:
        self.app, self.counter = app, counter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path_format", "none")
                self.counter.labels(route, message["status"]).inc()
            await send(message)

        await self.app(scope, receive, noted if scope["type"] == "http" else send)


@pytest.mark.parametrize("end", ENDS)
def test_metrics_are_counted_by_the_paths_of_operations(end: End) -> None:
    registry = CollectorRegistry()
    names = ("route", "status")
    counter = Counter("requests", "Requests.", names, registry=registry)
    middleware = [Middleware(Counting, counter)]
    app = create_app(Librarian(), invalid=worded, middleware=middleware)

    async def metrics(_: Request) -> Response:
        return Response(generate_latest(registry))

    app.add_route("/metrics", metrics)
    with serving(app) as url:
        for book in ("a", "b"):
            called(end, url, "get_book", book)
        httpx2.get(f"{url}/none")
        told = httpx2.get(f"{url}/metrics").text
    assert 'requests_total{route="/v1/books/{bookId}",status="200"} 2.0' in told
    assert 'requests_total{route="none",status="404"} 1.0' in told
