"""Walk an OpenAPI tree by what its keys are: keywords of an object, or names in a map."""

from collections.abc import Iterator
from typing import Any

Tree = dict[str, Any]

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


def objects(root: Any) -> Iterator[Tree]:
    """Give every mapping below `root` whose keys are keywords, the outer before the inner."""
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        node, is_map = stack.pop()
        if isinstance(node, list):
            stack += [(item, False) for item in reversed(node)]
        elif isinstance(node, dict) and is_map:
            stack += [(child, False) for child in reversed(node.values())]
        elif isinstance(node, dict):
            yield node
            stack += [
                (child, key in _MAPS)
                for key, child in reversed(node.items())
                if key not in _DATA and not key.startswith("x-")
            ]
