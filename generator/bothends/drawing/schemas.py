"""The schemas of a tree: where references lead, and which properties a direction leaves out."""

import json
from collections.abc import Iterator
from typing import Any, Final, Literal, TypeAlias

from bothends.tree import Tree, at, is_array, is_object, pointer_of, schemas

Direction: TypeAlias = Literal["request", "response"]

_LEFT_OUT: Final = {"request": "readOnly", "response": "writeOnly"}
"""JSON Schema Validation §9.4: the other end owns these."""

SENSELESS: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What comes of a schema whose keywords have values that they can't have, or that has no end."""

_LONGEST_CHAIN: Final = 50

REFERENCES: Final = ("$ref", "$dynamicRef")

NOTHING: Final[frozenset[str]] = frozenset()


class Schemas:
    """Looks schemas up. What is known of a node is kept under its identity: a tree never changes."""

    def __init__(
        self, tree: Tree, direction: Direction, *, is_loose: bool = False
    ) -> None:
        self.tree = tree
        self.is_loose = is_loose
        """Whether to read what documents say by mistake as what they mean."""
        self._keyword = _LEFT_OUT[direction]
        self._targets: dict[str, Any] = {}
        self._anchors: dict[str, Tree] | None = None
        self._hidden: dict[int, frozenset[str]] = {}
        self._kept: list[Any] = []
        self._same: dict[int, tuple[Any, Any]] = {}
        self._by_text: dict[str, Any] = {}
        components = tree.get("components")
        named = components.get("schemas") if is_object(components) else None
        self.components: Tree = named if is_object(named) else {}
        self._named = frozenset(map(id, self.components.values()))

    def same(self, schema: Any) -> Any:
        """Give the one schema that stands for all that say the same, so that one is drawn from."""
        if not is_object(schema):
            return schema
        if id(schema) not in self._same:
            self._same[id(schema)] = schema, self._representative(schema)
        return self._same[id(schema)][1]

    def _representative(self, schema: Tree) -> Any:
        for _ in range(_LONGEST_CHAIN):
            if schema.keys() != {"$ref"}:
                break
            target = self.target(schema["$ref"])
            if not is_object(target):
                return target
            schema = target
        if id(schema) in self._named:
            # Components of different names may be chosen by different tags.
            return schema
        return self._by_text.setdefault(json.dumps(schema), schema)

    def target(self, reference: object) -> Any:
        """Give what a `$ref` leads to; of one that leads nowhere, the schema that takes all."""
        if not isinstance(reference, str):
            return True
        if reference not in self._targets:
            self._targets[reference] = self._found(reference)
        return self._targets[reference]

    def _found(self, reference: str) -> Any:
        fragment = reference.partition("#")[2]
        if fragment and not fragment.startswith("/"):
            return self._anchored(fragment)
        try:
            found = at(self.tree, pointer_of(reference))
        except (LookupError, TypeError, ValueError, RecursionError):
            return True
        return found if is_object(found) or isinstance(found, bool) else True

    def _anchored(self, name: str) -> Any:
        if self._anchors is None:
            self._anchors = {
                node[key]: node
                for node in schemas(self.tree)
                for key in ("$anchor", "$dynamicAnchor")
                if isinstance(node.get(key), str)
            }
        return self._anchors.get(name, True)

    def hidden(self, schema: Any) -> frozenset[str]:
        """Name the properties that values of this direction do without."""
        if not is_object(schema):
            return NOTHING
        known = self._hidden.get(id(schema))
        if known is None:
            parts = self.parts(schema)
            known = frozenset(
                name
                for part in parts
                for name, inner in members(part, "properties")
                if self._is_hidden(inner)
            )
            self._hidden[id(schema)] = known
            self._kept.append(schema)
        return known

    def _is_hidden(self, schema: Any) -> bool:
        return any(
            part.get(self._keyword) is True
            for part in self.parts(schema, choices=False)
        )

    def parts(self, schema: Any, *, choices: bool = True) -> list[Tree]:
        """List every schema that speaks of the same value; with `choices`, each that may."""
        found: dict[int, Tree] = {}
        pending = [schema]
        combining = ("allOf", "anyOf", "oneOf") if choices else ("allOf",)
        while pending:
            part = pending.pop()
            if not is_object(part) or id(part) in found:
                continue
            found[id(part)] = part
            pending += [self.target(part[key]) for key in REFERENCES if key in part]
            for keyword in combining:
                pending += listed(part, keyword)
        return list(found.values())


def members(schema: Tree, keyword: str) -> Iterator[tuple[str, Any]]:
    """Give the entries of a keyword that maps names to schemas."""
    entries = schema.get(keyword)
    if is_object(entries):
        yield from entries.items()


def listed(schema: Tree, keyword: str) -> list[Any]:
    """Give the items of a keyword that lists schemas or names."""
    items = schema.get(keyword)
    return items if is_array(items) else []
