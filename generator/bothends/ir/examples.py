"""Examples: how an operation is called, in Python."""

from bothends.records import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A call of an operation by a client that is called `api`, or by a `sender`."""

    imports: tuple[str, ...]
    """The lines that the call needs before it."""
    call: str
    awaited: str
    """The same by an `AsyncClient`."""
    walk: str = ""
    """A walk over the pages of the operation, if it is declared to have some."""
    awaited_walk: str = ""

    @property
    def lines(self) -> list[str]:
        """The whole example of a call."""
        return [*self._imported, *self.call.split("\n")]

    @property
    def lines_of_walk(self) -> list[str]:
        """The whole example of a walk."""
        return [*self._imported, *self.walk.split("\n")]

    @property
    def _imported(self) -> list[str]:
        return [*self.imports, *([""] if self.imports else [])]
