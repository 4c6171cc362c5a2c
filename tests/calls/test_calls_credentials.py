"""Where a client has its credentials from, which of them a call carries, and that none shows."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from ends import done
from golden_credentials import (
    ApiConnectionError,
    AsyncClient,
    AsyncWebhookSender,
    Client,
    ClientCredentialsGrant,
    PasswordGrant,
    RefreshTokenGrant,
    UnexpectedResponse,
    WebhookSender,
)
from hostile import Hostile, says
from token_server import LET_IN, TokenServer, gives

ENDS = [pytest.param(Client, id="sync"), pytest.param(AsyncClient, id="async")]
SENDERS = [
    pytest.param(WebhookSender, id="sync"),
    pytest.param(AsyncWebhookSender, id="async"),
]


def counting() -> Any:
    """Make a function that gives another secret each time."""
    numbers: Iterator[int] = iter(range(1, 9))
    return lambda: f"secret {next(numbers)}"


@pytest.mark.parametrize("end", ENDS)
def test_a_function_gives_the_credential_of_each_request(end: Any) -> None:
    with Hostile(says(503, retry_after="0"), LET_IN) as server:
        api = end(base_url=server.url, token=counting())
        done(api.by_token())
        done(api.by_token())
        done(api.free())
        done(api.by_either())
        told = [f"Bearer secret {number}" for number in (1, 2, 3)]
        assert server.headers("authorization") == [*told, "", ""]


def test_what_a_function_gives_is_awaited() -> None:
    async def secret() -> str:
        return "secret"

    async def pair() -> tuple[str, str]:
        return "ada", "secret"

    with Hostile(LET_IN) as server:
        api: Any = AsyncClient(base_url=server.url, token=secret, basic_auth=pair)
        done(api.by_token())
        done(api.by_either())
        told = ["Bearer secret", "Basic YWRhOnNlY3JldA=="]
        assert server.headers("authorization") == told


def test_a_client_that_waits_awaits_nothing() -> None:
    async def secret() -> str:
        return "secret"

    held: Any = secret
    with Client(token=held) as api, pytest.raises(TypeError, match="AsyncClient only"):
        api.by_token()
    with TokenServer(gives("one", refresh_token="r1")) as server:
        grant = RefreshTokenGrant("r0", on_renewal=lambda _: secret())
        api = Client(base_url=server.url, oauth=grant)
        with pytest.raises(TypeError, match="AsyncClient only"):
            api.read()
        api.read()
        assert server.calls == ["Bearer one"]


@pytest.mark.parametrize("end", ENDS)
def test_what_a_function_raises_is_raised(end: Any) -> None:
    def lost() -> str:
        raise LookupError("no secret")

    with pytest.raises(LookupError, match="no secret"):
        done(end(token=lost).by_token())


# The environment --------------------------------------------------------------------


@pytest.mark.parametrize("end", ENDS)
def test_the_environment_is_read_when_a_client_is_made(
    end: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Hostile(LET_IN) as server:
        before = end(base_url=server.url)
        monkeypatch.setenv("GOLDEN_CREDENTIALS_TOKEN", "secret")
        monkeypatch.setenv("GOLDEN_CREDENTIALS_BASIC_AUTH", "ada:pass:word")
        api = end(base_url=server.url)
        given = end(base_url=server.url, token="given")
        monkeypatch.undo()
        for each in (before, api, given):
            done(each.by_token())
        done(api.by_either())
        done(api.by_token(options={"credentials": {"bearer": None}}))
        told = ["", "Bearer secret", "Bearer given", "Basic YWRhOnBhc3M6d29yZA==", ""]
        assert server.headers("authorization") == told


@pytest.mark.parametrize("end", ENDS)
def test_every_scheme_has_a_variable(end: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("API_KEY", "QUERY_KEY", "OAUTH", "OPEN_ID"):
        monkeypatch.setenv(f"GOLDEN_CREDENTIALS_{name}", name)
    with Hostile(LET_IN) as server:
        api = end(base_url=server.url)
        done(api.by_either())
        done(api.read())
        done(api.by_open_id())
        assert server.requests[0].startswith(b"GET /either?query%20key=QUERY_KEY ")
        assert server.headers("x-key") == ["API_KEY", "", ""]
        assert server.headers("authorization") == ["", "Bearer OAUTH", "Bearer OPEN_ID"]


@pytest.mark.parametrize("end", ENDS)
def test_a_variable_that_says_nothing(
    end: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOLDEN_CREDENTIALS_TOKEN", "")
    monkeypatch.setenv("GOLDEN_CREDENTIALS_BASIC_AUTH", "")
    with Hostile(LET_IN) as server:
        done(end(base_url=server.url).by_token())
        assert server.headers("authorization") == [""]
    monkeypatch.setenv("GOLDEN_CREDENTIALS_BASIC_AUTH", "secret")
    with pytest.raises(ValueError, match="BASIC_AUTH is no name and") as caught:
        end()
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("end", SENDERS)
def test_subscribers_are_not_sent_what_is_in_the_environment(
    end: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOLDEN_CREDENTIALS_TOKEN", "secret")
    with Hostile(LET_IN) as server:
        done(end().changed(server.url))
        done(end(token="theirs").changed(server.url))
        assert server.headers("authorization") == ["", "Bearer theirs"]


# Which of them ----------------------------------------------------------------------

HELD: dict[str, Any] = {
    "token": "token",
    "api_key": "key",
    "query_key": "query",
    "basic_auth": ("a", "b"),
    "oauth": "oauth",
}
CHOSEN: list[tuple[str, str, tuple[str, str, bool]]] = [
    ("by_either", "api_key", ("", "", False)),
    ("by_either", "api_key basic_auth", ("Basic YTpi", "", False)),
    ("by_either", "api_key query_key", ("", "key", True)),
    ("by_either", "api_key query_key basic_auth", ("", "key", True)),
    ("write", "oauth", ("", "", False)),
    ("write", "oauth token", ("Bearer token", "", False)),
    ("write", "oauth api_key", ("Bearer oauth", "key", False)),
    ("write", "oauth api_key token", ("Bearer oauth", "key", False)),
    ("free", " ".join(HELD), ("", "", False)),
]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(("name", "arguments", "carried"), CHOSEN)
def test_a_call_carries_what_its_operation_asks_for(
    end: Any, name: str, arguments: str, carried: tuple[str, str, bool]
) -> None:
    held = {argument: HELD[argument] for argument in arguments.split()}
    with Hostile(LET_IN) as server:
        method = getattr(end(base_url=server.url, **held), name)
        done(method(b"x") if name == "write" else method())
        (authorization,), (key,) = (
            server.headers(each) for each in ("authorization", "x-key")
        )
        assert (authorization, key, b"?query%20key" in server.requests[0]) == carried


@pytest.mark.parametrize("end", ENDS)
def test_a_call_asks_only_for_the_credentials_that_it_carries(end: Any) -> None:
    def never() -> str:
        raise AssertionError

    with Hostile(LET_IN) as server:
        api = end(base_url=server.url, token=never, oauth="oauth", api_key="key")
        done(api.write(b"x"))
        assert server.headers("authorization") == ["Bearer oauth"]


# What shows -------------------------------------------------------------------------

GRANTS = [
    ClientCredentialsGrant("me", "secret", more={"assertion": "secret"}),
    PasswordGrant("ada", "secret", "me", "secret"),
    RefreshTokenGrant("secret", "me", "secret"),
]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("grant", GRANTS, ids=lambda each: type(each).__name__)
def test_no_secret_is_written_down(
    end: Any, grant: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answers = [says(503, retry_after="0"), LET_IN, LET_IN, says(404)]
    token = gives("secret", refresh_token="secret", expires_in=0.0001)
    with TokenServer(token, api=answers) as server:
        held = {"oauth": grant, "api_key": "secret", "query_key": "sec ret"}
        api = end(base_url=server.url, **held)
        done(api.read())
        done(api.by_either())
        with pytest.raises(UnexpectedResponse) as caught:
            done(api.read())
    assert "httpx2" in {record.name for record in caplog.records}
    shown = [caplog.text, repr(grant), repr(api), repr(caught.value), str(caught.value)]
    engine: Any = api.raw.__dict__["_engine"]
    shown += [repr(engine.settings), repr(engine.__dict__)]
    for text in shown:
        assert "secret" not in text
        assert "sec%20ret" not in text
        assert "sec+ret" not in text
    assert "query+key=..." in caplog.text or "query%20key=..." in caplog.text


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("secret", ["a\nb", "a\r\nx: y", "a\0b"])
def test_what_no_header_can_hold_is_refused_unseen(end: Any, secret: str) -> None:
    for held in ({"token": secret}, {"token": lambda: secret}):
        with pytest.raises(ValueError, match="control character") as caught:
            done(end(**held).by_token())
        assert secret not in str(caught.value)


@pytest.mark.parametrize("end", ENDS)
def test_a_lost_call_does_not_tell_its_credentials(end: Any) -> None:
    with TokenServer(gives("secret")) as server:
        url = server.url
    held = {"api_key": "secret", "query_key": "secret"}
    with pytest.raises(ApiConnectionError) as caught:
        done(end(base_url=url, retries=0, **held).by_either())
    assert "secret" not in f"{caught.value!r} {caught.value}"
