"""What a call, or every call of a client, is told about how it is sent."""

import logging
import re
from typing import Any

import golden_security_more
import httpx2
import pytest
from ends import done
from golden_pets import AsyncClient, CallOptions, Client, Pet
from hostile import Hostile, json, says

PET = json(200, b'{"name":"Tom","id":"t1"}')
PETS = json(200, b"[]")
ENDS = [pytest.param(Client, id="sync"), pytest.param(AsyncClient, id="async")]


@pytest.mark.parametrize("end", ENDS)
def test_headers_and_query_are_added_and_win(end: Any) -> None:
    options: CallOptions = {
        "headers": {"X-Trace": "told", "x-more": "1"},
        "query": {"a&b": "c d", "debug": "1"},
    }
    with Hostile(PETS) as server:
        done(end(base_url=server.url).list_pets(x_trace="said", options=options))
        assert server.headers("x-trace") == ["told"]
        assert server.headers("x-more") == ["1"]
    assert b"GET /pets?limit=20&order=asc&a%26b=c%20d&debug=1 " in server.requests[0]


@pytest.mark.parametrize("end", ENDS)
def test_the_same_client_with_other_options(end: Any) -> None:
    with Hostile(PETS) as server, Hostile(PETS) as other:
        api = end(base_url=server.url)
        told = api.with_options(headers={"x-a": "1"}, base_url=other.url)
        again = told.with_options(headers={"x-b": "2"})
        for each in (api, told, again):
            done(each.list_pets())
        assert type(again) is end
        assert (server.headers("x-a"), server.headers("x-b")) == ([""], [""])
        assert (other.headers("x-a"), other.headers("x-b")) == (["1", "1"], ["", "2"])


def test_clients_share_their_connections_and_one_ends_them() -> None:
    with Client(base_url="http://test") as api:
        with api.with_options(total=1):
            pass
        http = api.raw.__dict__["_engine"].http
        assert not http.is_closed
    assert http.is_closed


@pytest.mark.parametrize("url", ["http://a:b", "http://a:b/c"])
def test_a_base_url_that_is_none_is_refused(url: str) -> None:
    with Client() as api, pytest.raises(ValueError, match="is no URL"):
        api.with_options(base_url=url)


def test_an_option_that_there_is_not_is_refused() -> None:
    options: Any = {"timeouts": 1}
    with Client() as api, pytest.raises(TypeError, match="timeouts"):
        api.list_pets(options=options)


@pytest.mark.parametrize("end", ENDS)
def test_the_answer_is_read_as_the_call_says(end: Any) -> None:
    with Hostile(json(200, b'{"name":"Tom","id":"t1","kind":"newt"}')) as server:
        api = end(base_url=server.url)
        assert done(api.get_pet("t1")).kind == "newt"
        with pytest.raises(Exception, match="kind"):
            done(api.get_pet("t1", options={"strict": True}))


@pytest.mark.parametrize("end", ENDS)
def test_hooks_see_each_request_and_each_answer(end: Any) -> None:
    seen: list[Any] = []

    def before(request: httpx2.Request) -> None:
        request.headers["x-signed"] = "yes"
        seen.append(request.method)

    def after(answer: httpx2.Response) -> None:
        seen.append(answer.status_code)

    with Hostile(says(503, retry_after="0"), PET) as server:
        api = end(base_url=server.url).with_options(before=before, after=after)
        assert done(api.get_pet("t1")) == Pet(name="Tom", id="t1")
        assert server.headers("x-signed") == ["yes", "yes"]
    assert seen == ["GET", 503, "GET", 200]


def test_hooks_of_an_async_client_may_await() -> None:
    async def before(request: httpx2.Request) -> None:
        request.headers["x-signed"] = "yes"

    async def after(answer: httpx2.Response) -> None:
        seen.append(await answer.aread())

    seen: list[bytes] = []
    with Hostile(PET) as server:
        api: Any = AsyncClient(base_url=server.url)
        done(api.get_pet("t1", options={"before": before, "after": after}))
        assert server.headers("x-signed") == ["yes"]
    assert seen == [b'{"name":"Tom","id":"t1"}']


@pytest.mark.parametrize("end", ENDS)
def test_the_package_and_its_version_are_named(end: Any) -> None:
    with Hostile(PETS) as server:
        done(end(base_url=server.url).list_pets())
        done(
            end(base_url=server.url).list_pets(
                options={"headers": {"User-Agent": "me"}}
            )
        )
        assert server.headers("user-agent") == ["golden_pets/1.2.0", "me"]


def test_a_client_of_ones_own_keeps_its_name() -> None:
    with Hostile(PETS) as server, httpx2.Client(headers={"user-agent": "mine"}) as http:
        Client(base_url=server.url, http=http).list_pets()
        assert server.headers("user-agent") == ["mine"]


@pytest.mark.parametrize("end", ENDS)
def test_calls_are_written_down_without_secrets(
    end: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "golden_pets")
    options: CallOptions = {"query": {"key": "secret"}, "headers": {"x": "secret"}}
    with Hostile(says(503, retry_after="0"), PETS) as server:
        done(end(base_url=server.url).list_pets(options=options))
    lines = [each.getMessage() for each in caplog.records if each.name == "golden_pets"]
    assert re.fullmatch(rf"GET {server.url}/pets: 503 after \d+ ms", lines[0])
    assert lines[1] == "list_pets again in 0.00 s (1 of 2)"
    assert re.fullmatch(rf"GET {server.url}/pets: 200 after \d+ ms", lines[2])
    assert "secret" not in caplog.text


@pytest.mark.parametrize("name", ["Client", "AsyncClient"])
def test_credentials_of_one_call(name: str) -> None:
    credentials = {"staff": "secret", "headerA": "key"}
    with Hostile(json(200, b"{}")) as server:
        api: Any = getattr(golden_security_more, name)(
            base_url=server.url, staff="other"
        )
        done(api.token_and_key(options={"credentials": credentials}))
        done(api.by_uri())
        done(api.by_uri(options={"credentials": {"staff": None}}))
        told = ["Bearer secret", "Bearer other", ""]
        assert server.headers("authorization") == told
