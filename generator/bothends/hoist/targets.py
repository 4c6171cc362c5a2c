"""References to schemas that are no components: their targets become components."""

from typing import Any

from bothends.hoist.components import Components, references
from bothends.names import pascal_case
from bothends.operations import at, pointer_of
from bothends.spelling import COMPONENT

Tree = dict[str, Any]
Pointer = tuple[str | int, ...]

_OBJECTS = frozenset(
    [
        "callbacks",
        "examples",
        "headers",
        "links",
        "mediaTypes",
        "parameters",
        "pathItems",
        "requestBodies",
        "responses",
        "schemas",
        "securitySchemes",
    ]
)


def lift_targets(tree: Tree, components: Components) -> None:
    """Make a component of each schema that a reference reaches by a path through other objects."""
    lifted: dict[str, str] = {}
    for holder in list(references(tree)):
        reference = holder["$ref"]
        if _is_component(reference):
            continue
        if reference not in lifted:
            lifted[reference] = _lift(tree, components, reference)
        holder["$ref"] = lifted[reference]


def _is_component(reference: str) -> bool:
    match pointer_of(reference):
        case ("components", kind, _) if kind in _OBJECTS:
            return True
        case ("paths" | "webhooks", _):
            return True
        case _:
            return False


def _lift(tree: Tree, components: Components, reference: str) -> str:
    pointer = pointer_of(reference)
    target = at(tree, pointer)
    if isinstance(target, dict) and str(target.get("$ref", "")).startswith(COMPONENT):
        return str(target["$ref"])
    *_, name = pointer
    owner = pointer[2] if len(pointer) > 2 and pointer[0] == "components" else ""
    moved = components.add(pascal_case(f"{owner} {name}"), target, pointer)
    _replace(tree, pointer, {"$ref": moved})
    return moved


def _replace(tree: Tree, pointer: Pointer, value: Any) -> None:
    holder = at(tree, pointer[:-1])
    holder[int(pointer[-1]) if isinstance(holder, list) else pointer[-1]] = value
