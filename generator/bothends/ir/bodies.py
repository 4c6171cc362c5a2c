"""Bodies and responses: media types, statuses, and what a failure is raised as."""

from typing import Literal

from bothends.ir.styles import Style
from bothends.ir.types import Nothing, Type, union_of
from bothends.records import dataclass


@dataclass(frozen=True, slots=True)
class Json:
    """`application/json` and every `+json` media type."""

    media_type: str
    type: Type
    check: str | None = None
    """The constant of what the type does not say."""


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
    content_types: tuple[tuple[str, str], ...] = ()
    """The properties that are JSON, each with its media type."""
    styles: tuple[FieldStyle, ...] = ()
    reserved: tuple[str, ...] = ()
    """The properties with `allowReserved`."""
    check: str | None = None


@dataclass(frozen=True, slots=True)
class Multipart:
    """`multipart/form-data`, and parts with names in any other `multipart`."""

    media_type: str
    type: Type
    content_types: tuple[tuple[str, str], ...] = ()
    """The properties whose Encoding Objects say a `contentType`, as they say it."""
    styles: tuple[FieldStyle, ...] = ()
    nested: tuple[tuple[str, "Parts"], ...] = ()
    """The properties that are parts themselves (OpenAPI 3.2 §4.15)."""
    check: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One item in one part, and the `contentType` of its Encoding Object."""

    type: Type
    content_type: str = ""
    nested: "Parts | None" = None
    check: str | None = None


@dataclass(frozen=True, slots=True)
class Positional:
    """An array over any `multipart` but forms: a part for each item (OpenAPI 3.2 §4.15)."""

    media_type: str
    type: Type
    prefix: tuple[Piece, ...]
    item: Piece
    check: str | None = None


Parts = Multipart | Positional
"""What carries parts, within a part too."""


@dataclass(frozen=True, slots=True)
class PartStream:
    """`itemSchema` over any `multipart` but forms: parts that come one after the other."""

    media_type: str
    prefix: tuple[Piece, ...]
    item: Piece


@dataclass(frozen=True, slots=True)
class Text:
    """`text/*` and XML: characters, in the charset that the message names."""

    media_type: str


@dataclass(frozen=True, slots=True)
class Binary:
    """Any other media type: bytes, as they are."""

    media_type: str


@dataclass(frozen=True, slots=True)
class Lines:
    """JSON lines and JSON text sequences: an item on each line."""

    media_type: str
    item: Json | Text


@dataclass(frozen=True, slots=True)
class Events:
    """`text/event-stream`: an item is the data of an event, or all its fields."""

    media_type: str
    item: Json | Text
    whole: bool
    json_data: bool
    """Whether the data of a whole event is JSON, not text."""


Content = Json | Form | Parts | Text | Binary | Lines | Events | PartStream


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


Status = int | Literal["1XX", "2XX", "3XX", "4XX", "5XX", "default"]


@dataclass(frozen=True, slots=True)
class Header:
    """A Header Object of a response (OpenAPI 3.2 §4.21), as docstrings tell of it."""

    name: str
    type: Type
    required: bool
    is_made: bool
    """Whether the server makes it, and no handler has to tell it (`Content-Length`)."""


@dataclass(frozen=True, slots=True)
class Success:
    """A documented response that a call returns."""

    status: Status
    content: tuple[Content, ...]
    description: str
    headers: tuple[Header, ...]

    @property
    def required_headers(self) -> tuple[str, ...]:
        """The names of those that a handler must tell, in lower case."""
        return _required(self.headers)


@dataclass(frozen=True, slots=True)
class Failure:
    """A documented response that a call raises."""

    status: Status
    content: tuple[Content, ...]
    description: str
    headers: tuple[Header, ...]
    error: str
    """The exception class of `errors.py`."""

    @property
    def required_headers(self) -> tuple[str, ...]:
        """The names of those that a handler must tell, in lower case."""
        return _required(self.headers)


Reply = Success | Failure


def _required(headers: tuple[Header, ...]) -> tuple[str, ...]:
    return tuple(
        header.name.lower()
        for header in headers
        if header.required and not header.is_made
    )


@dataclass(frozen=True, slots=True)
class ErrorClass:
    """An exception that carries one type of body."""

    name: str
    body: Type
    statuses: tuple[Status, ...]
    """Every status that it is documented for, over the whole API."""
