"""Answers that an API has learnt since the package was made."""

from typing import Annotated, Any, Literal

import pytest
from pydantic import Field, ValidationError
from typing_extensions import TypeAliasType

from agent_harness._runtime.content import Json
from agent_harness._runtime.formats import AwareDatetime
from agent_harness._runtime.model import Model


class Circle(Model):
    type: Literal["circle"]
    radius: int


class Square(Model):
    type: Literal["square"]
    colour: Literal["red", "blue"]


class Drawing(Model):
    shape: Annotated[Circle | Square, Field(discriminator="type")]
    sizes: list[Literal[1, 2]] = []


CONTENT = Json(Drawing)

NEW: list[tuple[str, Any]] = [
    ('{"shape": {"type": "hexagon", "side": 3}}', {"type": "hexagon", "side": 3}),
    (
        '{"shape": {"type": "square", "colour": "green"}}',
        Square.model_construct(type="square", colour="green"),
    ),
]
WRONG = [
    '{"shape": {"type": "circle", "radius": "wide"}}',
    '{"shape": {"type": "square", "colour": 5}}',
    '{"shape": {"type": "circle", "radius": 1}, "sizes": ["small"]}',
    '{"shape": 5}',
    "{}",
]


@pytest.mark.parametrize(("text", "shape"), NEW)
def test_what_is_new_is_kept(text: str, shape: object) -> None:
    drawing = CONTENT.decode(text.encode(), "application/json", strict=False)
    assert isinstance(drawing, Drawing)
    assert drawing.shape == shape


@pytest.mark.parametrize("text", [text for text, _ in NEW])
def test_strictly_it_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        CONTENT.decode(text.encode(), "application/json", strict=True)


@pytest.mark.parametrize("text", WRONG)
def test_what_is_wrong_is_refused_all_the_same(text: str) -> None:
    with pytest.raises(ValidationError):
        CONTENT.decode(text.encode(), "application/json", strict=False)


def test_a_new_number_among_known_ones() -> None:
    text = b'{"shape": {"type": "circle", "radius": 1}, "sizes": [1, 3]}'
    assert CONTENT.decode(text, "application/json", strict=False).sizes == [1, 3]


Moment = TypeAliasType("Moment", AwareDatetime)


class Times(Model):
    begun: Moment
    ended: Moment


def test_a_named_type_with_a_validator_keeps_its_name() -> None:
    text = b'{"begun": "2024-02-29T12:00:00Z", "ended": "2024-02-29T12:00:00"}'
    times = Json(Times).decode(text, "application/json", strict=False)
    assert times.begun.tzinfo
    assert times.ended.tzinfo is None
