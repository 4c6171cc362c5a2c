"""Handlers: complete or refused at start, in threads where they wait, made for a request."""

import asyncio
import threading
from collections.abc import (
    AsyncGenerator,
    Awaitable,
    Callable,
)
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import partial, wraps
from typing import Any, cast

import anyio.from_thread
import pytest
from golden_library import (
    AsyncClient,
    Book,
    ByteStream,
    Page,
    Taken,
    TakenError,
    UnexpectedResponse,
    create_app,
)
from golden_library.api import DefaultApi
from golden_library.server import (
    Handler,
    IncompleteHandler,
    not_implemented,
    threaded,
)
from golden_security import create_app as create_secured
from golden_security.server import IncompleteHandler as IncompleteAuth
from librarian import BOOK, ENDS, End, Librarian, called, worded
from rest import REST, Rest
from serving import serving
from starlette.requests import Request

# Complete ---------------------------------------------------------------------------


class Half:
    """Lacks most operations, has one that is no method, and one that takes too little."""

    list_books = None

    async def add_book(self) -> Book:
        return BOOK

    async def get_book(self, book_id: str) -> Book:
        return BOOK


class Declared(DefaultApi):
    """Has the methods of the protocol, and none of its own."""


def annotated(_: Request) -> Half:
    return Half()


async def annotated_later(_: Request) -> Half:
    return Half()


@asynccontextmanager
async def annotated_managed(_: Request) -> AsyncGenerator[Half]:
    yield Half()


@pytest.mark.parametrize(
    "handler", [Half(), Half, annotated, annotated_later, annotated_managed]
)
def test_what_a_handler_lacks_is_told_when_the_application_is_made(
    handler: Any,
) -> None:
    with pytest.raises(IncompleteHandler) as raised:
        create_app(handler)
    first, *lines = str(raised.value).splitlines()
    assert first == "Not everything has an answer."
    assert len(lines) == 9
    assert lines[1] == (
        "Half.add_book, of DefaultApi: got an unexpected keyword argument 'body'"
    )
    assert lines[2] == (
        "Half lacks, of DefaultApi: async def remove_book(self, book_id: str) -> None"
    )


def test_a_method_of_the_protocol_itself_is_none() -> None:
    with pytest.raises(IncompleteHandler, match="Declared lacks, of DefaultApi"):
        create_app(cast("Any", Declared)())


def test_a_parameter_that_no_operation_passes_is_refused() -> None:
    class Asking(Rest):
        async def get_book(self, book_id: str, colour: str = "", *, size: int) -> Book:
            return BOOK

    with pytest.raises(IncompleteHandler, match=r"missing a required .*'size'"):
        create_app(cast("Any", Asking()))


def test_what_checks_credentials_is_complete_as_well() -> None:
    with pytest.raises(IncompleteAuth, match="Half lacks, of Auth: header_key"):
        create_secured(REST, auth=cast("Any", Half()))


def test_a_generator_wants_to_be_a_context_manager() -> None:
    async def handler(_: Request) -> AsyncGenerator[Librarian]:
        yield Librarian()

    with pytest.raises(IncompleteHandler, match="handler needs `@contextlib"):
        create_app(cast("Any", handler))


@pytest.mark.parametrize("end", ENDS)
def test_what_nobody_can_know_before_is_told_at_the_first_call(
    end: End, caplog: pytest.LogCaptureFixture
) -> None:
    def handler(_: Request) -> Any:
        return Half()

    with serving(create_app(handler, invalid=worded)) as url:
        assert called(end, url, "get_book", "a") == BOOK
        with pytest.raises(Exception, match="internal-error"):
            called(end, url, "remove_book", "a")
    assert "IncompleteHandler: Half lacks remove_book" in caplog.text


@pytest.mark.parametrize("end", ENDS)
def test_a_part_of_an_api_is_served_knowingly(end: End) -> None:
    class Part(Librarian):
        get_scan = put_scan = not_implemented

    handler: Handler[DefaultApi] = Part()
    with serving(create_app(handler)) as url:
        assert called(end, url, "get_book", "a") == Book(title="a")
        with pytest.raises(UnexpectedResponse) as raised:
            called(end, url, "get_scan", "a")
    assert raised.value.status == 501


# In threads -------------------------------------------------------------------------

WHO: ContextVar[str] = ContextVar("who", default="nobody")


def traced(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def wrapper(*arguments: Any, **named: Any) -> Any:
        return method(*arguments, **named)

    return wrapper


class Named:
    """An object that is called, and not a function."""

    def __call__(self, book_id: str) -> Book:
        return thread_of(book_id)


def thread_of(_: str) -> Book:
    """Give a book that is called by the thread it is made in."""
    is_main = threading.current_thread().name.endswith("(run)")
    return Book(title=f"{WHO.get()} {'loop' if is_main else 'thread'}")


async def later(book_id: str) -> Book:
    return thread_of(book_id)


def promised(book_id: str) -> Awaitable[Book]:
    return later(book_id)


class Plain(Librarian):
    def get_book(self, book_id: str) -> Any:
        return thread_of(book_id)


class Marked(Librarian):
    @threaded
    def get_book(self, book_id: str) -> Book:
        return thread_of(book_id)


class Awaited(Librarian):
    async def get_book(self, book_id: str) -> Book:
        return thread_of(book_id)


class Wrapped(Librarian):
    get_book = traced(Awaited.get_book)


class WrappedPlain(Librarian):
    get_book = traced(Plain.get_book)


class Fixed(Rest):
    def __init__(self, get_book: Any) -> None:
        self.get_book = get_book


def partly(_: object, book_id: str) -> Book:
    return thread_of(book_id)


HANDLERS: list[tuple[Any, str]] = [
    (Plain(), "thread"),
    (Marked(), "thread"),
    (Awaited(), "loop"),
    (Wrapped(), "loop"),
    (WrappedPlain(), "thread"),
    (Fixed(Named()), "thread"),
    (Fixed(partial(partly, None)), "thread"),
    (Fixed(partial(later)), "loop"),
    (Fixed(promised), "loop"),
]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(("handler", "place"), HANDLERS)
@pytest.mark.parametrize("is_made", [False, True])
def test_a_method_that_may_wait_runs_in_a_thread(
    end: End, handler: Any, place: str, is_made: bool
) -> None:
    def make(_: Request) -> Any:
        WHO.set("ada")
        return handler

    who = "ada" if is_made else "nobody"
    with serving(create_app(make if is_made else handler)) as url:
        assert called(end, url, "get_book", "a").title == f"{who} {place}"


def test_a_method_that_waits_keeps_nobody_waiting() -> None:
    """Each waits for the other, which could not be were one of them on the loop."""
    met = threading.Barrier(2, timeout=10)

    class Meeting(Librarian):
        def get_book(self, book_id: str) -> Any:
            met.wait()
            return Book(title=book_id)

    async def calls(url: str) -> list[Book]:
        async with AsyncClient(base_url=f"{url}/v1") as api:
            return await asyncio.gather(*map(api.get_book, "ab"))

    with serving(create_app(cast("Any", Meeting()))) as url:
        assert asyncio.run(calls(url)) == [Book(title="a"), Book(title="b")]


@pytest.mark.parametrize("end", ENDS)
def test_what_a_plain_method_raises_is_what_a_client_raises(end: End) -> None:
    class Refusing(Librarian):
        @threaded
        def get_book(self, book_id: str) -> Book:
            raise TakenError(404, Taken(by=book_id))

    with serving(create_app(Refusing())) as url, pytest.raises(TakenError) as raised:
        called(end, url, "get_book", "a")
    assert raised.value.body.by == "a"


@pytest.mark.parametrize("end", ENDS)
def test_streams_of_plain_methods_are_read_in_threads(end: End) -> None:
    class Streaming(Librarian):
        def read_pages(self, book_id: str) -> Any:
            for letter in book_id:
                yield Page(text=f"{letter} {thread_of(letter).title}")

        def get_scan(self, book_id: str) -> Any:
            yield from (thread_of(each).title.encode() for each in book_id)

        def put_scan(self, book_id: str, body: ByteStream) -> Any:
            return len(anyio.from_thread.run(body.read))

    with serving(create_app(cast("Any", Streaming()))) as url:
        pages = called(end, url, "read_pages", "ab")
        assert [page.text for page in pages] == ["a nobody thread", "b nobody thread"]
        assert called(end, url, "get_scan", "a") == b"nobody thread"
        assert called(end, url, "put_scan", "a", b"123") == 3


def test_a_plain_stream_is_closed_when_nobody_reads_it_any_more() -> None:
    closed = threading.Event()

    class Endless(Librarian):
        def read_pages(self, book_id: str) -> Any:
            try:
                while True:
                    yield Page(text=book_id)
            finally:
                closed.set()

    async def reads_one(url: str) -> None:
        async with (
            AsyncClient(base_url=f"{url}/v1") as api,
            await api.read_pages("a") as pages,
        ):
            assert await anext(pages) == Page(text="a")

    with serving(create_app(cast("Any", Endless()))) as url:
        asyncio.run(reads_one(url))
        assert closed.wait(10)
