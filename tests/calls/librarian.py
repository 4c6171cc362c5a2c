"""A librarian: a handler that answers everything, for tests that change one thing of it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable
from typing import Any, TypeAlias, TypeGuard

import pytest
from golden_library import (
    AsyncClient,
    Book,
    ByteStream,
    Card,
    Client,
    Failure,
    FailureError,
    ItemStream,
    Names,
    Page,
    Response,
    Shelf,
    SyncByteStream,
    SyncItemStream,
)
from golden_library.server import RequestProblem
from pydantic import MISSING

End: TypeAlias = type[Client] | type[AsyncClient]

ENDS = [pytest.param(Client, id="sync"), pytest.param(AsyncClient, id="async")]
"""The clients that a test calls with, one after the other."""

BOOK = Book(title="Momo", pages=304)


class Librarian:
    """Answers as documented."""

    async def list_books(
        self, *, tag: list[str] | None = None
    ) -> Response[list[Book]] | list[Book]:
        books = [Book(title=each) for each in tag or []]
        return Response(200, books, {"X-Total": str(len(books))})

    async def add_book(self, body: Book) -> Book:
        return body

    async def get_book(self, book_id: str) -> Book:
        return Book(title=book_id)

    async def remove_book(self, book_id: str) -> None:
        return None

    async def read_pages(self, book_id: str) -> AsyncGenerator[Page]:
        return _pages(book_id)

    async def write_pages(self, book_id: str, body: AsyncIterable[Page]) -> int:
        return len([page async for page in body])

    async def get_scan(self, book_id: str) -> bytes:
        return book_id.encode()

    async def put_scan(self, book_id: str, body: ByteStream) -> int:
        return len(await body.read())

    async def send_form(self, body: Card | Names) -> int:
        return len(body.name) if isinstance(body.name, list) else 0

    async def put_shelf(self, body: Shelf) -> Shelf:
        return body


async def _pages(text: str) -> AsyncGenerator[Page]:
    for letter in text:
        yield Page(text=letter)


def worded(problem: RequestProblem) -> FailureError:
    """Word a problem as the library does."""
    known = problem.request_id or MISSING
    body = Failure(code=problem.code, message=problem.detail, request_id=known)
    return FailureError(problem.status, body)


def called(end: End, url: str, name: str, *arguments: Any, **options: Any) -> Any:
    """Call an operation once by a client of its own; of a stream, give all items."""

    async def calling() -> Any:
        async with AsyncClient(base_url=f"{url}/v1", retries=0) as api:
            found = await getattr(api, name)(*arguments, **options)
            if isinstance(found, ByteStream):
                return await found.read()
            return [each async for each in found] if is_stream(found) else found

    if end is AsyncClient:
        return asyncio.run(calling())
    with Client(base_url=f"{url}/v1", retries=0) as api:
        found: Any = getattr(api, name)(*arguments, **options)
        if isinstance(found, SyncByteStream):
            return found.read()
        return list(found) if is_sync_stream(found) else found


def is_sync_stream(found: object) -> TypeGuard[SyncItemStream[Any]]:
    """Tell whether a call has given a stream of items."""
    return isinstance(found, SyncItemStream)


def is_stream(found: object) -> TypeGuard[ItemStream[Any]]:
    """Tell whether a call has given a stream of items."""
    return isinstance(found, ItemStream)
