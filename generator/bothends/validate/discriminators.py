"""Discriminators: that each name leads to a schema, and each schema has the property."""

import json
from collections.abc import Iterator

from bothends.document import Json, Pointer
from bothends.validate.findings import Finding
from bothends.validate.nearest import nearest
from bothends.validate.objects import Kind, kind_at
from bothends.validate.outline import Outline
from bothends.validate.reading import listing, mapping, shown
from bothends.validate.targets import External, Found, Missing, Node

_SCHEMAS: Pointer = ("components", "schemas")
_TOLD = 5


def broken_mappings(outline: Outline) -> Iterator[Finding]:
    """Find mappings to schemas that do not exist (OpenAPI 3.1 §4.8.25).

    Warnings: a discriminator never decides whether a value is valid.
    """
    for discriminator in outline.each(Kind.DISCRIMINATOR):
        entries = list(outline.children(discriminator, "mapping"))
        if "defaultMapping" in discriminator.value and outline.version == "3.2":
            pointer = (*discriminator.pointer, "defaultMapping")
            entries.append((pointer, discriminator.value["defaultMapping"]))
        for pointer, name in entries:
            if isinstance(name, str) and (fault := _fault(outline, name)):
                close = nearest(_last(name), _schemas(outline))
                yield Finding(
                    pointer,
                    "broken-mapping",
                    f"{fault}: the discriminator cannot be used for this value.",
                    (
                        f"Did you mean `#/components/schemas/{close}`?"
                        if close
                        else "Name a schema of this document."
                    ),
                    severity="warning",
                )


def contradictory_mappings(outline: Outline) -> Iterator[Finding]:
    """Find values that are mapped to schemas in which the property never has them.

    Warnings: such a value is valid by no schema, so nobody sends it.
    """
    for discriminator in outline.each(Kind.DISCRIMINATOR):
        name = discriminator.value.get("propertyName")
        for pointer, target in outline.children(discriminator, "mapping"):
            if not isinstance(name, str) or not isinstance(target, str):
                continue
            value = str(pointer[-1])
            schema = _mapped(outline, pointer, target)
            for allowed in _allowed(outline, schema, name) if schema else ():
                if value not in map(_spelled, allowed):
                    yield Finding(
                        pointer,
                        "contradictory-mapping",
                        f"`{value}` leads to a schema whose `{name}` is never that, but "
                        f"{' or '.join(map(shown, allowed[:_TOLD]))}.",
                        f"Map one of these to it, or let its `{name}` be `{value}`.",
                        severity="warning",
                    )
                    break


def members_without_tag(outline: Outline) -> Iterator[Finding]:
    """Find members of a union that lack its discriminating property."""
    for union in outline.each(Kind.SCHEMA):
        name = mapping(union.value.get("discriminator")).get("propertyName")
        if not isinstance(name, str):
            continue
        for keyword in ("oneOf", "anyOf"):
            for pointer, member in outline.children(union, keyword):
                node = outline.follow(pointer, member)
                if node and not _may_have_property(outline, node, name):
                    yield Finding(
                        pointer,
                        "missing-discriminator-property",
                        f"This member of the union has no property `{name}`, by which "
                        "the discriminator tells members apart.",
                        f"Define `{name}` in it, and require it.",
                        severity="warning",
                    )


def _fault(outline: Outline, name: str) -> str:
    if name in _schemas(outline):
        return ""
    match outline.resolve(name):
        case Found(target):
            is_schema = kind_at(target, outline.version) in (Kind.SCHEMA, None)
            return "" if is_schema else f"`{name}` is no schema"
        case External() if "/" in name or "." in name:
            return ""  # The document itself says why it could not be followed.
        case External():
            return f"There is no schema `{name}` in `#/components/schemas`"
        case Missing():
            return f"`{name}` leads nowhere"


def _mapped(outline: Outline, pointer: Pointer, target: str) -> Node | None:
    """Find the schema that a mapping leads to: by its name, or by a reference."""
    named = _schemas(outline)
    if target in named:
        return outline.follow((*_SCHEMAS, target), named[target])
    return outline.follow(pointer, {"$ref": target})


def _allowed(outline: Outline, schema: Node, name: str) -> Iterator[list[Json]]:
    """Give the values to which a schema, or what it is all of, limits a property."""
    seen: set[Pointer] = set()
    pending = [schema]
    while pending:
        node = pending.pop()
        if node.pointer in seen:
            continue
        seen.add(node.pointer)
        own = mapping(node.value.get("properties")).get(name)
        limits = outline.follow((*node.pointer, "properties", name), own)
        if limits and "const" in limits.value:
            yield [limits.value["const"]]
        elif limits and (enum := listing(limits.value.get("enum"))):
            yield enum
        for pointer, part in outline.children(node, "allOf"):
            if target := outline.follow(pointer, part):
                pending.append(target)


def _spelled(value: Json) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _may_have_property(outline: Outline, schema: Node, name: str) -> bool:
    """Tell whether a schema, or what it is composed of, defines a property.

    True where that cannot be known, and of null, which needs none.
    """
    if schema.value.get("type") == "null":
        return True
    seen: set[Pointer] = set()
    pending = [schema]
    while pending:
        node = pending.pop()
        if node.pointer in seen:
            continue
        seen.add(node.pointer)
        if name in mapping(node.value.get("properties")):
            return True
        for keyword in ("allOf", "oneOf", "anyOf"):
            for pointer, part in outline.children(node, keyword):
                target = outline.follow(pointer, part)
                if target is None:
                    return True
                pending.append(target)
    return False


def _last(name: str) -> str:
    return name.rpartition("/")[2]


def _schemas(outline: Outline) -> dict[str, Json]:
    components = mapping(outline.root.get("components"))
    return mapping(components.get("schemas"))
