"""The operations of an API where requests meet them: under a path, references followed."""

from collections.abc import Iterator
from typing import NamedTuple

from bothends.document import Json, Pointer
from bothends.records import dataclass
from bothends.validate.objects import METHODS, Kind, Version
from bothends.validate.outline import Outline
from bothends.validate.reading import mapping
from bothends.validate.targets import Found, Node


class Operation(NamedTuple):
    """One method of a path."""

    method: str
    """As it goes over the wire: `GET`, or a name of `additionalOperations`."""
    pointer: Pointer
    value: dict[str, Json]


class Declared(NamedTuple):
    """An entry of a `parameters` list and the Parameter Object it stands for."""

    entry: Pointer
    location: str
    name: str
    node: Node


@dataclass(frozen=True, slots=True)
class Route:
    """A path, or a webhook, with what may be said in its Path Item Object or behind it."""

    name: str
    pointer: Pointer
    items: tuple[Node, ...]
    """The Path Item Object and the ones its `$ref` leads to."""
    operations: tuple[Operation, ...]
    complete: bool
    """False if a reference leads nowhere: then nothing is known about what is absent."""


def paths(outline: Outline) -> Iterator[Route]:
    """Yield the paths of the API."""
    for node in outline.each(Kind.PATHS):
        for path, item in node.value.items():
            if not path.startswith("x-"):
                yield _route(outline, path, (*node.pointer, path), item)


def webhooks(outline: Outline) -> Iterator[Route]:
    """Yield the webhooks of the API."""
    if outline.version != "3.0":
        for pointer, item in outline.children(Node((), outline.root), "webhooks"):
            yield _route(outline, str(pointer[-1]), pointer, item)


def declared(outline: Outline, holder: Node) -> tuple[list[Declared], bool]:
    """List the parameters of a Path Item or Operation Object.

    The second value is False if one of them could not be read.
    """
    found: list[Declared] = []
    complete = True
    for entry, value in outline.children(holder, "parameters"):
        node = outline.follow(entry, value)
        location = node.value.get("in") if node else None
        name = node.value.get("name") if node else None
        if node and isinstance(location, str) and isinstance(name, str):
            found.append(Declared(entry, location, name, node))
        else:
            complete = False
    return found, complete


def operations_of(item: Node, version: Version) -> Iterator[Operation]:
    """Yield the operations of one Path Item Object."""
    for field, value in item.value.items():
        if field in METHODS and METHODS[field] <= version and isinstance(value, dict):
            yield Operation(field.upper(), (*item.pointer, field), value)
        elif field == "additionalOperations" and version >= "3.2":
            for name, operation in mapping(value).items():
                if isinstance(operation, dict):
                    yield Operation(name, (*item.pointer, field, name), operation)


def _route(outline: Outline, name: str, pointer: Pointer, item: Json) -> Route:
    items = _items(outline, pointer, item)
    operations = {
        operation.method: operation
        for node in reversed(items)
        for operation in operations_of(node, outline.version)
    }
    complete = bool(items) and not isinstance(items[-1].value.get("$ref"), str)
    return Route(name, pointer, tuple(items), tuple(operations.values()), complete)


def _items(outline: Outline, pointer: Pointer, value: Json) -> list[Node]:
    """Follow a Path Item Object through its references, each node kept."""
    items: list[Node] = []
    while isinstance(value, dict) and all(pointer != node.pointer for node in items):
        items.append(Node(pointer, value))
        match value.get("$ref"):
            case str() as reference:
                target = outline.resolve(reference)
            case _:
                break
        if not isinstance(target, Found):
            break
        pointer, value = target.pointer, target.value
    return items
