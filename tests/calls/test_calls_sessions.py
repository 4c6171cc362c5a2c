"""Handlers that are made for a request, and what they hold until it has been answered."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Self

import pytest
from golden_library import AsyncClient, Book, Page, Taken, TakenError, create_app
from golden_library.api import DefaultApi
from golden_library.server import Handler, threaded
from librarian import ENDS, End, Librarian, called, worded
from serving import serving
from starlette.requests import Request


class Session:
    """What a handler needs for one request; notes what becomes of it."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.left = threading.Event()

    def leave(self, error: BaseException | None) -> None:
        self.events.append(type(error).__name__ if error else "left")
        self.left.set()


class InSession(Librarian):
    """Answers within a session; a class that is a context manager itself."""

    session: Session

    def __init__(self, _: Request) -> None:
        self.entered = False

    async def __aenter__(self) -> Self:
        self.entered = True
        return self

    async def __aexit__(
        self, _: object, error: BaseException | None, __: object
    ) -> None:
        self.session.leave(error)

    async def get_book(self, book_id: str) -> Book:
        assert self.entered
        self.session.events.append("asked")
        if book_id == "taken":
            raise TakenError(404, Taken(by="session"))
        if book_id == "wrong":
            raise KeyError(book_id)
        return Book(title=book_id)

    async def read_pages(self, book_id: str) -> AsyncGenerator[Page]:
        return self._pages(book_id)

    async def _pages(self, text: str) -> AsyncGenerator[Page]:
        for letter in text:
            self.session.events.append(letter)
            yield Page(text=letter)
            if letter == "!":
                await asyncio.sleep(3600)


def of_class(session: Session) -> Handler[DefaultApi]:
    class Own(InSession):
        pass

    Own.session = session
    return Own


def of_function(session: Session) -> Handler[DefaultApi]:
    @asynccontextmanager
    async def handler(request: Request) -> AsyncGenerator[InSession]:
        made = InSession(request)
        made.session, made.entered = session, True
        try:
            yield made
        except BaseException as error:
            session.leave(error)
            raise
        session.leave(None)

    return handler


def of_plain_function(session: Session) -> Handler[DefaultApi]:
    @contextmanager
    def handler(request: Request) -> Generator[InSession]:
        assert threading.current_thread() is not threading.main_thread()
        made = InSession(request)
        made.session, made.entered = session, True
        try:
            yield made
        except BaseException as error:
            session.leave(error)
            raise
        session.leave(None)

    return handler


MAKERS = [of_class, of_function, of_plain_function]
Maker = Callable[[Session], Handler[DefaultApi]]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("make", MAKERS)
def test_a_session_ends_when_the_answer_has_been_sent(make: Maker, end: End) -> None:
    session = Session()
    with serving(create_app(make(session))) as url:
        assert called(end, url, "get_book", "a") == Book(title="a")
        assert session.left.wait(10)
    assert session.events == ["asked", "left"]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("make", MAKERS)
def test_a_session_lasts_as_long_as_a_stream(make: Maker, end: End) -> None:
    session = Session()
    with serving(create_app(make(session))) as url:
        assert len(called(end, url, "read_pages", "abc")) == 3
        assert session.left.wait(10)
    assert session.events == ["a", "b", "c", "left"]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize(
    ("book_id", "error"), [("taken", "TakenError"), ("wrong", "KeyError")]
)
def test_a_session_hears_what_went_wrong(
    make: Maker, end: End, book_id: str, error: str
) -> None:
    session = Session()
    with (
        serving(create_app(make(session), invalid=worded)) as url,
        pytest.raises(Exception, match=r"session|internal-error"),
    ):
        called(end, url, "get_book", book_id)
    assert session.events == ["asked", error]


@pytest.mark.parametrize("make", MAKERS)
def test_a_session_ends_when_nobody_reads_any_more(make: Maker) -> None:
    session = Session()

    async def reads_one(url: str) -> None:
        async with (
            AsyncClient(base_url=f"{url}/v1") as api,
            await api.read_pages("!!") as pages,
        ):
            assert await anext(pages) == Page(text="!")

    with serving(create_app(make(session))) as url:
        asyncio.run(reads_one(url))
        assert session.left.wait(10)


@pytest.mark.parametrize("end", ENDS)
def test_who_hides_what_went_wrong_answers_for_it(
    end: End, caplog: pytest.LogCaptureFixture
) -> None:
    @contextmanager
    def hiding(request: Request) -> Generator[Librarian]:
        with suppress(AssertionError):
            yield InSession(request)

    with (
        serving(create_app(hiding, invalid=worded)) as url,
        pytest.raises(Exception, match="internal-error"),
    ):
        called(end, url, "get_book", "a")
    assert "context manager has hidden" in caplog.text


class Marked(Librarian):
    @threaded
    def get_book(self, book_id: str) -> Book:
        return Book(title=book_id)


def test_types_of_handlers() -> None:
    """The type checker proves it: all of these are handlers of the API, without a cast."""
    handlers: list[Handler[DefaultApi]] = [
        Librarian(),
        Marked(),
        InSession,
        of_class(Session()),
        AsyncClient(),
    ]
    assert len(handlers) == 5
