"""Values in places that have text only: the path, the query, headers and cookies.

A type of Python tells what shape of JSON its text can have; text that fits no number, boolean
or null stays text. Null is `null` where nothing else could be meant by that: where text is
possible too, it is the text.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from inspect import get_annotations
from math import isfinite
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import MISSING, AwareDatetime, BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import from_json
from typing_extensions import TypeAliasType

Scalar = str | int | float | bool | None
Data = dict[str, Any] | list[Any] | Scalar
"""A JSON value."""


@dataclass(frozen=True, slots=True)
class One:
    """A single value: `kinds` are what it can be besides text, `choices` all that it can be.

    Text that is not `free` is of a format, such as a date.
    """

    kinds: frozenset[type]
    text: bool
    choices: frozenset[Scalar] | None = None
    free: bool = False

    def takes(self, value: Scalar) -> bool:
        """Tell whether a value that was read can be one of these."""
        if self.choices is not None:
            return value in self.choices
        return self.text or not isinstance(value, str)

    @property
    def takes_null_text(self) -> bool:
        """Whether `null` can be text, so that it is not null."""
        return self.free or (self.choices is not None and "null" in self.choices)


@dataclass(frozen=True, slots=True)
class Many:
    """An array."""

    item: "Shape"


@dataclass(frozen=True, slots=True)
class Fields:
    """An object: models, whose properties are known; `other` is the shape of free ones."""

    models: tuple[type[BaseModel], ...] = ()
    other: "Shape | None" = None

    def of(self, name: str) -> "Shape | None":
        """Tell the shape of a property; None for one that the object does not have.

        It is found when it is asked for: a model may have itself as a property.
        """
        known = [
            shape_of(info.annotation)
            for model in self.models
            for attribute, info in fields_of(model).items()
            if name == (info.alias or attribute)
        ]
        return union(known) if known else self.other


def fields_of(model: type[BaseModel]) -> Mapping[str, FieldInfo]:
    """Give the fields of a model; what it names may have come after it."""
    if not model.__pydantic_fields_complete__:
        model.model_rebuild()
    return model.model_fields


@dataclass(frozen=True, slots=True)
class Either:
    """Shapes of which syntax tells one from the other, as far as it can."""

    fields: Fields | None
    many: Many | None
    one: One | None


Shape = One | Many | Fields | Either

TEXT = One(frozenset(), text=True, free=True)
BYTES = One(frozenset([bytes]), text=True, free=True)
OF_A_FORMAT = One(frozenset(), text=True)
MOMENT = One(frozenset([int, float]), text=True)
"""Numbers are told from date-times, so that none is taken for the seconds since 1970."""

NULL = One(frozenset([NoneType]), text=False, choices=frozenset([None]))
_KINDS = frozenset([int, float, bool, NoneType])
_DIGITS = 4300
"""Python reads no integer with more digits, so that no request can keep it busy."""

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")


def shape_of(annotation: Any) -> Shape:
    """Tell the shape of the values of a type."""
    origin = get_origin(annotation)
    if isinstance(annotation, TypeAliasType):
        return shape_of(annotation.__value__)
    if origin is Annotated:
        return shape_of(get_args(annotation)[0])
    if origin is Literal:
        values: tuple[Scalar, ...] = get_args(annotation)
        kinds = frozenset(type(value) for value in values)
        return One(kinds & _KINDS, str in kinds, frozenset(values))
    if origin in {Union, UnionType}:
        members = (each for each in get_args(annotation) if each is not MISSING)
        return union(map(shape_of, members))
    if origin is list or annotation is list:
        return Many(shape_of((get_args(annotation) or (Any,))[0]))
    if origin is dict or annotation is dict:
        return Fields(other=shape_of((get_args(annotation) or (str, Any))[1]))
    if isinstance(annotation, type):
        return _of_class(annotation)
    return TEXT


def to_text(value: Scalar) -> str:
    """Write a single value of JSON without quotes."""
    return value if isinstance(value, str) else json.dumps(value)


def from_text(text: str, shape: One) -> Scalar:
    """Read a single value: the first of null, boolean, integer and number that it is, or text."""
    return next((value for value in _values(text, shape) if shape.takes(value)), text)


def _values(text: str, shape: One) -> Iterator[Scalar]:
    if text == "null" and NoneType in shape.kinds and not shape.takes_null_text:
        yield None
    if text in {"true", "false"} and bool in shape.kinds:
        yield text == "true"
    if int in shape.kinds and _INTEGER.fullmatch(text) and len(text) < _DIGITS:
        yield int(text)
    if float in shape.kinds and _NUMBER.fullmatch(text) and isfinite(float(text)):
        yield float(text)


def from_json_text(text: Any) -> Any:
    """Read JSON; what is none stays as it is."""
    try:
        return from_json(text, allow_inf_nan=False)
    except (TypeError, ValueError):
        return text


def is_alike(data: Data, other: Data) -> bool:
    """Tell whether two JSON values differ in nothing but what the same text may be taken for.

    These are scalars with one text (`"5"` and 5), an array of one item and that item, and an
    empty property and none (RFC 6570 §2.3). Null is like null only.
    """
    match data, other:
        case dict(), dict():
            return other.keys() <= data.keys() and all(
                is_alike(item, other[key]) if key in other else is_nothing(item)
                for key, item in data.items()
            )
        case list(), list():
            return len(data) == len(other) and all(map(is_alike, data, other))
        case [item], _:
            return is_alike(item, other)
        case (dict() | list(), _) | (_, dict() | list()):
            return False
        case (None, _) | (_, None):
            return data is other
        case _:
            return to_text(data) == to_text(other)


def is_nothing(data: Data) -> bool:
    """Tell whether a value is an array without items, or an object of nothing else."""
    match data:
        case dict():
            return all(map(is_nothing, data.values()))
        case list():
            return not data
        case _:
            return False


def utf8(text: str) -> str:
    """Read a header as UTF-8 where it is; what reads headers takes them for Latin-1."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def union(shapes: Iterable[Shape]) -> Shape:
    """Join shapes: those of one class become one, an array or an object is told from text.

    Beside an array or an object, null has no text.
    """
    flat = [each for shape in shapes for each in _flat(shape)]
    fields = [each for each in flat if isinstance(each, Fields)]
    items = [each.item for each in flat if isinstance(each, Many)]
    ones = [each for each in flat if isinstance(each, One)]
    joined = Either(
        _joined(fields) if fields else None,
        Many(union(items)) if items else None,
        (
            _any_of(ones)
            if any(one != NULL for one in ones) or not items + fields
            else None
        ),
    )
    [first, *others] = list(_flat(joined))
    return joined if others else first


def _flat(shape: Shape) -> Iterator[One | Many | Fields]:
    match shape:
        case Either(fields, many, one):
            yield from (each for each in (fields, many, one) if each)
        case _:
            yield shape


def _joined(fields: list[Fields]) -> Fields:
    others = [each.other for each in fields if each.other]
    models = tuple(model for each in fields for model in each.models)
    return Fields(models, union(others) if others else None)


def _any_of(ones: list[One]) -> One:
    kinds = frozenset[type]().union(*(one.kinds for one in ones))
    some = [one.choices for one in ones if one.choices is not None]
    every = frozenset[Scalar]().union(*some) if len(some) == len(ones) else None
    text, free = any(one.text for one in ones), any(one.free for one in ones)
    return One(kinds, text, every, free)


def _of_class(annotation: type) -> Shape:
    if issubclass(annotation, BaseModel):
        annotation.model_rebuild()
        return Fields((annotation,), _of_extras(annotation))
    if annotation is NoneType:
        return NULL
    if annotation in _KINDS:
        return One(frozenset([annotation]), text=False)
    if annotation in {datetime, AwareDatetime}:
        return MOMENT
    if annotation is bytes:
        return BYTES
    return TEXT if annotation in {Any, str, object} else OF_A_FORMAT


def _of_extras(model: type[BaseModel]) -> Shape | None:
    """Tell the shape of the properties that a model types without naming them."""
    for base in model.__mro__[: model.__mro__.index(BaseModel)]:
        if extra := get_annotations(base).get("__pydantic_extra__"):
            return shape_of((get_args(extra) or (str, Any))[1])
    return None
