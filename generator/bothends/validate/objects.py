"""What kind of Object stands where in an OpenAPI document, for each version."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Literal

from bothends.document import Pointer
from bothends.records import dataclass

Version = Literal["2.0", "3.0", "3.1", "3.2"]
Shape = Literal["one", "list", "map"]


class Kind(StrEnum):
    """The Objects, in the order in which every version of the standard numbers them."""

    OPENAPI = "OpenAPI Object"
    INFO = "Info Object"
    CONTACT = "Contact Object"
    LICENSE = "License Object"
    SERVER = "Server Object"
    SERVER_VARIABLE = "Server Variable Object"
    COMPONENTS = "Components Object"
    PATHS = "Paths Object"
    PATH_ITEM = "Path Item Object"
    OPERATION = "Operation Object"
    EXTERNAL_DOCUMENTATION = "External Documentation Object"
    PARAMETER = "Parameter Object"
    REQUEST_BODY = "Request Body Object"
    MEDIA_TYPE = "Media Type Object"
    ENCODING = "Encoding Object"
    RESPONSES = "Responses Object"
    RESPONSE = "Response Object"
    CALLBACK = "Callback Object"
    EXAMPLE = "Example Object"
    LINK = "Link Object"
    HEADER = "Header Object"
    TAG = "Tag Object"
    REFERENCE = "Reference Object"
    SCHEMA = "Schema Object"
    DISCRIMINATOR = "Discriminator Object"
    XML = "XML Object"
    SECURITY_SCHEME = "Security Scheme Object"
    OAUTH_FLOWS = "OAuth Flows Object"
    OAUTH_FLOW = "OAuth Flow Object"
    SECURITY_REQUIREMENT = "Security Requirement Object"


@dataclass(frozen=True, slots=True)
class Field:
    """A field that holds Objects: one, a list of them, or a map from names to them."""

    kind: Kind
    shape: Shape
    since: Version


_CHAPTER: Mapping[str, str] = {"3.0": "4.7", "3.1": "4.8", "3.2": "4"}
_NUMBERS: Mapping[Kind, int] = {kind: number for number, kind in enumerate(Kind, 1)}

METHODS: Mapping[str, Version] = {
    "get": "3.0",
    "put": "3.0",
    "post": "3.0",
    "delete": "3.0",
    "options": "3.0",
    "head": "3.0",
    "patch": "3.0",
    "trace": "3.0",
    "query": "3.2",
}
"""The fields of a Path Item Object that are methods, and the version they came with."""

_REFERABLE: Mapping[Kind, Version] = {
    Kind.SCHEMA: "3.0",
    Kind.RESPONSE: "3.0",
    Kind.PARAMETER: "3.0",
    Kind.EXAMPLE: "3.0",
    Kind.REQUEST_BODY: "3.0",
    Kind.HEADER: "3.0",
    Kind.SECURITY_SCHEME: "3.0",
    Kind.LINK: "3.0",
    Kind.CALLBACK: "3.0",
    Kind.PATH_ITEM: "3.0",
    Kind.MEDIA_TYPE: "3.2",
}

_PATTERNED: Mapping[Kind, Kind] = {
    Kind.PATHS: Kind.PATH_ITEM,
    Kind.CALLBACK: Kind.PATH_ITEM,
    Kind.RESPONSES: Kind.RESPONSE,
}
"""Objects whose own keys are names: paths, runtime expressions, status codes."""


def section(kind: Kind, version: Version) -> str:
    """Cite the clause that defines `kind`, such as `OpenAPI 3.1 §4.8.12`."""
    if version == "2.0":
        return "Swagger 2.0"  # Its clauses have no numbers.
    return f"OpenAPI {version} §{_CHAPTER[version]}.{_NUMBERS[kind]}"


def may_be_reference(kind: Kind, version: Version) -> bool:
    """Tell whether `$ref` may stand in the place of an Object of this kind."""
    return kind in _REFERABLE and _REFERABLE[kind] <= version


def keeps_siblings(kind: Kind, version: Version) -> bool:
    """Tell whether what stands next to `$ref` counts (Schema Objects since 3.1)."""
    return kind is Kind.PATH_ITEM or (kind is Kind.SCHEMA and version != "3.0")


def holders(kind: Kind, version: Version) -> Iterator[tuple[str, Field]]:
    """Yield the fields of `kind` that hold further Objects in this version."""
    for name, field in HOLDERS.get(kind, {}).items():
        if field.since <= version:
            yield name, field


def patterned(kind: Kind) -> Kind | None:
    """Name the kind that every key of `kind` holds, where keys are names, not fields."""
    return _PATTERNED.get(kind)


def kind_at(pointer: Pointer, version: Version) -> Kind | Field | None:
    """Tell what stands at a pointer of a document.

    The field itself where the pointer ends at a list or map of Objects; None where the
    standard has no Object, as in an extension or an example.
    """
    kind: Kind = Kind.OPENAPI
    steps = iter(pointer)
    for step in steps:
        each = patterned(kind)
        if each is not None:
            if str(step).startswith("x-"):
                return None
            kind = each
            continue
        table = _OLD_HOLDERS if version == "2.0" else HOLDERS
        field = table.get(kind, {}).get(str(step))
        if field is None or field.since > version:
            return None
        if field.shape != "one" and next(steps, None) is None:
            return field
        kind = field.kind
    return kind


def _one(kind: Kind, since: Version = "3.0") -> Field:
    return Field(kind, "one", since)


def _list(kind: Kind, since: Version = "3.0") -> Field:
    return Field(kind, "list", since)


def _map(kind: Kind, since: Version = "3.0") -> Field:
    return Field(kind, "map", since)


_CONTENT = _map(Kind.MEDIA_TYPE)
_EXAMPLES = _map(Kind.EXAMPLE)
_DOCS = _one(Kind.EXTERNAL_DOCUMENTATION)
_SCHEMA = _one(Kind.SCHEMA)
_NEW_SCHEMA = _one(Kind.SCHEMA, "3.1")

HOLDERS: Mapping[Kind, Mapping[str, Field]] = {
    Kind.OPENAPI: {
        "info": _one(Kind.INFO),
        "servers": _list(Kind.SERVER),
        "paths": _one(Kind.PATHS),
        "webhooks": _map(Kind.PATH_ITEM, "3.1"),
        "components": _one(Kind.COMPONENTS),
        "security": _list(Kind.SECURITY_REQUIREMENT),
        "tags": _list(Kind.TAG),
        "externalDocs": _DOCS,
    },
    Kind.INFO: {"contact": _one(Kind.CONTACT), "license": _one(Kind.LICENSE)},
    Kind.SERVER: {"variables": _map(Kind.SERVER_VARIABLE)},
    Kind.COMPONENTS: {
        "schemas": _map(Kind.SCHEMA),
        "responses": _map(Kind.RESPONSE),
        "parameters": _map(Kind.PARAMETER),
        "examples": _EXAMPLES,
        "requestBodies": _map(Kind.REQUEST_BODY),
        "headers": _map(Kind.HEADER),
        "securitySchemes": _map(Kind.SECURITY_SCHEME),
        "links": _map(Kind.LINK),
        "callbacks": _map(Kind.CALLBACK),
        "pathItems": _map(Kind.PATH_ITEM, "3.1"),
        "mediaTypes": _map(Kind.MEDIA_TYPE, "3.2"),
    },
    Kind.PATH_ITEM: {
        "servers": _list(Kind.SERVER),
        "parameters": _list(Kind.PARAMETER),
        **{name: _one(Kind.OPERATION, since) for name, since in METHODS.items()},
        "additionalOperations": _map(Kind.OPERATION, "3.2"),
    },
    Kind.OPERATION: {
        "externalDocs": _DOCS,
        "parameters": _list(Kind.PARAMETER),
        "requestBody": _one(Kind.REQUEST_BODY),
        "responses": _one(Kind.RESPONSES),
        "callbacks": _map(Kind.CALLBACK),
        "security": _list(Kind.SECURITY_REQUIREMENT),
        "servers": _list(Kind.SERVER),
    },
    Kind.PARAMETER: {"schema": _SCHEMA, "examples": _EXAMPLES, "content": _CONTENT},
    Kind.HEADER: {"schema": _SCHEMA, "examples": _EXAMPLES, "content": _CONTENT},
    Kind.REQUEST_BODY: {"content": _CONTENT},
    Kind.MEDIA_TYPE: {
        "schema": _SCHEMA,
        "examples": _EXAMPLES,
        "encoding": _map(Kind.ENCODING),
        "itemSchema": _one(Kind.SCHEMA, "3.2"),
        "prefixEncoding": _list(Kind.ENCODING, "3.2"),
        "itemEncoding": _one(Kind.ENCODING, "3.2"),
    },
    Kind.ENCODING: {
        "headers": _map(Kind.HEADER),
        "encoding": _map(Kind.ENCODING, "3.2"),
        "prefixEncoding": _list(Kind.ENCODING, "3.2"),
        "itemEncoding": _one(Kind.ENCODING, "3.2"),
    },
    Kind.RESPONSE: {
        "headers": _map(Kind.HEADER),
        "content": _CONTENT,
        "links": _map(Kind.LINK),
    },
    Kind.LINK: {"server": _one(Kind.SERVER)},
    Kind.TAG: {"externalDocs": _DOCS},
    Kind.SCHEMA: {
        "not": _SCHEMA,
        "allOf": _list(Kind.SCHEMA),
        "oneOf": _list(Kind.SCHEMA),
        "anyOf": _list(Kind.SCHEMA),
        "items": _SCHEMA,
        "properties": _map(Kind.SCHEMA),
        "additionalProperties": _SCHEMA,
        "discriminator": _one(Kind.DISCRIMINATOR),
        "xml": _one(Kind.XML),
        "externalDocs": _DOCS,
        "if": _NEW_SCHEMA,
        "then": _NEW_SCHEMA,
        "else": _NEW_SCHEMA,
        "prefixItems": _list(Kind.SCHEMA, "3.1"),
        "contains": _NEW_SCHEMA,
        "patternProperties": _map(Kind.SCHEMA, "3.1"),
        "propertyNames": _NEW_SCHEMA,
        "dependentSchemas": _map(Kind.SCHEMA, "3.1"),
        "unevaluatedItems": _NEW_SCHEMA,
        "unevaluatedProperties": _NEW_SCHEMA,
        "contentSchema": _NEW_SCHEMA,
        "$defs": _map(Kind.SCHEMA, "3.1"),
        "definitions": _map(Kind.SCHEMA, "3.1"),
    },
    Kind.SECURITY_SCHEME: {"flows": _one(Kind.OAUTH_FLOWS)},
    Kind.OAUTH_FLOWS: {
        "implicit": _one(Kind.OAUTH_FLOW),
        "password": _one(Kind.OAUTH_FLOW),
        "clientCredentials": _one(Kind.OAUTH_FLOW),
        "authorizationCode": _one(Kind.OAUTH_FLOW),
        "deviceAuthorization": _one(Kind.OAUTH_FLOW, "3.2"),
    },
}

_OLD_PARAMETERS = _list(Kind.PARAMETER, "2.0")
_OLD_SCHEMA = _one(Kind.SCHEMA, "2.0")

_OLD_HOLDERS: Mapping[Kind, Mapping[str, Field]] = {
    Kind.OPENAPI: {
        "info": _one(Kind.INFO, "2.0"),
        "paths": _one(Kind.PATHS, "2.0"),
        "definitions": _map(Kind.SCHEMA, "2.0"),
        "parameters": _map(Kind.PARAMETER, "2.0"),
        "responses": _map(Kind.RESPONSE, "2.0"),
        "securityDefinitions": _map(Kind.SECURITY_SCHEME, "2.0"),
        "security": _list(Kind.SECURITY_REQUIREMENT, "2.0"),
        "tags": _list(Kind.TAG, "2.0"),
        "externalDocs": _one(Kind.EXTERNAL_DOCUMENTATION, "2.0"),
    },
    Kind.INFO: {
        "contact": _one(Kind.CONTACT, "2.0"),
        "license": _one(Kind.LICENSE, "2.0"),
    },
    Kind.PATH_ITEM: {
        "parameters": _OLD_PARAMETERS,
        **{
            name: _one(Kind.OPERATION, "2.0")
            for name in ("get", "put", "post", "delete", "options", "head", "patch")
        },
    },
    Kind.OPERATION: {
        "externalDocs": _one(Kind.EXTERNAL_DOCUMENTATION, "2.0"),
        "parameters": _OLD_PARAMETERS,
        "responses": _one(Kind.RESPONSES, "2.0"),
        "security": _list(Kind.SECURITY_REQUIREMENT, "2.0"),
    },
    Kind.PARAMETER: {"schema": _OLD_SCHEMA},
    Kind.RESPONSE: {"schema": _OLD_SCHEMA, "headers": _map(Kind.HEADER, "2.0")},
    Kind.TAG: {"externalDocs": _one(Kind.EXTERNAL_DOCUMENTATION, "2.0")},
    Kind.SCHEMA: {
        "additionalProperties": _OLD_SCHEMA,
        "allOf": _list(Kind.SCHEMA, "2.0"),
        "externalDocs": _one(Kind.EXTERNAL_DOCUMENTATION, "2.0"),
        "items": _OLD_SCHEMA,
        "properties": _map(Kind.SCHEMA, "2.0"),
        "xml": _one(Kind.XML, "2.0"),
    },
}
"""What Swagger 2.0 has in place of `HOLDERS`."""
