"""A description as plain data: where its nodes are, and what its keys mean."""

from typing import Any, TypeGuard
from urllib.parse import quote, unquote

Tree = dict[str, Any]
"""A JSON object of a description that is known to be valid."""

Pointer = tuple[str | int, ...]
"""The steps from the root to a node: keys of objects, indexes of arrays."""

_MAPS = frozenset(
    [
        "$defs",
        "additionalOperations",
        "callbacks",
        "content",
        "definitions",
        "dependentSchemas",
        "encoding",
        "headers",
        "links",
        "mediaTypes",
        "parameters",
        "pathItems",
        "paths",
        "patternProperties",
        "properties",
        "requestBodies",
        "responses",
        "schemas",
        "securitySchemes",
        "webhooks",
    ]
)
"""Keywords whose value maps free names to objects (where it is no list)."""

_DATA = frozenset(["const", "default", "enum", "example", "examples"])
"""Keywords whose value is data of the API and describes nothing."""

_SCHEMAS = frozenset(
    [
        "$defs",
        "additionalProperties",
        "allOf",
        "anyOf",
        "contains",
        "contentSchema",
        "definitions",
        "dependentSchemas",
        "else",
        "if",
        "itemSchema",
        "items",
        "not",
        "oneOf",
        "patternProperties",
        "prefixItems",
        "properties",
        "propertyNames",
        "schema",
        "schemas",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    ]
)
"""Keywords that hold a schema, or schemas in an array or a map."""


SPANNING = "x-multi-segment"
"""The key of a Path Item Object that lists the parameters that may be several segments."""

PARTS = ".parts"
"""The key of a Media Type Object, beside the schema of an array that is parts: the holders of
the schemas of its first items, and at last that of all others."""

CHECK = ".check"
"""What the key of a schema ends in that has, beside it, the name of what is to be checked."""

TAGGED = "x-bothends-tagged"
"""What marks a discriminator whose tags the type of a union says, and not the classes in it."""


_CONTAINERS: frozenset[type] = frozenset([dict, list])

_FRAGMENT = "/!$&'()*+,;=:@?"
"""What a fragment may hold as it is (RFC 3986 §3.5)."""


def is_object(node: object) -> TypeGuard[Tree]:
    """Tell whether a node is a JSON object."""
    return isinstance(node, dict)


def is_array(node: object) -> TypeGuard[list[Any]]:
    """Tell whether a node is a JSON array."""
    return isinstance(node, list)


def objects(root: Any) -> list[Tree]:
    """List every mapping below `root` whose keys are keywords, the outer before the inner."""
    return _found(root, only_schemas=False)


def schemas(root: Any) -> list[Tree]:
    """List every Schema Object below `root`, the outer before the inner."""
    return _found(root, only_schemas=True)


def _found(root: Any, *, only_schemas: bool) -> list[Tree]:
    found: list[Tree] = []

    # This sees every node of a description, again and again: to compare types costs least.
    def enter(node: Any, is_schema: bool) -> None:
        kind = node.__class__
        if kind is list:
            for each in node:
                enter(each, is_schema)
        elif kind is dict:
            if is_schema or not only_schemas:
                found.append(node)
            for key, child in node.items():
                kind = child.__class__
                if kind is dict and key in _MAPS:
                    for each in child.values():
                        enter(each, key in _SCHEMAS)
                elif kind in _CONTAINERS and key not in _DATA and key[:2] != "x-":
                    enter(child, key in _SCHEMAS)

    enter(root, False)
    return found


def copied(node: Any) -> Any:
    """Copy a tree, down to its scalars."""
    kind = node.__class__
    if kind is dict:
        return {
            key: copied(child) if child.__class__ in _CONTAINERS else child
            for key, child in node.items()
        }
    return [copied(child) for child in node] if kind is list else node


def mapping_of(node: Tree) -> dict[str, str]:
    """Give the mapping of a schema's Discriminator Object (OpenAPI 3.1 §4.8.25), where it has one."""
    if "discriminator" not in node:
        return {}
    discriminator = node["discriminator"]
    mapping = discriminator.get("mapping") if is_object(discriminator) else None
    return mapping if is_object(mapping) else {}


def at(tree: Tree, pointer: Pointer) -> Any:
    """Give the node that a pointer leads to, through references where its way has some."""
    node: Any = tree
    for step in pointer:
        if is_object(node) and step not in node:
            node, _ = resolved(tree, node, ())
        node = node[int(step)] if is_array(node) else node[str(step)]
    return node


def pointer_of(reference: str) -> tuple[str, ...]:
    """Split the fragment of a reference into its steps (RFC 6901 §6)."""
    return steps_in(unquote(reference.partition("#")[2]))


def steps_in(text: str) -> tuple[str, ...]:
    """Take a JSON pointer apart; `~1` first, or `~01` would become a slash (RFC 6901 §4)."""
    steps = text.split("/")[1:]
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in steps)


def pointer_text(pointer: Pointer) -> str:
    """Write the steps to a node as RFC 6901 has them."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in pointer)
    return "".join(f"/{step}" for step in steps)


def reference_to(pointer: Pointer) -> str:
    """Spell a pointer as a reference into its own document (RFC 6901 §6)."""
    return f"#{quote(pointer_text(pointer), safe=_FRAGMENT)}"


def resolved(tree: Tree, node: Tree, pointer: Pointer) -> tuple[Tree, Pointer]:
    """Follow the references of a node; give what they end at and its place."""
    while "$ref" in node:
        pointer = pointer_of(node["$ref"])
        node = at(tree, pointer)
    return node, pointer
