"""Where a node is in the description that is made, and where it was in the one that was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bothends.document.tree import Json, Pointer, Step


@dataclass(frozen=True, slots=True)
class Note:
    """Something that OpenAPI 3 cannot say; the pointer is one of the description that was read."""

    pointer: Pointer
    rule: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Converted:
    """A description of OpenAPI 3.0, and the way back."""

    tree: dict[str, Json]
    moves: Mapping[Pointer, Pointer]
    """What is not where it was: pointer in `tree` -> pointer in what was read."""
    notes: tuple[Note, ...]

    def origin(self, pointer: Pointer) -> Pointer:
        """Give the pointer that a node of `tree` had."""
        return moved(self.moves, pointer)


def moved(moves: Mapping[Pointer, Pointer], pointer: Pointer) -> Pointer:
    """Follow the innermost move that a node took part in."""
    for length in range(len(pointer), 0, -1):
        if pointer[:length] in moves:
            return (*moves[pointer[:length]], *pointer[length:])
    return pointer


_MOST_COPIES = 2_000_000


class TooLargeError(Exception):
    """Each body is described once for each of its media types, and that is too often."""


@dataclass(slots=True)
class Log:
    """What is written down during one conversion."""

    moves: dict[Pointer, Pointer] = field(default_factory=dict[Pointer, Pointer])
    notes: list[Note] = field(default_factory=list[Note])
    referring: list[dict[str, Json]] = field(default_factory=list[dict[str, Json]])
    """Objects of the new tree whose `$ref` still is a pointer into the old one."""
    copies: int = 0

    def count(self) -> None:
        """Count one copy; raises TooLargeError when there are very many."""
        self.copies += 1
        if self.copies > _MOST_COPIES:
            message = (
                f"Converted to OpenAPI 3 this has more than {_MOST_COPIES:,} parts."
            )
            raise TooLargeError(message)


@dataclass(frozen=True, slots=True)
class Trail:
    """A place in the new tree, and the place in the old one that it is made from."""

    log: Log
    new: Pointer = ()
    old: Pointer = ()

    def down(self, *steps: Step) -> "Trail":
        """Go on to what has the same place in both."""
        return Trail(self.log, (*self.new, *steps), (*self.old, *steps))

    def to(self, new: Pointer, old: Pointer) -> "Trail":
        """Go on to a place below the new one that is made from a place below the old one."""
        return self.made_from((*self.new, *new), (*self.old, *old))

    def made_from(self, new: Pointer, old: Pointer) -> "Trail":
        """Go to a place in the new tree that is made from a place in the old one."""
        self.log.moves[new] = old
        return Trail(self.log, new, old)

    def note(self, rule: str, message: str, hint: str) -> None:
        """Say what OpenAPI 3 cannot say of the place in the old tree."""
        note = Note(self.old, rule, message, hint)
        if note not in self.log.notes[-1:]:
            self.log.notes.append(note)


def object_of(value: Json) -> dict[str, Json]:
    """Give a value if it is an object, and an empty one otherwise."""
    return value if isinstance(value, dict) else {}


def texts_of(value: Json) -> list[str]:
    """Give the strings of an array, each of them once."""
    items = value if isinstance(value, list) else []
    return list(dict.fromkeys(item for item in items if isinstance(item, str)))


def without(node: dict[str, Json], *keys: str) -> dict[str, Json]:
    """Copy an object without some of its fields."""
    return {key: value for key, value in node.items() if key not in keys}
