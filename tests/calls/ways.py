"""The ways that a call can go out: over httpx2, or over each transport that is there for less CPU."""

import asyncio
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import golden_pets
import pytest
from golden_pets import ApiError, Retries
from hostile import json


@dataclass(frozen=True)
class Way:
    """A client, and what it sends requests with."""

    end: str
    transport: str | None
    """None for that of httpx2."""

    def client(self, package: ModuleType, **options: Any) -> Any:
        """Make a client of a package; a loop has to run for one that awaits."""
        if self.transport:
            options["http"] = getattr(package, self.transport)()
        return getattr(package, self.end)(**options)

    def call(
        self, url: str, name: str, *arguments: Any, package: ModuleType, **options: Any
    ) -> Any:
        """Call an operation by a client of its own, which is closed."""

        async def calling() -> Any:
            async with self.client(package, base_url=url) as api:
                return await getattr(api, name)(*arguments, options=options)

        if self.end == "AsyncClient":
            return asyncio.run(calling())
        with self.client(package, base_url=url) as api:
            return getattr(api, name)(*arguments, options=options)


PLAIN = Way("Client", "PlainTransport")
AIOHTTP = Way("AsyncClient", "AiohttpTransport")
FAST = [pytest.param(PLAIN, id="plain"), pytest.param(AIOHTTP, id="aiohttp")]
USUAL = {"Client": Way("Client", None), "AsyncClient": Way("AsyncClient", None)}
"""What each of them is to be like."""

TOM = b'{"name":"Tom","id":"t1"}'
PET = json(200, TOM)
QUICK = Retries(times=2, first_wait=0.001)


def get_pet(way: Way, url: str, **options: Any) -> Any:
    """Get a pet, by a client of its own."""
    options = {"retries": QUICK, **options}
    return way.call(url, "get_pet", "t1", package=golden_pets, **options)


def failure(way: Way, url: str, **options: Any) -> ApiError:
    """Give what it raises to get a pet."""
    with pytest.raises(ApiError) as caught:
        get_pet(way, url, **options)
    return caught.value
