"""Where Schema Objects and Reference Objects stand in an OpenAPI document.

A node's shape follows from its parent's shape and its key, never from what it contains: a
property called `properties`, an example with a `nullable` in it and an extension have no shape.
"""

from collections.abc import Mapping
from functools import cache

from bothends.document.tree import Json, Step
from bothends.records import dataclass

# OpenAPI 3.2 §4; what only one version has cannot be mistaken in another.
# `{X}` is a map of names to X, `{x-X}` one in which names beginning with `x-` are extensions,
# `[X]` an array of X. A field that is not here holds plain data.
_FIELDS: dict[str, dict[str, str]] = {
    "OpenAPI": {
        "paths": "{x-PathItem}",
        "webhooks": "{PathItem}",
        "components": "Components",
    },
    "Components": {
        "callbacks": "{Callback}",
        "examples": "{Example}",
        "headers": "{Header}",
        "links": "{Link}",
        "mediaTypes": "{MediaType}",
        "parameters": "{Parameter}",
        "pathItems": "{PathItem}",
        "requestBodies": "{RequestBody}",
        "responses": "{Response}",
        "schemas": "{Schema}",
        "securitySchemes": "{SecurityScheme}",
    },
    "PathItem": {
        **dict.fromkeys(
            [
                "get",
                "put",
                "post",
                "delete",
                "options",
                "head",
                "patch",
                "trace",
                "query",
            ],
            "Operation",
        ),
        "additionalOperations": "{Operation}",
        "parameters": "[Parameter]",
    },
    "Operation": {
        "callbacks": "{Callback}",
        "parameters": "[Parameter]",
        "requestBody": "RequestBody",
        "responses": "{x-Response}",
    },
    "Parameter": {
        "content": "{MediaType}",
        "examples": "{Example}",
        "schema": "Schema",
    },
    "Header": {
        "content": "{MediaType}",
        "examples": "{Example}",
        "schema": "Schema",
    },
    "RequestBody": {"content": "{MediaType}"},
    "Response": {
        "content": "{MediaType}",
        "headers": "{Header}",
        "links": "{Link}",
    },
    "MediaType": {
        "encoding": "{Encoding}",
        "examples": "{Example}",
        "itemEncoding": "Encoding",
        "itemSchema": "Schema",
        "prefixEncoding": "[Encoding]",
        "schema": "Schema",
    },
    "Encoding": {
        "encoding": "{Encoding}",
        "headers": "{Header}",
        "itemEncoding": "Encoding",
        "prefixEncoding": "[Encoding]",
    },
    # Every keyword with subschemas, of any draft: real 3.0 documents have newer ones too.
    "Schema": {
        **dict.fromkeys(
            [
                "$defs",
                "definitions",
                "dependencies",
                "dependentSchemas",
                "patternProperties",
                "properties",
            ],
            "{Schema}",
        ),
        **dict.fromkeys(["allOf", "anyOf", "oneOf", "prefixItems"], "[Schema]"),
        **dict.fromkeys(
            [
                "additionalItems",
                "additionalProperties",
                "contains",
                "contentSchema",
                "else",
                "if",
                "items",
                "not",
                "propertyNames",
                "then",
                "unevaluatedItems",
                "unevaluatedProperties",
            ],
            "Schema",
        ),
    },
    # Swagger 2.0: what has the name of an Object of OpenAPI 3 and other fields.
    "Swagger": {
        "definitions": "{Schema}",
        "parameters": "{OldParameter}",
        "paths": "{x-OldPathItem}",
        "responses": "{OldResponse}",
    },
    "OldPathItem": {
        **dict.fromkeys(
            ["get", "put", "post", "delete", "options", "head", "patch"],
            "OldOperation",
        ),
        "parameters": "[OldParameter]",
    },
    "OldOperation": {
        "parameters": "[OldParameter]",
        "responses": "{x-OldResponse}",
    },
    "OldParameter": {"schema": "Schema"},
    "OldResponse": {"schema": "Schema"},
    "Example": {},
    "Link": {},
    "SecurityScheme": {},
}
_ALIASES = {"Callback": "{x-PathItem}"}
_REFERABLE = {
    "Callback",
    "Example",
    "Header",
    "Link",
    "Parameter",
    "RequestBody",
    "Response",
    "SecurityScheme",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """What a node and its children are."""

    name: str
    fields: Mapping[str, str]
    """Names of the shapes of the children with these keys."""
    each: str | None = None
    """Name of the shape of every other child."""
    is_array: bool = False
    is_extensible: bool = False
    """Whether children whose names begin with `x-` are extensions."""

    @property
    def may_be_reference(self) -> bool:
        """Whether a Reference Object can stand here; a Schema Object has its own `$ref`."""
        return self.name in _REFERABLE

    def child(self, step: Step, value: Json) -> "Shape | None":
        """Give the shape of a child; None if it is plain data, or not what it should be."""
        name = self.each if isinstance(step, int) else self.fields.get(step, self.each)
        if name is None or (self.is_extensible and str(step).startswith("x-")):
            return None
        shape = shape_named(name)
        return shape if isinstance(value, list if shape.is_array else dict) else None


@cache
def shape_named(name: str) -> Shape:
    """Look a shape up: the name of an object, `{X}`, `{x-X}` or `[X]`."""
    written = _ALIASES.get(name, name)
    each = written.strip("[{}]")
    if each == written:
        return Shape(name, _FIELDS[name])
    return Shape(
        name,
        {},
        each.removeprefix("x-"),
        is_array=written.startswith("["),
        is_extensible=each.startswith("x-"),
    )
