"""Where the children of the containers of a tree stand, in a text that has them in its order."""

from array import array
from collections.abc import Iterator

from bothends.document.tree import Json, Place, Step

_Container = dict[str, Json] | list[Json]


class Offsets(dict[int, dict[Step, Place]]):
    """Of each mapping and sequence, by its id(), where its children stand.

    What an alias stands for is a child of several, and written below the first of them.
    """

    def __init__(self, root: list[Json], offsets: "array[int]") -> None:
        """Take a root that is not itself in `offsets`, which begin with its first child."""
        super().__init__()
        self._offsets = offsets
        self._extents: dict[int, tuple[_Container, int, int]] = {}
        self._measure(root, 0)

    def __missing__(self, key: int) -> dict[Step, Place]:
        """Look into a container that was not looked into before."""
        found = self[key] = dict(self._children(*self._extents[key][:2]))
        return found

    def _measure(self, node: _Container, start: int) -> int:
        """Note which part of the offsets has what is in a container; give where it ends."""
        if id(node) in self._extents:
            return start
        at = start
        width, children = (2, node.values()) if isinstance(node, dict) else (1, node)
        for child in children:
            at += width
            if isinstance(child, dict | list):
                at = self._measure(child, at)
        self._extents[id(node)] = (node, start, at)
        return at

    def _children(self, node: _Container, start: int) -> Iterator[tuple[Step, Place]]:
        at = start
        has_keys = isinstance(node, dict)
        for step, child in node.items() if isinstance(node, dict) else enumerate(node):
            key = self._offsets[at]
            at += has_keys
            yield step, Place(key, self._offsets[at])
            at += 1
            extent = self._extents.get(id(child))
            if extent and extent[1] == at:
                at = extent[2]
