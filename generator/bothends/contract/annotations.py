"""Formats that say nothing to the two ends, though they may to a real server."""

from bothends.tree import Tree, schemas

_ASSERTED = frozenset(
    [
        *("binary", "date", "date-time", "decimal", "time", "uuid"),
        *("double", "float", "int32", "int64"),
    ]
)
"""Formats that are types or ranges in a generated package."""


def forget_annotations(tree: Tree) -> None:
    """Take from a tree the formats that are annotations (JSON Schema 2020-12 Validation §7.2.1).

    Both ends carry any text there, so that none is one that the description forbids.
    """
    for schema in schemas(tree):
        if schema.get("format") not in _ASSERTED:
            schema.pop("format", None)
