"""The Objects of a document by kind, and every reference in it, from one walk."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from bothends.document import Document, Json, Pointer
from bothends.validate.objects import (
    Field,
    Kind,
    Version,
    holders,
    keeps_siblings,
    kind_at,
    may_be_reference,
    patterned,
)
from bothends.validate.targets import Found, Node, Target, Targets


class Reference(NamedTuple):
    """A `$ref` that stands where an Object of this kind is expected."""

    pointer: Pointer
    """Of the object that holds the `$ref`."""
    kind: Kind
    text: str
    value: dict[str, Json]


class _Visit(NamedTuple):
    kind: Kind
    pointer: Pointer
    value: Json


class Outline:
    """What the rules look at. Nodes are in the order of the document.

    A Schema Object with `$ref` is a node too since 3.1, a Path Item Object always; elsewhere
    what stands next to a `$ref` does not count (OpenAPI 3.1 §4.8.23).
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.root = document.source
        self.version: Version = document.version
        self.references: dict[Pointer, Reference] = {}
        self._nodes: dict[Kind, list[Node]] = {kind: [] for kind in Kind}
        self._fields = {kind: dict(holders(kind, self.version)) for kind in Kind}
        self._visited: set[Pointer] = set()
        self._walk(_Visit(Kind.OPENAPI, (), self.root))
        self._walk_unlisted()

    def each(self, kind: Kind) -> list[Node]:
        """Return the Objects of one kind, in the order of the document."""
        return self._nodes[kind]

    def resolve(self, reference: str) -> Target:
        """Follow one reference one step."""
        return self._targets.resolve(reference)

    def follow(self, pointer: Pointer, value: Json) -> Node | None:
        """Follow references until an Object without one; None where they lead nowhere."""
        seen: set[Pointer] = set()
        while isinstance(value, dict):
            text = value.get("$ref")
            if not isinstance(text, str):
                return Node(pointer, value)
            target = self.resolve(text)
            if pointer in seen or not isinstance(target, Found):
                return None
            seen.add(pointer)
            pointer, value = target.pointer, target.value
        return None

    def children(self, node: Node, name: str) -> Iterator[tuple[Pointer, Json]]:
        """Yield the entries of a list or map that is a field of `node`."""
        match node.value.get(name):
            case list() as entries:
                for index, entry in enumerate(entries):
                    yield (*node.pointer, name, index), entry
            case dict() as entries:
                for key, entry in entries.items():
                    yield (*node.pointer, name, key), entry
            case _:
                return

    def line(self, pointer: Pointer, *, key: bool = False) -> int:
        """Return the line of a node, counted from 1."""
        return self.document.position(pointer, key=key).line

    @cached_property
    def _targets(self) -> Targets:
        return Targets(self.root)

    def _walk(self, start: _Visit) -> None:
        stack = [start]
        while stack:
            visit = stack.pop()
            if isinstance(visit.value, dict) and visit.pointer not in self._visited:
                self._visited.add(visit.pointer)
                if self._enter(visit, visit.value):
                    below = list(self._below(visit.kind, visit.pointer, visit.value))
                    stack.extend(reversed(below))

    def _enter(self, visit: _Visit, value: dict[str, Json]) -> bool:
        """File one Object; tell whether to look at its fields."""
        if "$ref" in value and may_be_reference(visit.kind, self.version):
            text = value["$ref"]
            if isinstance(text, str):
                found = Reference(visit.pointer, visit.kind, text, value)
                self.references[visit.pointer] = found
            if not keeps_siblings(visit.kind, self.version):
                return False
        self._nodes[visit.kind].append(Node(visit.pointer, value))
        return True

    def _below(
        self, kind: Kind, pointer: Pointer, value: dict[str, Json]
    ) -> Iterator[_Visit]:
        each = patterned(kind)
        fields = self._fields[kind]
        for key, child in value.items():
            if not isinstance(child, dict | list):
                continue
            if each is not None:
                if not key.startswith("x-"):
                    yield _Visit(each, (*pointer, key), child)
            elif key in fields:
                yield from _entries(fields[key], (*pointer, key), child)

    def _walk_unlisted(self) -> None:
        """Walk what only a reference shows to be an Object, such as `#/x-types/Pet`."""
        pending = list(self.references.values())
        while pending:
            known = len(self.references)
            for reference in pending:
                target = self.resolve(reference.text)
                if isinstance(target, Found) and (
                    kind_at(target.pointer, self.version) is None
                ):
                    self._walk(_Visit(reference.kind, target.pointer, target.value))
            pending = list(self.references.values())[known:]


def _entries(field: Field, pointer: Pointer, value: Json) -> Iterator[_Visit]:
    match field.shape:
        case "one":
            yield _Visit(field.kind, pointer, value)
        case "list":
            if isinstance(value, list):
                for index, entry in enumerate(value):
                    yield _Visit(field.kind, (*pointer, index), entry)
        case "map":
            if isinstance(value, dict):
                for key, entry in value.items():
                    yield _Visit(field.kind, (*pointer, key), entry)
