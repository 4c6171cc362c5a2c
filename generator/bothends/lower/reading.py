"""A tree being read: its references followed, what is wrong with it written down."""

from collections.abc import Mapping
from typing import Any

from bothends.fidelity import needed
from bothends.ir import Checks, Type
from bothends.names import Scope, constant_case
from bothends.problems import Finding, Position, Severity
from bothends.spelling import type_of
from bothends.tree import CHECK, Pointer, Tree, is_object, resolved


class Reading:
    """The hoisted tree of a description, and the findings about it so far."""

    def __init__(
        self, tree: Tree, residues: Mapping[str, Any], location: str = ""
    ) -> None:
        self.tree = tree
        self.location = location
        """The URL that it was read from, if it was: relative ones begin there."""
        self.findings: list[Finding] = []
        self._residues = residues
        self._constants: dict[str, str] = {}
        self._scope = Scope()

    def resolve(self, node: Tree, pointer: Pointer) -> tuple[Tree, Pointer]:
        """Follow a Reference Object; give what it stands for and its place."""
        return resolved(self.tree, node, pointer)

    def type_of(self, holder: Mapping[str, Any]) -> Type:
        """Give the type of a schema that a mapping holds; without one, any value will do."""
        found = type_of(holder.get("schema", True))
        assert found is not None, f"{holder} was not hoisted"
        return found

    def check_of(self, holder: Mapping[str, Any], key: str = "schema") -> str | None:
        """Name the constant of what the type of a schema in a mapping does not say."""
        name = holder.get(f"{key}{CHECK}")
        if name is None:
            return None
        if name not in self._constants:
            self._constants[name] = self._scope.claim(constant_case(name))
        return self._constants[name]

    def checks(self) -> Checks:
        """Give the checks that were asked for, and what they refer to."""
        constants = {self._constants[name]: name for name in sorted(self._constants)}
        return Checks(needed(self._residues, self._constants), constants)

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
        position: Position | None = None,
    ) -> None:
        """Write a finding down and go on."""
        self.findings.append(Finding(pointer, rule, message, hint, severity, position))
