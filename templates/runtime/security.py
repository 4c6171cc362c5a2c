"""Security schemes: what the client adds to a request, the server finds in it.

OpenAPI 3.1 §4.8.27. Credentials never show in a `repr`.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from urllib.parse import quote, unquote

from .heads import header_of
from .text import utf8


@dataclass(slots=True)
class Credentials:
    """What a request carries to be let in, by the place that carries it."""

    headers: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    query: list[str] = field(default_factory=list[str], repr=False)
    cookies: list[str] = field(default_factory=list[str], repr=False)


class Carrier(Protocol):
    """Where a scheme looks for its credential: Starlette's `Request` is one."""

    @property
    def scope(self) -> Mapping[str, Any]: ...
    @property
    def query_params(self) -> Mapping[str, str]: ...
    @property
    def cookies(self) -> Mapping[str, str]: ...


class Malformed(ValueError):
    """A credential that is there, and is none of its scheme."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """A bearer token in the Authorization header (RFC 6750 §2.1): a string."""

    key: str
    method: str

    def write(self, credential: str, into: Credentials) -> None:
        """Add the token to a request."""
        into.headers["authorization"] = f"Bearer {_checked(credential, self.key)}"

    def read(self, carrier: Carrier) -> tuple[str, ...] | None:
        """Find the token in a request."""
        return _authorization(carrier, "bearer")

    def challenge(self, wrong: bool) -> str | None:
        """Give what `WWW-Authenticate` says of the scheme (RFC 6750 §3)."""
        return 'Bearer error="invalid_token"' if wrong else "Bearer"


@dataclass(frozen=True, slots=True)
class Flow:
    """Where a flow of OAuth 2.0 gives tokens; relative URLs begin at the API's server."""

    kind: str
    """As OpenAPI calls it: `clientCredentials`."""
    token_url: str
    refresh_url: str | None = None


@dataclass(frozen=True, slots=True)
class OAuth2(Bearer):
    """An access token of OAuth 2.0 or OpenID Connect, which goes out as a bearer token."""

    flows: tuple[Flow, ...] = ()


@dataclass(frozen=True, slots=True)
class Basic:
    """A user name and a password in the Authorization header (RFC 7617): a pair of strings."""

    key: str
    method: str

    def write(self, credential: tuple[str, str], into: Credentials) -> None:
        """Add the pair to a request."""
        text = b64encode(":".join(credential).encode()).decode()
        into.headers["authorization"] = f"Basic {text}"

    def read(self, carrier: Carrier) -> tuple[str, ...] | None:
        """Find the pair in a request; raises `Malformed` for what can't be decoded."""
        if (found := _authorization(carrier, "basic")) is None:
            return None
        try:
            text = b64decode(found[0], validate=True).decode()
        except ValueError as error:
            raise Malformed from error
        name, colon, password = text.partition(":")
        if not colon:
            raise Malformed
        return name, password

    def challenge(self, wrong: bool) -> str | None:
        """Give what `WWW-Authenticate` says of the scheme (RFC 7617 §2)."""
        return 'Basic realm="api", charset="UTF-8"'


@dataclass(frozen=True, slots=True)
class Authorization:
    """Another scheme of the Authorization header: what stands behind its name, a string."""

    key: str
    method: str
    scheme: str

    def write(self, credential: str, into: Credentials) -> None:
        """Add the credential to a request."""
        into.headers["authorization"] = (
            f"{self.scheme} {_checked(credential, self.key)}"
        )

    def read(self, carrier: Carrier) -> tuple[str, ...] | None:
        """Find the credential in a request."""
        return _authorization(carrier, self.scheme.lower())

    def challenge(self, wrong: bool) -> str | None:
        """Give what `WWW-Authenticate` says of the scheme (RFC 9110 §11.6.1)."""
        return self.scheme


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A secret in a header, a query parameter or a cookie: a string."""

    key: str
    method: str
    place: Literal["header", "query", "cookie"]
    name: str

    def write(self, credential: str, into: Credentials) -> None:
        """Add the secret to a request."""
        match self.place:
            case "header":
                into.headers[self.name.lower()] = _checked(credential, self.key)
            case "query":
                into.query.append(
                    f"{quote(self.name, safe='')}={quote(credential, safe='')}"
                )
            case "cookie":
                into.cookies.append(f"{self.name}={quote(credential, safe='')}")

    def read(self, carrier: Carrier) -> tuple[str, ...] | None:
        """Find the secret in a request."""
        match self.place:
            case "header":
                found = header_of(carrier.scope, self.name.lower().encode("latin-1"))
                found = utf8(found) if found is not None else None
            case "query":
                found = carrier.query_params.get(self.name)
            case "cookie":
                found = carrier.cookies.get(self.name)
                found = unquote(found) if found is not None else None
        return (found,) if found is not None else None

    def challenge(self, wrong: bool) -> str | None:
        """Give nothing: there is no registered scheme to ask for."""
        return None


@dataclass(frozen=True, slots=True)
class MutualTls:
    """A certificate that the connection carries: the request itself shows nothing of it."""

    key: str
    method: str

    def write(self, credential: object, into: Credentials) -> None:
        """Add nothing: the certificate is the transport's."""

    def read(self, carrier: Carrier) -> tuple[str, ...] | None:
        """Find nothing: the method of `Auth` has the request to look at."""
        return ()

    def challenge(self, wrong: bool) -> str | None:
        """Give nothing: a certificate is asked for before there is a request."""
        return None


Scheme = Bearer | Basic | Authorization | ApiKey | MutualTls


@dataclass(frozen=True, slots=True)
class Use:
    """A scheme that a request must satisfy, and the scopes or roles that it must grant."""

    scheme: Scheme
    scopes: tuple[str, ...] = ()


Alternatives = Sequence[Sequence[Use]]


def chosen(security: Alternatives, held: Mapping[str, Any]) -> Sequence[Use]:
    """Choose the first alternative that the credentials held, by key of scheme, are enough for.

    Where none is, or only the anonymous one, the request goes out without credentials.
    """
    for uses in anonymous_last(security):
        if all(held.get(use.scheme.key) is not None for use in uses):
            return uses
    return ()


def anonymous_last(security: Alternatives) -> Alternatives:
    """Order alternatives as both ends try them: a caller who can be known is."""
    return sorted(security, key=lambda uses: not uses)


def _checked(credential: str, key: str) -> str:
    """Refuse what no header can hold, without telling the secret (RFC 9110 §5.5)."""
    if not credential.isprintable():
        message = (
            f"the credential for {key} has a line break or another control character"
        )
        raise ValueError(message)
    return credential


def _authorization(carrier: Carrier, scheme: str) -> tuple[str, ...] | None:
    text = header_of(carrier.scope, b"authorization") or ""
    name, _, credential = text.partition(" ")
    found = utf8(credential.strip())
    return (found,) if name.lower() == scheme and found else None
