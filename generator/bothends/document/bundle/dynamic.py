"""`$dynamicRef` -> `$ref`."""

from collections.abc import Iterable
from typing import NamedTuple

from bothends.document.references import descend, reference_to
from bothends.document.tree import Json, Pointer


class DynamicReference(NamedTuple):
    """A schema with a `$dynamicRef`, in the bundle."""

    holder: Pointer
    anchor: str
    """What the reference names; empty for a pointer."""
    target: Pointer
    """What it leads to if nothing around it says otherwise."""


def expand(tree: dict[str, Json], references: Iterable[DynamicReference]) -> None:
    """Make every `$dynamicRef` a `$ref`."""
    for reference in references:
        _, holder = descend(tree, reference.holder)
        if isinstance(holder, dict):
            del holder["$dynamicRef"]
            refer(holder, reference.target)


def refer(schema: dict[str, Json], target: Pointer) -> None:
    """Demand what another schema demands, beside what `schema` does."""
    reference: dict[str, Json] = {"$ref": reference_to(target)}
    if "$ref" not in schema:
        schema |= reference
        return
    parts = schema.get("allOf")
    schema["allOf"] = [*(parts if isinstance(parts, list) else []), reference]
