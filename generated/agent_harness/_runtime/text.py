"""Values in places that have text only: the path, the query, headers and cookies.

A type of Python tells what shape of JSON its text can have; text that fits no number, boolean
or null stays text.
"""

import json
import re
from dataclasses import dataclass
from math import isfinite
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import from_json
from typing_extensions import TypeAliasType

Scalar = str | int | float | bool | None
Data = dict[str, Any] | list[Any] | Scalar
"""A JSON value."""


@dataclass(frozen=True, slots=True)
class One:
    """A single value: `kinds` are what it can be besides text."""

    kinds: frozenset[type]
    text: bool


@dataclass(frozen=True, slots=True)
class Many:
    """An array."""

    item: "Shape"


@dataclass(frozen=True, slots=True)
class Fields:
    """An object: a model, whose properties are known, or a mapping from names to one shape."""

    model: type[BaseModel] | None = None
    other: "Shape | None" = None

    def of(self, name: str) -> "Shape | None":
        """Tell the shape of a property; None for one that the object does not have.

        It is found when it is asked for: a model may have itself as a property.
        """
        for attribute, info in (self.model.model_fields if self.model else {}).items():
            if name == (info.alias or attribute):
                return shape_of(info.annotation)
        return self.other


Shape = One | Many | Fields

TEXT = One(frozenset(), text=True)
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
        return One(kinds & _KINDS, text=str in kinds)
    if origin in {Union, UnionType}:
        return _union([shape_of(member) for member in get_args(annotation)])
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
    if text == "null" and NoneType in shape.kinds:
        return None
    if text in {"true", "false"} and bool in shape.kinds:
        return text == "true"
    if int in shape.kinds and _INTEGER.fullmatch(text) and len(text) < _DIGITS:
        return int(text)
    if float in shape.kinds and _NUMBER.fullmatch(text) and isfinite(float(text)):
        return float(text)
    return text


def from_json_text(text: str | bytes) -> Any:
    """Read JSON; what is none stays as it is."""
    try:
        return from_json(text, allow_inf_nan=False)
    except ValueError:
        return text


def utf8(text: str) -> str:
    """Read a header as UTF-8 where it is; Starlette reads every header as Latin-1."""
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def _of_class(annotation: type) -> Shape:
    if issubclass(annotation, BaseModel):
        annotation.model_rebuild()
        return Fields(annotation)
    if annotation in _KINDS:
        return One(frozenset([annotation]), text=False)
    return TEXT


def _union(members: list[Shape]) -> Shape:
    """Join shapes: an array or an object can be told from text, two of a kind can't."""
    nested = [member for member in members if not isinstance(member, One)]
    if nested:
        return nested[0]
    ones = [member for member in members if isinstance(member, One)]
    kinds = frozenset[type]().union(*(one.kinds for one in ones))
    return One(kinds, text=any(one.text for one in ones))
