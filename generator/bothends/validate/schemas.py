"""Schemas: constraints that contradict each other, or say less than they seem to."""

from collections.abc import Iterator

from bothends.validate.findings import Finding
from bothends.validate.objects import Kind
from bothends.validate.outline import Outline
from bothends.validate.reading import identity, mapping, shown, texts
from bothends.validate.targets import Node

_RANGES = (
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
    ("minimum", "maximum"),
)
_MINIMA = frozenset(low for low, _ in _RANGES)
_COMPOSITIONS = ("allOf", "anyOf", "oneOf")
_DIALECTS = (
    "https://spec.openapis.org/oas/3.",
    "https://json-schema.org/draft/2020-12/schema",
)
_OPEN = frozenset({*_COMPOSITIONS, "$ref", "$dynamicRef", "patternProperties", "if"})


def duplicate_enum_values(outline: Outline) -> Iterator[Finding]:
    """Find values that an `enum` lists twice (JSON Schema Validation §6.1.2)."""
    for schema in outline.each(Kind.SCHEMA):
        seen: set[str] = set()
        for pointer, value in outline.children(schema, "enum"):
            spelled = identity(value)
            if isinstance(pointer[-1], int) and spelled in seen:
                yield Finding(
                    pointer,
                    "duplicate-enum-value",
                    f"This `enum` has {shown(value)} already.",
                    "Remove one of them.",
                    severity="warning",
                )
            seen.add(spelled)


def arrays_without_items(outline: Outline) -> Iterator[Finding]:
    """Find arrays without `items` in 3.0, which demands them (OpenAPI 3.0 §4.7.24)."""
    if outline.version != "3.0":
        return
    for schema in outline.each(Kind.SCHEMA):
        if schema.value.get("type") == "array" and "items" not in schema.value:
            yield Finding(
                schema.pointer,
                "array-without-items",
                "The array does not say what its items are.",
                "Add `items`, or `items: {}` if anything may be in it.",
                severity="warning",
            )


def empty_compositions(outline: Outline) -> Iterator[Finding]:
    """Find compositions of nothing in 3.0; since 3.1 the meta-schema refuses them."""
    if outline.version != "3.0":
        return
    for schema in outline.each(Kind.SCHEMA):
        for keyword in _COMPOSITIONS:
            if schema.value.get(keyword) == []:
                yield Finding(
                    (*schema.pointer, keyword),
                    "empty-composition",
                    f"`{keyword}` lists no schemas.",
                    "List them, or remove it.",
                )


def old_nullable(outline: Outline) -> Iterator[Finding]:
    """Find `nullable` since 3.1, which has no such keyword."""
    if outline.version == "3.0":
        return
    for schema in outline.each(Kind.SCHEMA):
        if schema.value.get("nullable") is True:
            yield Finding(
                (*schema.pointer, "nullable"),
                "old-nullable",
                f"`nullable` is no keyword of OpenAPI {outline.version}; "
                "it is read as OpenAPI 3.0 means it.",
                'Add "null" to `type`, as in `type: [string, "null"]`.',
                severity="warning",
                key=True,
            )


def other_dialects(outline: Outline) -> Iterator[Finding]:
    """Find schemas that claim another dialect than the one they are read in."""
    if outline.version == "3.0":
        return
    claims = [
        ((*schema.pointer, "$schema"), schema.value.get("$schema"))
        for schema in outline.each(Kind.SCHEMA)
    ]
    claims.append((("jsonSchemaDialect",), outline.root.get("jsonSchemaDialect")))
    for pointer, dialect in claims:
        if isinstance(dialect, str) and not dialect.startswith(_DIALECTS):
            yield Finding(
                pointer,
                "other-dialect",
                f"`{dialect}` is not the dialect of OpenAPI {outline.version}; "
                "schemas are read as JSON Schema 2020-12 all the same.",
                "Remove it, and write schemas in JSON Schema 2020-12.",
                severity="warning",
            )


def impossible_ranges(outline: Outline) -> Iterator[Finding]:
    """Find minima above their maxima: no value could be valid."""
    for schema in outline.each(Kind.SCHEMA):
        if _MINIMA.isdisjoint(schema.value):
            continue
        for low, high in _RANGES:
            least, most = _number(schema, low), _number(schema, high)
            if least is not None and most is not None and least > most:
                yield Finding(
                    (*schema.pointer, low),
                    "impossible-range",
                    f"`{low}` {least} is above `{high}` {most}.",
                    "Exchange them, or correct one.",
                    severity="warning",
                )


def undefined_required(outline: Outline) -> Iterator[Finding]:
    """Find required names of no property, where no other schema could add them."""
    for schema in outline.each(Kind.SCHEMA):
        required = texts(schema.value.get("required"))
        if not required:
            continue
        if "allOf" in schema.value:
            known = _composed(outline, schema)
        elif _is_closed(schema):
            known = set(mapping(schema.value.get("properties")))
        else:
            continue
        for index, name in enumerate(required):
            if known is not None and name not in known:
                yield Finding(
                    (*schema.pointer, "required", index),
                    "undefined-required-property",
                    f"The property `{name}` is required, but not defined.",
                    "Define it under `properties`, or remove it here.",
                    severity="warning",
                )


def _is_closed(schema: Node) -> bool:
    return (
        "properties" in schema.value
        and schema.value.get("additionalProperties") is False
        and not (_OPEN & schema.value.keys())
    )


def _composed(outline: Outline, schema: Node) -> set[str] | None:
    """Name every property of a composition; None where something cannot be known."""
    known: set[str] = set()
    seen: set[tuple[str | int, ...]] = set()
    pending = [schema]
    while pending:
        node = pending.pop()
        if node.pointer in seen:
            continue
        seen.add(node.pointer)
        known.update(mapping(node.value.get("properties")))
        if "patternProperties" in node.value or "if" in node.value:
            return None
        for keyword in _COMPOSITIONS:
            for pointer, part in outline.children(node, keyword):
                target = outline.follow(pointer, part)
                if target is None:
                    return None
                known.update(mapping(mapping(part).get("properties")))
                pending.append(target)
    return known


def _number(schema: Node, keyword: str) -> int | float | None:
    value = schema.value.get(keyword)
    return value if isinstance(value, int | float) else None
