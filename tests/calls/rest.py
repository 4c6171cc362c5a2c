"""A handler for the operations that a test does not call."""

from collections.abc import Awaitable, Callable
from typing import Any


class Rest:
    """Has every method; whoever calls one has come to the wrong handler."""

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def fail(*_: object, **__: object) -> None:
            message = f"{name} was called"
            raise AssertionError(message)

        return fail


REST: Any = Rest()
