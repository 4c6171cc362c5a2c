"""Schemas put together from others: what is valid by all of them is kept, as one type."""

from typing import Any

import golden_composition
import pytest
from golden_composition import models
from judged import Judged

API = Judged(golden_composition)

KEPT: list[tuple[str, Any]] = [
    ("inherits", {"name": "a", "x": 1}),
    ("requires", {"mixed": True}),
    ("requiresUnknown", {"other": [1]}),
    ("narrows", {"level": "low", "size": 1}),
    ("narrowsRef", {"name": "abc"}),
    ("nested", {"name": "a", "mixed": False, "y": "b"}),
    ("oneOfBeside", {"name": "n", "a": "b"}),
    ("oneOfBeside", {"name": "n", "b": 1}),
    ("eitherBeside", {"name": "n", "b": 1}),
    ("twoUnions", {"a": "a", "name": "b"}),
    ("twoUnions", {"b": 1}),
    ("oneRequired", {"p": "a"}),
    ("oneRequired", {"q": "a"}),
    ("unionBeside", {"id": 1, "a": "b"}),
    ("unionBeside", {"id": 1, "b": 2}),
    ("unionDisagrees", {"url": "u", "kind": "x"}),
    ("scalar", "abcd"),
    ("number", 5),
    ("enums", "high"),
    ("enumRef", "low"),
    ("siblings", {"name": "a", "more": 1}),
    ("refLimited", "high"),
    ("arrays", ["a", "b"]),
    ("maps", {"a": 1}),
    ("nullableAll", None),
    ("nullableAll", {"name": "a", "mixed": True}),
    ("closedAll", {"name": "a"}),
    ("json", {"a": [1.5, "b", None, {"c": True}]}),
    ("selfList", [[], [[]]]),
    ("selfMap", {"a": {"b": {}}}),
    ("lists", [{"a": [{}]}]),
    ("anyOfObjects", {"b": 1}),
    ("anyBoth", {"a": "a", "b": 1}),
]

REFUSED: list[tuple[str, Any]] = [
    ("inherits", {"x": 1}),
    ("inherits", {"name": "a"}),
    ("requires", {}),
    ("narrows", {"level": "other"}),
    ("narrows", {"size": 0}),
    ("narrows", {"size": 1.5}),
    ("narrowsRef", {"name": "abcd"}),
    ("narrowsRef", {}),
    ("nested", {"mixed": False}),
    ("oneOfBeside", {"a": "b"}),
    ("oneOfBeside", {"name": "n"}),
    ("eitherBeside", {"name": "n", "b": "1"}),
    ("twoUnions", {"name": "b"}),
    ("unionBeside", {"a": "b"}),
    ("unionBeside", {"id": 1}),
    ("unionDisagrees", {"url": 1}),
    ("unionDisagrees", {"url": "u", "kind": "z"}),
    ("scalar", "a"),
    ("scalar", "abcde"),
    ("scalar", 2),
    ("number", 6),
    ("number", 0),
    ("enums", "low"),
    ("enums", "top"),
    ("siblings", {"name": "a"}),
    ("refLimited", "middle"),
    ("arrays", ["a", "b", "c"]),
    ("arrays", [1]),
    ("maps", {"mixed": 1}),
    ("nullableAll", {}),
    ("closedAll", {"name": "a", "more": 1}),
    ("selfList", [1]),
    ("selfList", [[1]]),
    ("selfMap", {"a": {"b": 1}}),
    ("lists", [{"a": {}}]),
    ("anyOfObjects", {}),
]


@pytest.mark.parametrize(("field", "value"), KEPT)
def test_what_is_valid_by_all_parts_is_kept(field: str, value: Any) -> None:
    assert API.is_valid({field: value})
    assert API.keeps({field: value})


@pytest.mark.parametrize(("field", "value"), REFUSED)
def test_what_one_part_forbids_is_refused(field: str, value: Any) -> None:
    assert not API.is_valid({field: value})
    assert API.put({field: value}).status_code == 422


def test_unions_of_each_other_have_the_members_of_both() -> None:
    # The judge does not come back from these.
    for value in ("a", 1):
        assert API.keeps({"loop3": value})
    assert API.put({"loop3": True}).status_code == 422


def test_a_number_without_fraction_is_an_integer_of_a_union() -> None:
    for value in (0.0, 1e3):
        answer = API.put({"loop3": value, "anyOfObjects": {"b": value}})
        assert answer.status_code == 200
        assert answer.json() == {"loop3": value, "anyOfObjects": {"b": value}}
    assert API.put({"loop3": 0.5}).status_code == 422


def test_parts_that_agree_are_bases() -> None:
    assert issubclass(models.AllInherits, models.Leaf)
    assert issubclass(models.AllNullableAll, models.Leaf)
    assert issubclass(models.AllNullableAll, models.Mixin)
    assert issubclass(models.AllSiblings, models.Leaf)


def test_unions_are_named_after_their_members() -> None:
    body = models.All.model_validate({"unionBeside": {"id": 1, "b": 2}})
    assert body.union_beside == models.AllUnionBesideB(id=1, b=2)
