"""A real server on a socket: it is asked the same, and its answers must obey the description."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from broken import PACKAGE, found
from harness import CREDENTIAL, Answer, created, refused, served
from socket_server import serving
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bothends.contract import Choice, Contract, Server, contract
from bothends.contract.wire import Astray, Wire
from bothends.problems import Unusable

CREATED = created(title="x").model_dump(mode="json", by_alias=True)
FAILURE = {"error": {"message": "no"}}
HIDDEN = "s3cret"


def asked(app: Any, **options: Any) -> Contract:
    """Ask a server that serves an application."""
    with serving(app) as url:
        server = Server(f"{url}/acme", **options)
        return contract(str(PACKAGE), Choice(limit=4), server)


def answering(response: Callable[[], Response]) -> Starlette:
    """Make an application that answers everything alike."""

    async def page(request: Request) -> Response:
        await request.body()
        return response()

    methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"]
    return Starlette(routes=[Route("/{path:path}", page, methods=methods)])


def test_the_generated_server_obeys() -> None:
    app = served(Answer(created()), invalid=refused)
    kept = asked(app, token=CREDENTIAL)
    assert not found(kept)
    parts = {cell.part for cell in kept.results[0].cells if cell.passed}
    assert parts == {"package", "request", "response", "refusal"}


DISOBEDIENT = {
    "a status": (
        lambda: JSONResponse(CREATED, 200),
        "the status 200 is not documented",
    ),
    "a media type": (
        lambda: PlainTextResponse("created", 201),
        "the media type 'text/plain; charset=utf-8' is not documented for 201",
    ),
    "no JSON": (
        lambda: Response(b"{", 201, media_type="application/json"),
        "the body is no JSON",
    ),
    "another body": (
        lambda: JSONResponse({"data": {"id": 1}}, 201),
        "the body is not valid by the schema of 201 application/json",
    ),
    "a failure in other words": (
        lambda: JSONResponse({"error": "no"}, 404),
        "the body is not valid by the schema of 404 application/json",
    ),
}


@pytest.mark.parametrize(("response", "what"), DISOBEDIENT.values(), ids=DISOBEDIENT)
def test_a_disobedient_answer_is_found(
    response: Callable[[], Response], what: str
) -> None:
    failures = found(asked(answering(response), token=CREDENTIAL))
    assert any(each.startswith(f"request, typical call: {what}") for each in failures)


def test_what_should_be_refused_and_is_not_is_found() -> None:
    failures = found(
        asked(answering(lambda: JSONResponse(CREATED, 201)), token=CREDENTIAL)
    )
    assert (
        "refusal, without credentials: a request without credentials: answered 201"
        in ("\n".join(failures))
    )
    assert any(each.startswith("refusal, wrong application/json") for each in failures)
    assert not any(each.startswith("request") for each in failures)


def test_a_failure_does_not_show_the_token() -> None:
    broken = asked(
        answering(lambda: JSONResponse(FAILURE, 500)),
        token=HIDDEN,
        headers={"X-Trace": "tr4ce"},
    )
    assert found(broken)
    assert HIDDEN not in repr(broken)
    assert "tr4ce" not in repr(broken)
    assert "x-trace: ***" in repr(broken)


def test_no_more_is_sent_than_is_allowed() -> None:
    count = 0

    def response() -> Response:
        nonlocal count
        count += 1
        return JSONResponse(CREATED, 201)

    bounded = asked(answering(response), token=CREDENTIAL, bound=3)
    assert count == 3
    assert bounded.results[0].cells[-1].skipped == "no more requests are allowed"


def test_only_safe_operations_are_called() -> None:
    def never() -> Response:
        raise AssertionError

    assert asked(answering(never), safe_only=True).results == ()


def test_a_redirect_is_not_followed() -> None:
    def elsewhere() -> Response:
        return Response(status_code=307, headers={"location": "http://elsewhere.test/"})

    failures = found(asked(answering(elsewhere), token=CREDENTIAL))
    assert failures[0] == "request, typical call: the status 307 is not documented"


def test_nobody_there_is_a_failure() -> None:
    server = Server("http://127.0.0.1:9", token=CREDENTIAL)
    failures = found(contract(str(PACKAGE), Choice(limit=2), server))
    assert failures[0] == "request, typical call: it got no answer"


@pytest.mark.parametrize(
    "server",
    [
        Server("ftp://x"),
        Server("http://"),
        Server("http://x/?a=b"),
        Server("http://x", api_keys={"nothing": "x"}),
    ],
    ids=["scheme", "host", "query", "api key"],
)
def test_a_server_that_cannot_be_is_a_mistake(server: Server) -> None:
    with pytest.raises(Unusable):
        contract(str(PACKAGE), Choice(limit=2), server)


def test_nothing_leaves_for_another_server() -> None:
    gone: list[httpx2.Request] = []

    def leave(request: httpx2.Request) -> httpx2.Response:
        gone.append(request)
        return httpx2.Response(204)

    with Wire(httpx2.MockTransport(leave), url="http://a.test/v1") as wire:
        http = wire.client({})
        assert http.get("http://a.test:80/v2").status_code == 204
        for url in ("http://b.test/v1", "https://a.test/v1", "http://a.test:81/v1"):
            with pytest.raises(Astray):
                http.get(url)
    assert len(gone) == 1
