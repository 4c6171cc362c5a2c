"""TrueFoundry's own SDK uses the service unchanged: sync, async and raw, each status its class."""

import asyncio
import re
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager

import httpx
import pytest
from asking import ASKED, Asked
from tenants import ADA, token
from truefoundry_gateway_sdk import AsyncTrueFoundryGateway, TrueFoundryGateway
from truefoundry_gateway_sdk.agents import AgentSessionClient, AsyncAgentSessionClient
from truefoundry_gateway_sdk.core.api_error import ApiError
from truefoundry_gateway_sdk.errors import (
    BadRequestError,
    ConflictError,
    ForbiddenError,
    NotFoundError,
    UnauthorizedError,
    UnprocessableEntityError,
)

CLASSES: dict[int, type[ApiError]] = {
    400: BadRequestError,
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
}
ULID = re.compile(r"[0-7][0-9a-hjkmnp-tv-z]{25}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


@contextmanager
def gateway(url: str, key: str | None = None) -> Generator[TrueFoundryGateway]:
    """Make the SDK's client of a tenant; it leaves its connections to its owner."""
    with httpx.Client() as http:
        yield TrueFoundryGateway(
            base_url=f"{url}/acme",
            api_key=key or token(),
            max_retries=0,
            httpx_client=http,
        )


@asynccontextmanager
async def async_gateway(
    url: str, key: str | None = None
) -> AsyncGenerator[AsyncTrueFoundryGateway]:
    """Make the SDK's other client."""
    async with httpx.AsyncClient() as http:
        yield AsyncTrueFoundryGateway(
            base_url=f"{url}/acme",
            api_key=key or token(),
            max_retries=0,
            httpx_client=http,
        )


def test_a_session_is_created(service: str) -> None:
    with gateway(service) as api:
        session = api.agents.sessions.create(agent_name="support-bot").data
    assert ULID.fullmatch(session.id)
    assert (session.agent_name, session.title) == ("support-bot", None)
    subject = session.created_by_subject
    assert (subject.subject_id, subject.subject_type) == (ADA.id, ADA.type)
    assert subject.subject_slug == "ada@acme.test"
    assert MOMENT.fullmatch(session.created_at)
    assert session.updated_at == session.created_at


def test_a_session_is_created_with_await(service: str) -> None:
    async def create() -> str:
        async with async_gateway(service) as api:
            made = await api.agents.sessions.create(agent_name="support-bot")
        return str(made.data.id)

    assert ULID.fullmatch(asyncio.run(create()))


def test_a_raw_response(service: str) -> None:
    with gateway(service) as api:
        raw = api.agents.sessions.with_raw_response
        response = raw.create(agent_name="support-bot")
    assert response.status_code == 201
    assert response.headers["content-type"] == "application/json"
    assert ULID.fullmatch(response.data.data.id)


def test_the_high_level_client(service: str) -> None:
    with httpx.Client() as http:
        api = AgentSessionClient(
            base_url=f"{service}/acme", api_key=token(), httpx_client=http
        )
        assert ULID.fullmatch(api.create_session(agent_name="support-bot").id)


def test_the_high_level_client_with_await(service: str) -> None:
    async def create() -> str:
        async with httpx.AsyncClient() as http:
            api = AsyncAgentSessionClient(
                base_url=f"{service}/acme", api_key=token(), httpx_client=http
            )
            return (await api.create_session(agent_name="support-bot")).id

    assert ULID.fullmatch(asyncio.run(create()))


@pytest.mark.parametrize("asked", ASKED, ids=lambda each: f"{each.status} {each.code}")
@pytest.mark.parametrize("way", ["sync", "async", "raw", "async raw"])
def test_a_failure_is_the_class_of_its_status(
    service: str, asked: Asked, way: str
) -> None:
    with pytest.raises(CLASSES[asked.status]) as caught:
        create(service, way, asked.token(), asked.agent_name)
    check(caught.value, asked.status, asked.code)


@pytest.mark.parametrize("way", ["sync", "async", "raw", "async raw"])
def test_an_id_that_is_taken(colliding: str, way: str) -> None:
    with pytest.raises(ConflictError) as caught:
        create(colliding, way, token(), "support-bot")
    check(caught.value, 409, "session_id_taken")


def create(url: str, way: str, key: str, agent_name: str) -> None:
    """Create a session in one of the SDK's ways."""

    async def awaited() -> None:
        async with async_gateway(url, key) as api:
            client = api.agents.sessions
            if way == "async":
                await client.create(agent_name=agent_name)
            else:
                await client.with_raw_response.create(agent_name=agent_name)

    if way.startswith("async"):
        asyncio.run(awaited())
        return
    with gateway(url, key) as api:
        if way == "sync":
            api.agents.sessions.create(agent_name=agent_name)
        else:
            api.agents.sessions.with_raw_response.create(agent_name=agent_name)


def check(error: ApiError, status: int, code: str) -> None:
    """See to it that a failure says what it should."""
    assert error.status_code == status
    assert error.body.error.code == code
    assert error.body.error.message
    if status == 401:
        assert error.headers is not None
        assert error.headers["www-authenticate"].startswith("Bearer")
