"""What a check finds, and the forms in which checks are written and run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeGuard

Schema = bool | Mapping[str, Any]
Members = dict[str, Any]
Items = list[Any]
Location = tuple[str | int, ...]

NOTHING_OPEN: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fault:
    """One value that a schema does not allow."""

    location: Location
    """The steps to it from the value that was checked."""
    message: str

    def below(self, step: str | int) -> "Fault":
        """Say the same of the value that has the faulty one under `step`."""
        return Fault((step, *self.location), self.message)


Test = Callable[[Any, frozenset[str]], list[Fault]]
"""A compiled schema: a value, and the references that were followed to get to it."""


class Compiler(Protocol):
    """What makes tests of the schemas within a schema."""

    def compile(self, schema: Schema) -> Test:
        """Make the test of a schema."""
        ...

    def resolve(self, reference: str) -> Schema:
        """Give the schema that a reference names."""
        ...


def is_object(value: object) -> TypeGuard[Members]:
    """Tell whether a value is a JSON object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[Items]:
    """Tell whether a value is a JSON array."""
    return isinstance(value, list)


class FaultsError(ValueError):
    """A value that is valid by its type has faults that no type can see."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(map(_told, faults)))


def _told(fault: Fault) -> str:
    where = ".".join(map(str, fault.location))
    return f"{where}: {fault.message}" if where else fault.message
