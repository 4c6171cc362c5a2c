"""The engines of clients, which are made with the first call: until then none of it is loaded."""

import re
from collections.abc import Mapping

import httpx2

from .async_client import AsyncEngine
from .client import Engine
from .options import Settings
from .sending import log

__all__ = ["AsyncEngine", "Engine", "async_engine", "engine"]

_NO_TOKEN = re.compile(r"[^0-9A-Za-z!#$%&'*+.^_`|~-]+")


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
