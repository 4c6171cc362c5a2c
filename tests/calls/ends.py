"""Both ends of an API in one process: what a client calls is answered by a handler, in memory."""

import asyncio
from collections.abc import Awaitable
from inspect import isawaitable
from typing import TypeVar

import httpx2
from starlette.testclient import TestClient
from starlette.types import ASGIApp

T = TypeVar("T")

URL = "http://test"
"""The server that every client here calls."""


def wire(app: ASGIApp) -> httpx2.AsyncClient:
    """Give what an `AsyncClient` calls an application through."""
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app))


def sync_wire(app: ASGIApp) -> httpx2.Client:
    """Give what a `Client` calls an application through."""
    return TestClient(app, base_url=URL)


def done(result: T | Awaitable[T]) -> T:
    """Give the result of a call, of whichever client it is."""
    return asyncio.run(_awaited(result)) if isawaitable(result) else result


async def _awaited(result: Awaitable[T]) -> T:
    return await result
