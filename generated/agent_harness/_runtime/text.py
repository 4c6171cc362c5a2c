"""Values in places that have text only: the path, the query, headers and cookies.

A type of Python tells what shape of JSON its text can have; text that fits no number, boolean
or null stays text.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
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
    """An object: its properties by name, and the shape of every other one, if it may have any."""

    known: Mapping[str, "Shape"] = field(default_factory=dict[str, "Shape"])
    other: "Shape | None" = None


Shape = One | Many | Fields

TEXT = One(frozenset(), text=True)
_KINDS = frozenset([int, float, bool, NoneType])
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
    if int in shape.kinds and _INTEGER.fullmatch(text):
        return int(text)
    if float in shape.kinds and _NUMBER.fullmatch(text):
        return float(text)
    return text


def _of_class(annotation: type) -> Shape:
    if issubclass(annotation, BaseModel):
        annotation.model_rebuild()
        fields = annotation.model_fields.items()
        return Fields(
            {info.alias or name: shape_of(info.annotation) for name, info in fields}
        )
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
