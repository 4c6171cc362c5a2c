"""Handlers: an object, or what makes one for each request; none of them blocks the loop."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    AsyncExitStack,
    asynccontextmanager,
)
from inspect import isawaitable
from typing import Any, NoReturn, TypeAlias, TypeVar

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from .problem import Refused, RequestProblem
from .streaming import Answer
from .threads import at_last_in_thread, in_thread

T = TypeVar("T")

Handler: TypeAlias = (
    T
    | Callable[[Request], T]
    | Callable[[Request], Awaitable[T]]
    | Callable[[Request], AbstractAsyncContextManager[T]]
    | Callable[[Request], AbstractContextManager[T]]
)
"""One object that answers every request, or a function (or class) that makes one for each.

What is made may be a context manager: it is entered for the request, and left when the
answer has been sent, or with what went wrong.
"""


async def not_implemented(*_: Any, **__: Any) -> NoReturn:
    """Stand in a handler for an operation that is not there yet: it answers 501."""
    detail = "This is not there yet"
    raise Refused(RequestProblem(501, "not-implemented", detail))


async def made_by(handler: Any, request: Request) -> Any:
    """Give the handler of a request, or the context manager that gives it."""
    made = handler(request)
    return await made if isawaitable(made) else made


def is_managed(made: object) -> bool:
    """Tell whether something is a context manager, with or without `await`."""
    return _can(made, "__aenter__") or _can(made, "__enter__")


def _can(made: object, method: str) -> bool:
    """Tell whether the class of an object has a method."""
    return hasattr(type(made), method)


async def entered(made: Any, stack: AsyncExitStack) -> Any:
    """Enter a context manager; one that cannot be awaited blocks a thread and not the loop."""
    manager = made if _can(made, "__aenter__") else _in_thread(made)
    return await stack.enter_async_context(manager)


class Leaving:
    """Sends a response, then leaves what its handler is made of, whatever happens."""

    def __init__(self, response: Answer, stack: AsyncExitStack) -> None:
        self.raw_headers = response.raw_headers
        self._response = response
        self._stack = stack

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it (ASGI)."""
        async with self._stack:
            await self._response(scope, receive, send)


@asynccontextmanager
async def _in_thread(manager: AbstractContextManager[T]) -> AsyncGenerator[T]:
    found = await in_thread(manager.__enter__)
    try:
        yield found
    except BaseException as error:
        told = (type(error), error, error.__traceback__)
        if not await at_last_in_thread(manager.__exit__, *told):
            raise
    else:
        await at_last_in_thread(manager.__exit__, None, None, None)
