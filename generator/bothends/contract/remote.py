"""A real server: the same requests, and answers that must obey the description."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx2

from bothends.contract.bench import Access
from bothends.contract.recorder import Record
from bothends.contract.security import schemes_of
from bothends.contract.wire import Wire
from bothends.package import PATHS, Entry, Scheme
from bothends.problems import Unusable
from bothends.suggest import did_you_mean

SAFE = frozenset(["GET", "HEAD", "OPTIONS"])
"""Methods that change nothing (RFC 9110 §9.2.1); TRACE is one, too, and seldom allowed."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a real server is, and what lets a client in."""

    url: str
    token: str | None = None
    """For every scheme that takes a token."""
    basic: tuple[str, str] | None = None
    api_keys: Mapping[str, str] | None = None
    """By the key of the security scheme, or by the name of the header or parameter."""
    headers: Mapping[str, str] | None = None
    safe_only: bool = False
    bound: int = 0
    """How many requests may be sent; 0 for any number."""
    values: Any = None
    """What arguments are to be: see `bothends.contract.values`; None for nothing."""
    values_file: str = ""
    """Where the values are from, for a report."""


def check_url(url: str) -> str:
    """Give the URL of a server; raises `Unusable` for what is none."""
    if not url.startswith(("http://", "https://")):
        message = f"`{url}` is no http or https URL."
        raise Unusable(message, "Such as `--server http://localhost:8000`.")
    try:
        parsed = httpx2.URL(url)
    except httpx2.InvalidURL as error:
        message = f"`{url}` is no URL: {error}."
        raise Unusable(message) from error
    if not parsed.host or parsed.query or parsed.fragment:
        message = f"`{url}` is no URL of a server."
        raise Unusable(message, "It has a host, and neither a query nor a fragment.")
    return url


def access_to(server: Server, entries: Sequence[Entry]) -> Access:
    """Prepare the way to a server; raises `Unusable` for credentials without a scheme."""
    schemes = schemes_of(each.operation for each in entries if each.operation)
    credentials = dict(_credentials(server, schemes))
    headers = server.headers or {}
    secrets = [*headers.values(), *_texts(credentials)]
    wire = Wire(httpx2.AsyncHTTPTransport(), url=server.url, bound=server.bound)
    return Access(
        wire,
        Record(),
        PATHS,
        server.url,
        credentials,
        tuple(secrets),
        headers,
        local=False,
    )


def _credentials(
    server: Server, schemes: Mapping[str, Scheme]
) -> Iterator[tuple[str, Any]]:
    keys = dict(server.api_keys or {})
    for key, scheme in schemes.items():
        match type(scheme).__name__:
            case "Basic" if server.basic:
                yield key, server.basic
            case "ApiKey":
                name = str(getattr(scheme, "name", ""))
                given = [each for each in (key, name) if each in keys]
                for each in given[:1]:
                    yield key, keys[each]
            case "Bearer" | "OAuth2" | "Authorization" if server.token:
                yield key, server.token
            case _:
                continue
    known = {key: str(getattr(each, "name", "")) for key, each in schemes.items()}
    for name in keys:
        if name not in known and name not in known.values():
            message = f"No security scheme has the API key `{name}`."
            raise Unusable(message, did_you_mean(name, list(known)))


def _texts(credentials: Mapping[str, Any]) -> Iterator[str]:
    for each in credentials.values():
        yield each[1] if isinstance(each, tuple) else str(each)
