"""Where the nodes of a JSON text stand."""

import json
import re
from dataclasses import field

from bothends.document.text import Text
from bothends.document.tree import Place, Pointer, Step
from bothends.records import dataclass

_DECODER = json.JSONDecoder()
_BLANK = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class JsonPlaces:
    """Finds nodes in a text that is known to be JSON.

    Only the objects and arrays on the way to a node are looked into, each of them once; what
    lies beside the way is skipped at the speed of the C decoder.
    """

    text: Text
    _children: dict[int, dict[Step, Place]] = field(
        default_factory=dict[int, dict[Step, Place]], init=False
    )
    """What was looked into: of the objects and arrays at these offsets, the children."""

    def find(self, pointer: Pointer) -> tuple[Place, int]:
        """Find a node or its deepest ancestor, and how many steps of the pointer lead there."""
        root = self._skip(0)
        place = Place(root, root)
        for depth, step in enumerate(pointer):
            child = self._children_of(place.value).get(step)
            if child is None:
                return place, depth
            place = child
        return place, len(pointer)

    def _children_of(self, offset: int) -> dict[Step, Place]:
        if offset not in self._children:
            match self.text.characters[offset]:
                case "{":
                    self._children[offset] = self._members(offset)
                case "[":
                    self._children[offset] = self._elements(offset)
                case _:
                    self._children[offset] = {}
        return self._children[offset]

    def _members(self, offset: int) -> dict[Step, Place]:
        found: dict[Step, Place] = {}
        at = self._skip(offset + 1)
        while self.text.characters[at] != "}":
            key, end = _DECODER.raw_decode(self.text.characters, at)
            value = self._skip(self._skip(end) + len(":"))
            found[key] = Place(at, value)
            at = self._next(value)
        return found

    def _elements(self, offset: int) -> dict[Step, Place]:
        found: dict[Step, Place] = {}
        at = self._skip(offset + 1)
        while self.text.characters[at] != "]":
            found[len(found)] = Place(at, at)
            at = self._next(at)
        return found

    def _next(self, value: int) -> int:
        """Skip a value and the comma behind it; stay at the closing bracket."""
        end = self._skip(_DECODER.raw_decode(self.text.characters, value)[1])
        return self._skip(end + 1) if self.text.characters[end] == "," else end

    def _skip(self, offset: int) -> int:
        blank = _BLANK.match(self.text.characters, offset)
        return blank.end() if blank else offset
