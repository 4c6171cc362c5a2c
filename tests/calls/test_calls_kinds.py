"""What a schema's type can be: every value of it is kept as it was sent, any other is refused."""

from typing import Any

import golden_kinds
import pytest
from golden_kinds import models
from judged import Judged

API = Judged(golden_kinds)

NAMES = {
    "\uff49\uff4e\uff54": 1,
    "int": 2,
    "\ufb01eld": "a",
    "copy": "b",
    "json": "c",
    "model_fields": "d",
    "model_config": "e",
    "schema": "f",
    "__init__": "g",
    "__class__": "h",
    "self": "i",
    "_private": "j",
    "": "k",
    "$ref": "l",
    "a-b": "m",
    "a_b": "n",
    "aB": "o",
    "Field": "p",
    "MISSING": "q",
    "date": "2024-02-29",
    "datetime": "2024-02-29T12:00:00Z",
    "名前": "r",
    "日本 語": "s",
    "emoji😀": "t",
}

KEPT: list[tuple[str, Any]] = [
    ("person", None),
    ("person", {"name": "a"}),
    ("people", [{"name": "a"}, None]),
    ("personOrText", None),
    ("personOrText", "a"),
    ("personOrText", {"name": "a"}),
    ("employee", {"name": "a", "id": 1}),
    ("inline", None),
    ("inline", {"a": "b"}),
    ("objectOrText", {"a": "b"}),
    ("objectOrText", "abc"),
    ("nullableList", None),
    ("nullableList", [{"a": "b"}, {}]),
    ("nullableMap", None),
    ("nullableMap", {"a": 1}),
    ("listOrMap", ["a"]),
    ("listOrMap", {"a": 1}),
    ("enumNull", None),
    ("enumNull", "b"),
    ("enumMixed", "a"),
    ("enumMixed", None),
    ("constNull", None),
    ("constBool", True),
    ("enumOfNumber", 2),
    ("empty", [{"a": None}]),
    ("anything", "a"),
    ("emptyObject", {}),
    ("emptyObject", {"a": 1}),
    ("onlyProperties", {"a": "b", "c": 1}),
    ("closed", {}),
    ("others", {"name": "a", "x": 1}),
    ("otherObjects", {"name": "a", "x": {"x": 1}}),
    ("pair", ["a", 1]),
    ("shortPair", []),
    ("shortPair", ["a"]),
    ("shortPair", ["a", 1]),
    ("openPair", ["a", 1, None, {"b": 1}]),
    ("openPair", ["a"]),
    ("typedPair", ["a", True, False]),
    ("single", {"name": "a", "id": 1}),
    ("names", NAMES),
    ("names", {}),
]

REFUSED: list[tuple[str, Any]] = [
    ("person", {}),
    ("person", "a"),
    ("people", [1]),
    ("personOrText", {}),
    ("employee", None),
    ("employee", {"name": "a"}),
    ("employee", {"id": 1}),
    ("inline", {}),
    ("objectOrText", {}),
    ("objectOrText", "abcd"),
    ("objectOrText", None),
    ("nullableList", [{"a": 1}]),
    ("nullableMap", {"a": "b"}),
    ("listOrMap", [1]),
    ("listOrMap", {"a": "b"}),
    ("enumNull", "c"),
    ("enumMixed", "b"),
    ("constNull", 0),
    ("constBool", False),
    ("enumOfNumber", 3),
    ("closed", {"a": 1}),
    ("others", {"name": "a", "x": "b"}),
    ("others", {"x": 1}),
    ("otherObjects", {"x": {"x": "a"}}),
    ("otherObjects", {"x": {}}),
    ("pair", ["a"]),
    ("pair", ["a", 1, 2]),
    ("pair", [1, "a"]),
    ("shortPair", ["a", 1, 2]),
    ("typedPair", []),
    ("single", {"name": "a"}),
    ("names", {"\uff49\uff4e\uff54": "a"}),
    ("names", {"int": "a"}),
]


@pytest.mark.parametrize(("field", "value"), KEPT)
def test_what_is_of_the_kind_is_kept(field: str, value: Any) -> None:
    assert API.is_valid({field: value})
    assert API.keeps({field: value})


@pytest.mark.parametrize(("field", "value"), REFUSED)
def test_what_is_not_is_refused(field: str, value: Any) -> None:
    assert not API.is_valid({field: value})
    assert API.put({field: value}).status_code == 422


@pytest.mark.parametrize("value", [None, {"name": "a", "id": 1}])
def test_what_is_old_and_nullable_may_be_null(value: Any) -> None:
    # To the letter `nullable` says nothing since OpenAPI 3.1; whoever writes it means it.
    assert API.keeps({"oldNullRef": value})
    assert API.keeps({"oldNull": None if value is None else "text"})


def test_an_object_or_null_is_a_class() -> None:
    assert models.Person(name="a").name == "a"
    body = models.All.model_validate({"people": [{"name": "a"}, None]})
    assert body.people == [models.Person(name="a"), None]


def test_other_properties_are_of_their_type() -> None:
    body = models.All.model_validate({"otherObjects": {"x": {"x": 1}}})
    extra = vars(body)["other_objects"].model_extra
    assert extra == {"x": models.AllOtherObjectsValue(x=1)}


def test_names_that_python_reads_as_others_have_names_of_their_own() -> None:
    names = models.Names.model_validate(NAMES)
    assert (names.field_int, names.int_) == (1, 2)
