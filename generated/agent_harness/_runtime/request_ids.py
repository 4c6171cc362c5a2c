"""The id of a request: the one that it came with, or a new one. Logs and answers have it."""

import logging
import os
import re
import sys
from collections.abc import Callable, MutableMapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from random import Random
from typing import Any

from .heads import header_of

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request that is being answered."""

_KEY = "bothends.request_id"
_GOOD = re.compile(r"[A-Za-z0-9._~:=/+@-]{1,128}")


_RANDOM = Random()
if sys.platform != "win32":
    os.register_at_fork(after_in_child=_RANDOM.seed)


def new_id() -> str:
    """Make an id, which tells requests apart and keeps no secret."""
    return f"{_RANDOM.getrandbits(96):024x}"


@dataclass(frozen=True, slots=True)
class RequestIds:
    """Finds the ids of requests in a header, or makes them."""

    header: str = "X-Request-ID"
    make: Callable[[], str] = new_id
    _name: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_name", self.header.lower().encode("latin-1"))

    def of(self, scope: MutableMapping[str, Any]) -> str:
        """Give the id of a request (ASGI), which it keeps from now on.

        One that it came with is taken if nothing can be wrong with it: at most 128 letters,
        digits and `._~:=/+@-`.
        """
        known: str | None = scope.get(_KEY)
        if known is None:
            known = scope[_KEY] = self._came_with(scope) or self.make()
            scope.setdefault("state", {})["request_id"] = known
        request_id.set(known)
        return known

    def tell(self, headers: list[tuple[bytes, bytes]], known: str) -> None:
        """Add an id to the headers of an answer that does not tell one itself."""
        if self._name not in dict(headers):
            headers.append((self._name, known.encode()))

    def _came_with(self, scope: MutableMapping[str, Any]) -> str | None:
        text = header_of(scope, self._name)
        return text if text and _GOOD.fullmatch(text) else None


def of_request() -> str:
    """Tell the id of the request, for the end of a line in the log; nothing where it has none."""
    known = request_id.get()
    return f" (request {known})" if known else ""


def identified(record: logging.LogRecord) -> bool:
    """Note the id of the request on a record (a filter that lets all through)."""
    record.__dict__.setdefault("request_id", request_id.get())
    return True
