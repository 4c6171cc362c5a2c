"""What would block the loop runs in a thread, with the context variables of its request."""

from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    Awaitable,
    Callable,
    Generator,
    Iterable,
)
from functools import lru_cache, partial, wraps
from inspect import (
    CO_COROUTINE,
    isasyncgenfunction,
    isawaitable,
    iscoroutinefunction,
    unwrap,
)
from pathlib import Path
from types import CodeType, CoroutineType, FunctionType
from typing import Any, ParamSpec, TypeGuard, TypeVar, cast

from anyio import CancelScope, CapacityLimiter
from anyio.to_thread import run_sync

from .streams import ByteStream, SyncByteStream

P = ParamSpec("P")
T = TypeVar("T")

_AT_ONCE = (bytes, Path, list, tuple, AsyncIterable)


def threaded(method: Callable[P, T]) -> "Callable[P, CoroutineType[Any, Any, T]]":
    """Make a method that waits one that is awaited: it runs in a thread.

    The server runs every plain `def` of a handler in a thread; this tells type checkers.
    """

    @wraps(method)
    async def waiting(*args: P.args, **kwargs: P.kwargs) -> T:
        return await in_thread(method, *args, **kwargs)

    return cast("Callable[P, CoroutineType[Any, Any, T]]", waiting)


def awaited(function: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    """Give a function that is awaited: itself, or what calls one that may wait in a thread."""
    code: CodeType | None = getattr(function, "__code__", None)
    is_ready = code and code.co_flags & CO_COROUTINE
    return function if is_ready else partial(_called, function)


async def _called(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    if is_async(function):
        result = function(*args, **kwargs)
    else:
        result = await in_thread(function, *args, **kwargs)
    return await result if isawaitable(result) else result


async def in_thread(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function in a thread."""
    return await run_sync(partial(function, *args, **kwargs))


async def at_last_in_thread(
    function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Call what must be called, even where all is cancelled and every thread is taken."""
    found: list[T] = []
    with CancelScope(shield=True):
        work = partial(function, *args, **kwargs)
        found.append(await run_sync(work, limiter=CapacityLimiter(1)))
    return found[0]


def is_async(function: Any) -> bool:
    """Tell whether a function returns at once, with something to await or to iterate over."""
    inner = getattr(function, "__func__", function)
    if isinstance(inner, FunctionType):
        return _says_async(inner)
    while isinstance(inner, partial):
        inner = inner.func
    if inner is not function:
        return is_async(inner)
    return iscoroutinefunction(inner) or iscoroutinefunction(inner.__call__)


@lru_cache(maxsize=4096)
def _says_async(function: FunctionType) -> bool:
    """Tell what a function says of itself, or what it wraps."""
    return any(
        iscoroutinefunction(each) or isasyncgenfunction(each)
        for each in (function, unwrap(function))
    )


def unblocked(value: Any) -> Any:
    """Make a stream that may wait for its next piece one that is awaited."""
    if isinstance(value, SyncByteStream):
        chunks = _in_threads(value)
        return ByteStream(chunks, media_type=value.media_type, size=value.size)
    return _in_threads(value) if _may_wait(value) else value


def _may_wait(value: object) -> TypeGuard[Iterable[Any]]:
    """Tell what is iterated over in a thread; files are read there anyway."""
    at_once = isinstance(value, _AT_ONCE) or hasattr(value, "read")
    return isinstance(value, Iterable) and not at_once


async def _in_threads(items: Iterable[Any]) -> AsyncGenerator[Any]:
    end = object()
    iterator = await in_thread(iter, items)
    try:
        while (item := await in_thread(next, iterator, end)) is not end:
            yield item
    finally:
        if isinstance(iterator, Generator):
            await at_last_in_thread(iterator.close)
