"""Types of Python, as far as a schema can ask for one."""

from collections.abc import Iterable, Iterator
from typing import Literal

from bothends.records import dataclass

Scalar = str | int | float | bool | None


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
    "AwareDatetime",
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


@dataclass(frozen=True, slots=True)
class Blob:
    """The bytes of a binary body, which need not sit in memory at either end."""


@dataclass(frozen=True, slots=True)
class StreamOf:
    """Values that come one after the other, each of one type."""

    item: "Type"


Type = (
    Named
    | Plain
    | Choice
    | ListOf
    | MapOf
    | OneOf
    | Anything
    | Nothing
    | Blob
    | StreamOf
)


def parts(type_: Type) -> Iterator[Type]:
    """Give a type and every type that it is made of."""
    yield type_
    match type_:
        case ListOf(item) | MapOf(item) | StreamOf(item):
            yield from parts(item)
        case OneOf(members):
            for member in members:
                yield from parts(member)
        case Named() | Plain() | Choice() | Anything() | Nothing() | Blob():
            pass


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
