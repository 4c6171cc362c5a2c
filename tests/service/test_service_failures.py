"""Every failure is in the words of the API, with a status and a code; none tells internals."""

from collections.abc import Generator
from typing import Never

import pytest
from asking_by_hand import BODY, JSON, at, posted, told
from starlette.testclient import TestClient
from tenants import BOB, token

from agent_harness_service.app import made
from agent_harness_service.settings import Settings
from agent_harness_service.store import Grantee

PATH = "/acme/v1/agents/sessions"
TEAM = Grantee("team", "t")
INTERNAL = "what nobody should see"


@pytest.fixture(scope="module")
def http(settled: Settings) -> Generator[TestClient]:
    """Open an application over each kind of database."""
    with at(settled) as opened:
        yield opened


# The order of checks ----------------------------------------------------------------

BAD_BODY, NO_AGENT = b'{"agent_name": ""}', b'{"agent_name": "nobody"}'
ORDER = [
    (401, "no token", BAD_BODY),
    (400, token(subject=TEAM), BAD_BODY),
    (400, token(subject=TEAM), NO_AGENT),
    (422, token(subject=BOB), BAD_BODY),
    (404, token(subject=BOB), NO_AGENT),
    (403, token(subject=BOB), BODY),
]


@pytest.mark.parametrize(("status", "key", "body"), ORDER)
def test_the_first_thing_that_is_wrong_is_told(
    http: TestClient, status: int, key: str, body: bytes
) -> None:
    assert told(posted(http, body, authorization=f"Bearer {key}"))[0] == status


# Bodies -----------------------------------------------------------------------------

BODIES: dict[str, tuple[bytes, int, str, str | None]] = {
    "nothing": (b"", 422, "malformed_body", None),
    "half": (b'{"agent_name": ', 422, "malformed_body", None),
    "no UTF-8": (b'{"agent_name": "\xff"}', 422, "malformed_body", None),
    "half a surrogate": (b'{"agent_name": "\\ud800"}', 422, "malformed_body", None),
    "NaN": (b'{"agent_name": NaN}', 422, "malformed_body", None),
    "twice": (BODY + BODY, 422, "malformed_body", None),
    "a list": (b"[]", 422, "invalid_request", None),
    "null": (b"null", 422, "invalid_request", None),
    "a text": (b'"support-bot"', 422, "invalid_request", None),
    "no name": (b"{}", 422, "invalid_request", "agent_name"),
    "null for a name": (b'{"agent_name": null}', 422, "invalid_request", "agent_name"),
    "a number": (b'{"agent_name": 5}', 422, "invalid_request", "agent_name"),
    "an object": (b'{"agent_name": {}}', 422, "invalid_request", "agent_name"),
    "empty": (b'{"agent_name": ""}', 422, "invalid_request", "agent_name"),
    "long": (
        b'{"agent_name": "%s"}' % (b"x" * 256),
        422,
        "invalid_request",
        "agent_name",
    ),
    "long in characters": (
        '{{"agent_name": "{}"}}'.format("\U0001f600" * 255).encode(),
        404,
        "agent_not_found",
        "agent_name",
    ),
    "a NUL": (b'{"agent_name": "a\\u0000b"}', 404, "agent_not_found", "agent_name"),
    "SQL": (
        b'{"agent_name": "\' OR 1=1 --"}',
        404,
        "agent_not_found",
        "agent_name",
    ),
    "a wildcard": (b'{"agent_name": "support%"}', 404, "agent_not_found", "agent_name"),
    "upper case": (
        b'{"agent_name": "SUPPORT-BOT"}',
        404,
        "agent_not_found",
        "agent_name",
    ),
    "too much": (
        b'{"agent_name": "%s"}' % (b"x" * 70_000),
        413,
        "content_too_large",
        None,
    ),
    "deep": (b"[" * 60_000, 422, "malformed_body", None),
}


@pytest.mark.parametrize(
    ("body", "status", "code", "param"), BODIES.values(), ids=BODIES
)
def test_a_body_that_is_wrong(
    http: TestClient, body: bytes, status: int, code: str, param: str | None
) -> None:
    response = posted(http, body)
    assert told(response) == (status, code)
    assert response.json()["error"]["param"] == param


def test_a_long_body_without_a_length(http: TestClient) -> None:
    def chunks() -> Generator[bytes]:
        for _ in range(100):
            yield b"x" * 1000

    headers = {**JSON, "authorization": f"Bearer {token()}"}
    response = http.post(PATH, content=chunks(), headers=headers)
    assert told(response) == (413, "content_too_large")


def test_unknown_properties_are_tolerated(http: TestClient) -> None:
    body = b'{"agent_name": "support-bot", "title": 5, "__proto__": {}, "id": "x"}'
    assert posted(http, body).status_code == 201


# What the framework answers ---------------------------------------------------------

ASKED = [
    ("GET", "/", 404, "not_found"),
    ("POST", "/acme/v1/agents", 404, "not_found"),
    ("POST", f"{PATH}/", 404, "not_found"),
    ("POST", f"/x{PATH}", 404, "not_found"),
    ("POST", "//v1/agents/sessions", 404, "not_found"),
    ("GET", PATH, 405, "method_not_allowed"),
    ("DELETE", PATH, 405, "method_not_allowed"),
    ("PURGE", PATH, 405, "method_not_allowed"),
    ("POST", "/healthz", 405, "method_not_allowed"),
    ("DELETE", "/readyz", 405, "method_not_allowed"),
]


@pytest.mark.parametrize(("method", "path", "status", "code"), ASKED)
def test_what_is_not_there(
    http: TestClient, method: str, path: str, status: int, code: str
) -> None:
    response = http.request(method, f"http://testserver{path}")
    assert told(response) == (status, code)
    assert (status == 405) == ("allow" in response.headers)


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "x", "a/b;c"])
def test_another_media_type(http: TestClient, media_type: str) -> None:
    response = posted(http, headers={"content-type": media_type})
    assert told(response) == (415, "unsupported_media_type")


def test_an_answer_that_nobody_has(http: TestClient) -> None:
    response = posted(http, headers={**JSON, "accept": "text/html"})
    assert told(response) == (406, "not_acceptable")


@pytest.mark.parametrize("name", ["healthz", "readyz"])
def test_health(http: TestClient, name: str) -> None:
    response = http.get(f"/{name}")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response.headers["x-request-id"]


# Mistakes of ours -------------------------------------------------------------------


def broken(_: object) -> Never:
    """Fail as nobody expects it."""
    raise RuntimeError(INTERNAL)


def test_a_mistake_in_the_handler(settled: Settings) -> None:
    app = made(settled, mint=broken)
    with TestClient(app, raise_server_exceptions=False) as http:
        response = posted(http)
    assert told(response) == (500, "internal_error")
    assert INTERNAL not in response.text


def test_a_mistake_anywhere_else(settled: Settings) -> None:
    app = made(settled)
    app.add_route("/broken", broken)
    with TestClient(app, raise_server_exceptions=False) as http:
        response = http.get("/broken", headers={"x-request-id": "mine"})
    assert told(response) == (500, "internal_error")
    assert response.headers["x-request-id"] == "mine"
    assert INTERNAL not in response.text
