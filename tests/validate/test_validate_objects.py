"""The tables of Objects and fields against the schemas that openapi-spec-validator has."""

from collections.abc import Mapping
from typing import cast

import pytest
from openapi_spec_validator import (
    OpenAPIV30SpecValidator,
    OpenAPIV31SpecValidator,
    OpenAPIV32SpecValidator,
)

from bothends.document import Json, Pointer
from bothends.validate.fields import field_versions, fields
from bothends.validate.objects import (
    METHODS,
    Field,
    Kind,
    Version,
    holders,
    keeps_siblings,
    kind_at,
    may_be_reference,
    section,
)
from bothends.validate.reading import mapping

SCHEMAS: Mapping[Version, object] = {
    "3.0": OpenAPIV30SpecValidator.schema_validator.schema,
    "3.1": OpenAPIV31SpecValidator.schema_validator.schema,
    "3.2": OpenAPIV32SpecValidator.schema_validator.schema,
}
VERSIONS: list[Version] = ["3.0", "3.1", "3.2"]
MISTAKEN = {("3.1", Kind.LINK, "body")}
"""The Link Object's field is called `server` (OpenAPI 3.1 §4.8.20)."""
PLAIN = [
    kind
    for kind in Kind
    if kind not in {Kind.OAUTH_FLOW, Kind.SECURITY_SCHEME, Kind.SCHEMA}
]
"""The Objects that the schemas describe in one place each."""


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("kind", PLAIN)
def test_fields_are_those_of_the_schema(kind: Kind, version: Version) -> None:
    described = {
        name
        for name in _described(kind, version)
        if (version, kind, name) not in MISTAKEN and name not in METHODS
    }
    assert described <= fields(kind, version)


def test_schemas_of_3_0_have_the_fields_of_its_schema() -> None:
    assert _described(Kind.SCHEMA, "3.0") == fields(Kind.SCHEMA, "3.0")


def test_every_field_that_holds_objects_is_a_field() -> None:
    for kind in Kind:
        for version in VERSIONS:
            assert {name for name, _ in holders(kind, version)} <= fields(kind, version)


def test_fields_tell_their_version() -> None:
    assert field_versions(Kind.OPENAPI)["webhooks"] == "3.1"
    assert field_versions(Kind.MEDIA_TYPE)["itemSchema"] == "3.2"
    assert "query" not in fields(Kind.PATH_ITEM, "3.1")


@pytest.mark.parametrize(
    ("pointer", "kind"),
    [
        ((), Kind.OPENAPI),
        (("paths",), Kind.PATHS),
        (("paths", "/a"), Kind.PATH_ITEM),
        (("paths", "x-a"), None),
        (("paths", "/a", "get", "parameters", 0), Kind.PARAMETER),
        (("paths", "/a", "get", "responses", "200", "headers", "x"), Kind.HEADER),
        (("components", "callbacks", "c", "{$url}", "post"), Kind.OPERATION),
        (("components", "schemas", "properties", "properties", "x"), Kind.SCHEMA),
        (("components", "schemas", "A", "allOf", 0, "items"), Kind.SCHEMA),
        (("components", "schemas", "A", "default", "items"), None),
        (("components", "schemas", "A", "type"), None),
        (("components", "securitySchemes", "s", "flows", "implicit"), Kind.OAUTH_FLOW),
        (("components", "pathItems", "P"), Kind.PATH_ITEM),
        (("components", "mediaTypes", "M"), None),
    ],
)
def test_pointers_lead_to_objects(pointer: Pointer, kind: Kind | None) -> None:
    assert kind_at(pointer, "3.1") is kind


def test_a_pointer_to_a_map_is_none_to_an_object() -> None:
    assert kind_at(("components", "schemas"), "3.0") == Field(Kind.SCHEMA, "map", "3.0")
    assert kind_at(("components", "pathItems"), "3.0") is None


def test_references_stand_where_each_version_has_them() -> None:
    assert may_be_reference(Kind.SCHEMA, "3.0")
    assert not may_be_reference(Kind.OPERATION, "3.2")
    assert not may_be_reference(Kind.MEDIA_TYPE, "3.1")
    assert may_be_reference(Kind.MEDIA_TYPE, "3.2")
    assert keeps_siblings(Kind.SCHEMA, "3.1")
    assert not keeps_siblings(Kind.SCHEMA, "3.0")


def test_sections_are_cited_as_each_version_numbers_them() -> None:
    assert section(Kind.PARAMETER, "3.0") == "OpenAPI 3.0 §4.7.12"
    assert section(Kind.PARAMETER, "3.1") == "OpenAPI 3.1 §4.8.12"
    assert section(Kind.SECURITY_REQUIREMENT, "3.2") == "OpenAPI 3.2 §4.30"


def _described(kind: Kind, version: Version) -> set[str]:
    """Name the properties that the standard's JSON Schema has for a kind."""
    root = mapping(cast("Json", SCHEMAS[version]))
    if kind is Kind.OPENAPI:
        return set(mapping(root["properties"]))
    words = kind.value.removesuffix(" Object").split()
    old, new = "".join(words), "-".join(words).lower()
    definitions = mapping(root.get("definitions", root.get("$defs")))
    schema = mapping(definitions.get(old, definitions.get(new)))
    named = mapping(schema.get("properties"))
    return set(named) if kind is not Kind.RESPONSES else set()
