"""Answers that are not documented: a 500 that says why, or a line in the log, or nothing."""

import logging
from collections.abc import AsyncGenerator
from typing import Any

import httpx2
import pytest
from golden_library import (
    ApiError,
    AsyncClient,
    Book,
    Client,
    FailureError,
    Page,
    Response,
    Taken,
    TakenError,
    UnexpectedResponse,
    create_app,
)
from golden_library.server import ResponseChecks
from librarian import BOOK, ENDS, End, Librarian, called, worded
from serving import serving


class Answering(Librarian):
    """Answers whatever it is told to."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer

    async def get_book(self, book_id: str) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def list_books(self, *, tag: list[str] | None = None) -> Any:
        return self.answer

    async def read_pages(self, book_id: str) -> AsyncGenerator[Page]:
        return self._pages()

    async def _pages(self) -> AsyncGenerator[Page]:
        yield Page(text="a")
        yield self.answer


def changed() -> Book:
    """Give a book that was good when it was made."""
    book = Book(title="Momo")
    book.title = ""
    return book


TAGS = Book.model_construct(title="Momo", tags=["a", "a"])
NO_TITLE = Book.model_construct(title="")

WRONG: list[tuple[str, Any, str]] = [
    ("get_book", NO_TITLE, "200, body.title: String should have at least 1 character"),
    ("get_book", changed(), "200, body.title: String should have at least 1 character"),
    ("get_book", TAGS, "200, body.tags"),
    ("get_book", Book.model_construct(), "200, body.title: Field required"),
    ("get_book", {"title": "Momo"}, "200 with a body of another kind"),
    ("get_book", "Momo", "200 with a body of another kind"),
    ("get_book", None, "200 with a body of another kind"),
    ("get_book", Response(202, BOOK), "202, which is no success"),
    ("get_book", Response(200, BOOK, {"Content-Type": "text/plain"}), "200 as text/pl"),
    ("get_book", TakenError(409, Taken(by="a")), "409 as TakenError"),
    ("list_books", [BOOK], "200 without the header x-total"),
    (
        "list_books",
        Response(200, [BOOK], {"X-Hint": "a"}),
        "without the header x-total",
    ),
]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(("name", "answer", "reason"), WRONG)
def test_what_is_not_documented_is_a_500_that_says_why(
    end: End, name: str, answer: Any, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    arguments = ["a"] if name == "get_book" else []
    app = create_app(Answering(answer), invalid=worded)
    with serving(app) as url, pytest.raises(FailureError) as raised:
        called(end, url, name, *arguments)
    assert (raised.value.status, raised.value.body.code) == (500, "undocumented-answer")
    message = f"{name} answered what is not documented: "
    assert raised.value.body.message.startswith(message)
    assert reason in raised.value.body.message
    assert reason in caplog.text
    assert f"(request {raised.value.request_id})" in caplog.text


SENT: list[tuple[str, Any, Any]] = [
    ("get_book", NO_TITLE, (200, b'{"title":""}')),
    ("get_book", TAGS, TAGS),
    ("get_book", {"title": "Momo"}, Book(title="Momo")),
    ("get_book", Response(202, BOOK), (202, BOOK.model_dump_json().encode())),
    ("get_book", TakenError(409, Taken(by="a")), (409, b'{"by":"a"}')),
    ("list_books", [BOOK], [BOOK]),
]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("checks", ["log", "off"])
@pytest.mark.parametrize(("name", "answer", "sent"), SENT)
def test_it_may_be_sent_all_the_same_with_a_line_in_the_log(
    end: End,
    checks: ResponseChecks,
    name: str,
    answer: Any,
    sent: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    arguments = ["a"] if name == "get_book" else []
    with serving(create_app(Answering(answer), response_checks=checks)) as url:
        try:
            found = called(end, url, name, *arguments)
        except UnexpectedResponse as error:
            found = (error.status, error.content)
        except ApiError as error:
            found = (409, error.args[1].model_dump_json().encode())
    assert found == sent
    looked_at = checks == "log" or not isinstance(answer, Book | list)
    told = [each for each in caplog.records if each.levelno == logging.ERROR]
    assert [each.name for each in told] == ["golden_library"] * looked_at
    for record in told:
        assert "answered what is not documented" in record.getMessage()
        assert record.getMessage().endswith(
            f"(request {record.__dict__['request_id']})"
        )


@pytest.mark.parametrize("checks", ["strict", "log", "off"])
def test_items_of_a_stream_are_looked_at_as_they_go(
    checks: ResponseChecks, caplog: pytest.LogCaptureFixture
) -> None:
    answer = Page.model_construct(text="")
    with serving(create_app(Answering(answer), response_checks=checks)) as url:
        if checks == "strict":
            for end in (Client, AsyncClient):
                with pytest.raises(ApiError):
                    called(end, url, "read_pages", "a")
        else:
            sent = httpx2.get(f"{url}/v1/books/a/pages").content
            assert sent == b'{"text":"a"}\n{"text":""}\n'
    reason = "read_pages answered what is not documented: item, body.text: String"
    assert (reason in caplog.text) is (checks != "off")


@pytest.mark.parametrize("end", ENDS)
def test_the_first_item_is_looked_at_before_anything_is_sent(end: End) -> None:
    class Listing(Librarian):
        def read_pages(self, book_id: str) -> Any:
            return [Page.model_construct(text="")]

    app = create_app(Listing(), invalid=worded)
    with serving(app) as url, pytest.raises(FailureError, match="undocumented-answer"):
        called(end, url, "read_pages", "a")


@pytest.mark.parametrize("checks", ["strict", "log"])
def test_what_is_documented_is_no_line_in_the_log(
    checks: ResponseChecks, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(create_app(Librarian(), response_checks=checks)) as url:
        for kind in (Client, AsyncClient):
            assert called(kind, url, "list_books", tag=["a"]) == [Book(title="a")]
            assert len(called(kind, url, "read_pages", "abc")) == 3
            assert called(kind, url, "get_scan", "abc") == b"abc"
            assert called(kind, url, "remove_book", "abc") is None
    assert not caplog.records


def test_no_value_is_looked_at_where_nobody_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Turned off, an answer is written, and never read."""
    from golden_library._runtime import checking

    def refuse(*_: object) -> None:
        raise AssertionError

    for name in ("value", "head", "items"):
        monkeypatch.setattr(checking.Judge, name, refuse)
    with serving(create_app(Librarian(), response_checks="off")) as url:
        assert called(Client, url, "get_book", "a") == Book(title="a")
