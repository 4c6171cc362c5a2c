"""A response with everything that its body alone does not say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Response(Generic[T_co]):
    """A status, a body and headers: a handler may return it, `client.raw` always does.

    Header names are in lower case where they come from the wire.
    """

    status: int
    body: T_co
    headers: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def request_id(self) -> str | None:
        """The id that the server gave to the request, if it told one."""
        return self.headers.get("x-request-id")
