"""Where the application may stand, and the pages it has for people."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import yaml
from harness import CREDENTIAL, PATH, Answer, Tokens, created, posted
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Mount
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

import agent_harness
from agent_harness.server import Auth, create_app

SPEC = Path(__file__).parents[2] / "spec/agent_harness.yaml"


class Anyone:
    """Lets in everyone, and notes the parameters of their paths."""

    def __init__(self) -> None:
        self.paths: list[dict[str, Any]] = []

    async def authorization_bearer(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> object:
        """Let in."""
        self.paths.append(dict(request.path_params))
        return credential


def app(auth: Auth | None = None, **options: Any) -> Starlette:
    """Make the application."""
    return create_app(Answer(created()), auth=auth or Tokens(), **options)


def status(application: ASGIApp, path: str) -> int:
    """Tell what a POST of a session is answered with."""
    return posted(application, path=path).status_code


# Places -----------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["/api", "/a/b", "/a b", "/~me", "/café", "/1.0"])
def test_under_another_application(prefix: str) -> None:
    outer = Starlette(routes=[Mount(prefix, app())])
    assert status(outer, f"{prefix}{PATH}") == 201
    assert status(outer, PATH) == 404
    assert status(outer, f"{prefix}{prefix}{PATH}") == 404


def test_under_several_applications() -> None:
    inner = Starlette(routes=[Mount("/b", app())])
    outer = Starlette(routes=[Mount("/a", inner)])
    assert status(outer, f"/a/b{PATH}") == 201


def test_parameters_of_the_place_are_kept() -> None:
    auth = Anyone()
    outer = Starlette(routes=[Mount("/in/{region}", app(auth=auth))])
    assert status(outer, f"/in/eu{PATH}") == 201
    assert auth.paths == [{"region": "eu", "tenantName": "acme"}]


def test_behind_a_proxy_that_takes_a_prefix_away() -> None:
    inner = app()

    async def behind(scope: Scope, receive: Receive, send: Send) -> None:
        await inner({**scope, "root_path": "/api"}, receive, send)

    assert status(behind, PATH) == 201
    assert status(behind, f"/api{PATH}") == 201


def test_without_the_bytes_of_the_path() -> None:
    auth = Anyone()
    inner = app(auth=auth)

    async def server(scope: Scope, receive: Receive, send: Send) -> None:
        given = {name: value for name, value in scope.items() if name != "raw_path"}
        await inner(given, receive, send)

    assert status(server, "/a%20caf%C3%A9%3F/v1/agents/sessions") == 201
    assert auth.paths == [{"tenantName": "a café?"}]


@pytest.mark.parametrize(
    ("base_path", "path"),
    [
        ("", "/v1/agents/sessions"),
        ("/", "/v1/agents/sessions"),
        ("/api", "/api/v1/agents/sessions"),
        ("/api/", "/api/v1/agents/sessions"),
        ("/api/{tenantName}", "/api/acme/v1/agents/sessions"),
        ("/{region}.{tenantName}", "/eu.acme/v1/agents/sessions"),
    ],
)
def test_a_base_path_of_ones_own(base_path: str, path: str) -> None:
    application = app(auth=Anyone(), base_path=base_path)
    assert status(application, path) == 201
    if path != PATH:
        assert status(application, PATH) == 404


@pytest.mark.parametrize(
    ("segment", "tenant"),
    [
        ("acme", "acme"),
        ("a%2Fb", "a/b"),
        ("a%252Fb", "a%2Fb"),
        ("a%20b", "a b"),
        ("a+b", "a+b"),
        ("caf%C3%A9", "café"),
        ("{tenantName}", "{tenantName}"),
    ],
)
def test_a_parameter_of_the_base_path(segment: str, tenant: str) -> None:
    auth = Anyone()
    application = app(auth=auth)
    assert status(application, f"/{segment}/v1/agents/sessions") == 201
    assert auth.paths == [{"tenantName": tenant}]


def test_routes_of_ones_own() -> None:
    application = app()
    application.mount("/more", Starlette(routes=[Mount("/x", app())]))
    assert status(application, f"/more/x{PATH}") == 201
    assert status(application, PATH) == 201


# Pages ------------------------------------------------------------------------------


def linked(page: str) -> list[str]:
    """List the addresses that a page links to."""
    parts = page.replace("href=", "src=").split('src="')[1:]
    return [part.partition('"')[0] for part in parts]


@pytest.mark.parametrize("prefix", ["", "/api", "/a/b"])
@pytest.mark.parametrize("docs", ["/docs", "/for/people/docs"])
def test_the_page_and_all_it_links_to(prefix: str, docs: str) -> None:
    inner = app(docs=docs)
    http = TestClient(Starlette(routes=[Mount(prefix, inner)]) if prefix else inner)
    page = http.get(f"{prefix}{docs}")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<title>TrueFoundry Agent Harness</title>" in page.text
    kinds = {
        address.rpartition(".")[2]: http.get(urljoin(f"{prefix}{docs}", address))
        for address in linked(page.text)
    }
    assert [each.status_code for each in kinds.values()] == [200, 200]
    assert kinds["js"].headers["content-type"].startswith("text/javascript")
    assert kinds["css"].headers["content-type"].startswith("text/css")
    assert http.get(f"{prefix}{docs}/swagger-ui-bundle.js").content.strip()
    found = http.get(urljoin(f"{prefix}{docs}", "./openapi.json"))
    assert found.json()["openapi"] == "3.1.0"


def test_the_page_asks_for_nothing_from_elsewhere() -> None:
    http = TestClient(app())
    page = http.get("/docs").text + http.get("/docs/start.js").text
    assert "//" not in page


def test_the_description_is_the_one_that_people_edit() -> None:
    served = TestClient(app()).get("/openapi.json")
    assert served.headers["content-type"] == "application/json"
    assert served.json() == yaml.safe_load(SPEC.read_text())
    package = Path(agent_harness.__file__).parent
    assert served.content == (package / "openapi.json").read_bytes()
    assert list(served.json()) == list(yaml.safe_load(SPEC.read_text()))


def test_pages_are_for_everyone_and_to_be_read() -> None:
    http = TestClient(app())
    assert http.head("/docs").status_code == 200
    refusal = http.post("/docs", headers={"authorization": f"Bearer {CREDENTIAL}"})
    assert (refusal.status_code, refusal.headers["allow"]) == (
        405,
        "GET, HEAD, OPTIONS",
    )


@pytest.mark.parametrize("path", ["/docs", "/openapi.json", "/docs/start.js"])
def test_without_pages(path: str) -> None:
    response = TestClient(app(docs=None)).get(path)
    assert response.status_code == 404
    assert json.loads(response.content)["code"] == "not-found"


@pytest.mark.parametrize("path", ["/docs/../../server.py", "/docs/%2e%2e/x", "/docs/x"])
def test_only_the_assets_of_the_page_are_served(path: str) -> None:
    assert TestClient(app()).get(path).status_code == 404


def test_the_page_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None: ...

    monkeypatch.setattr("agent_harness._runtime.pages.find_spec", missing)
    http = TestClient(app())
    response = http.get("/docs")
    assert response.status_code == 501
    assert "pip install flask-swagger-ui" in response.text
    assert http.get("/openapi.json").status_code == 200
