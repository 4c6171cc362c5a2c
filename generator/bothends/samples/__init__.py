"""A node of a description -> one value for it: an example if there is one, or else a drawn one."""

import json
from collections.abc import Iterator
from typing import Any

from bothends.drawing import Direction, Drawing, Json
from bothends.tree import Tree, is_object, resolved

__all__ = ["Samples", "named_examples"]

_FEW_LINES = 300
"""Characters of JSON."""

Found = tuple[Json, ...]
"""A value, or nothing; null is a value."""


def named_examples(tree: Tree, node: Tree) -> dict[str, Json]:
    """Give the examples of a Parameter, Header or Media Type Object by their names.

    The one without a name is the empty string's (OpenAPI 3.2 §4.19). Those that are elsewhere
    (`externalValue`) are left out.
    """
    found: dict[str, Json] = {"": node["example"]} if "example" in node else {}
    named: Any = node.get("examples")
    for name, inner in named.items() if is_object(named) else ():
        example, _ = resolved(tree, inner, ())
        for key in ("dataValue", "value", "serializedValue"):
            if key in example:
                found[name] = example[key]
                break
    return found


class Samples:
    """Finds values: the same for a tree, a node and a seed, each time."""

    def __init__(self, tree: Tree, *, seed: int = 0) -> None:
        """Prepare; the tree must not change."""
        self._tree = tree
        self._drawing = Drawing(tree, seed=seed, by_example=True)
        self._plain = Drawing(tree, seed=seed)

    def of(self, node: Tree, schema: Any, direction: Direction) -> Found:
        """Give the example of a node or of its schema, or the default, or what is drawn.

        An answer's example is given as it stands, valid or not; a request's must be valid, or
        nobody would take it.
        """
        for value in self._written(node, schema):
            if direction == "response" or self.is_valid(schema, value, direction):
                return (value,)
        return self._drawing.valid(schema, direction, limit=1)

    def small(self, node: Tree, schema: Any) -> Iterator[Json]:
        """Give values for a request, those that fit into a few lines first.

        The valid examples, if need be without what is not required; then the least value, and
        a typical one.
        """
        written = [
            each
            for each in self._written(node, schema)
            if self.is_valid(schema, each, "request")
        ]
        for value in written:
            if len(json.dumps(value)) <= _FEW_LINES:
                yield value
        for value in written:
            least = self._reduced(schema, value)
            if is_object(least) and self.is_valid(schema, least, "request"):
                yield least
        yield from self._drawing.least(schema, "request")
        yield from self._drawing.valid(schema, "request", limit=1)

    def _reduced(self, schema: Any, value: Json) -> Json:
        """Leave of an object what its schema requires."""
        own = resolved(self._tree, schema, ())[0] if is_object(schema) else {}
        required: Any = own.get("required", [])
        if not is_object(value):
            return None
        return {key: each for key, each in value.items() if key in required}

    def is_valid(self, schema: Any, value: Json, direction: Direction) -> bool:
        """Tell whether a schema allows a value."""
        return self._drawing.is_valid(schema, value, direction)

    def several(
        self, schema: Any, direction: Direction, limit: int
    ) -> tuple[Json, ...]:
        """Draw different values, the examples of the schema among the first."""
        return self._drawing.valid(schema, direction, limit=limit)

    def dynamic(self, schema: Any, direction: Direction) -> tuple[Json, ...]:
        """Draw values of all kinds, edges included, without a look at examples."""
        return self._plain.valid(schema, direction)

    def why_not(self, schema: Any, direction: Direction) -> str:
        """Say why there is no value; empty where nobody knows."""
        return self._drawing.contradiction(schema, direction)

    def _written(self, node: Tree, schema: Any) -> Iterator[Json]:
        yield from named_examples(self._tree, node).values()
        own = resolved(self._tree, schema, ())[0] if is_object(schema) else {}
        examples: Any = own.get("examples", ())
        yield from examples if isinstance(examples, list) else ()
        if "default" in own:
            yield own["default"]
