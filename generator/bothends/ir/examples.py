"""Examples: how an operation is called, in Python."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A call of an operation by a client that is called `api`."""

    imports: tuple[str, ...]
    """The lines that the call needs before it."""
    call: str
    awaited: str
    """The same by an `AsyncClient`."""

    @property
    def lines(self) -> list[str]:
        """The whole example."""
        return [*self.imports, *([""] if self.imports else []), *self.call.split("\n")]
