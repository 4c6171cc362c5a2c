"""The shapes that everything in this room is made of: a tree of JSON values, and a way into it."""

from typing import NamedTuple, TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""A JSON value. Keys are the text as written; numbers are finite."""

Step: TypeAlias = str | int
Pointer: TypeAlias = tuple[Step, ...]
"""A JSON pointer as steps: keys of objects are `str`, places in arrays are `int` from 0."""


class Place(NamedTuple):
    """Where a node stands in its text: offsets in characters, from 0."""

    key: int
    """Of the node's key in its parent; of the node itself where it has none."""
    value: int


def child_of(node: Json, step: Step) -> Json:
    """Take one step into a tree; raises LookupError where there is nothing."""
    if isinstance(node, dict) and isinstance(step, str):
        return node[step]
    if isinstance(node, list) and isinstance(step, int) and step >= 0:
        return node[step]
    raise LookupError(step)
