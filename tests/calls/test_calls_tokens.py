"""Access tokens of OAuth 2.0: asked for, kept, renewed, and refused by hostile servers."""

import asyncio
import pickle
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx2
import pytest
from ends import done
from golden_credentials import (
    ApiConnectionError,
    ApiCredentialsError,
    ApiError,
    ApiTimeout,
    AsyncClient,
    CallOptions,
    Client,
    ClientCredentialsGrant,
    PasswordGrant,
    RefreshTokenGrant,
    UnexpectedResponse,
)
from hostile import Act, drips, hangs_up, json, says
from token_server import LET_IN, Asked, TokenServer, gives, refuses, slowly

ENDS = [pytest.param(Client, id="sync"), pytest.param(AsyncClient, id="async")]
REFUSED = says(401)
SPENT = 0.0001
"""Seconds that are over before the next request."""


def mine(**more: Any) -> ClientCredentialsGrant:
    return ClientCredentialsGrant("my id", "se:cret/ü", **more)


MINE = "Basic bXkraWQ6c2UlM0FjcmV0JTJGJUMzJUJD"
"""`my+id:se%3Acret%2F%C3%BC`, as RFC 6749 §2.3.1 wants it."""


# Grants -----------------------------------------------------------------------------


@pytest.mark.parametrize("end", ENDS)
def test_a_client_asks_in_its_own_name(end: Any) -> None:
    with TokenServer(gives("one", expires_in=3600)) as server:
        api = end(base_url=server.url, oauth=mine())
        done(api.read())
        done(api.read())
        done(api.with_options(headers={"x-a": "1"}).read())
        form = {"grant_type": "client_credentials", "scope": "read"}
        assert server.asked_tokens == [Asked("/token", MINE, form)]
        assert server.calls == ["Bearer one"] * 3
        about = server.requests[0].lower()
        assert b"content-type: application/x-www-form-urlencoded\r\n" in about
        assert b"accept: application/json\r\n" in about


@pytest.mark.parametrize("end", ENDS)
def test_an_operation_gets_a_token_for_its_scopes(end: Any) -> None:
    with TokenServer(gives("r"), gives("rw")) as server:
        api = end(base_url=server.url, oauth=mine(), api_key="key")
        for _ in range(2):
            done(api.read())
            done(api.write(b"x"))
        scopes = [asked.form["scope"] for asked in server.asked_tokens]
        assert scopes == ["read", "read write"]
        assert server.calls == ["Bearer r", "Bearer rw"] * 2


@pytest.mark.parametrize("end", ENDS)
def test_a_grant_says_more_and_says_it_otherwise(end: Any) -> None:
    grant = mine(scopes=["all"], in_body=True, more={"audience": "a&b"})
    with TokenServer(gives("one")) as server:
        api = end(base_url=server.url, oauth=grant, api_key="key")
        done(api.read())
        done(api.write(b"x"))
        form = {
            "grant_type": "client_credentials",
            "audience": "a&b",
            "scope": "all",
            "client_id": "my id",
            "client_secret": "se:cret/ü",
        }
        assert server.asked_tokens == [Asked("/token", "", form)]


@pytest.mark.parametrize("end", ENDS)
def test_a_user_is_asked_for_once(end: Any) -> None:
    """The password is shown again only when the refresh token is worth nothing any more."""
    with TokenServer(
        gives("one", refresh_token="r1", expires_in=SPENT),
        gives("two", expires_in=SPENT),
        refuses("invalid_grant"),
        gives("three"),
    ) as server:
        api = end(base_url=server.url, oauth=PasswordGrant("ada", "p&w", "me"))
        for _ in range(4):
            done(api.read())
        asked = server.asked_tokens
        assert [each.path for each in asked] == ["/token", *["/refresh"] * 2, "/token"]
        grants = [each.form["grant_type"] for each in asked]
        assert grants == ["password", *["refresh_token"] * 2, "password"]
        told = {"username": "ada", "password": "p&w", "client_id": "me"}
        assert asked[0].form == {
            "grant_type": "password",
            "scope": "read",
            **told,
        }
        assert [each.form.get("refresh_token") for each in asked[1:3]] == ["r1", "r1"]
        assert server.calls == [f"Bearer {x}" for x in ("one", "two", "three", "three")]


@pytest.mark.parametrize("end", ENDS)
def test_a_refresh_token_is_followed_by_the_next(end: Any) -> None:
    kept: list[str] = []
    grant = RefreshTokenGrant("r0", "me", "secret", on_renewal=kept.append)
    with TokenServer(
        gives("one", refresh_token="r0", expires_in=SPENT),
        gives("two", refresh_token="r1", expires_in=SPENT),
        gives("three", expires_in=SPENT),
        gives("four", refresh_token="r2"),
    ) as server:
        api = end(base_url=server.url, oauth=grant)
        for _ in range(5):
            done(api.read())
        shown = [asked.form["refresh_token"] for asked in server.asked_tokens]
        assert shown == ["r0", "r0", "r1", "r1"]
        assert {asked.path for asked in server.asked_tokens} == {"/refresh"}
        assert all("scope" not in asked.form for asked in server.asked_tokens)
        assert kept == ["r1", "r2"]


def test_who_keeps_refresh_tokens_may_await() -> None:
    kept: list[str] = []

    async def keep(token: str) -> None:
        kept.append(token)

    with TokenServer(gives("one", refresh_token="r1")) as server:
        grant = RefreshTokenGrant("r0", on_renewal=keep)
        api: Any = AsyncClient(base_url=server.url, oauth=grant)
        done(api.read())
    assert kept == ["r1"]


@pytest.mark.parametrize("end", ENDS)
def test_a_grant_says_where_tokens_are_given(end: Any) -> None:
    with TokenServer(gives("one")) as server, TokenServer(gives("two")) as other:
        grant = mine(token_url=f"{other.url}/token")
        api = end(base_url=server.url, open_id=grant)
        done(api.by_open_id())
        done(api.read(options={"credentials": {"oauth": grant}}))
        assert server.calls == ["Bearer two"] * 2
        assert not server.asked_tokens
    with pytest.raises(ValueError, match="openId needs a `token_url`"):
        done(end(base_url=server.url, open_id=mine()).by_open_id())


@pytest.mark.parametrize("end", ENDS)
def test_a_token_server_gets_nothing_of_the_call(end: Any) -> None:
    seen: list[str] = []

    def before(request: httpx2.Request) -> None:
        seen.append(request.url.path)

    options: CallOptions = {
        "headers": {"x-mine": "1", "authorization": "mine"},
        "query": {"mine": "1"},
        "idempotency_key": "k",
        "before": before,
    }
    with TokenServer(gives("one")) as server:
        done(end(base_url=server.url, oauth=mine()).read(options=options))
        assert [asked.path for asked in server.asked_tokens] == ["/token"]
        assert server.asked_tokens[0].authorization == MINE
        assert (server.headers("x-mine"), server.headers("idempotency-key")) == (
            ["", "1"],
            ["", "k"],
        )
    assert seen == ["/read"]


# Kept and renewed -------------------------------------------------------------------


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("life", [None, 3600, "3600", 0, -1, "soon", [], True])
def test_a_token_is_kept_as_long_as_it_lives(end: Any, life: object) -> None:
    """What says nothing about its life is kept until it is refused."""
    more = {} if life is None else {"expires_in": life}
    grant = mine(early=0) if life is True else mine()
    with TokenServer(gives("one", **more)) as server:
        api = end(base_url=server.url, oauth=grant)
        done(api.read())
        done(api.read())
        assert len(server.asked_tokens) == 1


@pytest.mark.parametrize("end", ENDS)
def test_a_token_is_renewed_before_its_end(end: Any) -> None:
    with TokenServer(
        gives("one", expires_in=100), gives("two", expires_in=100)
    ) as server:
        early, late = mine(early=1000), mine(early=99)
        api = end(base_url=server.url)
        for grant in (early, early, late):
            done(api.read(options={"credentials": {"oauth": grant}}))
        assert server.calls == ["Bearer one", "Bearer one", "Bearer two"]


def test_one_of_many_threads_renews() -> None:
    with TokenServer(
        slowly(gives("one", expires_in=SPENT)), slowly(gives("two"))
    ) as server:
        api = Client(base_url=server.url, oauth=mine())
        api.read()
        with ThreadPoolExecutor(8) as pool:
            for each in [pool.submit(api.read) for _ in range(8)]:
                each.result()
        assert len(server.asked_tokens) == 2
        assert server.calls == ["Bearer one", *["Bearer two"] * 8]


def test_one_of_many_tasks_renews() -> None:
    async def many() -> None:
        async with AsyncClient(base_url=server.url, oauth=mine()) as api:
            await api.read()
            await asyncio.gather(*(api.read() for _ in range(8)))

    with TokenServer(
        slowly(gives("one", expires_in=SPENT)), slowly(gives("two"))
    ) as server:
        asyncio.run(many())
        assert len(server.asked_tokens) == 2
        assert server.calls == ["Bearer one", *["Bearer two"] * 8]


def test_another_renews_when_the_one_that_did_is_cancelled() -> None:
    async def two() -> None:
        async with AsyncClient(base_url=server.url, oauth=mine()) as api:
            first = asyncio.create_task(api.read())
            await asyncio.to_thread(server.asked.wait)
            second = asyncio.create_task(api.read())
            await asyncio.sleep(0)
            first.cancel()
            await second
            assert first.cancelled()

    with TokenServer(lambda connection: server.waits(connection), gives("two")) as made:
        server = made
        asyncio.run(two())
        assert server.closed.wait(10)
        assert server.calls == ["Bearer two"]


def test_each_thread_tries_for_itself_when_one_fails() -> None:
    with TokenServer(refuses("invalid_client"), gives("two")) as server:
        api = Client(base_url=server.url, oauth=mine(), retries=0)
        with ThreadPoolExecutor(4) as pool:
            ends = [pool.submit(api.read).exception for _ in range(4)]
            failures = [failure for end in ends if (failure := end())]
        assert [type(each) for each in failures] == [ApiCredentialsError]
        assert server.calls == ["Bearer two"] * 3


@pytest.mark.parametrize("end", ENDS)
def test_a_token_that_is_refused_is_renewed_once(end: Any) -> None:
    with TokenServer(
        gives("one"), gives("two"), gives("three"), api=[REFUSED, LET_IN, REFUSED]
    ) as server:
        api = end(base_url=server.url, oauth=mine(), api_key="key")
        done(api.write(b"x"))
        assert server.calls == ["Bearer one", "Bearer two"]
        with pytest.raises(UnexpectedResponse) as caught:
            done(api.write(b"x"))
        assert caught.value.status == 401
        assert server.calls[2:] == ["Bearer two", "Bearer three"]


def pieces() -> Iterator[bytes]:
    yield b"x"


async def awaited() -> AsyncIterator[bytes]:
    yield b"x"


@pytest.mark.parametrize(("end", "body"), [(Client, pieces), (AsyncClient, awaited)])
def test_what_may_not_be_sent_again_is_not(end: Any, body: Any) -> None:
    with TokenServer(gives("one"), api=[REFUSED]) as server:
        api = end(base_url=server.url, oauth=mine(), api_key="key", token="token")
        never: CallOptions = {"retries": 0}
        value: CallOptions = {"credentials": {"oauth": "value"}}
        for options in (never, value):
            with pytest.raises(UnexpectedResponse):
                done(api.write(b"x", options=options))
        with pytest.raises(UnexpectedResponse):
            done(api.write(body()))
        assert server.calls == ["Bearer one", "Bearer value", "Bearer one"]


# Hostile servers --------------------------------------------------------------------

NO_TOKEN: list[tuple[str, Act, int, str | None]] = [
    ("refused", refuses("invalid_client", 401), 401, "invalid_client"),
    ("in 200", json(200, b'{"error":"bad_code"}'), 200, "bad_code"),
    ("repeated", refuses("invalid", error_description="se:cret/"), 400, "invalid"),
    ("as code", refuses("my id se:cret/ü"), 400, None),
    ("no code", json(400, b'{"error":{"a":1}}'), 400, None),
    ("no object", json(400, b"[1]"), 400, None),
    ("html", says(200, b"<p>se:cret/", content_type="text/html"), 200, None),
    ("no JSON", json(200, b'{"access_token":"se:cret/'), 200, None),
    ("a list", json(200, b'["se:cret/"]'), 200, None),
    ("empty", says(200), 200, None),
    ("nothing", says(204), 204, None),
    ("no token", json(200, b"{}"), 200, None),
    ("null", json(200, b'{"access_token":null}'), 200, None),
    ("a number", json(200, b'{"access_token":1}'), 200, None),
    ("a header", gives("a\r\nx: se:cret/"), 200, None),
    ("another type", gives("se:cret/", token_type="mac"), 200, None),
    ("elsewhere", says(302, location="http://127.0.0.1:1/token"), 302, None),
    ("deep", json(200, b"[" * 100_000), 200, None),
]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(
    ("act", "status", "code"),
    [pytest.param(*row, id=name) for name, *row in NO_TOKEN],
)
def test_no_token_is_an_error_that_tells_no_secret(
    end: Any, act: Act, status: int, code: str | None
) -> None:
    with TokenServer(act) as server:
        with pytest.raises(ApiCredentialsError) as caught:
            done(end(base_url=server.url, oauth=mine()).read())
        assert not server.calls
    error = caught.value
    assert (error.status, error.error) == (status, code)
    assert "se:cret" not in f"{error!r} {error}"
    assert isinstance(error, ApiError)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.status, again.error) == (str(error), status, code)


@pytest.mark.parametrize("end", ENDS)
def test_a_token_server_is_asked_again(end: Any) -> None:
    busy = says(503, retry_after="0")
    with TokenServer(hangs_up, busy, gives("one")) as server:
        api = end(base_url=server.url, oauth=mine(), api_key="key")
        done(api.write(b"x"))
        assert (len(server.asked_tokens), server.calls) == (3, ["Bearer one"])
    with TokenServer(busy) as server:
        with pytest.raises(ApiCredentialsError, match="503"):
            done(end(base_url=server.url, oauth=mine(), retries=1).read())
        assert len(server.asked_tokens) == 2
    with TokenServer(hangs_up) as server:
        with pytest.raises(ApiConnectionError):
            done(end(base_url=server.url, oauth=mine(), retries=0).read())
        assert len(server.asked_tokens) == 1


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("options", [{"timeout": 0.1}, {"total": 0.1}])
def test_a_token_server_that_says_nothing_is_not_waited_for(
    end: Any, options: Any
) -> None:
    with TokenServer(lambda connection: server.waits(connection)) as made:
        server = made
        api = end(base_url=server.url, oauth=mine(), retries=0)
        with pytest.raises(ApiTimeout):
            done(api.read(options=options))
        assert server.closed.wait(10)


@pytest.mark.parametrize("end", ENDS)
def test_a_token_that_drips_in_is_not_waited_for(end: Any) -> None:
    drop = drips([b" "] * 100, 0.02)
    with TokenServer(drop) as server, pytest.raises(ApiTimeout):
        done(end(base_url=server.url, oauth=mine()).read(options={"total": 0.1}))


def test_a_thread_does_not_wait_for_another_beyond_its_time() -> None:
    with TokenServer(lambda connection: server.waits(connection)) as made:
        server = made
        api = Client(base_url=server.url, oauth=mine(), retries=0)
        with ThreadPoolExecutor(1) as pool:
            first = pool.submit(api.read, options={"total": 1})
            assert server.asked.wait(10)
            with pytest.raises(ApiTimeout):
                api.read(options={"total": 0.05})
            assert isinstance(first.exception(), ApiTimeout)
        assert len(server.asked_tokens) == 1
