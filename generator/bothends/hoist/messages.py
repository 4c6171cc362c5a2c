"""The schemas of the messages of an API, and which way each message goes.

Parameters and request bodies go to the API, responses come from it. In callbacks and webhooks
the API is the caller, and it is the other way round.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Literal

from bothends.operations import METHODS
from bothends.records import dataclass
from bothends.tree import PARTS, Tree, resolved

Way = Literal["request", "response"]
"""To the API or from it."""

_BACK: dict[Way, Way] = {"request": "response", "response": "request"}


@dataclass(frozen=True, slots=True)
class Message:
    """A schema in the mapping that holds it, and the way that its values go."""

    holder: Tree
    key: str
    way: Way


def messages(tree: Tree) -> list[Message]:
    """List the schemas of every operation, callback and webhook, each once.

    A component that stands in messages of both ways is copied to the places of one of them,
    in `tree` itself, so that each schema has one way.
    """
    return list(_Walk(tree).all())


class _Walk:
    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._ways: dict[int, Way] = {}

    def all(self) -> Iterator[Message]:
        yield from self._items(self._tree.get("paths", {}), "request")
        yield from self._items(self._tree.get("webhooks", {}), "response")

    def _items(self, items: Tree, way: Way) -> Iterator[Message]:
        for key in items:
            if not key.startswith("x-"):
                yield from self._item(items, key, way)

    def _item(self, items: Tree, key: str, way: Way) -> Iterator[Message]:
        """Walk a Path Item Object whose requests go `way`."""
        for item in self._entered(items, key, way):
            yield from self._parameters(item, way)
            more: Tree = item.get("additionalOperations", {})
            methods = [item[method] for method in METHODS if method in item]
            for operation in (*methods, *more.values()):
                yield from self._operation(operation, way)

    def _operation(self, operation: Tree, way: Way) -> Iterator[Message]:
        yield from self._parameters(operation, way)
        for body in self._entered(operation, "requestBody", way):
            yield from self._content(body, way)
        responses: Tree = operation.get("responses", {})
        for status in responses:
            if not status.startswith("x-"):
                for response in self._entered(responses, status, _BACK[way]):
                    yield from self._response(response, _BACK[way])
        callbacks: Tree = operation.get("callbacks", {})
        for key in callbacks:
            for callback in self._entered(callbacks, key, _BACK[way]):
                yield from self._items(callback, _BACK[way])

    def _response(self, response: Tree, way: Way) -> Iterator[Message]:
        yield from self._content(response, way)
        headers: Tree = response.get("headers", {})
        for key in headers:
            for header in self._entered(headers, key, way):
                yield from self._schemas(header, way)

    def _parameters(self, holder: Tree, way: Way) -> Iterator[Message]:
        parameters: list[Any] = holder.get("parameters", [])
        for index in range(len(parameters)):
            for parameter in self._entered(parameters, index, way):
                yield from self._schemas(parameter, way)

    def _schemas(self, node: Tree, way: Way) -> Iterator[Message]:
        """Give what a Parameter, a Header or a Media Type Object holds."""
        for key in ("schema", "itemSchema"):
            if key in node:
                yield Message(node, key, way)
        for part in node.get(PARTS, []):
            yield Message(part, "schema", way)
        yield from self._content(node, way)

    def _content(self, node: Tree, way: Way) -> Iterator[Message]:
        content: Tree = node.get("content", {})
        for media_type in content:
            for media in self._entered(content, media_type, way):
                yield from self._schemas(media, way)

    def _entered(self, holder: Any, key: str | int, way: Way) -> Iterator[Tree]:
        """Give what a holder has under a key, its references followed, if it is new this way."""
        if key == "requestBody" and key not in holder:
            return
        target, _ = resolved(self._tree, holder[key], ())
        if self._ways.get(id(target)) == way:
            return
        if id(target) in self._ways:
            holder[key] = target = deepcopy(target)
        self._ways[id(target)] = way
        yield target
