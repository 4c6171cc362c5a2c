"""Where a `$ref` leads inside one document."""

from typing import NamedTuple
from urllib.parse import unquote

from bothends.document import Json, Pointer
from bothends.records import dataclass
from bothends.tree import steps_in


class Node(NamedTuple):
    """An Object of the document and the way to it."""

    pointer: Pointer
    value: dict[str, Json]


@dataclass(frozen=True, slots=True)
class Found:
    """The reference leads to this value."""

    pointer: Pointer
    value: Json


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing is there: `parent` is the last node on the way, `step` what it lacks."""

    parent: Pointer
    step: str
    value: Json
    """What stands at `parent`."""


@dataclass(frozen=True, slots=True)
class External:
    """The reference could not be followed out of the document; `uri` is all but its fragment."""

    uri: str


Target = Found | Missing | External


class Targets:
    """Resolves the JSON pointers that a document has in place of all other references."""

    def __init__(self, root: dict[str, Json]) -> None:
        self._root = root
        self._seen: dict[str, Target] = {}

    def resolve(self, reference: str) -> Target:
        """Follow one step."""
        if reference not in self._seen:
            self._seen[reference] = self._resolve(reference)
        return self._seen[reference]

    def _resolve(self, reference: str) -> Target:
        uri, _, fragment = reference.partition("#")
        if uri:
            return External(uri)
        steps = pointer_of(reference)
        if steps is None:
            return Missing((), unquote(fragment), self._root)
        return _descend(self._root, (), steps)


def _descend(value: Json, start: Pointer, steps: Pointer) -> Found | Missing:
    pointer = start
    for step in steps:
        match value:
            case dict() if str(step) in value:
                value, pointer = value[str(step)], (*pointer, str(step))
            case list() if (index := _index(step)) is not None and index < len(value):
                value, pointer = value[index], (*pointer, index)
            case _:
                return Missing(pointer, str(step), value)
    return Found(pointer, value)


def _index(step: str | int) -> int | None:
    if isinstance(step, int):
        return step
    return int(step) if step.isascii() and step.isdecimal() else None


def pointer_of(reference: str) -> tuple[str, ...] | None:
    """Read a JSON pointer in a fragment (RFC 6901 §6); None if it is none."""
    fragment = unquote(reference.removeprefix("#"))
    if not reference.startswith("#") or fragment[:1] not in ("", "/"):
        return None
    return steps_in(fragment)
