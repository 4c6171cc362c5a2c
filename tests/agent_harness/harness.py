"""The Agent Harness with both ends in one process: what the tests of its package share."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import httpx2
from pydantic import MISSING
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response as HttpResponse
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from agent_harness import (
    AgentHarnessApi,
    AsyncClient,
    Client,
    CreateSessionRequest,
    GetSessionResponse,
    RequestError,
    RequestErrorResponse,
    RequestErrorResponseError,
    Response,
    Session,
    Subject,
)
from agent_harness.server import (
    Handler,
    Invalid,
    RequestProblem,
    create_app,
    problem_details,
)

CREDENTIAL = "eyJhbGciOiJIUzI1NiJ9"
TENANT = "acme"
PATH = f"/{TENANT}/v1/agents/sessions"
FAILURES = (400, 401, 403, 404, 409, 422)
"""The failures that the operation documents."""

ADA = Subject(subject_id="u1", subject_type="user", subject_slug="ada")
REQUEST = CreateSessionRequest(agent_name="support-bot")


def created(subject: Subject = ADA, title: str | None = None) -> GetSessionResponse:
    """Give a session as a service would answer with it."""
    now = "2026-01-01T00:00:00.000Z"
    session = Session(
        id="01jgfjja00",
        agent_name="support-bot",
        title=title,
        created_by_subject=subject,
        created_at=now,
        updated_at=now,
    )
    return GetSessionResponse(data=session)


def failure(
    status: int,
    message: str = "It went wrong.",
    *,
    kind: str | MISSING = MISSING,
    code: str | None | MISSING = MISSING,
    param: str | None | MISSING = MISSING,
    headers: Mapping[str, str] | None = None,
) -> RequestError:
    """Give a failure as the API documents it."""
    body = RequestErrorResponseError(message=message, type=kind, code=code, param=param)
    return RequestError(status, RequestErrorResponse(error=body), headers)


def refused(problem: RequestProblem) -> RequestError:
    """Word a problem in the API's own error model."""
    param = next(
        (".".join(map(str, each.location)) for each in problem.violations), None
    )
    return failure(problem.status, problem.detail, code=problem.code, param=param)


@dataclass
class Answer:
    """A handler that always answers the same, and notes what it was asked."""

    answer: GetSessionResponse | Exception
    asked: list[CreateSessionRequest] = field(
        default_factory=list[CreateSessionRequest]
    )

    async def create_session(self, body: CreateSessionRequest) -> GetSessionResponse:
        """Answer a call."""
        self.asked.append(body)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Tokens:
    """Lets in who has the credential for the tenant."""

    async def authorization_bearer(
        self, request: Request, credential: str, *, scopes: tuple[str, ...]
    ) -> Subject | None:
        """Give Ada."""
        tenant = request.path_params["tenantName"]
        return ADA if (credential, tenant) == (CREDENTIAL, TENANT) else None


def served(
    handler: Handler[AgentHarnessApi], *, invalid: Invalid = problem_details
) -> Starlette:
    """Put a handler behind the generated server."""
    return create_app(handler, auth=Tokens(), invalid=invalid)


def fixed(
    status: int,
    content: bytes | object,
    media_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> ASGIApp:
    """Make a server, not ours, that answers whatever is asked with bytes, or with JSON."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return HttpResponse(body, status, headers, media_type)


class Caller(Protocol):
    """Calls the operation of an application with one of the clients."""

    def __call__(
        self,
        app: ASGIApp,
        body: CreateSessionRequest = REQUEST,
        *,
        token: str | None = CREDENTIAL,
        strict: bool = False,
    ) -> Response[GetSessionResponse]:
        """Give the whole response, or raise `ApiError`."""
        ...


def by_client(
    app: ASGIApp,
    body: CreateSessionRequest = REQUEST,
    *,
    token: str | None = CREDENTIAL,
    strict: bool = False,
) -> Response[GetSessionResponse]:
    """Call with `Client`."""
    http = TestClient(app, follow_redirects=False)
    with Client(token=token, tenant_name=TENANT, strict=strict, http=http) as api:
        return api.raw.create_session(body)


def by_async_client(
    app: ASGIApp,
    body: CreateSessionRequest = REQUEST,
    *,
    token: str | None = CREDENTIAL,
    strict: bool = False,
) -> Response[GetSessionResponse]:
    """Call with `AsyncClient`."""

    async def call() -> Response[GetSessionResponse]:
        http = in_process(app)
        async with AsyncClient(
            token=token, tenant_name=TENANT, strict=strict, http=http
        ) as api:
            return await api.raw.create_session(body)

    return asyncio.run(call())


CALLERS: tuple[Caller, ...] = (by_client, by_async_client)


def in_process(app: ASGIApp) -> httpx2.AsyncClient:
    """Give a client whose requests go to an application without a connection."""
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app))


def posted(
    app: ASGIApp,
    content: bytes | str = b'{"agent_name": "support-bot"}',
    *,
    media_type: str | None = "application/json",
    authorization: str | None = f"Bearer {CREDENTIAL}",
    path: str = PATH,
) -> httpx2.Response:
    """Send a request that no client of ours would send."""
    headers = {"content-type": media_type, "authorization": authorization}
    given = {name: value for name, value in headers.items() if value is not None}
    return TestClient(app).post(path, content=content, headers=given)
