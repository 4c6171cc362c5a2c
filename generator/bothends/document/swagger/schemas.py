"""Schema Objects, and everything else in Swagger 2.0 that says what a value is."""

from bothends.document.shapes import Shape, shape_named
from bothends.document.swagger.trail import Log
from bothends.document.tree import Json, Step

KEYWORDS = frozenset(
    [
        "default",
        "enum",
        "exclusiveMaximum",
        "exclusiveMinimum",
        "format",
        "items",
        "maxItems",
        "maxLength",
        "maximum",
        "minItems",
        "minLength",
        "minimum",
        "multipleOf",
        "pattern",
        "type",
        "uniqueItems",
        "x-nullable",
    ]
)
"""What stands in a schema since OpenAPI 3, and in the parameter or header itself before it."""


def schema_of(schema: Json, log: Log) -> Json:
    """Convert a Schema Object with all that is in it; nothing changes its place there."""
    holder: list[Json] = [schema]
    pending: list[tuple[list[Json] | dict[str, Json], Step, Shape]] = [
        (holder, 0, shape_named("Schema"))
    ]
    while pending:
        node, step, shape = pending.pop()
        match node, step:
            case list(), int():
                value = node[step] = _copied(node[step], shape, log)
            case dict(), str():
                value = node[step] = _copied(node[step], shape, log)
            case _:
                continue
        if isinstance(value, dict | list):
            for key, child in _children(value):
                if inner := shape.child(key, child):
                    pending.append((value, key, inner))
    return holder[0]


def described(node: dict[str, Json], log: Log) -> dict[str, Json]:
    """Make a schema of the keywords of a parameter or a header."""
    keywords = {key: value for key, value in node.items() if key in KEYWORDS}
    schema = schema_of(keywords, log)
    return schema if isinstance(schema, dict) else {}


def _copied(value: Json, shape: Shape, log: Log) -> Json:
    log.count()
    if isinstance(value, list):
        return value.copy()
    if not isinstance(value, dict):
        return value
    copied = value.copy()
    if shape.name == "Schema":
        _rewrite(copied, log)
    return copied


def _children(value: list[Json] | dict[str, Json]) -> list[tuple[Step, Json]]:
    return list(value.items() if isinstance(value, dict) else enumerate(value))


def _rewrite(schema: dict[str, Json], log: Log) -> None:
    if isinstance(schema.get("$ref"), str):
        log.referring.append(schema)
    if isinstance(schema.get("x-nullable"), bool):
        schema["nullable"] = schema.pop("x-nullable")
    if isinstance(schema.get("discriminator"), str):
        schema["discriminator"] = {"propertyName": schema["discriminator"]}
    if schema.get("type") == "file":
        schema |= {"type": "string", "format": "binary"}
    schema.pop("collectionFormat", None)
