"""The id of a request: the one that it came with, or a new one. Logs and answers have it."""

import logging
import re
from collections.abc import Callable, MutableMapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Any

request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request that is being answered."""

_KEY = "bothends.request_id"
_GOOD = re.compile(r"[A-Za-z0-9._~:=/+@-]{1,128}")


def new_id() -> str:
    """Make an id."""
    return token_hex(12)


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
        if all(key != self._name for key, _ in headers):
            headers.append((self._name, known.encode()))

    def _came_with(self, scope: MutableMapping[str, Any]) -> str | None:
        for key, value in scope["headers"]:
            if key == self._name:
                text = value.decode("latin-1")
                return text if _GOOD.fullmatch(text) else None
        return None


def of_request() -> str:
    """Tell the id of the request, for the end of a line in the log; nothing where it has none."""
    known = request_id.get()
    return f" (request {known})" if known else ""


def identified(record: logging.LogRecord) -> bool:
    """Note the id of the request on a record (a filter that lets all through)."""
    record.__dict__.setdefault("request_id", request_id.get())
    return True
