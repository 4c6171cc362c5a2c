"""One error of a JSON Schema validator, taken out of its library."""

from typing import TYPE_CHECKING, Self, cast

from bothends.document import Json, Pointer
from bothends.records import dataclass

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


@dataclass(frozen=True, slots=True)
class Fault:
    """A value, and the keyword of a schema that it does not satisfy."""

    pointer: Pointer
    """Of the value; where `of_key`, of the entry whose key is at fault."""
    keyword: str
    """Such as `required`; `false` for the schema that nothing satisfies."""
    demand: Json
    """What the schema says for the keyword."""
    value: Json
    schema: dict[str, Json]
    message: str
    """In the words of the library; may contain the whole value."""
    of_key: bool

    @classmethod
    def of(cls, error: "ValidationError", root: Pointer) -> Self:
        """Take over an error that was found in the value at `root`."""
        of_key = "propertyNames" in error.absolute_schema_path
        path = (*root, *error.absolute_path)
        keyword = error.validator
        return cls(
            pointer=(*path, str(error.instance)) if of_key else path,
            keyword=keyword if isinstance(keyword, str) else "false",
            demand=cast("Json", error.validator_value),
            value=cast("Json", error.instance),
            schema=(
                cast("dict[str, Json]", error.schema)
                if isinstance(error.schema, dict)
                else {}
            ),
            message=error.message,
            of_key=of_key,
        )
