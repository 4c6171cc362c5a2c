"""Where the API is: the variables of a URL, and the path that comes before the paths."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from ends import sync_wire
from golden_servers import Client, create_app
from golden_servers.api import DefaultApi
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Mount


class Where:
    """Answers with the URL that was called."""

    def __init__(self, request: Request) -> None:
        self.request = request

    async def where(self, tenant: str) -> str:
        return f"{self.request.url} {tenant}"


HANDLER: type[DefaultApi] = Where


def called(**settings: Any) -> str:
    """Give the URL that a client with these settings calls."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        headers = {"content-type": "text/plain"}
        return httpx2.Response(200, text=str(request.url), headers=headers)

    http = httpx2.Client(transport=httpx2.MockTransport(answer))
    return Client(http=http, **settings).where("t")


@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ({}, "https://eu.example.com/acme/v1/api/where/t"),
        (
            {"region": "us", "port": "8443", "tenant": "b", "base_path": "v2"},
            "https://us.example.com:8443/b/v2/where/t",
        ),
        ({"base_url": "http://other"}, "http://other/where/t"),
        ({"base_url": "http://other/with/path/"}, "http://other/with/path/where/t"),
        ({"base_url": "http://other", "region": "us"}, "http://other/where/t"),
    ],
)
def test_the_variables_of_the_url_are_arguments_of_the_client(
    settings: dict[str, Any], url: str
) -> None:
    assert called(**settings) == url


@pytest.mark.parametrize(
    ("app", "base_url", "path"),
    [
        (
            lambda: create_app(HANDLER),
            "http://test/acme/v1/api",
            "/acme/v1/api/where/t",
        ),
        (
            lambda: create_app(HANDLER),
            "http://test/b%20c/v1/api",
            "/b c/v1/api/where/t",
        ),
        (lambda: create_app(HANDLER, base_path=""), "http://test", "/where/t"),
        (
            lambda: create_app(HANDLER, base_path="/v9/"),
            "http://test/v9",
            "/v9/where/t",
        ),
        (
            lambda: Starlette(
                routes=[Mount("/mounted", create_app(HANDLER, base_path="/v9"))]
            ),
            "http://test/mounted/v9",
            "/mounted/v9/where/t",
        ),
    ],
)
def test_the_server_stands_where_the_client_calls(
    app: Callable[[], Starlette], base_url: str, path: str
) -> None:
    with sync_wire(app()) as http:
        url = Client(base_url=base_url, http=http).where("t")
    assert url == f"http://test{path} t"


def test_the_first_server_has_relative_and_absolute_siblings() -> None:
    for url in ("https://sandbox.example.com", "/relative"):
        assert url in str(Client.__doc__)


@pytest.mark.parametrize(
    ("docs", "path", "status"),
    [
        ("/docs", "/docs", 200),
        ("/docs", "/openapi.json", 200),
        ("/api/try", "/api/try", 200),
        ("/api/try", "/api/openapi.json", 200),
        (None, "/docs", 404),
        (None, "/openapi.json", 404),
    ],
)
def test_the_description_is_beside_its_page(
    docs: str | None, path: str, status: int
) -> None:
    with sync_wire(create_app(HANDLER, docs=docs)) as http:
        answer = http.get(path)
    assert answer.status_code == status
    if path.endswith("openapi.json") and status == 200:
        assert answer.json()["info"] == {"title": "Servers", "version": "1"}
