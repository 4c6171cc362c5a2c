"""What is remembered of a YAML text while its tree grows."""

from dataclasses import dataclass
from typing import TypeAlias

from bothends.document.tree import Json, Place, Step

Marks: TypeAlias = dict[int, dict[Step, Place]]
"""Of each mapping and sequence, by its id(), where its children stand."""


@dataclass(slots=True)
class Open:
    """A mapping or sequence whose end is not reached yet."""

    node: dict[str, Json] | list[Json]
    anchor: str | None
    nodes_before: int
    height: int = 1
    """Of the tree below, as far as it is known."""
    key: str | None = None
    """In a mapping, of the value that comes next; None where a key comes next."""
    key_offset: int = 0
    is_merge: bool = False
    """Whether that key is a plain `<<`."""
    merge: tuple[int, Json] | None = None
    """Where `<<` stands, and its value."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """A node that aliases can stand for."""

    value: Json
    text: str | None
    """Of a scalar, as written."""
    nodes: int
    height: int
