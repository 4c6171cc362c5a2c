"""Whether a value is valid, and if not why: mostly seen at once, else by jsonschema."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from bothends.drawing.schemas import Schemas
from bothends.plain import satisfies

if TYPE_CHECKING:
    from bothends.drawing.verdicts import Verdicts


class Judge:
    """Judges values by Draft 2020-12 with formats, patterns of ECMA-262 and a direction's rule.

    A strict one also refuses properties that the direction leaves out. One that remembers keeps
    the values that it found valid: they must not change afterwards.
    """

    def __init__(self, schemas: Schemas, *, strict: bool, remembers: bool) -> None:
        self._schemas = schemas
        self._strict = strict
        self._remembers = remembers

    def accepts(self, schema: Any, value: Any) -> bool:
        """Tell whether a value is valid; nothing is by a schema that makes no sense."""
        return satisfies(value, schema, self._schemas.target) or self._verdicts.accepts(
            schema, value
        )

    def broken(self, schema: Any, value: Any) -> frozenset[str]:
        """Name every keyword that a value breaks, inside of choices too; none if it is valid."""
        return self._verdicts.broken(schema, value)

    def fault(self, schema: Any, value: Any) -> str:
        """Say in one line what is wrong with a value, and where; empty if it is valid."""
        return self._verdicts.fault(schema, value)

    @cached_property
    def _verdicts(self) -> "Verdicts":
        from bothends.drawing.verdicts import Verdicts

        return Verdicts(self._schemas, strict=self._strict, remembers=self._remembers)
