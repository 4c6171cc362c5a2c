"""What the client makes of answers, of servers that are not ours too."""

import asyncio
from typing import Any

import httpx2
import pytest
from harness import (
    CALLERS,
    CREDENTIAL,
    FAILURES,
    REQUEST,
    Caller,
    created,
    failure,
    fixed,
)
from starlette.responses import RedirectResponse

from agent_harness import (
    ApiError,
    AsyncClient,
    Client,
    UnexpectedResponse,
)

at_both_ends = pytest.mark.parametrize("call", CALLERS)
JSON = "application/json"
SESSION: dict[str, Any] = created().model_dump()
FAILURE: dict[str, Any] = failure(404).body.model_dump()


# Tolerance --------------------------------------------------------------------------


@at_both_ends
@pytest.mark.parametrize("strict", [False, True])
def test_unknown_properties_are_kept(call: Caller, strict: bool) -> None:
    session = {**SESSION["data"], "type": "session", "more": None}
    body = call(fixed(201, {"data": session, "meta": [1]}), strict=strict).body
    assert body.model_extra == {"meta": [1]}
    assert body.data.model_extra == {"type": "session", "more": None}


@at_both_ends
@pytest.mark.parametrize("media_type", ["text/html", "application/vnd.api+json", ""])
def test_a_media_type_that_is_not_documented(call: Caller, media_type: str) -> None:
    app = fixed(201, SESSION, media_type)
    assert call(app).body == created()
    with pytest.raises(UnexpectedResponse) as caught:
        call(app, strict=True)
    assert "media type" in caught.value.reason
    assert caught.value.status == 201


@at_both_ends
@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    "media_type", [JSON, "application/json; charset=utf-8", "APPLICATION/JSON"]
)
def test_media_types_of_json(call: Caller, media_type: str, strict: bool) -> None:
    assert call(fixed(201, SESSION, media_type), strict=strict).body == created()


# Answers that do not fit ------------------------------------------------------------

UNFIT: dict[str, object] = {
    "nothing": b"",
    "a page": b"<html>Bad gateway</html>",
    "no UTF-8": b'{"data": "\xff"}',
    "half": b'{"data": {',
    "null": None,
    "an array": [],
    "another object": FAILURE,
    "no title": {
        "data": {key: text for key, text in SESSION["data"].items() if key != "title"}
    },
    "null for an id": {"data": {**SESSION["data"], "id": None}},
    "a number for an id": {"data": {**SESSION["data"], "id": 5}},
}


@at_both_ends
@pytest.mark.parametrize("content", UNFIT.values(), ids=UNFIT.keys())
@pytest.mark.parametrize("strict", [False, True])
def test_a_success_that_does_not_fit(
    call: Caller, content: object, strict: bool
) -> None:
    with pytest.raises(UnexpectedResponse) as caught:
        call(fixed(201, content), strict=strict)
    assert caught.value.status == 201
    assert isinstance(caught.value.content, bytes)
    if isinstance(content, bytes):
        assert caught.value.content == content
    assert caught.value.headers["content-type"] == JSON
    assert "not as documented" in caught.value.reason


@at_both_ends
@pytest.mark.parametrize("status", FAILURES)
@pytest.mark.parametrize("content", [b"", b"<html></html>", {}, {"error": "no"}])
def test_a_failure_that_does_not_fit(
    call: Caller, status: int, content: object
) -> None:
    with pytest.raises(UnexpectedResponse) as caught:
        call(fixed(status, content))
    assert caught.value.status == status


@at_both_ends
@pytest.mark.parametrize("status", [200, 202, 204, 304, 402, 405, 418, 429, 500, 503])
def test_a_status_that_is_not_documented(call: Caller, status: int) -> None:
    content = b"" if status in {204, 304} else b"whatever"
    with pytest.raises(UnexpectedResponse) as caught:
        call(fixed(status, content, "text/plain", {"retry-after": "1"}))
    assert (caught.value.status, caught.value.content) == (status, content)
    assert caught.value.headers["retry-after"] == "1"
    assert str(caught.value).startswith(f"{status}: create_session documents no such")


@at_both_ends
def test_a_redirect_is_not_followed(call: Caller) -> None:
    with pytest.raises(UnexpectedResponse) as caught:
        call(RedirectResponse("https://elsewhere.example/"))
    assert caught.value.headers["location"] == "https://elsewhere.example/"


@at_both_ends
def test_a_long_answer_is_shown_in_part(call: Caller) -> None:
    with pytest.raises(UnexpectedResponse) as caught:
        call(fixed(500, b"x" * 100_000))
    assert len(str(caught.value)) < 1000
    assert len(caught.value.content) == 100_000


@at_both_ends
@pytest.mark.parametrize("status", [201, 404, 500])
def test_one_except_catches_every_failure(call: Caller, status: int) -> None:
    with pytest.raises(ApiError):
        call(fixed(status, FAILURE))


# What is asked ----------------------------------------------------------------------


def sent(**options: Any) -> httpx2.Request:
    """Give the request that a client with these options sends."""
    requests: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        requests.append(request)
        return httpx2.Response(201, json=SESSION)

    transport = httpx2.MockTransport(answer)
    Client(**options, http=httpx2.Client(transport=transport)).create_session(REQUEST)
    api = AsyncClient(**options, http=httpx2.AsyncClient(transport=transport))
    asyncio.run(api.create_session(REQUEST))
    first, second = requests
    assert (first.method, first.url) == (second.method, second.url)
    assert first.content == second.content
    shared = {"accept", "authorization", "content-type", "cookie", "host"}
    for name in shared:
        assert first.headers.get(name) == second.headers.get(name)
    return first


def test_the_request() -> None:
    request = sent(token=CREDENTIAL)
    assert request.method == "POST"
    assert request.content == b'{"agent_name":"support-bot"}'
    assert request.headers["content-type"] == JSON
    assert request.headers["accept"] == JSON
    assert request.headers["authorization"] == f"Bearer {CREDENTIAL}"


def test_no_credential_is_sent_without_a_token() -> None:
    assert "authorization" not in sent().headers


@pytest.mark.parametrize(
    ("options", "url"),
    [
        ({}, "https://gateway.truefoundry.ai/truefoundry"),
        ({"tenant_name": "acme"}, "https://gateway.truefoundry.ai/acme"),
        (
            {"scheme": "http", "gateway_base_url": "localhost:8000"},
            "http://localhost:8000/truefoundry",
        ),
        ({"base_url": "https://example.com/api"}, "https://example.com/api"),
        ({"base_url": "https://example.com/api/"}, "https://example.com/api"),
        (
            {"base_url": "http://[::1]:8000", "tenant_name": "ignored"},
            "http://[::1]:8000",
        ),
    ],
)
def test_where_the_api_is(options: dict[str, Any], url: str) -> None:
    assert str(sent(**options).url) == f"{url}/v1/agents/sessions"


def test_no_credential_shows_in_a_representation() -> None:
    api = Client(token=CREDENTIAL)
    for each in (api, api.raw, vars(api), vars(api.raw)):
        assert CREDENTIAL not in repr(each)
    api.close()


def test_a_client_of_your_own_stays_open() -> None:
    http = httpx2.Client()
    with Client(http=http):
        pass
    assert not http.is_closed
    http.close()
    own = Client()
    with own:
        pass
    with pytest.raises(RuntimeError, match="closed"):
        own.create_session(REQUEST)


def test_an_async_client_of_your_own_stays_open() -> None:
    async def use() -> None:
        http = httpx2.AsyncClient()
        async with AsyncClient(http=http):
            pass
        assert not http.is_closed
        await http.aclose()
        async with AsyncClient() as own:
            pass
        with pytest.raises(RuntimeError, match="closed"):
            await own.create_session(REQUEST)

    asyncio.run(use())
