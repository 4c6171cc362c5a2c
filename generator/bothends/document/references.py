"""JSON pointers in `$ref`: RFC 6901 inside the fragment of a URI (§6)."""

import re
from urllib.parse import unquote

from bothends.document.tree import Json, Pointer, Step, child_of
from bothends.tree import steps_in

# No array is longer than nine digits can say; int() refuses what is much longer.
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


def steps_of(reference: str) -> tuple[str, ...] | None:
    """Take a reference into its own document apart, percent-decoded and unescaped.

    None for one that leaves the document, or that names an anchor in place of a pointer.
    """
    pointer = unquote(reference.removeprefix("#"))
    if not reference.startswith("#") or pointer[:1] not in {"", "/"}:
        return None
    return steps_in(pointer)


def follow(tree: Json, reference: str) -> tuple[Pointer, Json]:
    """Find what a reference points at, and its pointer with the indexes of arrays as `int`.

    Raises LookupError if that is nothing in this tree.
    """
    steps = steps_of(reference)
    if steps is None:
        raise LookupError(reference)
    return descend(tree, steps)


def descend(tree: Json, steps: Pointer) -> tuple[Pointer, Json]:
    """Go down into a tree, with steps that may be indexes as text; raises LookupError."""
    pointer: list[Step] = []
    for written in steps:
        step = step_into(tree, written)
        tree = child_of(tree, step)
        pointer.append(step)
    return tuple(pointer), tree


def step_into(node: Json, written: Step) -> Step:
    """Read a step as what it is to a node: an index of an array, or a key."""
    if (
        isinstance(node, list)
        and isinstance(written, str)
        and _INDEX.fullmatch(written)
    ):
        return int(written)
    return written
