"""The engine of a client that awaits: a call becomes a request, and the answer what it gives."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from inspect import isawaitable
from typing import Any, Self, TypeGuard, TypeVar

import httpx2

from .answers import (
    arriving,
    async_stream,
    async_stream_of,
    outcome,
    unexpected,
)
from .events import Events
from .exchange import Exchange
from .flow import Outgoing, outgoing
from .keyring import AsyncKeyring
from .operation import Operation
from .options import CallOptions, Hook, Settings
from .pagination import Step
from .response import Response
from .resumption import Resumption, events
from .retries import Tries
from .sending import Call
from .streams import ByteStream, ItemStream
from .transport import AsyncSender

T = TypeVar("T")


class AsyncEngine:
    """Calls operations over one `httpx2.AsyncClient`, or a transport alone."""

    def __init__(
        self,
        settings: Settings,
        http: AsyncSender,
        keys: AsyncKeyring | None = None,
    ) -> None:
        self.settings = settings
        self.http = http
        self._keys = keys or AsyncKeyring()

    def under(self, settings: Settings) -> Self:
        """Give an engine with other settings, over the same connections."""
        return type(self)(settings, self.http, self._keys)

    async def call(
        self,
        operation: Operation[T],
        arguments: Mapping[str, Any],
        options: CallOptions | None = None,
        *,
        url: str | Exchange | None = None,
    ) -> Response[T]:
        """Call an operation, at its path or at a URL; an argument of None is absent.

        Raises `ApiError`.
        """
        call = Call(operation, arguments, self.settings.told(options), url)
        return (await self._call(call))[0]

    async def visit(
        self, operation: Operation[T], step: Step, options: CallOptions
    ) -> tuple[Response[T], httpx2.Response]:
        """Get a page. Raises `ApiError`."""
        settings, follows = self.settings.told(options), step.url is not None
        call = Call(operation, step.arguments, settings, step.url, follows=follows)
        return await self._call(call)

    @asynccontextmanager
    async def open(
        self,
        operation: Operation[Any],
        arguments: Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> AsyncGenerator[Response[Any]]:
        """Call an operation, and read a binary body as it arrives. Raises `ApiError`."""
        call = Call(operation, arguments, self.settings.told(options), None)
        response, answer = await self._call(call, binary=True)
        async with aclosing(answer):
            try:
                yield response
            finally:
                if _is_stream(response.body):
                    await response.body.aclose()

    async def _call(
        self, call: Call, *, binary: bool = False
    ) -> tuple[Response[Any], httpx2.Response]:
        async def finish(
            answer: httpx2.Response, tries: Tries
        ) -> tuple[Response[Any], httpx2.Response]:
            return await self._result(call, answer, tries, binary=binary), answer

        return await self._in_time(call, finish)

    def _in_time(
        self,
        call: Call,
        finish: Callable[[httpx2.Response, Tries], Awaitable[T]],
        left: Tries | None = None,
    ) -> Awaitable[T]:
        tried = self._tried(call, finish, left)
        return tried if call.settings.total is None else _bounded(call, tried)

    async def _tried(
        self,
        call: Call,
        finish: Callable[[httpx2.Response, Tries], Awaitable[T]],
        left: Tries | None,
    ) -> T:
        """Send a call until there is an answer to keep, and finish with it."""
        body = outgoing(*call.message) if call.message else None
        tries = left or call.tries(body)
        while True:
            try:
                answer = await self._send(call, body)
                wait = call.after_answer(tries, answer)
                if wait is None:
                    return await finish(answer, tries)
                await answer.aclose()
            except httpx2.HTTPError as error:
                call.written(error)
                wait = tries.after_error(error)
                if wait is None:
                    raise call.lost(error) from error
            call.written_again(wait, tries)
            await self._pause(wait)
            if call.message and body and body.is_lasting:
                body = outgoing(*call.message)

    async def _send(self, call: Call, body: Outgoing[Any] | None) -> httpx2.Response:
        carried = await self._keys.credentials(call, self._beside)
        request = call.request(body, carried, self.http)
        if call.settings.before and isawaitable(told := call.settings.before(request)):
            await told
        answer = await self.http.send(request, stream=True)
        call.written(answer.status_code)
        if call.settings.after:
            await _told(call.settings.after, answer)
        return answer

    async def _beside(self, call: Call) -> Response[Any]:
        """Make a call that another one needs."""
        return (await self._call(call))[0]

    async def _result(
        self, call: Call, answer: httpx2.Response, tries: Tries, *, binary: bool
    ) -> Response[Any]:
        strict = call.settings.strict
        content = arriving(call.operation, answer, binary=binary)
        if isinstance(content, Events):
            resumption = Resumption(call, answer, tries)
            found = events(content, answer, resumption, self._again)
            return async_stream_of(found, answer)
        if content:
            return async_stream(content, answer, strict=strict)
        await _read(answer)
        return outcome(call.operation, answer, strict=strict)

    async def _again(self, resumption: Resumption) -> httpx2.Response | None:
        """Ask for the events that come next."""
        call = resumption.call

        async def finish(
            answer: httpx2.Response, tries: Tries
        ) -> httpx2.Response | None:
            if isinstance(arriving(call.operation, answer), Events):
                return answer
            async with aclosing(answer):
                if answer.status_code == 204:
                    return None
                await self._result(call, answer, tries, binary=False)
                raise unexpected(answer, "this is no stream of events")

        await self._pause(resumption.wait)
        resumption.begin()
        return await self._in_time(call, finish, resumption.tries)

    async def _pause(self, seconds: float) -> None:
        from anyio import sleep

        await sleep(seconds)


async def _bounded(call: Call, tried: Awaitable[T]) -> T:
    """Raise `ApiTimeout` where a call takes longer than it may in total."""
    from anyio import move_on_after

    with move_on_after(call.settings.total):
        return await tried
    raise call.late()


def _is_stream(body: object) -> TypeGuard[ByteStream | ItemStream[Any]]:
    return isinstance(body, ByteStream | ItemStream)


async def _told(after: Hook, answer: httpx2.Response) -> None:
    try:
        if isawaitable(told := after(answer)):
            await told
    except BaseException:
        await _closed(answer)
        raise


async def _read(answer: httpx2.Response) -> None:
    try:
        await answer.aread()
    except BaseException:
        await _closed(answer)
        raise


async def _closed(answer: httpx2.Response) -> None:
    """Close an answer whatever stopped its reading: a cancelled call leaves no connection."""
    from anyio import CancelScope

    with CancelScope(shield=True):
        await answer.aclose()
