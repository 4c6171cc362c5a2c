"""Calls that take too long, or that nobody wants any more; every failure of a call."""

import asyncio
import pickle
import time
from typing import Any

import httpx2
import pytest
from ends import done
from golden_pets import (
    ApiConnectionError,
    ApiError,
    ApiTimeout,
    AsyncClient,
    Client,
    Conflict,
    ConflictError,
    NewPet,
    UnexpectedResponse,
)
from hostile import Hostile, drips, hangs_up, json, says

ENDS = [pytest.param(Client, id="sync"), pytest.param(AsyncClient, id="async")]
FOREVER = 60.0


def failure(end: Any, server: Hostile, **options: Any) -> ApiError:
    """Give what a call raises."""
    api = end(base_url=server.url, retries=0)
    with pytest.raises(ApiError) as caught:
        done(api.get_pet("t1", options=options))
    return caught.value


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(
    "options",
    [
        {"timeout": 0.1},
        {"timeout": httpx2.Timeout(FOREVER, read=0.1)},
        {"total": 0.1},
        {"total": 0.1, "timeout": FOREVER},
    ],
)
def test_no_answer_in_time(end: Any, options: Any) -> None:
    began = time.monotonic()
    with Hostile(lambda connection: server.waits(connection)) as server:
        assert isinstance(failure(end, server, **options), ApiTimeout)
    assert time.monotonic() - began < FOREVER / 2


@pytest.mark.parametrize("end", ENDS)
def test_a_client_is_told_how_long(end: Any) -> None:
    with Hostile(lambda connection: server.waits(connection)) as server:
        api = end(base_url=server.url, timeout=0.1, retries=0)
        with pytest.raises(ApiTimeout):
            done(api.get_pet("t1"))


@pytest.mark.parametrize("end", ENDS)
def test_the_total_holds_over_an_answer_that_drips(end: Any) -> None:
    with Hostile(drips([b" "] * 50, 0.05)) as server:
        error = failure(end, server, total=0.3)
    assert isinstance(error, ApiTimeout)
    assert str(error) == "not done within 0.3 s"


@pytest.mark.parametrize("end", ENDS)
def test_the_total_holds_over_all_tries(end: Any) -> None:
    with Hostile(says(503, retry_after="1")) as server:
        api = end(base_url=server.url, retries=50)
        with pytest.raises(ApiError):
            done(api.get_pet("t1", options={"total": 0.5}))
    assert len(server.requests) <= 2


def test_a_cancelled_call_leaves_no_connection() -> None:
    async def calling() -> None:
        async with AsyncClient(base_url=server.url) as api:
            call = asyncio.ensure_future(api.get_pet("t1"))
            assert await asyncio.to_thread(server.asked.wait, 10)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            assert await asyncio.to_thread(server.closed.wait, 10)

    with Hostile(lambda connection: server.waits(connection)) as server:
        asyncio.run(calling())


@pytest.mark.parametrize("end", ENDS)
def test_an_answer_that_a_hook_refuses_is_closed(end: Any) -> None:
    def refuse(answer: httpx2.Response) -> None:
        answers.append(answer)
        raise LookupError("not this one")

    answers: list[httpx2.Response] = []
    with Hostile(json(200, b"{}")) as server:
        api = end(base_url=server.url)
        with pytest.raises(LookupError):
            done(api.get_pet("t1", options={"after": refuse}))
    assert [each.is_closed for each in answers] == [True]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("act", [hangs_up, says(404), says(500, b"?")])
def test_every_failure_is_an_api_error_and_can_be_pickled(end: Any, act: Any) -> None:
    with Hostile(act) as server:
        error = failure(end, server, headers={"X-Request-Id": "r1"})
    same = pickle.loads(pickle.dumps(error))
    assert type(same) is type(error)
    assert str(same) == str(error)
    assert same.request_id == error.request_id
    if isinstance(error, ApiConnectionError):
        assert error.request_id == "r1"


@pytest.mark.parametrize("end", ENDS)
def test_a_documented_failure_can_be_pickled(end: Any) -> None:
    body = b'{"message":"a","taken":"Tom"}'
    with Hostile(json(409, body, x_request_id="r2")) as server:
        api = end(base_url=server.url)
        with pytest.raises(ConflictError) as caught:
            done(api.create_pet(NewPet(name="Tom")))
    same = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(same, ConflictError)
    assert isinstance(same.body, Conflict)
    assert (same.status, same.body, same.request_id) == (409, caught.value.body, "r2")
    assert same.response.status_code == 409


def test_the_id_is_the_servers_where_it_tells_one() -> None:
    with Hostile(says(500, x_request_id="r3")) as server:
        error = failure(Client, server)
    assert isinstance(error, UnexpectedResponse)
    assert error.request_id == "r3"
