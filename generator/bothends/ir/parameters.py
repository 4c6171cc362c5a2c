"""Parameters: where they are, and how their value becomes text."""

from typing import Literal

from bothends.ir.bodies import Content
from bothends.ir.styles import Style
from bothends.ir.types import Choice, Nothing, Plain, Scalar, Type, union_of
from bothends.records import dataclass

Place = Literal["path", "query", "querystring", "header", "cookie"]


@dataclass(frozen=True, slots=True)
class Styled:
    """A parameter serialised by `style` and `explode` (OpenAPI 3.1 §4.8.12.2)."""

    style: Style
    explode: bool
    allow_reserved: bool
    allow_empty: bool
    """Whether an empty text means that the parameter is not used (`allowEmptyValue`)."""
    spans: bool = False
    """Whether it may be several segments of the path."""


@dataclass(frozen=True, slots=True)
class InJson:
    """A parameter serialised as JSON text (`content`, OpenAPI 3.1 §4.8.12.2)."""


@dataclass(frozen=True, slots=True)
class WholeQuery:
    """The whole query, serialised as its media type is (`in: querystring`, OpenAPI 3.2 §4.12.1)."""

    content: Content


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
    form: Styled | InJson | WholeQuery
    description: str
    deprecated: bool
    check: str | None = None
    """The constant of what the type does not say."""

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
