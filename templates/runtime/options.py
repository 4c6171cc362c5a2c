"""What one call, or every call of a client, is told about how it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypedDict

import httpx2

from .addresses import checked
from .retries import Retries
from .signatures import WebhookSecrets

Hook: TypeAlias = Callable[[Any], Any]


class CallOptions(TypedDict, total=False):
    """How a call is sent; what is not there stays as the client was told.

    `Client(...).with_options(total=5)` tells every call, `options={"total": 5}` the one.
    """

    headers: Mapping[str, str]
    """Added to those of the request; they win over it."""
    query: Mapping[str, str]
    """Added to the query of the request, percent-encoded."""
    timeout: float | httpx2.Timeout
    """Seconds that each step may take: to connect, to read, to write, to get a connection."""
    total: float | None
    """Seconds that the whole call may take, all tries and waits included; until the first
    byte of the body where that is a stream.
    """
    retries: int | Retries
    """How often a call is tried again; 0 for never."""
    idempotency_key: str
    """Lets a request come twice that otherwise may not; sent in the header of `Retries`,
    or in `Idempotency-Key`.
    """
    credentials: Mapping[str, Any]
    """Credentials by the key of their security scheme, each as the client takes them; None
    for one to leave out.
    """
    base_url: str
    """Where the API is."""
    strict: bool
    """Whether the answer must be exactly as documented."""
    signing: WebhookSecrets | None
    """What the request is signed with, as a webhook: each subscriber has a secret of its own."""
    before: Callable[[httpx2.Request], Any]
    """Called with each request before it goes out, each try anew; what it awaits is awaited."""
    after: Callable[[httpx2.Response], Any]
    """Called with each answer, before its body is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How calls are sent: what a client was told, and then a call."""

    base_url: str
    is_elsewhere: bool = False
    """Whether the base URL is not the description's: then every operation is there."""
    credentials: Mapping[str, Any] = field(repr=False)
    """Credentials by the key of their security scheme; None for those that are not held."""
    strict: bool = False
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    query: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    timeout: float | httpx2.Timeout | None = None
    """None for that of the `httpx2` client."""
    total: float | None = None
    retries: Retries = field(default_factory=Retries)
    idempotency_key: str | None = field(default=None, repr=False)
    signing: WebhookSecrets | None = None
    before: Hook | None = None
    after: Hook | None = None

    def told(self, options: CallOptions | None) -> "Settings":
        """Give what holds when these options are added."""
        if not options:
            return self
        changes: dict[str, Any] = {**options}
        for added in ("headers", "query", "credentials"):
            if added in changes:
                changes[added] = {**getattr(self, added), **changes[added]}
        if isinstance(times := changes.get("retries"), int):
            changes["retries"] = replace(self.retries, times=times)
        if "base_url" in changes:
            changes |= {"base_url": checked(changes["base_url"]), "is_elsewhere": True}
        return replace(self, **changes)

    @property
    def key_header(self) -> str | None:
        """The header that an idempotency key goes out in, if there is to be one."""
        named = self.retries.idempotency_header
        return named or ("Idempotency-Key" if self.idempotency_key else None)

    def at(self, server: str | None) -> str:
        """Give the URL before the path of an operation, which may have a server of its own."""
        if server is None or self.is_elsewhere:
            return self.base_url.rstrip("/")
        return self.near(server).rstrip("/")

    def near(self, url: str) -> str:
        """Resolve a URL of the description; a relative one begins at the API's server."""
        return str(httpx2.URL(f"{self.base_url.rstrip('/')}/").join(url))
