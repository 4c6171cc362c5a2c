"""Arrays over `multipart`: the schema of each position, which no list of Python keeps apart."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from bothends.hoist.components import Components
from bothends.hoist.places import Place
from bothends.spelling import type_of
from bothends.tree import PARTS, Pointer, Tree, is_object, resolved


def part_places(
    tree: Tree, places: Iterable[Place], components: Components
) -> Iterator[Place]:
    """Give the schemas of the items of such arrays as places of their own, beside the array's.

    One that needs a class becomes a component, to which both refer.
    """
    for place in places:
        schema = place.holder[place.key]
        if place.key != "schema" or not _is_multipart(place) or not is_object(schema):
            continue
        array, at = resolved(tree, schema, place.pointer)
        if "prefixItems" in array or "items" in array:
            yield from _parts(array, at, place, components)


def _is_multipart(place: Place) -> bool:
    """Tell whether a place is of a `multipart`, or of a Media Type Object that may be of one."""
    before, media_type = map(str, place.pointer[-3:-1])
    shared = place.pointer[:2] == ("components", "mediaTypes")
    return shared or (
        before == "content" and media_type.lower().startswith("multipart/")
    )


def _parts(
    array: Tree, at: Pointer, place: Place, components: Components
) -> Iterator[Place]:
    first: list[Any] = array.get("prefixItems", [])
    for index in range(len(first)):
        name, pointer = f"{place.name}Part{index + 1}", (*at, "prefixItems", index)
        first[index] = _named(first[index], name, pointer, components)
    others = _named(
        array.get("items", True), f"{place.name}Part", (*at, "items"), components
    )
    if is_object(others):
        array["items"] = others
    pointers: list[Pointer] = [(*at, "prefixItems", each) for each in range(len(first))]
    holders: list[Tree] = []
    for schema, pointer in zip(
        [*first, others or True], [*pointers, (*at, "items")], strict=True
    ):
        holder: Tree = {"schema": deepcopy(schema)}
        holders.append(holder)
        yield Place(holder, "schema", f"{place.name}Part", pointer)
    place.holder[PARTS] = holders


def _named(schema: Any, name: str, pointer: Pointer, components: Components) -> Any:
    """Give what stands for a schema: itself, or a reference to its component."""
    plain = not is_object(schema) or "$ref" in schema or type_of(schema) is not None
    return schema if plain else {"$ref": components.add(name, schema, pointer)}
