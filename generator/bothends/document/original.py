"""A description of Swagger 2.0 as it was read, before it became one of OpenAPI 3.0."""

from dataclasses import field

from bothends.document.bundle import Atlas
from bothends.document.tree import Json, Pointer
from bothends.problems import Problem, Severity
from bothends.records import dataclass


@dataclass(frozen=True, eq=False)
class Original:
    """A tree whose nodes can tell their place, as those of a document can."""

    tree: dict[str, Json] = field(repr=False)
    _atlas: Atlas = field(repr=False)

    def problem(
        self,
        pointer: Pointer,
        rule: str,
        message: str,
        hint: str,
        *,
        severity: Severity = "error",
        key: bool = False,
    ) -> Problem:
        """Make a problem of what is wrong with a node, or with `key` with its key."""
        origin, read_as = self._atlas.locate(pointer)
        position = origin.position(read_as, key=key)
        return Problem(position, rule, message, hint, severity)
