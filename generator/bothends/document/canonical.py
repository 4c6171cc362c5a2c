"""An OpenAPI document as it was read -> the one form that the rest of the toolkit reads.

The form is OpenAPI 3.2's structure with every schema in JSON Schema 2020-12. Versions 3.0 and
3.1 differ from it in their schemas only, so that nodes keep their pointers.
"""

from collections.abc import Iterator
from typing import TypeAlias

from bothends.document.collector import collector_paused
from bothends.document.references import steps_of
from bothends.document.schemas import (
    add_examples,
    drop_siblings,
    modernize,
    read_nullable,
)
from bothends.document.shapes import Shape, shape_named
from bothends.document.tree import Json, Pointer
from bothends.document.versions import Version
from bothends.records import dataclass
from bothends.tree import reference_to

FORM = "3.2.0"
"""What the canonical tree says of itself, whatever version it came from."""

_WRAP: Pointer = ("anyOf", 0)
# What OpenAPI 3.1 lets a Reference Object say in place of what it refers to (§4.8.23).
_OVERRIDES = frozenset({"summary", "description"})
_CONTAINERS = (dict, list)


@dataclass(frozen=True, slots=True)
class Canonical:
    """The canonical tree, and the way back."""

    tree: dict[str, Json]
    """A deep copy without shared nodes."""
    wrapped: frozenset[Pointer]
    """The schemas whose constraints moved to their `anyOf/0`, so that null can be the other."""

    def origin(self, pointer: Pointer) -> Pointer:
        """Give the pointer that a node of `tree` had before schemas were wrapped.

        Nodes that the source has not (a `null` among types) get one that leads to nothing; the
        deepest ancestor that exists is the schema they were made for.
        """
        steps: Pointer = ()
        index = 0
        while index < len(pointer):
            if pointer[:index] in self.wrapped and pointer[index : index + 2] == _WRAP:
                index += len(_WRAP)
            else:
                steps += pointer[index : index + 1]
                index += 1
        return steps


def canonical(source: dict[str, Json], version: Version) -> Canonical:
    """Bring a document of OpenAPI 3 to the canonical form."""
    with collector_paused():
        walk = _Walk(is_old=version == "3.0")
        tree = walk.copy(source)
    tree["openapi"] = FORM
    return Canonical(tree, frozenset(walk.wrapped))


_Found: TypeAlias = tuple["list[Json] | dict[str, Json]", Shape | None, Pointer]
"""A copy whose children are still those of the source, what it is and where."""


class _Walk:
    """Copies a tree from the top down, without recursion, and rewrites the copies."""

    def __init__(self, *, is_old: bool) -> None:
        self.wrapped: set[Pointer] = set()
        self._is_old = is_old
        self._referring: list[dict[str, Json]] = []

    def copy(self, source: dict[str, Json]) -> dict[str, Json]:
        tree = source.copy()
        pending: list[_Found] = [(tree, shape_named("OpenAPI"), ())]
        while pending:
            node, shape, pointer = pending.pop()
            if isinstance(node, list):
                pending += _elements(node, shape, pointer)
                continue
            if shape is not None:
                self._rewrite(node, shape, pointer)
            pending += _members(node, shape, pointer)
        self._redirect()
        return tree

    def _rewrite(self, node: dict[str, Json], shape: Shape, pointer: Pointer) -> None:
        if shape.name == "Schema":
            if (modernize if self._is_old else read_nullable)(node):
                self.wrapped.add(pointer)
            add_examples(node)
            if "$ref" in node:
                self._referring.append(node)
        elif self._is_old and shape.may_be_reference and "$ref" in node:
            drop_siblings(node, _OVERRIDES)

    def _redirect(self) -> None:
        """Lead references that point into wrapped schemas to where their constraints are now."""
        wrapped = {tuple(map(str, pointer)) for pointer in self.wrapped}
        if not wrapped:
            return
        for node in self._referring:
            reference = node["$ref"]
            steps = steps_of(reference) if isinstance(reference, str) else None
            if steps and (led := _led(steps, wrapped)) != steps:
                node["$ref"] = reference_to(led)


def _led(steps: tuple[str, ...], wrapped: set[tuple[str, ...]]) -> tuple[str, ...]:
    led: tuple[str, ...] = ()
    for step in steps:
        if led in wrapped:
            led += ("anyOf", "0")
        led += (step,)
    return led


def _members(
    node: dict[str, Json], shape: Shape | None, pointer: Pointer
) -> Iterator[_Found]:
    for key, value in node.items():
        if isinstance(value, _CONTAINERS):
            child = node[key] = value.copy()
            yield child, shape and shape.child(key, value), (*pointer, key)


def _elements(
    node: list[Json], shape: Shape | None, pointer: Pointer
) -> Iterator[_Found]:
    for index, value in enumerate(node):
        if isinstance(value, _CONTAINERS):
            child = node[index] = value.copy()
            yield child, shape and shape.child(index, value), (*pointer, index)
