"""Where jsonschema's word is not the last one on whether a value is valid."""

from typing import Any

import pytest

from bothends.drawing import Drawing

LOOPS: dict[str, Any] = {
    "Texts": {"anyOf": [{"$ref": "#/components/schemas/Whole"}, {"type": "string"}]},
    "Whole": {"oneOf": [{"$ref": "#/components/schemas/Texts"}, {"type": "integer"}]},
    "Idle": {"anyOf": [{"$ref": "#/components/schemas/Idle"}]},
}
DRAWING = Drawing({"components": {"schemas": LOOPS}})


@pytest.mark.parametrize(
    ("value", "step", "expected"),
    [
        (0.07, 0.01, True),
        (0.075, 0.01, False),
        (-(2**63), 1.5, False),
        (2**63 + 1, 1.5, True),
        (1.7e308, 0.1, True),
        (True, 2, True),
        ("1", 2, True),
    ],
)
def test_a_multiple_is_one_as_decimals_are(
    value: Any, step: float, expected: bool
) -> None:
    schema = {"multipleOf": step}
    assert DRAWING.is_valid(schema, value, "request") is expected


@pytest.mark.parametrize("name", ["Texts", "Whole"])
def test_a_member_that_leads_back_adds_nothing(name: str) -> None:
    schema = {"$ref": f"#/components/schemas/{name}"}
    valid = [DRAWING.is_valid(schema, each, "request") for each in ("a", 1, 1.5, None)]
    assert valid == [True, True, False, False]


def test_what_only_leads_back_says_nothing() -> None:
    schema = {"$ref": "#/components/schemas/Idle"}
    assert DRAWING.is_valid(schema, None, "request")
