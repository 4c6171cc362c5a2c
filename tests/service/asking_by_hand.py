"""Requests that no client sends, of an application in the same process."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx2
from starlette.testclient import TestClient
from tenants import token

from agent_harness_service.app import made
from agent_harness_service.settings import Settings

BODY = b'{"agent_name": "support-bot"}'
JSON = {"content-type": "application/json"}


@contextmanager
def at(settings: Settings) -> Generator[TestClient]:
    """Open an application in the process of the tests."""
    with TestClient(made(settings), raise_server_exceptions=False) as http:
        yield http


def posted(
    http: httpx2.Client,
    body: bytes = BODY,
    *,
    authorization: str | None = None,
    headers: Mapping[str, str] = JSON,
    tenant: str = "acme",
) -> httpx2.Response:
    """Ask for a session; with a good token, if nothing else is said."""
    known = f"Bearer {token()}" if authorization is None else authorization
    merged = {**headers, **({"authorization": known} if known else {})}
    raw = [(name.encode(), text.encode()) for name, text in merged.items()]
    return http.post(f"/{tenant}/v1/agents/sessions", content=body, headers=raw)


def told(response: httpx2.Response) -> tuple[int, str]:
    """Give status and code of a failure, which is in the words of the API and no others."""
    assert response.headers["content-type"] == "application/json"
    assert response.headers["x-request-id"]
    body: dict[str, Any] = response.json()
    assert body.keys() == {"error"}
    error: dict[str, str | None] = body["error"]
    assert error.keys() == {"message", "type", "code", "param"}
    assert error["message"]
    assert error["code"]
    return response.status_code, error["code"]
