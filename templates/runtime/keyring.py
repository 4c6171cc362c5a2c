"""How a call comes by its credentials: as they are, from functions, or from a token server.

Each class is there twice, for code that waits and for code that awaits.
"""

from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import replace
from inspect import isawaitable, iscoroutine
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias

from .errors import ApiCredentialsError, UnexpectedResponse
from .grants import Grant
from .options import Settings
from .response import Response
from .security import Credentials, Use
from .sending import Call
from .tokens import TOKEN, Ask, Renewal, Shelves, Token, refusal

if TYPE_CHECKING:
    import anyio

Send: TypeAlias = Callable[[Call], Response[Any]]
AsyncSend: TypeAlias = Callable[[Call], Awaitable[Response[Any]]]


class Keyring:
    """Gives the calls of a client their credentials, and keeps its tokens."""

    def __init__(self) -> None:
        self._shelves = Shelves(Lock)

    def credentials(self, call: Call, send: Send) -> Credentials:
        """Give what the next try of a call carries; `send` is for calls of a token server."""
        into = Credentials()
        call.shown.clear()
        for use in call.uses:
            use.scheme.write(self._secret(call, use, send), into)
        return into

    def _secret(self, call: Call, use: Use, send: Send) -> Any:
        held = call.held(use)
        if isinstance(held, Grant):
            return self._token(call, Renewal(held, use, self._shelves), send).access
        return _at_once(held()) if callable(held) else held

    def _token(self, call: Call, renewal: Renewal[Lock], send: Send) -> Token:
        shelf = renewal.shelf
        if not (token := shelf.fresh):
            with _held(shelf.lock, call):
                token = shelf.fresh or self._renewed(call, renewal, send)
        call.shown.append((shelf, token))
        return token

    def _renewed(self, call: Call, renewal: Renewal[Lock], send: Send) -> Token:
        *earlier, last = renewal.asks()
        for ask in earlier:
            with suppress(ApiCredentialsError):
                return self._asked(call, renewal, ask, send)
        return self._asked(call, renewal, last, send)

    def _asked(self, call: Call, renewal: Renewal[Lock], ask: Ask, send: Send) -> Token:
        with _refusing():
            answer = send(_beside(call, ask)).body
        token, told = renewal.keep(answer)
        _at_once(told)
        return token


class AsyncKeyring:
    """Gives the calls of a client their credentials, and keeps its tokens."""

    def __init__(self) -> None:
        self._shelves = Shelves(_new_lock)

    async def credentials(self, call: Call, send: AsyncSend) -> Credentials:
        """Give what the next try of a call carries; `send` is for calls of a token server."""
        into = Credentials()
        call.shown.clear()
        for use in call.uses:
            use.scheme.write(await self._secret(call, use, send), into)
        return into

    async def _secret(self, call: Call, use: Use, send: AsyncSend) -> Any:
        held = call.held(use)
        if isinstance(held, Grant):
            renewal = Renewal(held, use, self._shelves)
            return (await self._token(call, renewal, send)).access
        secret = held() if callable(held) else held
        return await secret if isawaitable(secret) else secret

    async def _token(
        self, call: Call, renewal: "Renewal[anyio.Lock]", send: AsyncSend
    ) -> Token:
        shelf = renewal.shelf
        if not (token := shelf.fresh):
            async with shelf.lock:
                token = shelf.fresh or await self._renewed(call, renewal, send)
        call.shown.append((shelf, token))
        return token

    async def _renewed(
        self, call: Call, renewal: "Renewal[anyio.Lock]", send: AsyncSend
    ) -> Token:
        *earlier, last = renewal.asks()
        for ask in earlier:
            with suppress(ApiCredentialsError):
                return await self._asked(call, renewal, ask, send)
        return await self._asked(call, renewal, last, send)

    async def _asked(
        self, call: Call, renewal: "Renewal[anyio.Lock]", ask: Ask, send: AsyncSend
    ) -> Token:
        with _refusing():
            answer = (await send(_beside(call, ask))).body
        token, told = renewal.keep(answer)
        if isawaitable(told):
            await told
        return token


def _at_once(told: Any) -> Any:
    """Refuse what has to be awaited."""
    if isawaitable(told):
        if iscoroutine(told):
            told.close()
        message = "an async function about credentials is for an AsyncClient only"
        raise TypeError(message)
    return told


def _beside(call: Call, ask: Ask) -> Call:
    """Make the call of a token server that another call needs: with none of its headers."""
    told = call.settings
    settings = Settings(
        base_url=told.base_url,
        credentials={},
        headers=ask.headers,
        timeout=told.timeout,
        total=call.left(),
        retries=replace(told.retries, idempotency_header=None),
    )
    return Call(TOKEN, {"body": ask.form}, settings, told.near(ask.url))


@contextmanager
def _refusing() -> Generator[None]:
    try:
        yield
    except UnexpectedResponse as error:
        # Its text may repeat what was sent, or be a token.
        raise refusal(error) from None


@contextmanager
def _held(lock: Lock, call: Call) -> Generator[None]:
    """Hold a lock; raises `ApiTimeout` when the call has waited for too long."""
    left = call.left()
    if not lock.acquire(timeout=-1 if left is None else left):
        raise call.late()
    try:
        yield
    finally:
        lock.release()


def _new_lock() -> "anyio.Lock":
    from anyio import Lock as AsyncLock

    return AsyncLock()
