"""Schemas on the wire: what is valid comes back as it was sent, what is not is refused."""

from typing import Any

import golden_schemas30 as s30
import golden_schemas31 as s31
import pytest
from ends import done
from mirror import ENDS30, ENDS31, Json, put
from pydantic import TypeAdapter
from pydantic_core import to_json

KEPT: list[tuple[str, Json]] = [
    # OpenAPI 3.0
    ("30/everything", {"id": 1, "label": None}),
    ("30/everything", {"id": 2**62, "label": "", "note": None, "level": None}),
    (
        "30/everything",
        {
            "id": 1,
            "label": "a",
            "note": "b",
            "level": "high",
            "share": 0.5,
            "step": 10,
            "address": None,
            "described": {"street": "A"},
            "tree": {"value": 1, "children": [{"value": 2}], "next": {"value": 3}},
            "either": True,
            "parents": ["a", None],
            "words": {"a": "b", "": ""},
            "free": {"a": [1, None, {}]},
            "any": [1, "a", None],
            "data": "AAECAw==",
            "day": "2024-02-29",
            "moment": "2024-02-29T12:00:00Z",
            "key": "12345678-1234-5678-1234-567812345678",
            "secret": "s3cret",
            "made": "2024-02-29T12:00:00.123456+01:00",
            "email": "ädä@example.com",
            "site": "HTTP://Example.com/%7Eada",
        },
    ),
    ("30/everything", {"id": 1, "label": "a", "unknown": {"kept": [1]}}),
    ("30/everything", {"id": 1, "label": "a", "address": {"street": "A"}, "either": 0}),
    ("30/animal", {"kind": "feline", "lives": 9}),
    ("30/animal", {"kind": "canine", "name": "Rex", "tricks": []}),
    # OpenAPI 3.1
    ("31/scalars", {"text": "a", "nullableText": None, "constant": "fixed"}),
    (
        "31/scalars",
        {
            "text": "🙂🙂🙂🙂🙂",
            "nullableText": "a",
            "optionalNullable": None,
            "constant": "fixed",
            "number": 5,
            "nothing": None,
            "level": None,
            "digits": 3,
            "pattern": "ab",
            "lookahead": "abc",
            "badClass": "a-b.c",
            "dollar": "123",
            "exclusive": 1,
            "several": "5",
            "limited": 3,
            "any": {"a": []},
            "float": 1.5,
            "time": "12:30:00",
            "decimal": "0.10",
            "duration": "P1DT2H",
            "large": 9007199254740993,
        },
    ),
    (
        "31/scalars",
        {"text": "a", "nullableText": "", "constant": "fixed", "several": 5},
    ),
    (
        "31/scalars",
        {"text": "a", "nullableText": "", "constant": "fixed", "several": None},
    ),
    (
        "31/scalars",
        {"text": "a", "nullableText": "", "constant": "fixed", "mixed": "a"},
    ),
    (
        "31/scalars",
        {"text": "a", "nullableText": "", "constant": "fixed", "mixed": None},
    ),
    (
        "31/scalars",
        {"text": "a", "nullableText": "", "constant": "fixed", "limited": "abcd"},
    ),
    ("31/objects", {}),
    (
        "31/objects",
        {
            "closed": {"a": "b"},
            "map": {"a": {"name": "b"}},
            "mapOfLists": {"a": [1.5], "b": []},
            "free": {"x": 1},
            "keyed": {"x-a": "b"},
            "both": {"name": "a", "mixed": True},
            "extended": {"name": "a", "extra": 1},
            "required": {"mixed": False},
            "annotated": {"name": "a"},
            "tree": {"left": {"right": None}, "right": {"byName": {"a": {}}}},
            "chicken": {"egg": {"chicken": {"egg": {}}}},
            "matrix": [[1], [2, 3]],
            "unique": ["a", "b"],
            "pair": ["a", 1],
        },
    ),
    ("31/unions", {"mapped": {"shape": "circle", "radius": 1.5}}),
    ("31/unions", {"mapped": {"shape": "square", "side": 2.0}}),
    ("31/unions", {"unmapped": {"shape": "circle", "radius": 1.5}}),
    ("31/unions", {"plain": {"name": "a"}}),
    ("31/unions", {"scalars": "abc"}),
    ("31/unions", {"scalars": 5}),
    ("31/unions", {"scalars": None}),
    ("31/unions", {"nullable": {"on": True}}),
    ("31/unions", {"nullable": None}),
    ("31/unions", {"constants": "two"}),
    ("31/unions", {"arrays": "a"}),
    ("31/unions", {"arrays": ["a"]}),
    ("31/unions", {"inline": {"b": "c"}}),
    ("31/alias", ["a", "b"]),
]

MODELS: dict[str, Any] = {
    "30/everything": (s30.Everything, [each.everything for each in ENDS30]),
    "30/animal": (s30.Animal, [each.animal for each in ENDS30]),
    "31/scalars": (s31.Scalars, [each.scalars for each in ENDS31]),
    "31/objects": (s31.Objects, [each.objects for each in ENDS31]),
    "31/unions": (s31.Unions, [each.unions for each in ENDS31]),
    "31/alias": (s31.Names, [each.alias for each in ENDS31]),
}


@pytest.mark.parametrize(("path", "json"), KEPT)
def test_what_is_valid_comes_back_as_it_was_sent(path: str, json: Json) -> None:
    answer = put(path, json)
    assert answer.status_code == 200, answer.text
    assert answer.json() == json
    model, calls = MODELS[path]
    value = TypeAdapter[Any](model).validate_json(to_json(json), strict=True)
    for call in calls:
        assert done(call(value)) == value


REFUSED: list[tuple[str, Json, list[str]]] = [
    ("30/everything", {}, ["id", "label"]),
    ("30/everything", {"id": 0, "label": "a"}, ["id"]),
    ("30/everything", {"id": 1.5, "label": "a"}, ["id"]),
    ("30/everything", {"id": "1", "label": "a"}, ["id"]),
    ("30/everything", {"id": True, "label": "a"}, ["id"]),
    ("30/everything", {"id": 1, "label": "a", "level": "middle"}, ["level"]),
    ("30/everything", {"id": 1, "label": "a", "share": 1}, ["share"]),
    ("30/everything", {"id": 1, "label": "a", "step": 7}, ["step"]),
    ("30/everything", {"id": 1, "label": "a", "tree": None}, ["tree"]),
    ("30/everything", {"id": 1, "label": "a", "address": {}}, ["address.street"]),
    (
        "30/everything",
        {"id": 1, "label": "a", "described": {"street": "A", "number": 1}},
        ["described.number"],
    ),
    (
        "30/everything",
        {"id": 1, "label": "a", "tree": {"value": 1, "children": [{"value": "x"}]}},
        ["tree.children.0.value"],
    ),
    ("30/everything", {"id": 1, "label": "a", "parents": ["a", "b", "c"]}, ["parents"]),
    ("30/everything", {"id": 1, "label": "a", "words": {"a": 1}}, ["words.a"]),
    ("30/everything", {"id": 1, "label": "a", "moment": "yesterday"}, ["moment"]),
    ("30/everything", {"id": 1, "label": "a", "key": "x"}, ["key"]),
    ("30/animal", {"kind": "bird"}, [""]),
    ("30/animal", {"lives": 9}, [""]),
    ("30/animal", {"kind": "feline"}, ["feline.lives"]),
    ("31/scalars", {"text": "", "nullableText": None, "constant": "fixed"}, ["text"]),
    (
        "31/scalars",
        {"text": "abcdef", "nullableText": None, "constant": "fixed"},
        ["text"],
    ),
    ("31/scalars", {"text": "a", "constant": "fixed"}, ["nullableText"]),
    (
        "31/scalars",
        {"text": "a", "nullableText": None, "constant": "loose"},
        ["constant"],
    ),
    (
        "31/scalars",
        {"text": "a", "nullableText": None, "constant": "fixed", "number": 6},
        ["number"],
    ),
    (
        "31/scalars",
        {"text": "a", "nullableText": None, "constant": "fixed", "nothing": 0},
        ["nothing"],
    ),
    (
        "31/scalars",
        {"text": "a", "nullableText": None, "constant": "fixed", "digits": 4},
        ["digits"],
    ),
    (
        "31/scalars",
        {"text": "a", "nullableText": None, "constant": "fixed", "pattern": "abcd"},
        ["pattern"],
    ),
    (
        "31/scalars",
        {"text": "a", "nullableText": None, "constant": "fixed", "dollar": "1\n"},
        ["dollar"],
    ),
    (
        "31/scalars",
        {"text": "a", "nullableText": None, "constant": "fixed", "exclusive": 10},
        ["exclusive"],
    ),
    (
        "31/scalars",
        {"text": "a", "nullableText": None, "constant": "fixed", "float": 0.7},
        ["float"],
    ),
    (
        "31/scalars",
        {
            "text": "a",
            "nullableText": None,
            "constant": "fixed",
            "large": 9007199254740992,
        },
        ["large"],
    ),
    ("31/objects", {"closed": {"a": "b", "c": "d"}}, ["closed.c"]),
    ("31/objects", {"map": {"a": {}}}, ["map.a.name"]),
    ("31/objects", {"both": {"mixed": True}}, ["both.name"]),
    ("31/objects", {"extended": {"name": "a"}}, ["extended.extra"]),
    ("31/objects", {"required": {}}, ["required.mixed"]),
    ("31/objects", {"matrix": [[1], []]}, ["matrix.1"]),
    ("31/objects", {"pair": ["a"]}, ["pair.1"]),
    ("31/objects", {"pair": ["a", 1, 2]}, ["pair"]),
    ("31/objects", {"tree": {"left": {"left": {"left": 1}}}}, ["tree.left.left.left"]),
    ("31/unions", {"mapped": {"shape": "line"}}, ["mapped"]),
    ("31/unions", {"constants": "three"}, ["constants"]),
    ("31/alias", [], [""]),
    ("31/alias", ["a", ""], ["1"]),
    ("31/inline", {"outer": {"inner": [{"leaf": "a"}, {}]}}, ["outer.inner.1.leaf"]),
]


@pytest.mark.parametrize(("path", "json", "places"), REFUSED)
def test_what_is_invalid_is_refused(path: str, json: Json, places: list[str]) -> None:
    answer = put(path, json)
    assert answer.status_code == 422, answer.text
    found = [each.partition(":")[0] for each in answer.json()["violations"]]
    assert found == [f"body.{place}".rstrip(".") for place in places]
