"""What no type says of values, and is checked at run time."""

from collections.abc import Mapping
from typing import Any

from bothends.records import dataclass


@dataclass(frozen=True, slots=True)
class Checks:
    """The page of checks: none of it where types say all."""

    schemas: Mapping[str, Any]
    """JSON Schemas by name, which may refer to each other as `#/$defs/<name>`."""
    constants: Mapping[str, str]
    """The names that operations know them by."""
