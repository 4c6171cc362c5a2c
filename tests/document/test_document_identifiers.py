"""`$id`, `$anchor`, `$self` and `$dynamicRef`: each becomes a pointer that means the same."""

import json
from typing import Any

import pytest
from document_reading import read_text

from bothends.document import Document
from bothends.validate import validate


def described(
    version: str = "3.1.0", self: str | None = None, **schemas: Any
) -> Document:
    """Read a description with these components."""
    content: dict[str, Any] = {
        "openapi": version,
        **({"$self": self} if self else {}),
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }
    return read_text(json.dumps(content))


def schemas_of(document: Document) -> Any:
    """Give what became of the components; there must be no error."""
    assert [each for each in validate(document) if each.severity == "error"] == []
    components: Any = document.source["components"]
    return components["schemas"]


def ref(text: str) -> dict[str, str]:
    return {"$ref": text}


def local(*steps: str) -> dict[str, str]:
    return {"$ref": "/".join(["#/components/schemas", *steps])}


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("#pet", ["Pet"]),
        ("#p%65t", ["Pet"]),
        ("https://example.com/shop", ["Shop"]),
        ("https://example.com/shop#", ["Shop"]),
        ("https://example.com/shop#/$defs/Item", ["Shop", "$defs", "Item"]),
        ("https://example.com/shop#item", ["Shop", "$defs", "Item"]),
        ("https://example.com/inner", ["Shop", "properties", "inner"]),
        ("#/components/schemas/Pet", ["Pet"]),
    ],
)
def test_names_become_pointers(text: str, steps: list[str]) -> None:
    shop = {
        "$id": "https://example.com/shop",
        "$defs": {"Item": {"$anchor": "item", "type": "string"}},
        "properties": {
            "inner": {"$id": "inner", "type": "object"},
            "item": ref("#item"),
            "other": ref("#/$defs/Item"),
            "self": ref("#"),
            "pet": local("Pet"),
        },
    }
    found = schemas_of(
        described(Pet={"$anchor": "pet", "type": "object"}, Shop=shop, A=ref(text))
    )
    assert found["A"] == local(*steps)
    assert found["Pet"] == {"type": "object"}
    assert found["Shop"]["properties"] == {
        "inner": {"type": "object"},
        "item": local("Shop", "$defs", "Item"),
        "other": local("Shop", "$defs", "Item"),
        "self": local("Shop"),
        "pet": local("Pet"),
    }


def test_what_is_served_is_what_was_read() -> None:
    document = described(Pet={"$anchor": "pet"}, A=ref("#pet"))
    served: Any = document.served
    assert served["components"]["schemas"] == {
        "Pet": {"$anchor": "pet"},
        "A": ref("#pet"),
    }
    assert document.position(("components", "schemas", "A", "$ref")).line == 1


def test_a_document_that_names_itself() -> None:
    found = schemas_of(
        described(
            "3.2.0",
            "https://example.com/api/root",
            Pet={"type": "object"},
            A=ref("https://example.com/api/root#/components/schemas/Pet"),
            B=ref("root#/components/schemas/Pet"),
            Shop={"$id": "shop", "type": "object"},
            C=ref("https://example.com/api/shop"),
        )
    )
    assert [found[name] for name in "ABC"] == [
        local("Pet"),
        local("Pet"),
        local("Shop"),
    ]


def test_a_property_is_no_identifier() -> None:
    pet = {"type": "object", "properties": {"$id": {"type": "string"}, "$anchor": {}}}
    document = described(Pet=pet)
    assert document.source is document.served
    assert schemas_of(document)["Pet"] == pet


PAGE = {
    "$id": "page",
    "$defs": {"item": {"$dynamicAnchor": "item"}},
    "type": "array",
    "items": {"$dynamicRef": "#item"},
}


def of(name: str) -> dict[str, Any]:
    """Say what a page is made with."""
    return {"$defs": {"item": {"$dynamicAnchor": "item", **local(name)}}}


def test_a_dynamic_reference_alone_is_a_reference() -> None:
    found = schemas_of(
        described(
            Node={
                "$dynamicAnchor": "node",
                "properties": {"next": {"$dynamicRef": "#node"}},
            },
            Pet={"$anchor": "pet"},
            A={"$dynamicRef": "#pet"},
            B={"$dynamicRef": "#/components/schemas/Pet"},
            C={"$dynamicRef": "#pet", **local("Node")},
        )
    )
    assert found == {
        "Node": {"properties": {"next": local("Node")}},
        "Pet": {},
        "A": local("Pet"),
        "B": local("Pet"),
        "C": {**local("Node"), "allOf": [local("Pet")]},
    }


def test_generic_schemas_are_written_out_once_for_each_use() -> None:
    pet = {"type": "object"}
    found = schemas_of(
        described(
            Pet=pet,
            Page=PAGE,
            A={**of("Pet"), **ref("page")},
            B={"type": "object", "properties": {"a": {**of("Pet"), **local("Page")}}},
            C={**of("A"), **local("Page")},
            D=local("A"),
        )
    )
    assert found == {
        "Pet": pet,
        "Page": {
            "$defs": {"item": {}},
            "type": "array",
            "items": local("Page", "$defs", "item"),
        },
        "A": local("Page_Pet"),
        "B": {"type": "object", "properties": {"a": local("Page_Pet")}},
        "C": local("Page_A"),
        "D": local("A"),
        "Page_Pet": {"$defs": {"item": {}}, "type": "array", "items": local("Pet")},
        # To the letter: on the way through C, the outermost `item` is C's, even inside of A.
        "Page_A": {"$defs": {"item": {}}, "type": "array", "items": local("Page_A")},
    }


def test_an_extension_of_a_tree_is_a_tree_of_itself() -> None:
    tree = {
        "$dynamicAnchor": "node",
        "properties": {"kids": {"items": {"$dynamicRef": "#node"}}},
    }
    named = {"$dynamicAnchor": "node", "allOf": [local("Tree")], "required": ["name"]}
    found = schemas_of(described(Tree=tree, Named=named, Zoo={"items": local("Named")}))
    assert found["Tree"] == {"properties": {"kids": {"items": local("Tree")}}}
    assert found["Named"] == {"allOf": [local("Tree_Named")], "required": ["name"]}
    assert found["Tree_Named"] == {"properties": {"kids": {"items": local("Named")}}}
    assert found["Zoo"] == {"items": local("Named")}


def test_the_outermost_meaning_counts() -> None:
    outer = {**of("Pet"), "allOf": [{**of("Toy"), **local("Page")}]}
    found = schemas_of(
        described(Pet={"type": "object"}, Toy={"type": "string"}, Page=PAGE, A=outer)
    )
    assert found["A"]["allOf"][0] == local("Page_Pet")


def test_copies_tell_where_they_were_written() -> None:
    text = json.dumps(
        {
            "openapi": "3.1.0",
            "components": {
                "schemas": {"P": {}, "A": {**of("P"), **local("Page")}, "Page": PAGE}
            },
        },
        indent=1,
    )
    document = read_text(text)
    copy = document.position(("components", "schemas", "Page_P", "type"))
    assert (
        copy.line == document.position(("components", "schemas", "Page", "type")).line
    )
    assert copy.text.strip() == '"type": "array",'


def test_meanings_without_an_end() -> None:
    """A page of pages of pages: each use has another argument."""
    schemas: dict[str, Any] = {"Page": PAGE, "L250": {"type": "string"}}
    for n in range(250):
        schemas[f"L{n}"] = {**of(f"L{n + 1}"), **local("Page")}
    document = read_text(
        json.dumps({"openapi": "3.1.0", "components": {"schemas": schemas}})
    )
    assert [each.rule for each in document.problems] == ["endless-meanings"]


@pytest.mark.parametrize(
    "odd", [None, 1, [], {}, "", "#", "#/", "nothing", "#nothing", "%"]
)
@pytest.mark.parametrize(
    "key", ["$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$ref"]
)
def test_nothing_odd_raises(key: str, odd: Any) -> None:
    inner = {"$dynamicAnchor": "item", "$dynamicRef": "#item", key: odd}
    document = described(
        A={
            key: odd,
            "properties": {"a": inner},
            **of("B"),
            "allOf": [{**of("A"), **ref("#item")}],
        },
        B={"$dynamicAnchor": "item", "$dynamicRef": "#item"},
    )
    validate(document)
    assert document.tree
