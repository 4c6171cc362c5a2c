"""What shape text has by the type that it is read for."""

from datetime import datetime
from decimal import Decimal
from types import NoneType
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, Field
from typing_extensions import TypeAliasType

from agent_harness._runtime.text import (
    Fields,
    Many,
    One,
    Shape,
    from_text,
    shape_of,
    to_text,
)

TEXT = One(frozenset(), text=True)
INT = One(frozenset([int]), text=False)
Count = TypeAliasType("Count", Annotated[int, Field(ge=1)])


class Pet(BaseModel):
    """A model with a property of another name, and one that is defined later."""

    age: int = Field(alias="Age")
    tags: "list[Count] | None" = None


def one(*kinds: type, text: bool) -> One:
    """Make the shape of a single value."""
    return One(frozenset(kinds), text=text)


SHAPES: list[tuple[Any, Shape]] = [
    (str, TEXT),
    (int, INT),
    (float, one(float, text=False)),
    (bool, one(bool, text=False)),
    (None | int, one(int, NoneType, text=False)),
    (str | None, one(NoneType, text=True)),
    (str | int | float, one(int, float, text=True)),
    (UUID, TEXT),
    (datetime, TEXT),
    (Decimal, TEXT),
    (bytes, TEXT),
    (Any, TEXT),
    (Literal["a", "b"], TEXT),
    (Literal["a", 1, True] | None, one(int, bool, NoneType, text=True)),
    (Annotated[int, Field(ge=1)], INT),
    (Count, INT),
    (Annotated[Count | None, Field(le=9)], one(int, NoneType, text=False)),
    (list[int], Many(INT)),
    (list, Many(TEXT)),
    (list[list[int]], Many(Many(INT))),
    (list[int] | None, Many(INT)),
    (dict[str, int], Fields(other=INT)),
    (dict, Fields(other=TEXT)),
    (Pet, Fields(Pet)),
]


@pytest.mark.parametrize(("type_", "shape"), SHAPES, ids=str)
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


EVERY = one(NoneType, bool, int, float, text=True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
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
