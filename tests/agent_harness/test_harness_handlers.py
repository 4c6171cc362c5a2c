"""What may stand behind the server: classes, functions, objects, and another client."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest
from harness import (
    ADA,
    CALLERS,
    CREDENTIAL,
    FAILURES,
    REQUEST,
    TENANT,
    Answer,
    Caller,
    Tokens,
    by_async_client,
    by_client,
    created,
    failure,
    in_process,
    posted,
    refused,
    served,
)
from pydantic import BaseModel
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from agent_harness import (
    AgentHarnessApi,
    AsyncClient,
    CreateSessionRequest,
    GetSessionResponse,
    RequestError,
    Response,
    Subject,
)
from agent_harness.server import Handler, create_app

at_both_ends = pytest.mark.parametrize("call", CALLERS)


class Sessions:
    """Is made for each request, and answers with what the request says."""

    def __init__(self, request: Request) -> None:
        self.user: Subject = request.user
        self.tenant: str = request.path_params["tenantName"]

    async def create_session(self, body: CreateSessionRequest) -> GetSessionResponse:
        return created(self.user, f"{body.agent_name} of {self.tenant}")


def make(request: Request) -> AgentHarnessApi:
    return Sessions(request)


async def make_later(request: Request) -> AgentHarnessApi:
    await asyncio.sleep(0)
    return Sessions(request)


@at_both_ends
@pytest.mark.parametrize("handler", [Sessions, make, make_later])
def test_a_handler_for_each_request(
    call: Caller, handler: Handler[AgentHarnessApi]
) -> None:
    app = served(handler)
    assert call(app).body == created(ADA, "support-bot of acme")


def test_each_request_has_a_handler_of_its_own() -> None:
    made: list[Sessions] = []

    def remembered(request: Request) -> AgentHarnessApi:
        made.append(Sessions(request))
        return made[-1]

    app = served(remembered)
    by_client(app)
    by_client(app)
    assert len(made) == 2


def test_one_object_answers_every_request() -> None:
    handler = Answer(created())
    app = served(handler)
    by_client(app)
    by_async_client(app)
    assert handler.asked == [REQUEST, REQUEST]


def test_handlers_at_work_at_the_same_time() -> None:
    async def calls() -> list[GetSessionResponse]:
        met = asyncio.Barrier(20)

        class Meeting(Answer):
            async def create_session(
                self, body: CreateSessionRequest
            ) -> GetSessionResponse:
                await met.wait()
                return created(title=body.agent_name)

        http = in_process(served(Meeting(created())))
        api = AsyncClient(token=CREDENTIAL, tenant_name=TENANT, http=http)
        requests = [CreateSessionRequest(agent_name=f"a{n}") for n in range(20)]
        return await asyncio.gather(*map(api.create_session, requests))

    titles = [found.data.title for found in asyncio.run(calls())]
    assert titles == [f"a{n}" for n in range(20)]


@at_both_ends
def test_a_handler_may_say_status_and_headers(call: Caller) -> None:
    class Wrapping(Answer):
        async def create_session(self, body: CreateSessionRequest) -> Any:
            return Response(201, created(), {"X-Request-Id": "r-1", "Location": "/s/1"})

    response = call(served(Wrapping(created())))
    assert (response.status, response.body) == (201, created())
    assert (response.request_id, response.headers["location"]) == ("r-1", "/s/1")


# Proxies ----------------------------------------------------------------------------


def chained(origin: ASGIApp) -> Starlette:
    """Put a client of an application behind another one."""
    upstream = AsyncClient(
        token=CREDENTIAL, tenant_name=TENANT, http=in_process(origin)
    )
    return served(upstream, invalid=refused)


@at_both_ends
def test_a_client_stands_where_a_handler_is_wanted(call: Caller) -> None:
    subject = Subject.model_validate({**ADA.model_dump(), "more": {"a": 1}})
    handler = Answer(created(subject, "a title"))
    assert call(chained(served(handler))).body == handler.answer
    assert handler.asked == [REQUEST]


@at_both_ends
@pytest.mark.parametrize("status", FAILURES)
def test_failures_go_through_a_chain_of_applications(call: Caller, status: int) -> None:
    sent = failure(status, code=None, headers={"X-Request-Id": "r-1"})
    with pytest.raises(RequestError) as caught:
        call(chained(chained(served(Answer(sent)))))
    assert (caught.value.status, caught.value.body) == (status, sent.body)
    assert caught.value.request_id == "r-1"


# Mistakes of handlers ---------------------------------------------------------------


class Wrong:
    """Returns or raises what the API does not document."""

    def __init__(self, answer: object) -> None:
        self.answer = answer

    async def create_session(self, body: CreateSessionRequest) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Other(BaseModel):
    """A model of somebody else."""

    data: int = 1


UNFIT: list[object] = [
    {"data": {}},
    created().model_dump(),
    "created",
    Other(),
    GetSessionResponse.model_construct(data="secret"),
    Response(200, created()),
    Response(409, failure(409).body),
    failure(418),
    failure(201),
    RequestError(404, cast("Any", "secret")),
    KeyError("secret"),
]


@pytest.mark.parametrize("answer", UNFIT, ids=repr)
def test_an_answer_that_is_not_documented_is_a_500(
    answer: object, caplog: pytest.LogCaptureFixture
) -> None:
    response = posted(served(Wrong(answer)))
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert "secret" not in response.text
    is_unexpected = isinstance(answer, KeyError)
    words = (
        "Internal server error" if is_unexpected else "answered what is not documented"
    )
    assert words in response.json()["detail"]
    [record] = caplog.records
    assert (record.name, record.levelno) == ("agent_harness", logging.ERROR)
    told = response.headers["x-request-id"]
    assert record.getMessage() == f"create_session failed (request {told})"
    assert record.exc_info


def test_a_500_is_worded_by_the_application(caplog: pytest.LogCaptureFixture) -> None:
    response = posted(served(Wrong(KeyError("secret")), invalid=refused))
    assert response.status_code == 500
    assert response.json() == {
        "error": {
            "message": "Internal server error",
            "code": "internal-error",
            "param": None,
        }
    }
    assert "KeyError: 'secret'" in caplog.text


@pytest.mark.parametrize("where", ["handler", "auth"])
def test_what_fails_around_a_handler_is_a_500(
    where: str, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(Tokens):
        async def authorization_bearer(
            self, request: Request, credential: str, *, scopes: tuple[str, ...]
        ) -> Subject | None:
            raise OSError

    def unmade(_: Request) -> AgentHarnessApi:
        raise OSError

    handler: Handler[AgentHarnessApi] = unmade if where == "handler" else make
    app = create_app(handler, auth=Broken() if where == "auth" else Tokens())
    assert posted(app).status_code == 500
    assert "OSError" in caplog.text


def test_a_check_of_credentials_may_raise_a_documented_failure() -> None:
    class Unsupported(Tokens):
        async def authorization_bearer(
            self, request: Request, credential: str, *, scopes: tuple[str, ...]
        ) -> Subject | None:
            raise failure(400, "No service accounts.")

    with pytest.raises(RequestError) as caught:
        by_client(create_app(Answer(created()), auth=Unsupported()))
    assert (caught.value.status, caught.value.body.error.message) == (
        400,
        "No service accounts.",
    )


# What is around all handlers --------------------------------------------------------


def test_lifespan_and_middleware() -> None:
    seen: list[str] = []

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None, None]:
        seen.append("up")
        yield
        seen.append("down")

    class Noting:
        def __init__(self, app: ASGIApp) -> None:
            self.app = app

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            seen.append(scope["type"])
            await self.app(scope, receive, send)

    app = create_app(
        Sessions, auth=Tokens(), lifespan=lifespan, middleware=[Middleware(Noting)]
    )
    with TestClient(app) as http:
        headers = {"authorization": f"Bearer {CREDENTIAL}"}
        answer = http.post(
            f"/{TENANT}/v1/agents/sessions", json={"agent_name": "a"}, headers=headers
        )
    assert answer.status_code == 201
    assert seen == ["lifespan", "up", "http", "down"]


def test_a_cancelled_request_stays_cancelled() -> None:
    started = asyncio.Event()

    class Endless(Answer):
        async def create_session(
            self, body: CreateSessionRequest
        ) -> GetSessionResponse:
            started.set()
            await asyncio.sleep(3600)
            return created()

    async def cancel() -> None:
        http = in_process(served(Endless(created())))
        api = AsyncClient(token=CREDENTIAL, tenant_name=TENANT, http=http)
        call = asyncio.create_task(api.create_session(REQUEST))
        await started.wait()
        call.cancel()
        await call

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancel())
