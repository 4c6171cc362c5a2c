"""Everything that can go wrong in a call.

ApiError
├── DocumentedError      a failure that the API documents: one subclass per type of body
├── UnexpectedResponse   an answer that the API does not document, or that is not as documented
├── ApiCredentialsError  no access token to call with
├── ApiPaginationError   a walk over pages that leads to none, or to no end
└── ApiConnectionError   no answer at all
    └── ApiTimeout       none in time
"""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class ApiError(Exception):
    """The root: `except ApiError` catches every failure of a call. Each can be pickled."""

    @property
    def request_id(self) -> str | None:
        """The id of the request: what the server called it, or else what the caller did."""
        return None


class DocumentedError(ApiError, Generic[T]):
    """A failure that the API documents, the same at both ends.

    A handler raises it, it goes over the wire as the documented response, and the client
    raises it again. `headers` are in lower case where they come from the wire.
    """

    def __init__(
        self, status: int, body: T, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status, body, headers or {})
        self.status = status
        self.body = body
        self.headers: Mapping[str, str] = headers or {}
        self.response: Any = None
        """The `httpx2.Response`, where a client raised this."""

    def __str__(self) -> str:
        return f"{self.status}: {self.body!r}"

    @property
    def request_id(self) -> str | None:
        """The id that the server gave to the request, if it told one."""
        return self.headers.get("x-request-id")


class UnexpectedResponse(ApiError):
    """An answer that the API does not document, or that does not fit what it documents.

    `content` is the body as it came; `reason` says what is wrong with it.
    """

    def __init__(
        self, status: int, content: bytes, headers: Mapping[str, str], reason: str
    ) -> None:
        super().__init__(status, content, headers, reason)
        self.status = status
        self.content = content
        self.headers = headers
        self.reason = reason
        self.response: Any = None
        """The `httpx2.Response`."""

    def __str__(self) -> str:
        return f"{self.status}: {self.reason}: {self.content[:200]!r}"

    @property
    def request_id(self) -> str | None:
        """The id that the server gave to the request, if it told one."""
        return self.headers.get("x-request-id")


class ApiCredentialsError(ApiError):
    """A token server gives no access token; nothing was sent to the API.

    `error` is the code of RFC 6749 §5.2, such as `invalid_client`, where it says one.
    """

    def __init__(self, reason: str, status: int, error: str | None = None) -> None:
        super().__init__(reason, status, error)
        self.reason = reason
        self.status = status
        self.error = error

    def __str__(self) -> str:
        return f"{self.status}: {self.reason}"


class ApiPaginationError(ApiError):
    """A walk over pages that does not go on: its list is not there, or its next page is one
    that came before, or one of another origin.
    """

    def __init__(self, reason: str, request_id: str | None = None) -> None:
        super().__init__(reason, request_id)
        self.reason = reason
        self._request_id = request_id

    def __str__(self) -> str:
        return self.reason

    @property
    def request_id(self) -> str | None:
        """The id that the server gave to the request of the page, if it told one."""
        return self._request_id


class ApiConnectionError(ApiError):
    """The request got no answer: no connection, or one that broke."""

    def __init__(self, reason: str, request_id: str | None = None) -> None:
        super().__init__(reason, request_id)
        self.reason = reason
        self._request_id = request_id

    def __str__(self) -> str:
        return self.reason

    @property
    def request_id(self) -> str | None:
        """The `X-Request-Id` that the request was sent with, if any."""
        return self._request_id


class ApiTimeout(ApiConnectionError):
    """The request got no answer in time."""
