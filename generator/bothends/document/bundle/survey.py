"""The references of a tree, and the schemas in it that have names of their own."""

from collections.abc import Iterator
from dataclasses import field
from typing import NamedTuple

from bothends.document.shapes import Shape
from bothends.document.tree import Json, Pointer
from bothends.records import dataclass

_IDENTIFYING = frozenset(["$id", "$anchor", "$dynamicAnchor"])


class Reference(NamedTuple):
    """A reference, from where the survey began."""

    pointer: Pointer
    """Of the text itself."""
    shape: Shape
    """Of what is expected there."""
    text: str
    holder: dict[str, Json]
    """The object that the `$ref` is in, or the discriminator."""

    @property
    def is_mapped(self) -> bool:
        """Whether it is a discriminator's, and may be a name (OpenAPI 3.2 §4.25.3)."""
        return self.pointer[-2:] == _DEFAULT or self.pointer[-3:-1] == _MAPPING

    @property
    def is_dynamic(self) -> bool:
        """Whether it is a `$dynamicRef` (JSON Schema 2020-12 §8.2.3.2)."""
        return self.pointer[-1] == "$dynamicRef" and not self.is_mapped

    @property
    def is_alone(self) -> bool:
        """Whether nothing stands beside the `$ref`."""
        return (
            len(self.holder) == 1 and self.pointer[-1] == "$ref" and not self.is_mapped
        )


_MAPPING = ("discriminator", "mapping")
_DEFAULT = ("discriminator", "defaultMapping")


@dataclass(frozen=True, slots=True)
class Survey:
    """What was found, in the order of the tree."""

    references: list[Reference] = field(default_factory=list[Reference])
    identified: list[tuple[Pointer, dict[str, Json]]] = field(
        default_factory=list[tuple[Pointer, dict[str, Json]]]
    )


def survey(tree: Json, shape: Shape) -> Survey:
    """Look at every node that can hold a reference, given the shape of the first."""
    found = Survey()
    pending: list[tuple[Json, Shape, Pointer]] = [(tree, shape, ())]
    while pending:
        node, shape, pointer = pending.pop()
        if isinstance(node, dict):
            _note(found, node, shape, pointer)
            members = list(_members(node, shape, pointer))
            pending += reversed(members)
        elif isinstance(node, list):
            members = list(_elements(node, shape, pointer))
            pending += reversed(members)
    return found


def _note(found: Survey, node: dict[str, Json], shape: Shape, pointer: Pointer) -> None:
    text = node.get("$ref")
    if isinstance(text, str):
        found.references.append(Reference((*pointer, "$ref"), shape, text, node))
    if shape.name != "Schema":
        return
    if not _IDENTIFYING.isdisjoint(node):
        found.identified.append((pointer, node))
    text = node.get("$dynamicRef")
    if isinstance(text, str):
        found.references.append(Reference((*pointer, "$dynamicRef"), shape, text, node))
    if "discriminator" in node:
        found.references.extend(_mapped(node["discriminator"], shape, pointer))


def _mapped(discriminator: Json, shape: Shape, at: Pointer) -> Iterator[Reference]:
    if not isinstance(discriminator, dict):
        return
    mapping = discriminator.get("mapping")
    for value, text in mapping.items() if isinstance(mapping, dict) else ():
        if isinstance(text, str):
            yield Reference((*at, *_MAPPING, value), shape, text, discriminator)
    text = discriminator.get("defaultMapping")
    if isinstance(text, str):
        yield Reference((*at, *_DEFAULT), shape, text, discriminator)


def _members(
    node: dict[str, Json], shape: Shape, pointer: Pointer
) -> Iterator[tuple[Json, Shape, Pointer]]:
    for key, value in node.items():
        if isinstance(value, dict | list) and (child := shape.child(key, value)):
            yield value, child, (*pointer, key)


def _elements(
    node: list[Json], shape: Shape, pointer: Pointer
) -> Iterator[tuple[Json, Shape, Pointer]]:
    for index, value in enumerate(node):
        if isinstance(value, dict | list) and (child := shape.child(index, value)):
            yield value, child, (*pointer, index)
