"""An operation as both ends see it: the client sends by it, the server reads by it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Generic, Literal, TypeVar

from .content import Content, Streamed
from .errors import DocumentedError
from .pagination import Pagination
from .parameters import Parameter
from .querystring import QueryString
from .security import Alternatives, Use, anonymous_last

T = TypeVar("T")

Status = int | Literal["1XX", "2XX", "3XX", "4XX", "5XX", "default"]

_RANGES: Mapping[int, Status] = {1: "1XX", 2: "2XX", 3: "3XX", 4: "4XX", 5: "5XX"}


@dataclass(frozen=True, slots=True)
class Body:
    """A Request Body Object: the media types it may have (OpenAPI 3.1 §4.8.13)."""

    content: tuple[Content, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """A Response Object (OpenAPI 3.1 §4.8.17); one with an error is raised, not returned."""

    content: tuple[Content, ...] = ()
    error: type[DocumentedError[Any]] | None = None
    headers: tuple[str, ...] = ()
    """Those that a handler must tell, in lower case."""


@dataclass(frozen=True, kw_only=True)
class Operation(Generic[T]):
    """An Operation Object (OpenAPI 3.1 §4.8.10) whose call returns a `T`."""

    name: str
    method: str
    path: str
    parameters: tuple[Parameter | QueryString, ...] = ()
    body: Body | None = None
    replies: Mapping[Status, Reply]
    security: tuple[tuple[Use, ...], ...] = ()
    server: str | None = None
    """Where it is, if the description has servers of its own for it (OpenAPI 3.2 §4.5)."""
    base_paths: tuple[str, ...] = ()
    """The paths of these servers."""
    expression: str = ""
    """Where a callback goes to (§4.8.20.4)."""
    repeats: bool = False
    """Whether it may come twice, whatever its method."""
    pages: Pagination | None = None
    """How its pages are walked, if it is declared to have some."""

    def reply(self, status: int) -> Reply | None:
        """Find what is documented for a status: itself, its range or the default (§4.8.16).

        Where no success is documented, any is one without a body.
        """
        return (
            self.replies.get(status)
            or self.replies.get(_RANGES.get(status // 100, "default"))
            or self.replies.get("default")
            or (Reply() if status // 100 == 2 and not self.successes else None)
        )

    @cached_property
    def alternatives(self) -> Alternatives:
        """What of `security` is tried, in that order."""
        return anonymous_last(self.security)

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """The media types that every success has one of; none where one needs no body."""
        replies = [reply for _, reply in self.successes]
        if not all(reply.content for reply in replies):
            return ()
        offered = (each.media_type for reply in replies for each in reply.content)
        return tuple(dict.fromkeys(offered))

    @cached_property
    def streams(self) -> bool:
        """Whether a success can be a typed stream."""
        return any(
            isinstance(content, Streamed)
            for _, reply in self.successes
            for content in reply.content
        )

    @cached_property
    def accepted(self) -> str:
        """The media types of its answers, those of its successes first (RFC 9110 §12.5.1)."""
        replies = sorted(self.replies.values(), key=lambda each: bool(each.error))
        documented = dict.fromkeys(
            each.media_type for reply in replies for each in reply.content
        )
        return ", ".join(documented) or "*/*"

    @cached_property
    def successes(self) -> tuple[tuple[int, Reply], ...]:
        """What a handler can return, each with the status it goes out with."""
        return tuple(
            (_number(status), reply)
            for status, reply in self.replies.items()
            if reply.error is None
        )


def operation(make: Callable[[], Operation[T]]) -> Callable[[], Operation[T]]:
    """Make an operation when it is first used, and once: importing a large API stays cheap."""
    return cache(make)


def _number(status: Status) -> int:
    match status:
        case int():
            return status
        case "default":
            return 200
        case _:
            return int(status[0]) * 100
