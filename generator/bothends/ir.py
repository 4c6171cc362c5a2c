"""What an API is once every question about its document is settled.

Frozen values, closed unions, every name final. Nothing here points back at the document:
what is wrong with a description is said while these values are made.
"""

from collections.abc import Iterable
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


def union_of(members: Iterable[Type]) -> Type:
    """Join types: nested unions are flattened, equal members stand once, null stands last."""
    flat: dict[Type, None] = {}
    for member in members:
        inner = member.members if isinstance(member, OneOf) else (member,)
        flat.update(dict.fromkeys(inner))
    if Anything() in flat:
        return Anything()
    ordered = tuple(sorted(flat, key=lambda member: isinstance(member, Nothing)))
    return ordered[0] if len(ordered) == 1 else OneOf(ordered)


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

    @property
    def argument_default(self) -> Default | None:
        """The default that the method's signature shows; any other is the server's to fill in."""
        match self.type:
            case Plain("str" | "int" | "float" | "bool") | Choice() if self.default:
                return self.default
            case _:
                return None

    @property
    def argument_type(self) -> Type:
        """The type in the method's signature, where None stands for absent."""
        always = self.required or self.argument_default
        return self.type if always else union_of([self.type, Nothing()])


@dataclass(frozen=True, slots=True)
class Json:
    """`application/json` and every `+json` media type."""

    media_type: str
    type: Type


@dataclass(frozen=True, slots=True)
class FieldStyle:
    """How one property of a form is serialised (Encoding Object, OpenAPI 3.1 §4.8.15)."""

    name: str
    style: Style
    explode: bool


@dataclass(frozen=True, slots=True)
class Form:
    """`application/x-www-form-urlencoded`."""

    media_type: str
    type: Type
    styles: tuple[FieldStyle, ...]


@dataclass(frozen=True, slots=True)
class Multipart:
    """`multipart/form-data`; the media types of the properties that name one."""

    media_type: str
    type: Type
    content_types: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Text:
    """`text/*`: characters, in the charset that the message names."""

    media_type: str


@dataclass(frozen=True, slots=True)
class Binary:
    """Any other media type: bytes, as they are."""

    media_type: str


Content = Json | Form | Multipart | Text | Binary


@dataclass(frozen=True, slots=True)
class Body:
    """A Request Body Object."""

    content: tuple[Content, ...]
    type: Type
    required: bool
    description: str

    @property
    def argument_type(self) -> Type:
        """The type in the method's signature, where None stands for absent."""
        return self.type if self.required else union_of([self.type, Nothing()])


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
class Scheme:
    """What every Security Scheme Object has, with the names it goes by in the code."""

    key: str
    """As requirements name it."""
    constant: str
    method: str
    """The method of the server's `Auth` that checks its credentials."""
    argument: str
    """The argument of the client that takes its credentials."""
    description: str


@dataclass(frozen=True, slots=True)
class Bearer(Scheme):
    """A bearer token (RFC 6750): `http` with `bearer`, `oauth2` and `openIdConnect`."""


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


SecurityScheme = Bearer | Basic | Authorization | ApiKey | MutualTls


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

    @property
    def positional(self) -> tuple[Parameter, ...]:
        """The parameters that a call needs not name: those of the path."""
        return tuple(each for each in self.parameters if each.place == "path")

    @property
    def keywords(self) -> tuple[Parameter, ...]:
        """The parameters that a call names."""
        return tuple(each for each in self.parameters if each.place != "path")

    @property
    def successes(self) -> tuple[Success, ...]:
        """What a call can return."""
        return tuple(reply for reply in self.replies if isinstance(reply, Success))

    @property
    def failures(self) -> dict[str, list[Status]]:
        """The documented statuses of each exception that a call can raise."""
        failures: dict[str, list[Status]] = {}
        for reply in self.replies:
            if isinstance(reply, Failure):
                failures.setdefault(reply.error, []).append(reply.status)
        return failures

    @property
    def may_wrap(self) -> bool:
        """Whether a handler needs `Response` to say all that the description documents."""
        return len(self.successes) > 1 or any(
            success.headers for success in self.successes
        )


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

    @property
    def type(self) -> Type:
        """The type of its argument."""
        return Choice(self.choices) if self.choices else Plain("str")


@dataclass(frozen=True, slots=True)
class Server:
    """A Server Object: a URL template, absolute or relative to where the document is."""

    url: str
    path: str
    """The path within the URL: what comes before the path of every operation."""
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
    def may_wrap(self) -> bool:
        """Whether any of its handlers needs `Response`."""
        return any(operation.may_wrap for operation in self.operations)

    @property
    def credentials(self) -> tuple[SecurityScheme, ...]:
        """The schemes whose credentials a request carries."""
        return tuple(each for each in self.schemes if not isinstance(each, MutualTls))

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Every operation, group after group."""
        return tuple(
            operation for group in self.groups for operation in group.operations
        )
