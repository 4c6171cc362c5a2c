"""The engines of clients, which are made with the first call: until then none of it is loaded."""

import re

import httpx2

from .async_client import AsyncEngine
from .client import Engine
from .options import Settings
from .sending import log
from .transport import AsyncDirect, AsyncSender, Direct, Sender

__all__ = ["AsyncEngine", "Engine", "async_engine", "engine"]

_NO_TOKEN = re.compile(r"[^0-9A-Za-z!#$%&'*+.^_`|~-]+")


def engine(
    settings: Settings,
    http: httpx2.Client | httpx2.BaseTransport | None,
    timeout: float | httpx2.Timeout,
    version: str,
) -> Engine:
    """Make what calls: over a client or transport of the caller's own, or else a new client."""
    return Engine(settings, _sender(http, timeout, _named(version)))


def _sender(
    http: httpx2.Client | httpx2.BaseTransport | None,
    timeout: float | httpx2.Timeout,
    user_agent: str,
) -> Sender:
    if isinstance(http, httpx2.BaseTransport):
        return Direct(http, timeout, user_agent)
    return http or httpx2.Client(timeout=timeout, headers={"user-agent": user_agent})


def async_engine(
    settings: Settings,
    http: httpx2.AsyncClient | httpx2.AsyncBaseTransport | None,
    timeout: float | httpx2.Timeout,
    version: str,
) -> AsyncEngine:
    """Make what calls: over a client or transport of the caller's own, or else a new client."""
    return AsyncEngine(settings, _async_sender(http, timeout, _named(version)))


def _async_sender(
    http: httpx2.AsyncClient | httpx2.AsyncBaseTransport | None,
    timeout: float | httpx2.Timeout,
    user_agent: str,
) -> AsyncSender:
    if isinstance(http, httpx2.AsyncBaseTransport):
        return AsyncDirect(http, timeout, user_agent)
    named = {"user-agent": user_agent}
    return http or httpx2.AsyncClient(timeout=timeout, headers=named)


def _named(version: str) -> str:
    """Name the caller's software, in the characters of a token (RFC 9110 §10.1.5)."""
    told = _NO_TOKEN.sub("-", version).strip("-")
    return f"{log.name}/{told}" if told else log.name
