"""What every client has: its connections, their end, and options for all its calls."""

import re
from collections.abc import Mapping
from copy import copy
from typing import Self, Unpack

import httpx2

from .addresses import checked, expand
from .async_client import AsyncEngine
from .client import Engine
from .environment import given, given_pair
from .grants import Grant
from .keyring import AsyncSecret, Secret
from .options import CallOptions, Settings
from .sending import log

__all__ = [
    "AsyncConnection",
    "AsyncEngine",
    "AsyncSecret",
    "Connection",
    "Engine",
    "Grant",
    "Secret",
    "Settings",
    "async_engine",
    "checked",
    "engine",
    "expand",
    "given",
    "given_pair",
]

_NO_TOKEN = re.compile(r"[^0-9A-Za-z!#$%&'*+.^_`|~-]+")


class Connection:
    """A client whose calls wait."""

    def __init__(self, engine: Engine, *, is_own: bool) -> None:
        self._is_own = is_own
        self._use(engine)

    def _use(self, engine: Engine) -> None:
        """Call by this engine."""
        self._engine = engine

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """Give the same client with other options; both share their connections."""
        other = copy(self)
        Connection.__init__(other, self._engine.told(options), is_own=False)
        return other

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, unless they are those of a client that was passed in."""
        if self._is_own:
            self._engine.http.close()


class AsyncConnection:
    """A client whose calls are awaited."""

    def __init__(self, engine: AsyncEngine, *, is_own: bool) -> None:
        self._is_own = is_own
        self._use(engine)

    def _use(self, engine: AsyncEngine) -> None:
        """Call by this engine."""
        self._engine = engine

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """Give the same client with other options; both share their connections."""
        other = copy(self)
        AsyncConnection.__init__(other, self._engine.told(options), is_own=False)
        return other

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections, unless they are those of a client that was passed in."""
        if self._is_own:
            await self._engine.http.aclose()


def engine(
    settings: Settings,
    http: httpx2.Client | None,
    timeout: float | httpx2.Timeout,
    version: str,
) -> Engine:
    """Make what calls: over a client of the caller's own, or else over a new one."""
    made = http or httpx2.Client(timeout=timeout, headers=_named(version))
    return Engine(settings, made)


def async_engine(
    settings: Settings,
    http: httpx2.AsyncClient | None,
    timeout: float | httpx2.Timeout,
    version: str,
) -> AsyncEngine:
    """Make what calls: over a client of the caller's own, or else over a new one."""
    made = http or httpx2.AsyncClient(timeout=timeout, headers=_named(version))
    return AsyncEngine(settings, made)


def _named(version: str) -> Mapping[str, str]:
    """Name the caller's software, in the characters of a token (RFC 9110 §10.1.5)."""
    told = _NO_TOKEN.sub("-", version).strip("-")
    return {"user-agent": f"{log.name}/{told}" if told else log.name}
