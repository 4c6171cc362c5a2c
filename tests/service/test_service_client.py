"""The generated client uses the service: each status is the same error with its code."""

import asyncio

import pytest
from asking import ASKED, Asked
from tenants import ADA, BOB, ROBOT, token

from agent_harness import (
    AsyncClient,
    Client,
    CreateSessionRequest,
    GetSessionResponse,
    RequestError,
    Response,
    Subject,
)
from agent_harness_service.store import Grantee

UNCHECKED = CreateSessionRequest.model_construct
"""Makes what the model would refuse."""


def call(url: str, way: str, key: str, agent_name: str) -> Response[GetSessionResponse]:
    """Create a session with one of the clients, which reads its answer strictly."""
    body = UNCHECKED(agent_name=agent_name)
    if way == "sync":
        with Client(base_url=f"{url}/acme", token=key, strict=True) as api:
            return api.raw.create_session(body)

    async def awaited() -> Response[GetSessionResponse]:
        base_url = f"{url}/acme"
        async with AsyncClient(base_url=base_url, token=key, strict=True) as api:
            return await api.raw.create_session(body)

    return asyncio.run(awaited())


both = pytest.mark.parametrize("way", ["sync", "async"])


@both
@pytest.mark.parametrize("subject", [ADA, ROBOT], ids=str)
def test_a_session_is_created(service: str, way: str, subject: Grantee) -> None:
    response = call(service, way, token(subject=subject), "support-bot")
    assert response.status == 201
    assert response.request_id
    assert response.body.data.created_by_subject == Subject(
        subject_id=subject.id,
        subject_type=subject.type,
        subject_slug=f"{subject.id}@acme.test",
    )


@both
@pytest.mark.parametrize("asked", ASKED, ids=lambda each: f"{each.status} {each.code}")
def test_a_failure_is_raised(service: str, way: str, asked: Asked) -> None:
    with pytest.raises(RequestError) as caught:
        call(service, way, asked.token(), asked.agent_name)
    assert caught.value.status == asked.status
    assert caught.value.body.error.code == asked.code
    assert caught.value.request_id


@both
def test_an_id_that_is_taken(colliding: str, way: str) -> None:
    with pytest.raises(RequestError) as caught:
        call(colliding, way, token(), "support-bot")
    assert caught.value.status == 409
    assert caught.value.body.error.code == "session_id_taken"


def test_everyone_of_the_tenant(service: str) -> None:
    assert call(service, "sync", token(subject=BOB), "open-bot").status == 201
    assert call(service, "sync", token(subject=ADA), "open-bot").status == 201
