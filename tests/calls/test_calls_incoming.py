"""The body of a request: whoever else wants to see it sees all of it, and so does its handler."""

from collections.abc import Iterator

import pytest
from golden_library import create_app
from golden_library.server import Limits
from librarian import Librarian
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from agent_harness import (
    CreateSessionRequest,
    GetSessionResponse,
    RequestError,
    RequestErrorResponse,
    RequestErrorResponseError,
)
from agent_harness import create_app as create_harness

BODY = b'{"title": "Momo"}'
JSON = {"content-type": "application/json"}


def test_what_makes_a_handler_may_read_the_body() -> None:
    seen: list[bytes] = []

    async def made(request: Request) -> Librarian:
        seen.append(await request.body())
        seen.append(b"".join([chunk async for chunk in request.stream()]))
        return Librarian()

    answer = TestClient(create_app(made)).post("/v1/books", content=BODY, headers=JSON)
    assert (answer.status_code, answer.json()["title"]) == (201, "Momo")
    assert seen == [BODY, BODY]


def test_middleware_may_read_the_body() -> None:
    seen: list[bytes] = []

    class Reading(BaseHTTPMiddleware):
        async def dispatch(
            self, request: Request, call_next: RequestResponseEndpoint
        ) -> Response:
            seen.append(await request.body())
            return await call_next(request)

    app = create_app(Librarian(), middleware=[Middleware(Reading)])
    answer = TestClient(app).post("/v1/books", content=BODY, headers=JSON)
    assert (answer.status_code, answer.json()["title"]) == (201, "Momo")
    assert seen == [BODY]


@pytest.mark.parametrize("pieces", [1, 2, 17])
def test_a_body_may_come_in_pieces(pieces: int) -> None:
    step = -(-len(BODY) // pieces)

    def chunks() -> Iterator[bytes]:
        yield from (BODY[at : at + step] for at in range(0, len(BODY), step))

    app = create_app(Librarian(), limits=Limits(body=len(BODY)))
    answer = TestClient(app).post("/v1/books", content=chunks(), headers=JSON)
    assert (answer.status_code, answer.json()["title"]) == (201, "Momo")
    small = create_app(Librarian(), limits=Limits(body=len(BODY) - 1))
    refused = TestClient(small).post("/v1/books", content=chunks(), headers=JSON)
    assert refused.status_code == 413


def test_whoever_checks_credentials_may_read_the_body() -> None:
    seen: list[bytes] = []

    class Signed:
        async def authorization_bearer(
            self, request: Request, credential: str, *, scopes: tuple[str, ...]
        ) -> str:
            seen.append(await request.body())
            return credential

    class Sessions:
        async def create_session(
            self, body: CreateSessionRequest
        ) -> GetSessionResponse:
            raise RequestError(
                409,
                RequestErrorResponse(
                    error=RequestErrorResponseError(message=body.agent_name)
                ),
            )

    app = create_harness(Sessions(), auth=Signed())
    body, token = b'{"agent_name": "a"}', {"authorization": "Bearer x"}
    answer = TestClient(app).post(
        "/acme/v1/agents/sessions", content=body, headers=JSON | token
    )
    assert (answer.status_code, answer.json()["error"]["message"]) == (409, "a")
    assert seen == [body]
