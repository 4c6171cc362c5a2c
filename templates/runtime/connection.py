"""What every client has: its connections, their end, and options for all its calls.

A client that has not called yet is little more than its settings: what calls is loaded and
made with the first call.
"""

from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Generic, Protocol, Self, TypeVar, Unpack

import httpx2

from .addresses import checked, expand
from .environment import AsyncSecret, Secret, given, given_pair
from .grants import Grant
from .once import Once
from .options import CallOptions, Settings

if TYPE_CHECKING:
    from .engines import AsyncEngine, Engine

__all__ = [
    "AsyncConnection",
    "AsyncSecret",
    "Connection",
    "Grant",
    "Secret",
    "Settings",
    "checked",
    "expand",
    "given",
    "given_pair",
]


class _Engine(Protocol):
    def under(self, settings: Settings) -> Self:
        """Give an engine with other settings, over the same connections."""
        ...


E = TypeVar("E", bound=_Engine)


class _Client(Generic[E]):
    def __init__(self, settings: Settings, first: Once[E], *, is_own: bool) -> None:
        self._settings = settings
        self._first = first
        self._is_own = is_own

    @cached_property
    def _engine(self) -> E:
        return self._first().under(self._settings)

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """Give the same client with other options; both share their connections."""
        other = copy(self)
        for made in ("_engine", "raw", "stream"):
            vars(other).pop(made, None)
        settings = self._settings.told(options)
        vars(other).update(_settings=settings, _is_own=False)
        return other


class Connection(_Client["Engine"]):
    """A client whose calls wait."""

    def __init__(
        self,
        settings: Settings,
        http: httpx2.Client | httpx2.BaseTransport | None,
        timeout: float | httpx2.Timeout,
        version: str,
    ) -> None:
        def make() -> "Engine":
            from .engines import engine

            return engine(settings, http, timeout, version)

        is_own = http is None or isinstance(http, httpx2.BaseTransport)
        super().__init__(settings, Once(make), is_own=is_own)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, unless they are those of a client that was passed in."""
        if self._is_own:
            self._engine.http.close()


class AsyncConnection(_Client["AsyncEngine"]):
    """A client whose calls are awaited."""

    def __init__(
        self,
        settings: Settings,
        http: httpx2.AsyncClient | httpx2.AsyncBaseTransport | None,
        timeout: float | httpx2.Timeout,
        version: str,
    ) -> None:
        def make() -> "AsyncEngine":
            from .engines import async_engine

            return async_engine(settings, http, timeout, version)

        is_own = http is None or isinstance(http, httpx2.AsyncBaseTransport)
        super().__init__(settings, Once(make), is_own=is_own)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections, unless they are those of a client that was passed in."""
        if self._is_own:
            await self._engine.http.aclose()
