"""Discriminators: which tag says which schema (OpenAPI 3.1 §4.8.25)."""

from collections.abc import Iterable, Iterator
from typing import Any

from bothends.drawing.schemas import Schemas, listed, members
from bothends.records import dataclass
from bothends.tree import Tree, is_object, mapping_of, pointer_of


@dataclass(frozen=True, slots=True)
class Tag:
    """The value of a property that says which schema is meant."""

    name: str
    value: str

    @property
    def demand(self) -> Tree:
        """Give the schema that demands the tag."""
        return {
            "properties": {self.name: {"const": self.value}},
            "required": [self.name],
        }


class Tags:
    """Knows the tag of every schema that a discriminator chooses."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._components = schemas.components
        self._names = {id(each): name for name, each in self._components.items()}
        self._children = self._found_children()
        self._inheriting = {
            id(child) for children in self._children.values() for child in children
        }

    def of_option(self, schema: Tree, option: Any) -> list[Tag]:
        """List the tags of one member of a `oneOf` or `anyOf` with a discriminator."""
        name = property_of(schema)
        if name is None or not (is_object(option) and "$ref" in option):
            return []
        target = self._schemas.target(option["$ref"])
        return [Tag(name, value) for value in self._values(schema, target)]

    def of_child(self, schema: Tree) -> Tag | None:
        """Give the tag of a component that is a base schema with a discriminator, and more."""
        if id(schema) not in self._names:
            return None
        for base in self._bases(schema):
            name = property_of(base)
            if name is not None:
                return Tag(name, self._values(base, schema)[0])
        return None

    def any_child(self, schemas: frozenset[int]) -> bool:
        """Tell whether a schema, by identity, inherits from one with a discriminator."""
        return not self._inheriting.isdisjoint(schemas)

    def children(self, schema: Tree) -> list[tuple[Tag, Any]]:
        """List the tags and schemas that a base schema with a discriminator stands for."""
        name = property_of(schema)
        if name is None or "oneOf" in schema or "anyOf" in schema:
            return []
        return [
            (Tag(name, value), child)
            for child in self._children.get(id(schema), ())
            for value in self._values(schema, child)
        ]

    def _found_children(self) -> dict[int, list[Tree]]:
        """Find the components that inherit from each base schema, whether mapped or not."""
        found: dict[int, list[Tree]] = {}
        for each in self._components.values():
            if is_object(each):
                for base in self._bases(each):
                    found.setdefault(id(base), []).append(each)
        return found

    def _bases(self, schema: Tree) -> list[Tree]:
        """List the schemas with a discriminator of their own that a schema is all of."""
        parts = self._schemas.parts(schema, choices=False)
        return [
            part
            for part in parts
            if part is not schema
            and property_of(part) is not None
            and not listed(part, "oneOf")
            and not listed(part, "anyOf")
        ]

    def _values(self, schema: Tree, target: Any) -> list[str]:
        """List the values of the tag that mean a schema; without a mapping it is its name.

        A member of a union that allows one other value only, could go without it and is alone in
        that says itself which.
        """
        mapped = [
            value
            for value, reference in mapping_of(schema).items()
            if self._mapped(reference) is target
        ]
        if mapped:
            return mapped
        name, tag = self._names.get(id(target), ""), str(property_of(schema))
        parts = self._schemas.parts(target, choices=False)
        said = next(self._said(parts, tag), list[str]())
        if len(said) != 1 or any(tag in listed(part, "required") for part in parts):
            return [name]
        options = (*listed(schema, "oneOf"), *listed(schema, "anyOf"))
        inner = [self._schemas.parts(each) for each in options]
        takers = sum(said in self._said(each, tag) for each in inner)
        return said if takers == 1 else [name]

    def _said(self, parts: Iterable[Tree], name: str) -> Iterator[list[str]]:
        """Give the only values that schemas allow a property to have, of each that says some."""
        for part in parts:
            property_ = dict(members(part, "properties")).get(name)
            for each in self._schemas.parts(property_, choices=False):
                if "const" in each or "enum" in each:
                    values = (
                        [each["const"]] if "const" in each else listed(each, "enum")
                    )
                    yield [value for value in values if isinstance(value, str)]

    def _mapped(self, reference: object) -> Any:
        """Give what a mapping means: the name of a component, or a reference."""
        if not isinstance(reference, str):
            return None
        if reference in self._components:
            return self._components[reference]
        if "#" not in reference or not pointer_of(reference):
            return None
        return self._schemas.target(reference)


def property_of(schema: Tree) -> str | None:
    """Name the property that holds the tag, where a schema has a discriminator."""
    discriminator = schema.get("discriminator")
    name = discriminator.get("propertyName") if is_object(discriminator) else None
    return name if isinstance(name, str) else None
