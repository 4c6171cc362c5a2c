"""What no type of Python says of a value: JSON Schema, checked where values are read strictly.

The schemas are of the dialect 2020-12. Each is compiled to closures when it is first used;
a value is what a JSON text holds, before any type has made something else of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .assertions import assertions
from .faults import NOTHING_OPEN, Fault, Schema, Test
from .unevaluated import unevaluated

Schemas = Mapping[str, Schema]
"""Schemas by the names that references (`#/$defs/NAME`) give them."""

_DEFINITIONS = "#/$defs/"


class Checks:
    """The schemas of a package, which may refer to each other and to themselves."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._tests: dict[str, Test] = {}

    def of(self, name: str) -> "Check":
        """Give the check by one of the schemas."""
        return Check(self, name)

    def resolve(self, reference: str) -> Schema:
        """Give the schema that a reference names."""
        return self._schemas[reference.removeprefix(_DEFINITIONS)]

    def test(self, name: str) -> Test:
        """Give the compiled schema of a name."""
        if name not in self._tests:
            self._tests[name] = self.compile(self._schemas[name])
        return self._tests[name]

    def compile(self, schema: Schema) -> Test:
        """Make one test of all that a schema asserts."""
        if isinstance(schema, bool):
            return _anything if schema else _nothing
        tests = [*assertions(schema, self), *unevaluated(schema, self)]
        if "$ref" in schema:
            tests.append(self._reference(str(schema["$ref"])))
        return tests[0] if len(tests) == 1 else _all(tests)

    def _reference(self, reference: str) -> Test:
        name = reference.removeprefix(_DEFINITIONS)

        def test(value: Any, opened: frozenset[str]) -> list[Fault]:
            # A schema that refers to itself for the same value adds nothing to what it says.
            if name in opened:
                return []
            return self.test(name)(value, opened | {name})

        return test


@dataclass(frozen=True)
class Check:
    """One schema of a package."""

    checks: Checks
    name: str

    def faults(self, value: Any) -> list[Fault]:
        """List what is wrong with a JSON value; nothing is where it is valid."""
        return self.checks.test(self.name)(value, NOTHING_OPEN)


def _all(tests: list[Test]) -> Test:
    def test(value: Any, opened: frozenset[str]) -> list[Fault]:
        return [fault for each in tests for fault in each(value, opened)]

    return test


def _anything(_value: Any, _: frozenset[str]) -> list[Fault]:
    return []


def _nothing(_value: Any, _: frozenset[str]) -> list[Fault]:
    return [Fault((), "Nothing is allowed here")]
