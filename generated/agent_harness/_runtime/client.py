"""The client's engine: a call becomes a request, and the answer what the call returns or raises."""

import time
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import aclosing, asynccontextmanager, closing, contextmanager
from inspect import isawaitable
from typing import Any, Self, TypeVar

import httpx2

from .answers import arriving, async_stream, outcome, stream
from .exchange import Exchange
from .flow import Outgoing, outgoing, sync_outgoing
from .keyring import AsyncKeyring, Keyring
from .operation import Operation
from .options import CallOptions, Settings
from .response import Response
from .sending import Call

T = TypeVar("T")


class Engine:
    """Calls operations over one `httpx2.Client`."""

    def __init__(
        self, settings: Settings, http: httpx2.Client, keys: Keyring | None = None
    ) -> None:
        self.settings = settings
        self.http = http
        self._keys = keys or Keyring()

    def under(self, settings: Settings) -> Self:
        """Give an engine with other settings, over the same connections."""
        return type(self)(settings, self.http, self._keys)

    def call(
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
        return self._call(call)[0]

    @contextmanager
    def open(
        self,
        operation: Operation[Any],
        arguments: Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Generator[Response[Any]]:
        """Call an operation, and read a binary body as it arrives. Raises `ApiError`."""
        call = Call(operation, arguments, self.settings.told(options), None)
        response, answer = self._call(call, chunks=True)
        with closing(answer):
            yield response

    def _call(
        self, call: Call, *, chunks: bool = False
    ) -> tuple[Response[Any], httpx2.Response]:
        body = sync_outgoing(*call.message) if call.message else None
        tries = call.tries(body)
        while True:
            try:
                answer = self._send(call, body)
                wait = call.after_answer(tries, answer)
                if wait is None:
                    return self._result(call, answer, chunks=chunks), answer
                answer.close()
            except httpx2.HTTPError as error:
                call.written(error)
                wait = tries.after_error(error)
                if wait is None:
                    raise call.lost(error) from error
            call.written_again(wait, tries)
            self._pause(call, wait)
            if call.message and call.is_lasting:
                body = sync_outgoing(*call.message)

    def _send(self, call: Call, body: Outgoing[Any] | None) -> httpx2.Response:
        carried = self._keys.credentials(call, self._beside)
        request = call.request(body, carried, self.http)
        if call.settings.before:
            call.settings.before(request)
        answer = self.http.send(request, stream=True)
        call.written(answer.status_code)
        if call.settings.after:
            with _closed_on_error(answer):
                call.settings.after(answer)
        return answer

    def _beside(self, call: Call) -> Response[Any]:
        """Make a call that another one needs."""
        return self._call(call)[0]

    def _result(
        self, call: Call, answer: httpx2.Response, *, chunks: bool
    ) -> Response[Any]:
        strict = call.settings.strict
        if content := arriving(call.operation, answer, chunks=chunks):
            return stream(content, answer, strict=strict)
        if call.settings.total is not None:
            answer.stream = _Timely(answer.stream, call)
        with _closed_on_error(answer):
            answer.read()
        return outcome(call.operation, answer, strict=strict)

    def _pause(self, call: Call, seconds: float) -> None:
        left = call.left()
        time.sleep(seconds if left is None else min(seconds, left))


class AsyncEngine:
    """Calls operations over one `httpx2.AsyncClient`."""

    def __init__(
        self,
        settings: Settings,
        http: httpx2.AsyncClient,
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
        return (await self._in_time(call))[0]

    @asynccontextmanager
    async def open(
        self,
        operation: Operation[Any],
        arguments: Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> AsyncGenerator[Response[Any]]:
        """Call an operation, and read a binary body as it arrives. Raises `ApiError`."""
        call = Call(operation, arguments, self.settings.told(options), None)
        response, answer = await self._in_time(call, chunks=True)
        async with aclosing(answer):
            yield response

    async def _in_time(
        self, call: Call, *, chunks: bool = False
    ) -> tuple[Response[Any], httpx2.Response]:
        if call.settings.total is None:
            return await self._call(call, chunks=chunks)
        from anyio import move_on_after

        with move_on_after(call.settings.total):
            return await self._call(call, chunks=chunks)
        raise call.late()

    async def _call(
        self, call: Call, *, chunks: bool
    ) -> tuple[Response[Any], httpx2.Response]:
        body = outgoing(*call.message) if call.message else None
        tries = call.tries(body)
        while True:
            try:
                answer = await self._send(call, body)
                wait = call.after_answer(tries, answer)
                if wait is None:
                    return await self._result(call, answer, chunks=chunks), answer
                await answer.aclose()
            except httpx2.HTTPError as error:
                call.written(error)
                wait = tries.after_error(error)
                if wait is None:
                    raise call.lost(error) from error
            call.written_again(wait, tries)
            await self._pause(wait)
            if call.message and call.is_lasting:
                body = outgoing(*call.message)

    async def _send(self, call: Call, body: Outgoing[Any] | None) -> httpx2.Response:
        carried = await self._keys.credentials(call, self._beside)
        request = call.request(body, carried, self.http)
        if call.settings.before and isawaitable(told := call.settings.before(request)):
            await told
        answer = await self.http.send(request, stream=True)
        call.written(answer.status_code)
        if call.settings.after:
            async with _aclosed_on_error(answer):
                if isawaitable(told := call.settings.after(answer)):
                    await told
        return answer

    async def _beside(self, call: Call) -> Response[Any]:
        """Make a call that another one needs."""
        return (await self._in_time(call))[0]

    async def _result(
        self, call: Call, answer: httpx2.Response, *, chunks: bool
    ) -> Response[Any]:
        strict = call.settings.strict
        if content := arriving(call.operation, answer, chunks=chunks):
            return async_stream(content, answer, strict=strict)
        async with _aclosed_on_error(answer):
            await answer.aread()
        return outcome(call.operation, answer, strict=strict)

    async def _pause(self, seconds: float) -> None:
        from anyio import sleep

        await sleep(seconds)


class _Timely(httpx2.SyncByteStream):
    """A body that is not read on when the time of its call is over."""

    def __init__(self, stream: Any, call: Call) -> None:
        self._stream = stream
        self._call = call

    def __iter__(self) -> Generator[bytes]:
        for chunk in self._stream:
            self._call.left()
            yield chunk

    def close(self) -> None:
        self._stream.close()


@contextmanager
def _closed_on_error(answer: httpx2.Response) -> Generator[None]:
    try:
        yield
    except BaseException:
        answer.close()
        raise


@asynccontextmanager
async def _aclosed_on_error(answer: httpx2.Response) -> AsyncGenerator[None]:
    """Close an answer whatever stops its reading: a cancelled call leaves no connection."""
    try:
        yield
    except BaseException:
        from anyio import CancelScope

        with CancelScope(shield=True):
            await answer.aclose()
        raise
