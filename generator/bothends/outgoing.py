"""The operations that an API itself calls, and its subscribers answer: webhooks and callbacks."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from bothends.names import Scope, snake_case
from bothends.operations import (
    RESERVED,
    Found,
    operations,
    operations_of_item,
)
from bothends.records import dataclass
from bothends.tree import Pointer, Tree, resolved


@dataclass(frozen=True, slots=True)
class Outgoing:
    """The webhooks and callbacks of a description, each in its order."""

    webhooks: tuple[Found, ...]
    callbacks: tuple[Found, ...]

    @property
    def all(self) -> tuple[Found, ...]:
        """The webhooks, then the callbacks."""
        return (*self.webhooks, *self.callbacks)


@dataclass(frozen=True, slots=True)
class _Item:
    """A path item that no path leads to, and what its operations can be called after."""

    key: str
    owner: str
    """The operation whose callback it is; empty for a webhook."""
    expression: str
    """Where a callback goes to (OpenAPI 3.1 §4.8.20.4); empty for a webhook."""
    node: Tree
    pointer: Pointer


def outgoing(tree: Tree) -> Outgoing:
    """List the operations under `webhooks` and under the callbacks of every operation.

    An operation is named by its `operationId`, or by the key of its path item; no name is one
    of an operation under `paths`. The path of each is where its receiver stands by default. A
    callback that several operations share is one.
    """
    under_paths = operations(tree)
    names = Scope(found.name for found in under_paths)
    paths = Scope()
    webhooks = _named(_webhooks(tree), names, paths)
    callbacks = _named(_callbacks(tree, under_paths), names, paths)
    return Outgoing(tuple(webhooks), tuple(callbacks))


def _webhooks(tree: Tree) -> Iterator[_Item]:
    for key, node in tree.get("webhooks", {}).items():
        item, pointer = resolved(tree, node, ("webhooks", key))
        yield _Item(key, "", "", item, pointer)


def _callbacks(tree: Tree, under_paths: list[Found]) -> Iterator[_Item]:
    seen: set[Pointer] = set()
    for found in under_paths:
        for key, node in found.node.get("callbacks", {}).items():
            callback, at = resolved(tree, node, (*found.pointer, "callbacks", key))
            for expression, inner in callback.items():
                if expression.startswith("x-"):
                    continue
                item, pointer = resolved(tree, inner, (*at, expression))
                if pointer not in seen:
                    seen.add(pointer)
                    yield _Item(key, found.name, expression, item, pointer)


def _named(items: Iterator[_Item], names: Scope, paths: Scope) -> Iterator[Found]:
    for item in items:
        path = paths.claim(f"/{quote(item.key, safe='')}")
        members = list(operations_of_item(path, item.node, item.pointer))
        for found in members:
            spelled = _candidates(item, found, alone=len(members) == 1)
            name = names.claim(*(_free(snake_case(each)) for each in spelled))
            yield replace(found, name=name, expression=item.expression)


def _candidates(item: _Item, found: Found, *, alone: bool) -> Iterator[str]:
    if "operationId" in found.node:
        yield str(found.node["operationId"])
    if alone:
        yield item.key
    verb = found.method.lower()
    yield f"{verb} {item.key}"
    yield f"{verb} {item.owner} {item.key}"


def _free(name: str) -> str:
    return f"{name}_" if name in RESERVED else name
