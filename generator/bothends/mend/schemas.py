"""Mending of Schema Objects."""

from collections.abc import Mapping
from typing import Final

from bothends.document import Json, Pointer
from bothends.mend.draft import Draft, Object
from bothends.tree import is_object, pointer_text
from bothends.validate import Finding, Kind

_ANNOTATIONS: Final = frozenset(
    [
        "title",
        "description",
        "default",
        "deprecated",
        "readOnly",
        "writeOnly",
        "nullable",
        "example",
        "examples",
        "externalDocs",
        "xml",
    ]
)
_DEFINITIONS: Final = frozenset(["$defs", "definitions"])
_KNOWN: Final = frozenset(["array", "boolean", "integer", "number", "object", "string"])
_TYPES: Final[Mapping[str, str]] = {
    "bool": "boolean",
    **dict.fromkeys(["byte", "int", "int32", "int64", "long", "short"], "integer"),
    **dict.fromkeys(["decimal", "double", "float", "numeric"], "number"),
    **dict.fromkeys(["char", "enum", "str", "text", "uri", "url"], "string"),
    **dict.fromkeys(["list", "set", "tuple"], "array"),
    **dict.fromkeys(["dict", "hash", "json", "map", "struct"], "object"),
    **dict.fromkeys(["date", "date-time", "datetime", "file", "uuid"], "string"),
}
"""What people write for `type`, and what they mean."""
_FORMATS: Final[Mapping[str, str]] = {
    "date": "date",
    "date-time": "date-time",
    "datetime": "date-time",
    "file": "binary",
    "uuid": "uuid",
}
"""The formats that they mean by it."""


def wrong_default(draft: Draft, finding: Finding) -> str:
    """Leave out a default that its schema refuses."""
    at = finding.pointer
    ends = [index for index, step in enumerate(at) if step == "default"]
    end = next(
        (index for index in ends if draft.kind(at[:index]) is Kind.SCHEMA), ends[-1]
    )
    draft.drop(at[: end + 1])
    return "It is not filled in."


def unexpected(draft: Draft, at: Pointer) -> str | None:
    """Say a newer keyword in the words of 3.0, or keep what references may lead to."""
    schema, name = draft.object_at(at[:-1]), at[-1]
    value = schema.get(str(name))
    if name in _DEFINITIONS and is_object(value):
        # Validation looks at those that a reference leads to, and nothing else does.
        return None
    if name == "const" and "enum" not in schema:
        del schema["const"]
        schema["enum"] = [value]
        return "It is read as an `enum` of one value."
    if name == "patternProperties" and is_object(value):
        return _patterned(schema, value)
    return None


def exclusive_bound(draft: Draft, at: Pointer) -> str | None:
    """Say a bound the way of the document's own version."""
    schema, name = draft.object_at(at[:-1]), str(at[-1])
    bound = name.replace("exclusiveM", "m")
    value = schema[name]
    if isinstance(value, bool) and draft.version != "3.0":
        limit = schema.get(bound)
        if not value or not _is_number(limit):
            draft.drop(at)
            return "It is left out."
        del schema[bound]
        schema[name] = limit
        return f"`{bound}` is read as exclusive."
    if _is_number(value) and draft.version == "3.0":
        schema |= {bound: value, name: True}
        return "It is read as the bound itself."
    return None


def listed_items(draft: Draft, at: Pointer) -> str | None:
    """Read a list of `items` as older drafts of JSON Schema have it."""
    schema = draft.object_at(at[:-1])
    value = schema.get("items")
    if not isinstance(value, list):
        return None
    if draft.version == "3.0" or not value:
        schema["items"] = value[0] if len(value) == 1 else {}
        return (
            "Items of any kind are taken." if value[1:] else "It holds for every item."
        )
    del schema["items"]
    schema["prefixItems"] = value
    return "It is read as `prefixItems`."


def required_property(draft: Draft, at: Pointer) -> str | None:
    """Require a property that says so of itself."""
    schema = draft.object_at(at[:-1])
    value = schema.pop("required")
    owner = draft.object_at(at[:-3])
    if at[-3:-2] != ("properties",) or value not in (True, "true"):
        return "It is left out."
    names = owner.setdefault("required", [])
    if not isinstance(names, list):
        return "It is left out."
    names.append(at[-2])
    return "The property is required."


def recursive_anchor(draft: Draft, at: Pointer) -> str:
    """Lead `$recursiveRef` of JSON Schema 2019-09 to the schema that has the anchor."""
    schema = draft.object_at(at[:-1])
    del schema["$recursiveAnchor"]
    reference = f"#{pointer_text(at[:-1])}"
    pending: list[Json] = [schema]
    while pending:
        node = pending.pop()
        if isinstance(node, list):
            pending += node
        elif is_object(node):
            if node.get("$recursiveRef") == "#":
                del node["$recursiveRef"]
                node["$ref"] = reference
            pending += node.values()
    return "`$recursiveRef` leads here."


def several_types(draft: Draft, at: Pointer) -> str:
    """Say a list of types in the words of 3.0."""
    schema = draft.object_at(at[:-1])
    value = schema.get("type")
    if draft.version != "3.0" or not isinstance(value, list):
        if value is None and draft.version != "3.0":
            schema["type"] = "null"
            return 'It is read as "null".'
        del schema["type"]
        return "A value of any type is taken."
    named = [name for name in value if isinstance(name, str)]
    if "null" in named or None in value:
        schema["nullable"] = True
    types = [name for name in dict.fromkeys(named) if name != "null"]
    del schema["type"]
    if len(types) == 1:
        schema["type"] = types[0]
    elif types and "anyOf" not in schema:
        demands = {key: schema.pop(key) for key in list(schema) if _asserts(key)}
        schema["anyOf"] = [{"type": name, **demands} for name in types]
    elif not types:
        return _only_null(schema)
    return "It is read as JSON Schema 2020-12 has it."


def unknown_type(draft: Draft, at: Pointer) -> str:
    """Read a type as the one that is meant, or take any value."""
    schema = draft.object_at(at[:-1])
    value = schema.get("type")
    if isinstance(value, list):
        return several_types(draft, at)
    name = str(value).lower()
    if name in {"null", "none"}:
        if draft.version == "3.0":
            return _only_null(schema)
        schema["type"] = "null"
        return 'It is read as "null".'
    meant = name if name in _KNOWN else _TYPES.get(name)
    if meant is None:
        schema.pop("type", None)
        return "A value of any type is taken."
    schema["type"] = meant
    if name in _FORMATS:
        schema.setdefault("format", _FORMATS[name])
    return f"It is read as `{schema['type']}`."


def _only_null(schema: Object) -> str:
    schema.pop("type", None)
    if not any(_asserts(key) for key in schema):
        schema["enum"] = [None]
    schema["nullable"] = True
    return "Null is valid."


def _patterned(schema: Object, value: Object) -> str | None:
    others = "additionalProperties" in schema or "properties" in schema
    if others or len(value) != 1:
        return None
    del schema["patternProperties"]
    [schema["additionalProperties"]] = value.values()
    return "It holds whatever the name."


def _asserts(key: str) -> bool:
    return key not in _ANNOTATIONS and not key.startswith("x-")


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
