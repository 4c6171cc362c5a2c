"""The id of a request: where it comes from, and who is told of it when something goes wrong."""

import asyncio
import logging
import re
from typing import Any

import pytest
from golden_library import (
    ApiError,
    AsyncClient,
    Book,
    Client,
    FailureError,
    Page,
    Taken,
    TakenError,
    create_app,
)
from golden_library.server import RequestProblem, request_id, threaded
from librarian import ENDS, End, Librarian, called, worded
from serving import serving
from starlette.requests import Request

OWN = {"headers": {"X-Request-ID": "ada-1.b"}}


class Asked(Librarian):
    """Answers with the ids that it finds."""

    def __init__(self, request: Request) -> None:
        self.request = request

    async def get_book(self, book_id: str) -> Book:
        if book_id == "taken":
            raise TakenError(404, Taken(by="ada"))
        assert request_id.get() == self.request.state.request_id
        return Book(title=str(request_id.get()))

    @threaded
    def add_book(self, body: Book) -> Book:
        return Book(title=str(request_id.get()))

    async def remove_book(self, book_id: str) -> None:
        raise KeyError("secret")

    async def read_pages(self, book_id: str) -> Any:
        yield Page(text="a")
        raise KeyError("secret")


def raw(end: End, url: str, name: str, *arguments: Any, **options: Any) -> Any:
    """Call an operation; give the whole response."""
    if end is Client:
        with Client(base_url=f"{url}/v1") as api:
            return getattr(api.raw, name)(*arguments, **options)

    async def calling() -> Any:
        async with AsyncClient(base_url=f"{url}/v1") as api:
            return await getattr(api.raw, name)(*arguments, **options)

    return asyncio.run(calling())


@pytest.mark.parametrize("end", ENDS)
def test_an_id_is_the_same_for_caller_and_handler(end: End) -> None:
    with serving(create_app(Asked)) as url:
        minted = raw(end, url, "get_book", "a")
        given = raw(end, url, "get_book", "a", options=OWN)
        in_a_thread = raw(end, url, "add_book", Book(title="a"), options=OWN)
    assert re.fullmatch(r"[0-9a-f]{24}", minted.request_id)
    assert minted.body.title == minted.request_id
    assert (given.request_id, given.body.title) == ("ada-1.b", "ada-1.b")
    assert in_a_thread.body.title == "ada-1.b"


@pytest.mark.parametrize("end", ENDS)
def test_each_request_has_an_id_of_its_own(end: End) -> None:
    with serving(create_app(Asked)) as url:
        assert len({raw(end, url, "get_book", "a").request_id for _ in "abc"}) == 3


@pytest.mark.parametrize("given", ["a b", "x" * 129, "a\tb", "é", '"', "<a>", ""])
def test_an_id_that_could_do_harm_is_not_taken(given: str) -> None:
    options = {"headers": {"X-Request-ID": given}}
    with serving(create_app(Asked)) as url:
        answer = raw(Client, url, "get_book", "a", options=options)
    assert re.fullmatch(r"[0-9a-f]{24}", answer.request_id)


@pytest.mark.parametrize("end", ENDS)
def test_the_header_has_the_name_that_it_is_given(end: End) -> None:
    options = {"headers": {"X-Trace": "t1"}}
    with serving(create_app(Asked, request_id_header="X-Trace")) as url:
        answer = raw(end, url, "get_book", "a", options=options)
    assert answer.headers["x-trace"] == "t1"
    assert "x-request-id" not in answer.headers


@pytest.mark.parametrize("end", ENDS)
def test_there_need_be_no_ids(end: End) -> None:
    with serving(create_app(Librarian(), request_id_header=None)) as url:
        answer = raw(end, url, "get_book", "a", options=OWN)
    assert answer.request_id is None


@pytest.mark.parametrize("end", ENDS)
def test_what_nobody_expected_is_logged_with_the_id_and_tells_nothing_else(
    end: End, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(Asked, invalid=worded)
    with serving(app) as url, pytest.raises(FailureError) as raised:
        called(end, url, "remove_book", "a", options=OWN)
    assert raised.value.status == 500
    assert raised.value.body.code == "internal-error"
    assert raised.value.body.request_id == raised.value.request_id == "ada-1.b"
    assert "secret" not in str(raised.value)
    [record] = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert record.getMessage() == "remove_book failed (request ada-1.b)"
    assert record.__dict__["request_id"] == "ada-1.b"
    assert "KeyError: 'secret'" in caplog.text


@pytest.mark.parametrize("end", ENDS)
def test_what_is_documented_has_the_id_and_is_not_logged(
    end: End, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(create_app(Asked, invalid=worded)) as url:
        with pytest.raises(ApiError) as raised:
            called(end, url, "get_book", "taken", options=OWN)
        with pytest.raises(FailureError) as refused:
            called(end, url, "add_book", Book.model_construct(title=""), options=OWN)
    assert raised.value.request_id == refused.value.request_id == "ada-1.b"
    assert not caplog.records


@pytest.mark.parametrize("end", ENDS)
def test_what_fails_half_way_is_logged_with_the_id(
    end: End, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(create_app(Asked)) as url, pytest.raises(ApiError):
        called(end, url, "read_pages", "a", options=OWN)
    [record] = [each for each in caplog.records if each.name == "golden_library"]
    assert record.getMessage() == (
        "GET /v1/books/a/pages failed while its answer was sent (request ada-1.b)"
    )


@pytest.mark.parametrize("end", ENDS)
def test_words_that_fail_are_logged_with_the_id(
    end: End, caplog: pytest.LogCaptureFixture
) -> None:
    def speechless(_: RequestProblem) -> FailureError:
        raise KeyError

    app = create_app(Asked, invalid=speechless)
    with serving(app) as url, pytest.raises(ApiError, match="internal-error"):
        called(end, url, "remove_book", "a", options=OWN)
    assert "no words for internal-error (request ada-1.b)" in caplog.text
