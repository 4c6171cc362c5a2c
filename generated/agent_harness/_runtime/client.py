"""The engine of a client that waits: a call becomes a request, and the answer what it gives."""

import time
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from typing import Any, Self, TypeGuard, TypeVar

import httpx2

from .answers import (
    arriving,
    outcome,
    stream,
    stream_of,
    unexpected,
)
from .events import Events
from .exchange import Exchange
from .flow import Outgoing, sync_outgoing
from .keyring import Keyring
from .operation import Operation
from .options import CallOptions, Hook, Settings
from .pagination import Step
from .response import Response
from .resumption import Resumption, sync_events
from .retries import Tries
from .sending import Call
from .streams import SyncByteStream, SyncItemStream
from .transport import Sender

T = TypeVar("T")


class Engine:
    """Calls operations over one `httpx2.Client`, or a transport alone."""

    def __init__(
        self, settings: Settings, http: Sender, keys: Keyring | None = None
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

    def visit(
        self, operation: Operation[T], step: Step, options: CallOptions
    ) -> tuple[Response[T], httpx2.Response]:
        """Get a page. Raises `ApiError`."""
        settings, follows = self.settings.told(options), step.url is not None
        call = Call(operation, step.arguments, settings, step.url, follows=follows)
        return self._call(call)

    @contextmanager
    def open(
        self,
        operation: Operation[Any],
        arguments: Mapping[str, Any],
        options: CallOptions | None = None,
    ) -> Generator[Response[Any]]:
        """Call an operation, and read a binary body as it arrives. Raises `ApiError`."""
        call = Call(operation, arguments, self.settings.told(options), None)
        response, answer = self._call(call, binary=True)
        with closing(answer):
            try:
                yield response
            finally:
                if _is_stream(response.body):
                    response.body.close()

    def _call(
        self, call: Call, *, binary: bool = False
    ) -> tuple[Response[Any], httpx2.Response]:
        def finish(
            answer: httpx2.Response, tries: Tries
        ) -> tuple[Response[Any], httpx2.Response]:
            return self._result(call, answer, tries, binary=binary), answer

        return self._tried(call, finish)

    def _tried(
        self,
        call: Call,
        finish: Callable[[httpx2.Response, Tries], T],
        left: Tries | None = None,
    ) -> T:
        """Send a call until there is an answer to keep, and finish with it."""
        body = sync_outgoing(*call.message) if call.message else None
        tries = left or call.tries(body)
        while True:
            try:
                answer = self._send(call, body)
                wait = call.after_answer(tries, answer)
                if wait is None:
                    return finish(answer, tries)
                answer.close()
            except httpx2.HTTPError as error:
                call.written(error)
                wait = tries.after_error(error)
                if wait is None:
                    raise call.lost(error) from error
            call.written_again(wait, tries)
            self._pause(call, wait)
            if call.message and body and body.is_lasting:
                body = sync_outgoing(*call.message)

    def _send(self, call: Call, body: Outgoing[Any] | None) -> httpx2.Response:
        carried = self._keys.credentials(call, self._beside)
        request = call.request(body, carried, self.http)
        if call.settings.before:
            call.settings.before(request)
        answer = self.http.send(request, stream=True)
        call.written(answer.status_code)
        if call.settings.after:
            _told(call.settings.after, answer)
        return answer

    def _beside(self, call: Call) -> Response[Any]:
        """Make a call that another one needs."""
        return self._call(call)[0]

    def _result(
        self, call: Call, answer: httpx2.Response, tries: Tries, *, binary: bool
    ) -> Response[Any]:
        strict = call.settings.strict
        content = arriving(call.operation, answer, binary=binary)
        if isinstance(content, Events):
            resumption = Resumption(call, answer, tries)
            found = sync_events(content, answer, resumption, self._again)
            return stream_of(found, answer)
        if content:
            return stream(content, answer, strict=strict)
        if call.settings.total is not None:
            answer.stream = _Timely(answer.stream, call)
        _read(answer)
        return outcome(call.operation, answer, strict=strict)

    def _again(self, resumption: Resumption) -> httpx2.Response | None:
        """Ask for the events that come next."""
        call = resumption.call

        def finish(answer: httpx2.Response, tries: Tries) -> httpx2.Response | None:
            if isinstance(arriving(call.operation, answer), Events):
                return answer
            with closing(answer):
                if answer.status_code == 204:
                    return None
                self._result(call, answer, tries, binary=False)
                raise unexpected(answer, "this is no stream of events")

        time.sleep(resumption.wait)
        resumption.begin()
        return self._tried(call, finish, resumption.tries)

    def _pause(self, call: Call, seconds: float) -> None:
        left = call.left()
        time.sleep(seconds if left is None else min(seconds, left))


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


def _is_stream(body: object) -> TypeGuard[SyncByteStream | SyncItemStream[Any]]:
    return isinstance(body, SyncByteStream | SyncItemStream)


def _told(after: Hook, answer: httpx2.Response) -> None:
    try:
        after(answer)
    except BaseException:
        answer.close()
        raise


def _read(answer: httpx2.Response) -> None:
    try:
        answer.read()
    except BaseException:
        answer.close()
        raise
