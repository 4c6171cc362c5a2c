"""What an API is once every question about its document is settled.

Frozen values, closed unions, every name final. Nothing here points back at the document:
what is wrong with a description is said while these values are made.
"""

from dataclasses import dataclass
from typing import Literal

Scalar = str | int | float | bool | None

# Types ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Named:
    """A class or type alias of `models.py`."""

    name: str


Keyword = Literal[
    "ge",
    "gt",
    "le",
    "lt",
    "max_length",
    "min_length",
    "multiple_of",
    "pattern",
]


@dataclass(frozen=True, slots=True)
class Constraint:
    """One keyword of pydantic's `Field`, such as `ge=1`."""

    keyword: Keyword
    value: str | int | float


PlainName = Literal[
    "str",
    "int",
    "float",
    "bool",
    "bytes",
    "date",
    "datetime",
    "time",
    "Decimal",
    "UUID",
]


@dataclass(frozen=True, slots=True)
class Plain:
    """A type of Python's own library."""

    name: PlainName
    constraints: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these values: `enum` and `const`."""

    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A JSON array whose items are of one type."""

    item: "Type"
    constraints: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True)
class MapOf:
    """A JSON object whose values are of one type and whose keys are free."""

    value: "Type"


@dataclass(frozen=True, slots=True)
class OneOf:
    """A value of any of these types; two at least, none twice, none of them a `OneOf`."""

    members: tuple["Type", ...]


@dataclass(frozen=True, slots=True)
class Anything:
    """Any JSON value: the empty schema."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No value: JSON's null, or the body of a response that has none."""


Type = Named | Plain | Choice | ListOf | MapOf | OneOf | Anything | Nothing

# Parameters and bodies --------------------------------------------------------------

Place = Literal["path", "query", "header", "cookie"]
Style = Literal[
    "matrix",
    "label",
    "simple",
    "form",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
    "cookie",
]


@dataclass(frozen=True, slots=True)
class Styled:
    """A parameter serialised by `style` and `explode` (OpenAPI 3.1 §4.8.12.2)."""

    style: Style
    explode: bool
    allow_reserved: bool


@dataclass(frozen=True, slots=True)
class InJson:
    """A parameter serialised as JSON text (`content`, OpenAPI 3.1 §4.8.12.2)."""


@dataclass(frozen=True, slots=True)
class Default:
    """What an absent parameter means (the wrapper tells a default of null from none)."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Parameter:
    """A Parameter Object: its name on the wire and the argument that carries it."""

    name: str
    argument: str
    place: Place
    type: Type
    required: bool
    default: Default | None
    form: Styled | InJson
    description: str
    deprecated: bool


@dataclass(frozen=True, slots=True)
class Json:
    """`application/json` and every `+json` media type."""

    media_type: str
    type: Type


@dataclass(frozen=True, slots=True)
class Text:
    """`text/*`: characters, in the charset that the message names."""

    media_type: str


@dataclass(frozen=True, slots=True)
class Binary:
    """Any other media type: bytes, as they are."""

    media_type: str


Content = Json | Text | Binary


@dataclass(frozen=True, slots=True)
class Body:
    """A Request Body Object."""

    content: tuple[Content, ...]
    type: Type
    required: bool
    description: str


# Responses --------------------------------------------------------------------------

Status = int | Literal["1XX", "2XX", "3XX", "4XX", "5XX", "default"]


@dataclass(frozen=True, slots=True)
class Success:
    """A documented response that a call returns."""

    status: Status
    content: tuple[Content, ...]
    description: str
    headers: bool
    """Whether the description documents headers, so that a handler will want to send them."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A documented response that a call raises."""

    status: Status
    content: tuple[Content, ...]
    description: str
    error: str
    """The exception class of `errors.py`."""


Reply = Success | Failure


@dataclass(frozen=True, slots=True)
class ErrorClass:
    """An exception that carries one type of body."""

    name: str
    body: Type
    statuses: tuple[Status, ...]
    """Every status that it is documented for, over the whole API."""


# Security ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HttpScheme:
    """`type: http`: bearer, basic or another scheme of the IANA registry (RFC 9110 §11)."""

    key: str
    method: str
    argument: str
    constant: str
    scheme: str
    description: str


@dataclass(frozen=True, slots=True)
class ApiKeyScheme:
    """`type: apiKey`: a secret in a header, a query parameter or a cookie."""

    key: str
    method: str
    argument: str
    constant: str
    place: Literal["header", "query", "cookie"]
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class TokenScheme:
    """`type: oauth2` and `type: openIdConnect`: a bearer token from elsewhere (RFC 6750)."""

    key: str
    method: str
    argument: str
    constant: str
    kind: Literal["oauth2", "openIdConnect"]
    description: str


@dataclass(frozen=True, slots=True)
class MutualTlsScheme:
    """`type: mutualTLS`: a certificate that the connection carries, not the request."""

    key: str
    method: str
    constant: str
    description: str


SecurityScheme = HttpScheme | ApiKeyScheme | TokenScheme | MutualTlsScheme


@dataclass(frozen=True, slots=True)
class Use:
    """One scheme of a Security Requirement Object, with the scopes or roles it must grant."""

    scheme: str
    """The constant of the scheme."""
    scopes: tuple[str, ...]


Alternatives = tuple[tuple[Use, ...], ...]
"""Any one of the alternatives is enough; every use within one is needed; `()` within is anonymous."""

# The API ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Operation:
    """An Operation Object, with what its path item and the document add to it."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    deprecated: bool
    parameters: tuple[Parameter, ...]
    """In the order of the method's signature: required path parameters first."""
    body: Body | None
    replies: tuple[Reply, ...]
    result: Type
    """What a call returns: the bodies of its successes."""
    security: Alternatives


@dataclass(frozen=True, slots=True)
class Group:
    """The operations of one tag: a protocol of `api.py`."""

    protocol: str
    argument: str
    title: str
    description: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """A Server Variable Object (OpenAPI 3.1 §4.8.6)."""

    name: str
    argument: str
    default: str
    choices: tuple[str, ...]
    description: str


@dataclass(frozen=True, slots=True)
class Server:
    """A Server Object: a URL template, absolute or relative to where the document is."""

    url: str
    description: str
    variables: tuple[Variable, ...]


@dataclass(frozen=True, slots=True)
class Api:
    """Everything the templates need to know."""

    package: str
    title: str
    version: str
    description: str
    source: str
    """The name of the file that a person edits instead of the output."""
    servers: tuple[Server, ...]
    schemes: tuple[SecurityScheme, ...]
    groups: tuple[Group, ...]
    errors: tuple[ErrorClass, ...]
    models: tuple[str, ...]
    """Every public name of `models.py`, sorted."""

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Every operation, group after group."""
        return tuple(operation for group in self.groups for operation in group.operations)
