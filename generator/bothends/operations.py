"""Every operation of a document and the name it goes by."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bothends.names import Endpoint, operation_names
from bothends.records import dataclass
from bothends.tree import SPANNING, Pointer, Tree, is_array, resolved

EXPRESSION = re.compile(r"\{\+?([^{}]+)\}")
"""A part of a path that a parameter stands for (OpenAPI 3.2 §4.8.2).

With a plus it stands for several segments (RFC 6570 §3.2.3), which is no OpenAPI: where a path
item says so, its path is spelled that way from here on.
"""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""The fixed fields of a Path Item Object that hold an operation (OpenAPI 3.2 §4.9)."""

BODILESS = frozenset([204, 205, 304])
"""Statuses whose responses have no body (RFC 9110 §15)."""

FRAMING = frozenset(
    [
        *("connection", "content-encoding", "content-length", "content-type", "date"),
        *("keep-alive", "proxy-authenticate", "server", "te", "trailer"),
        *("transfer-encoding", "upgrade"),
    ]
)
"""Headers that a handler cannot set: they belong to one message (RFC 9110 §7.6.1)."""

RESERVED = frozenset(
    [
        *(
            "aclose",
            "checks",
            "close",
            "errors",
            "httpx2",
            "models",
            "operation",
            "raw",
        ),
        *("runtime", "stream", "with_options"),
        *(
            "bool",
            "bytes",
            "date",
            "datetime",
            "dict",
            "float",
            "int",
            "list",
            "object",
        ),
        *("str", "time"),
    ]
)
"""What every client has, and what the definitions of other operations name beside it."""


@dataclass(frozen=True, slots=True)
class Found:
    """An Operation Object, its name, and the path item that adds to it."""

    name: str
    method: str
    """As it goes over the wire: upper case, or as `additionalOperations` spells it."""
    path: str
    node: Tree
    pointer: Pointer
    item: Tree
    item_pointer: Pointer
    expression: str = ""
    """Where a callback goes to (OpenAPI 3.1 §4.8.20.4); empty for every other operation."""


def operations(tree: Tree) -> list[Found]:
    """List the operations under `paths`, in the order of the document."""
    found = list(_found(tree))
    names = operation_names(
        [
            Endpoint(each.method, each.path, each.node.get("operationId"))
            for each in found
        ],
        RESERVED,
    )
    return [replace(each, name=name) for each, name in zip(found, names, strict=True)]


def operations_of_item(path: str, item: Tree, at: Pointer) -> Iterator[Found]:
    """Give the operations of a Path Item Object, which have no names yet."""
    for key in item:
        if key in METHODS:
            yield Found("", key.upper(), path, item[key], (*at, key), item, at)
    more: Tree = item.get("additionalOperations", {})
    for method, operation in more.items():
        place = (*at, "additionalOperations", method)
        yield Found("", method, path, operation, place, item, at)


def _found(tree: Tree) -> Iterator[Found]:
    for path, node in tree.get("paths", {}).items():
        if not path.startswith("x-"):
            item, at = resolved(tree, node, ("paths", path))
            yield from operations_of_item(_spelled(path, item), item, at)


def spanning(path: str) -> frozenset[str]:
    """Name the parameters of a path that stand for several segments."""
    found = EXPRESSION.finditer(path)
    return frozenset(each[1] for each in found if each[0].startswith("{+"))


def _spelled(path: str, item: Tree) -> str:
    names: Any = item.get(SPANNING)
    for name in names if is_array(names) else ():
        path = path.replace(f"{{{name}}}", f"{{+{name}}}")
    return path
