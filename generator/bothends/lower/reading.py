"""A tree being read: its references followed, what is wrong with it written down."""

from collections.abc import Mapping
from typing import Any

from bothends.ir import Type
from bothends.problems import Finding, Severity
from bothends.spelling import type_of
from bothends.tree import Pointer, Tree, is_object, resolved


class Reading:
    """The hoisted tree of a description, and the findings about it so far."""

    def __init__(self, tree: Tree, location: str = "") -> None:
        self.tree = tree
        self.location = location
        """The URL that it was read from, if it was: relative ones begin there."""
        self.findings: list[Finding] = []

    def resolve(self, node: Tree, pointer: Pointer) -> tuple[Tree, Pointer]:
        """Follow a Reference Object; give what it stands for and its place."""
        return resolved(self.tree, node, pointer)

    def type_of(self, holder: Mapping[str, Any]) -> Type:
        """Give the type of a schema that a mapping holds; without one, any value will do."""
        found = type_of(holder.get("schema", True))
        assert found is not None, f"{holder} was not hoisted"
        return found

    def schema(self, node: Any) -> Tree:
        """Follow the references of a schema; a boolean schema has no keywords."""
        return resolved(self.tree, node, ())[0] if is_object(node) else {}

    def report(
        self,
        pointer: Pointer,
        rule: str,
        message: str,
        hint: str,
        severity: Severity = "error",
    ) -> None:
        """Write a finding down and go on."""
        self.findings.append(Finding(pointer, rule, message, hint, severity))
