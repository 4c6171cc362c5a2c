"""Where the nodes of a YAML text stand."""

from dataclasses import dataclass
from functools import cached_property

from bothends.document.collector import collector_paused
from bothends.document.limits import Limits
from bothends.document.text import Text
from bothends.document.tree import Json, Place, Pointer, child_of
from bothends.document.yaml_nodes import Marks
from bothends.document.yaml_tree import YamlReader


@dataclass(frozen=True)
class YamlPlaces:
    """Finds nodes in a text that is known to be YAML.

    The text is read once more, with marks, when the first node is asked for: marks cost more
    than the tree does, and most documents have no problem to show.
    A node behind an alias stands where the alias does; what is inside, where it is written.
    """

    text: Text
    limits: Limits

    def find(self, pointer: Pointer) -> tuple[Place, int]:
        """Find a node or its deepest ancestor, and how many steps of the pointer lead there."""
        documents, marks = self._marked
        node: Json = documents
        place = Place(0, 0)
        for depth, step in enumerate((0, *pointer)):
            try:
                child = child_of(node, step)
            except LookupError:
                return place, depth - 1
            place = marks[id(node)][step]
            node = child
        return place, len(pointer)

    @cached_property
    def _marked(self) -> tuple[list[Json], Marks]:
        marks: Marks = {}
        with collector_paused():
            reader = YamlReader(self.text, self.limits, marks, lenient=True)
            return reader.read(), marks
