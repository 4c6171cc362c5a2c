"""References into what was left out: what they lead to moves to where they stand."""

from collections import deque
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from bothends.tree import (
    Pointer,
    Tree,
    at,
    is_array,
    is_object,
    objects,
    pointer_of,
    reference_to,
    schemas,
)


def grafted(tree: Tree, kept: Tree) -> Tree:
    """Give `kept` whole in itself, where it refers to path items that only `tree` has.

    What such references lead to takes the place of the first of them, and the others lead
    there. Both trees stay as they are; without such references `kept` itself comes back.
    """
    if not any(_is_lost(kept, node) for node in objects(kept)):
        return kept
    kept = deepcopy(kept)
    stocks: dict[str, Tree] = {}
    others: list[Tree] = []
    _part_from_siblings(kept, kept)
    waiting = deque(objects(kept))
    while waiting:
        node = waiting.popleft()
        if not _is_lost(kept, node):
            continue
        if node["$ref"] in stocks:
            others.append(node)
            continue
        reference = node.pop("$ref")
        stocks[reference] = node
        target = deepcopy(at(tree, pointer_of(reference)))
        _part_from_siblings(kept, target)
        node |= {**target, **node}
        waiting += objects(node)
    _lead(kept, others, stocks)
    return kept


def _is_lost(kept: Tree, node: Tree) -> bool:
    reference = node.get("$ref")
    if not isinstance(reference, str) or not reference.startswith("#/paths/"):
        return False
    try:
        at(kept, pointer_of(reference))
    except (KeyError, IndexError):
        return True
    return False


def _part_from_siblings(kept: Tree, root: Any) -> None:
    """Let a schema that is lost hold nothing but its reference: what is beside it counts too."""
    for schema in schemas({"schema": root}):
        if len(schema) > 1 and _is_lost(kept, schema):
            alone = {"$ref": schema.pop("$ref")}
            schema["allOf"] = [*schema.get("allOf", ()), alone]


def _lead(kept: Tree, nodes: list[Tree], stocks: dict[str, Tree]) -> None:
    places = dict(_places(kept, ()))
    for node in nodes:
        node["$ref"] = reference_to(places[id(stocks[node["$ref"]])])


def _places(node: Any, pointer: Pointer) -> Iterator[tuple[int, Pointer]]:
    if is_object(node):
        yield id(node), pointer
        for key, child in node.items():
            yield from _places(child, (*pointer, key))
    elif is_array(node):
        for index, child in enumerate(node):
            yield from _places(child, (*pointer, index))
