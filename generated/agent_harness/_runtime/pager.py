"""Walks over pages: each page is fetched when it is needed, and has tries of its own."""

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, Generic, TypeVar

import httpx2

from .engines import AsyncEngine, Engine
from .errors import ApiPaginationError
from .faults import is_array
from .operation import Operation
from .options import CallOptions
from .pagination import Pagination, Step, at, first_step
from .response import Response
from .retries import new_key

Item_co = TypeVar("Item_co", covariant=True)
Page_co = TypeVar("Page_co", covariant=True)


class SyncPager(Generic[Item_co, Page_co]):
    """The items of all pages of a call (`for item in pager`); each walk begins anew.

    What goes wrong on the way is raised as `ApiError`.
    """

    def __init__(
        self,
        engine: Engine,
        operation: Operation[Page_co],
        arguments: Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> None:
        self._engine = engine
        self._operation = operation
        self._walk = (operation, arguments, options)

    def __iter__(self) -> Iterator[Item_co]:
        walk = _Walk(*self._walk)
        for response in self._responses(walk):
            yield from walk.items(response)

    def pages(self) -> Iterator[Page_co]:
        """Give the body of each page."""
        return (response.body for response in self.responses())

    def responses(self) -> Iterator[Response[Page_co]]:
        """Give each page with its status and headers."""
        return self._responses(_Walk(*self._walk))

    def _responses(self, walk: "_Walk") -> Iterator[Response[Page_co]]:
        while step := walk.next():
            response, answer = self._engine.visit(self._operation, step, walk.options)
            walk.came(step, response, answer)
            yield response


class Pager(Generic[Item_co, Page_co]):
    """The items of all pages of a call (`async for item in pager`); each walk begins anew.

    What goes wrong on the way is raised as `ApiError`.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        operation: Operation[Page_co],
        arguments: Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> None:
        self._engine = engine
        self._operation = operation
        self._walk = (operation, arguments, options)

    async def __aiter__(self) -> AsyncIterator[Item_co]:
        walk = _Walk(*self._walk)
        async for response in self._responses(walk):
            for item in walk.items(response):
                yield item

    async def pages(self) -> AsyncIterator[Page_co]:
        """Give the body of each page."""
        async for response in self.responses():
            yield response.body

    def responses(self) -> AsyncIterator[Response[Page_co]]:
        """Give each page with its status and headers."""
        return self._responses(_Walk(*self._walk))

    async def _responses(self, walk: "_Walk") -> AsyncIterator[Response[Page_co]]:
        while step := walk.next():
            visit = self._engine.visit(self._operation, step, walk.options)
            response, answer = await visit
            walk.came(step, response, answer)
            yield response


class _Walk:
    """Where a walk is; raises `ApiPaginationError` where it would go wrong."""

    def __init__(
        self,
        operation: Operation[Any],
        arguments: Mapping[str, Any],
        options: CallOptions | None,
    ) -> None:
        assert operation.pages, f"{operation.name} has no pages"
        self.options: CallOptions = {**(options or {})}
        self._pages: Pagination = operation.pages
        self._step: Step | None = first_step(self._pages, arguments)
        self._seen: set[str] = set()
        self._home: httpx2.URL | None = None
        """What was asked for first: credentials are for its origin."""
        self._here: httpx2.URL | None = None

    def next(self) -> Step | None:
        """Give what to ask for next, if anything."""
        step = self._step
        if step is None:
            return None
        if step.url is not None:
            step = step.to(self._near(step.url))
        if step.mark is not None and step.mark in self._seen:
            raise ApiPaginationError(f"{step.mark!r} comes again: this would not end")
        if step.mark is not None:
            self._seen.add(step.mark)
        return step

    def came(
        self, step: Step, response: Response[Any], answer: httpx2.Response
    ) -> None:
        """Go on behind a page that has come."""
        if self._home is None:
            first = answer.history[0] if answer.history else answer
            self._home = first.request.url
            self._seen.add(str(self._home))
        self._here = answer.url
        self._step = self._pages.after(step, response, self.items(response))
        if "idempotency_key" in self.options:
            # The next page is another request: its key must not be the one of this page.
            self.options["idempotency_key"] = new_key()

    def items(self, response: Response[Any]) -> list[Any]:
        """Give the items of a page."""
        found = at(response.body, self._pages.items)
        if found is None or is_array(found):
            return found or []
        place = self._pages.items or "the body"
        raise ApiPaginationError(f"there is no list at {place}", response.request_id)

    def _near(self, url: str) -> str:
        """Resolve the URL of a next page, which must not be one of another origin."""
        assert self._home is not None
        assert self._here is not None
        try:
            found = self._here.join(url).copy_with(fragment=None)
        except (httpx2.InvalidURL, ValueError) as error:
            raise ApiPaginationError(f"{url!r} is no URL") from error
        if _origin(found) != _origin(self._home) or found.userinfo:
            message = f"the next page is elsewhere, which gets no credentials: {url!r}"
            raise ApiPaginationError(message)
        return str(found)


def _origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port
