"""Security schemes, and which of them an operation asks for."""

from typing import Literal

from bothends.records import dataclass


@dataclass(frozen=True, slots=True)
class Scheme:
    """What every Security Scheme Object has, with the names it goes by in the code."""

    key: str
    """As requirements name it."""
    constant: str
    method: str
    """The method of the server's `Auth` that checks its credentials."""
    argument: str
    """The argument of the client that takes its credentials."""
    variable: str
    """The environment variable that a client takes them from otherwise."""
    description: str


@dataclass(frozen=True, slots=True)
class Bearer(Scheme):
    """A bearer token (RFC 6750): `http` with `bearer`."""


@dataclass(frozen=True, slots=True)
class Flow:
    """An OAuth Flow Object that has a token server, without its scopes."""

    kind: str
    """As OpenAPI calls it: `clientCredentials`."""
    token_url: str
    refresh_url: str | None


@dataclass(frozen=True, slots=True)
class OAuth2(Scheme):
    """`oauth2`, and `openIdConnect`, which tells its flows elsewhere: a bearer token as well."""

    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Basic(Scheme):
    """A user name and a password (RFC 7617): `http` with `basic`."""


@dataclass(frozen=True, slots=True)
class Authorization(Scheme):
    """`http` with any other scheme: the rest of the Authorization header, as it is."""

    scheme: str


@dataclass(frozen=True, slots=True)
class ApiKey(Scheme):
    """`apiKey`: a secret in a header, a query parameter or a cookie."""

    place: Literal["header", "query", "cookie"]
    name: str


@dataclass(frozen=True, slots=True)
class MutualTls(Scheme):
    """`mutualTLS`: a certificate that the connection carries, not the request."""


SecurityScheme = Bearer | OAuth2 | Basic | Authorization | ApiKey | MutualTls


@dataclass(frozen=True, slots=True)
class Use:
    """One scheme of a Security Requirement Object, with the scopes or roles it must grant."""

    scheme: str
    """The constant of the scheme."""
    scopes: tuple[str, ...]


Alternatives = tuple[tuple[Use, ...], ...]
"""Any one of the alternatives is enough; every use within one is needed; `()` within is anonymous."""
