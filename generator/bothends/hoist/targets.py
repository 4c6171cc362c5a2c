"""References to schemas that are no components: their targets become components."""

from collections import deque
from collections.abc import Mapping
from typing import Any

from bothends.hoist.components import Components
from bothends.hoist.graph import key
from bothends.hoist.places import places
from bothends.names import pascal_case
from bothends.spelling import COMPONENT
from bothends.tree import Pointer, Tree, at, is_array, is_object, pointer_of, schemas

_WORDS = {
    "$defs": "",
    "additionalProperties": "value",
    "allOf": "part",
    "anyOf": "option",
    "content": "",
    "items": "item",
    "oneOf": "option",
    "patternProperties": "value",
    "properties": "",
    "schema": "",
    "schemas": "",
}
"""What the keywords on the way to a schema say of it."""


def lift_targets(tree: Tree, components: Components) -> None:
    """Make a component of each schema that a reference reaches by a path through other objects."""
    lifted: dict[str, str] = {}
    names: Mapping[Pointer, str] = {}
    waiting = deque(schemas(tree))
    while waiting:
        schema = waiting.popleft()
        reference = schema.get("$ref")
        if not isinstance(reference, str) or _is_component(reference):
            continue
        if reference not in lifted:
            names = names or _names(tree)
            lifted[reference] = _lift(tree, components, names, reference)
            # What stands in an extension has not been looked into yet.
            target = components.schemas[key(lifted[reference])]
            waiting += schemas({"schema": target})
        schema["$ref"] = lifted[reference]


def _is_component(reference: str) -> bool:
    return reference.startswith(COMPONENT) and "/" not in reference.removeprefix(
        COMPONENT
    )


def _lift(
    tree: Tree, components: Components, names: Mapping[Pointer, str], reference: str
) -> str:
    if _is_component(reference):
        return reference
    pointer = pointer_of(reference)
    target = at(tree, pointer)
    if is_object(target) and "$ref" in target:
        return _lift(tree, components, names, str(target["$ref"]))
    moved = components.add(_name(pointer, names), target, pointer)
    _replace(tree, pointer, {"$ref": moved})
    return moved


def _names(tree: Tree) -> Mapping[Pointer, str]:
    """Name the places of schemas, by the steps of references to them."""
    return {tuple(map(str, each.pointer)): each.name for each in places(tree)}


def _name(pointer: Pointer, names: Mapping[Pointer, str]) -> str:
    """Name a schema after the place it is in, and the way to it from there.

    `Pet/properties/tags/items` is `PetTagsItem`, and in the body of the operation `getPet`
    `GetPetResponseTagsItem`.
    """
    ways = (pointer[:length] for length in range(len(pointer), 0, -1))
    place = next((way for way in ways if way in names), pointer[:1])
    words = [_WORDS.get(str(step), str(step)) for step in pointer[len(place) :]]
    return pascal_case(" ".join([names.get(place, ""), *words]))


def _replace(tree: Tree, pointer: Pointer, value: Any) -> None:
    holder = at(tree, pointer[:-1])
    holder[int(pointer[-1]) if is_array(holder) else pointer[-1]] = value
