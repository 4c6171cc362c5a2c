"""What shape text has by the type that it is read for."""

from datetime import datetime
from decimal import Decimal
from types import NoneType
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import MISSING, AwareDatetime, BaseModel, ConfigDict, Field
from typing_extensions import TypeAliasType

from agent_harness._runtime.text import (
    Either,
    Fields,
    Many,
    One,
    Shape,
    from_text,
    is_alike,
    shape_of,
    to_text,
)

TEXT = One(frozenset(), text=True, free=True)
OF_A_FORMAT = One(frozenset(), text=True)
BYTES = One(frozenset([bytes]), text=True, free=True)
MOMENT = One(frozenset([int, float]), text=True)
INT = One(frozenset([int]), text=False)
EMPTY = One(frozenset(), True, frozenset([""]))
Count = TypeAliasType("Count", Annotated[int, Field(ge=1)])


class Free(BaseModel):
    """A model whose other properties have a type."""

    model_config = ConfigDict(extra="allow")
    __annotations__ = {"__pydantic_extra__": dict[str, int]}
    tags: list[bool]


class Pet(BaseModel):
    """A model with a property of another name, and one that is defined later."""

    age: int = Field(alias="Age")
    tags: "list[Count] | None" = None


def one(*kinds: type, text: bool) -> One:
    """Make the shape of a single value."""
    return One(frozenset(kinds), text=text, free=text)


SHAPES: list[tuple[Any, Shape]] = [
    (str, TEXT),
    (int, INT),
    (float, one(float, text=False)),
    (bool, one(bool, text=False)),
    (None | int, one(int, NoneType, text=False)),
    (str | None, one(NoneType, text=True)),
    (str | int | float, one(int, float, text=True)),
    (UUID, OF_A_FORMAT),
    (datetime, MOMENT),
    (AwareDatetime, MOMENT),
    (Decimal, OF_A_FORMAT),
    (bytes, BYTES),
    (Any, TEXT),
    (Literal["a", "b"], One(frozenset(), True, frozenset(["a", "b"]))),
    (
        Literal["a", 5, True] | None,
        One(frozenset([int, bool, NoneType]), True, frozenset(["a", 5, True, None])),
    ),
    (Literal["a"] | UUID, OF_A_FORMAT),
    (Annotated[int, Field(ge=1)], INT),
    (Count, INT),
    (Annotated[Count | None, Field(le=9)], one(int, NoneType, text=False)),
    (list[int], Many(INT)),
    (list, Many(TEXT)),
    (list[list[int]], Many(Many(INT))),
    (list[int] | None, Many(INT)),
    (dict[str, int], Fields(other=INT)),
    (dict, Fields(other=TEXT)),
    (Pet, Fields((Pet,))),
    (Pet | None, Fields((Pet,))),
    (Pet | Free, Fields((Pet, Free), INT)),
    (Pet | dict[str, str], Fields((Pet,), TEXT)),
    (Free, Fields((Free,), INT)),
    (list[int] | list[str], Many(one(int, text=True))),
    (str | list[int], Either(None, Many(INT), TEXT)),
    (Literal[""] | Pet, Either(Fields((Pet,)), None, EMPTY)),
    (int | MISSING, INT),
    (list[int] | MISSING | None, Many(INT)),
]


@pytest.mark.parametrize(
    ("type_", "shape"), [pytest.param(*each, id=str(each[0])) for each in SHAPES]
)
def test_the_shape_of_a_type(type_: Any, shape: Shape) -> None:
    assert shape_of(type_) == shape


def test_the_shapes_of_properties() -> None:
    shape = shape_of(Pet)
    assert isinstance(shape, Fields)
    assert [shape.of(name) for name in ("Age", "tags", "age")] == [INT, Many(INT), None]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("", ""),
        ('"', '"'),
        ("null", "null"),
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (5, "5"),
        (-5.0, "-5.0"),
        (1e-9, "1e-09"),
        (2**64, "18446744073709551616"),
    ],
)
def test_single_values_as_text(value: Any, text: str) -> None:
    assert to_text(value) == text
    shape = shape_of(type(value))
    assert isinstance(shape, One)
    back = from_text(text, shape)
    assert back == value
    assert type(back) is type(value)


def test_properties_of_several_models_are_of_any_of_their_shapes() -> None:
    shape = shape_of(Pet | Free)
    assert isinstance(shape, Fields)
    assert shape.of("tags") == Many(one(int, bool, text=False))
    assert shape.of("anything") == INT


ALIKE: list[tuple[Any, Any, bool]] = [
    (5, "5", True),
    (5, 5.0, False),
    (True, "true", True),
    (None, "null", False),
    (None, None, True),
    (["a"], "a", True),
    (["a"], ["a"], True),
    (["a", "b"], "a", False),
    ([], "", False),
    ({"a": 1}, {"a": "1"}, True),
    ({"a": 1}, {"b": 1}, False),
    ({"a": 1}, {"a": 1, "b": 1}, False),
    ({"a": 1, "b": [], "c": {"d": {}}}, {"a": 1}, True),
    ({"a": [[]]}, {}, False),
    ({}, "", False),
    ([{"a": [1]}], [{"a": ["1"]}], True),
]


@pytest.mark.parametrize(("sent", "seen", "alike"), ALIKE, ids=str)
def test_what_is_alike(sent: Any, seen: Any, alike: bool) -> None:
    assert is_alike(sent, seen) is alike


CHOICES: list[tuple[Any, str, Any]] = [
    (Literal["a"] | None, "null", None),
    (Literal["null"] | None, "null", "null"),
    (str | None, "null", "null"),
    (int | None, "null", None),
    (UUID | None, "null", None),
    (Literal["1", 2], "1", "1"),
    (Literal["1", 2], "2", 2),
    (Literal["1", 2], "3", "3"),
]


@pytest.mark.parametrize(("type_", "text", "value"), CHOICES, ids=str)
def test_text_is_what_can_be_meant(type_: Any, text: str, value: Any) -> None:
    shape = shape_of(type_)
    assert isinstance(shape, One)
    assert from_text(text, shape) == value


EVERY = one(NoneType, bool, int, float, text=True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", "null"),
        ("true", True),
        ("5", 5),
        ("5.0", 5.0),
        ("5e0", 5.0),
        ("05", "05"),
        ("-", "-"),
        ("-0", 0),
        ("5\n", "5\n"),
        ("Null", "Null"),
        ("nan", "nan"),
        ("", ""),
    ],
)
def test_text_is_the_first_that_it_can_be(text: str, value: Any) -> None:
    found = from_text(text, EVERY)
    assert found == value
    assert type(found) is type(value)
    assert from_text(text, TEXT) == text
