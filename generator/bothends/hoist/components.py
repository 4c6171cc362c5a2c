"""The schemas of `components`, keyed by class name, and the names that are still free."""

from collections.abc import Iterator, Mapping
from typing import Any

from bothends.names import FACE, Scope, pascal_case
from bothends.spelling import COMPONENT
from bothends.tree import Pointer, Tree, mapping_of, objects, pointer_of


class Components:
    """The schemas of a tree by class name; new ones are claimed and added as they are met."""

    def __init__(
        self, schemas: Tree, origins: dict[str, Pointer], scope: Scope
    ) -> None:
        self.schemas = schemas
        self.origins = origins
        self._scope = scope

    def add(self, name: str, schema: Any, pointer: Pointer) -> str:
        """Add a schema under `name`, or a numbered one where that is taken; give the reference."""
        claimed = self._scope.claim(
            name, f"{name}Schema" if name[-1].isdigit() else name
        )
        self.schemas[claimed] = schema
        self.origins[claimed] = pointer
        return f"{COMPONENT}{claimed}"


def name_components(tree: Tree) -> Components:
    """Key the component schemas by class name, in the tree itself, and follow every reference."""
    components = tree.setdefault("components", {})
    schemas = components.get("schemas", {})
    scope = Scope(FACE)
    names = _class_names(schemas, scope)
    components["schemas"] = {names[key]: schema for key, schema in schemas.items()}
    for node in objects(tree):
        if isinstance(reference := node.get("$ref"), str):
            node["$ref"] = _renamed(reference, names)
        mapping = mapping_of(node)
        for value, target in mapping.items():
            mapping[value] = _mapped(target, names)
    origins: dict[str, Pointer] = {
        names[key]: ("components", "schemas", key) for key in schemas
    }
    return Components(components["schemas"], origins, scope)


def references(tree: Any) -> Iterator[Tree]:
    """Give every object of a tree that holds a `$ref`."""
    return (node for node in objects(tree) if isinstance(node.get("$ref"), str))


def _class_names(schemas: Mapping[str, Any], scope: Scope) -> dict[str, str]:
    """Claim a class name for each key; a key that is a class name already comes first."""
    exact = [key for key in schemas if pascal_case(key) == key]
    others = [key for key in schemas if pascal_case(key) != key]
    return {
        key: scope.claim(pascal_case(key), f"{pascal_case(key)}Model")
        for key in (*exact, *others)
    }


def _renamed(reference: str, names: Mapping[str, str]) -> str:
    if not reference.startswith(COMPONENT):
        return reference
    _, slash, rest = reference.removeprefix(COMPONENT).partition("/")
    key = pointer_of(reference)[2]
    return f"{COMPONENT}{names.get(key, key)}{slash}{rest}"


def _mapped(target: str, names: Mapping[str, str]) -> str:
    """Follow a target of a discriminator's mapping: a reference or the name of a component."""
    if target in names:
        return f"{COMPONENT}{names[target]}"
    return _renamed(target, names)
