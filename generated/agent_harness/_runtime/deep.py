"""Names with brackets, `color[rgb][0]`: what they say of an object, however deep it is.

The style `deepObject` (OpenAPI 3.2 §4.12.2) says nothing of what is nested. Here brackets go on,
an array repeats its name, and what others write for one is read as well: `a[]=1` and `a[0]=1`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from .text import TEXT, Either, Fields, Many, One, Shape

_DEEPEST = 50
"""Brackets after brackets that are read, so that no request can keep the server busy."""

Read = Callable[[str, Shape], Any]
"""Reads one text by the shape of its value."""


@dataclass(slots=True)
class Node:
    """What was said at one name: the texts themselves, and what is in brackets behind it."""

    texts: list[str] = field(default_factory=list[str])
    inner: "dict[str, Node]" = field(default_factory=dict[str, "Node"])


def grown(name: str, pairs: Iterable[tuple[str, str]]) -> Node:
    """Gather the pairs whose names are `name` with brackets behind it."""
    root = Node()
    for each, text in pairs:
        keys = each[len(name) + 1 : -1].split("][")
        is_mine = each.startswith(f"{name}[") and each.endswith("]")
        if is_mine and len(keys) <= _DEEPEST:
            node = root
            for key in keys:
                node = node.inner.setdefault(key, Node())
            node.texts.append(text)
    return root


def shaped(node: Node, shape: Shape, read: Read) -> Any:
    """Give the JSON value of a node; where it is not as its shape, syntax tells what it is."""
    match shape:
        case Fields() | One() if node.inner and node.texts:
            return [read(text, TEXT) for text in node.texts]
        case Either():
            return shaped(node, _told(node, shape, read), read)
        case Many(item) if node.inner.keys() and all(map(_is_index, node.inner)):
            return _items(node, item, read)
        case Many(item) if not node.inner:
            return [read(text, item) for text in node.texts]
        case _ if node.inner:
            fields = shape if isinstance(shape, Fields) else Fields(other=TEXT)
            return {
                key: shaped(child, fields.of(key) or TEXT, read)
                for key, child in node.inner.items()
            }
        case _:
            values = [read(text, shape) for text in node.texts]
            return values if len(values) > 1 else values[0]


def _items(node: Node, item: Shape, read: Read) -> list[Any]:
    """Give the items of an array that has numbers, or nothing, in its brackets."""
    items = [read(text, item) for text in node.texts]
    for key, child in sorted(node.inner.items(), key=lambda each: int(each[0] or 0)):
        if key:
            items.append(shaped(child, item, read))
        else:
            items += [read(text, item) for text in child.texts]
            if child.inner:
                items.append(shaped(Node(inner=child.inner), item, read))
    return items


def _told(node: Node, shape: Either, read: Read) -> Shape:
    """Tell by syntax which of several shapes a node has."""
    apart = [each for each in (shape.many, shape.fields, shape.one) if each]
    if node.inner:
        indexed = shape.many and all(map(_is_index, node.inner))
        return apart[0] if indexed else shape.fields or TEXT
    if len(node.texts) == 1 and shape.one:
        value = read(node.texts[0], shape.one)
        return shape.one if shape.one.takes(value) else apart[0]
    return apart[0]


def _is_index(key: str) -> bool:
    return not key or (key.isascii() and key.isdigit() and len(key) < 10)
