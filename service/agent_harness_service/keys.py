"""The keys of a JWKS (RFC 7517): read from a file or a URL, kept, and read again."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import httpx2
from jwt import PyJWK, PyJWKSet
from jwt.exceptions import PyJWTError
from pydantic import BaseModel

_LOGGER = logging.getLogger(__name__)
_PAUSE = 10.0
"""Seconds between two readings, however many tokens name keys that nobody knows."""
_OUTLIVE = 3600.0
"""Seconds that keys are good for when their source does not answer any more."""
_LONGEST = 1_048_576
_TIMEOUT = 5.0

Source = Callable[[], Awaitable[bytes]]
"""Reads a JWKS."""


class _KeySet(BaseModel):
    """A JWKS, as it is written."""

    keys: list[dict[str, Any]]


class KeysUnavailableError(Exception):
    """There are no keys, or none that are young enough."""


class Keys:
    """The keys of one source.

    They are read when they are first needed, again after `lifetime` seconds, and when a token
    names a key that is not among them: the source may have a new one.
    """

    def __init__(
        self,
        source: Source,
        *,
        lifetime: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._lifetime = lifetime
        self._clock = clock
        self._keys: Sequence[PyJWK] = ()
        self._read_at: float | None = None
        self._tried_at: float | None = None
        self._reading = asyncio.Lock()

    async def named(self, key_id: str | None, algorithm: str) -> Sequence[PyJWK]:
        """Find the keys for an algorithm with an id; without one, all for the algorithm."""
        if self._age() > self._lifetime and not self._is_renewing():
            await self._read(self._lifetime)
        if self._age() > _OUTLIVE:
            raise KeysUnavailableError
        found = self._find(key_id, algorithm)
        if not found:
            await self._read(_PAUSE)
            found = self._find(key_id, algorithm)
        return found

    def _is_renewing(self) -> bool:
        """Tell whether somebody else is waiting for keys that take the place of known ones."""
        return bool(self._keys) and self._reading.locked()

    def _find(self, key_id: str | None, algorithm: str) -> Sequence[PyJWK]:
        return [
            key
            for key in self._keys
            if key.algorithm_name == algorithm and key_id in (None, key.key_id)
        ]

    def _age(self) -> float:
        """Give the seconds since the keys were read."""
        return float("inf") if self._read_at is None else self._clock() - self._read_at

    async def _read(self, oldest: float) -> None:
        """Read the keys, unless another request has just done so, or tried to."""
        async with self._reading:
            tried = self._tried_at
            if tried is not None and self._clock() - tried < min(oldest, _PAUSE):
                return
            self._tried_at = self._clock()
            try:
                self._keys = keys_of(await self._source())
            except (OSError, ValueError, httpx2.HTTPError, PyJWTError) as error:
                _LOGGER.warning("the keys of tokens could not be read: %r", error)
                return
            self._read_at = self._clock()


def keys_of(text: bytes) -> Sequence[PyJWK]:
    """Take the public keys for signatures out of a JWKS; raises `ValueError`."""
    public = [
        key
        for key in _KeySet.model_validate_json(text).keys
        if key.get("kty") in ("RSA", "EC", "OKP") and key.get("use", "sig") == "sig"
    ]
    return PyJWKSet(public).keys if public else ()


def from_file(path: Path) -> Source:
    """Read a JWKS from a file."""

    async def read() -> bytes:
        return await asyncio.to_thread(path.read_bytes)

    return read


def from_url(url: str) -> Source:
    """Read a JWKS from an address; redirects are not followed, and it may not be long."""

    async def read() -> bytes:
        text = b""
        async with (
            httpx2.AsyncClient(timeout=_TIMEOUT) as http,
            http.stream("GET", url) as response,
        ):
            if response.status_code != 200:
                message = f"{url} answered {response.status_code}"
                raise ValueError(message)
            async for chunk in response.aiter_bytes():
                text += chunk
                if len(text) > _LONGEST:
                    raise ValueError("it is too long")
        return text

    return read
