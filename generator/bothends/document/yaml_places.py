"""Where the nodes of a YAML text stand."""

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property

from bothends.document.collector import collector_paused
from bothends.document.limits import Limits
from bothends.document.text import Text
from bothends.document.tree import Json, Place, Pointer, Step, child_of
from bothends.document.yaml_nodes import Marks
from bothends.document.yaml_offsets import Offsets
from bothends.document.yaml_text import Loaded
from bothends.document.yaml_tree import YamlReader
from bothends.records import dataclass


@dataclass(frozen=True)
class YamlPlaces:
    """Finds nodes in a text that is known to be YAML.

    A node behind an alias stands where the alias does; what is inside, where it is written.
    Where the tree is in another order than the text, which is rare, the text is read once more,
    with marks, when the first node is asked for: marks cost more than the tree does.
    """

    text: Text
    limits: Limits
    loaded: Loaded = field(repr=False)

    def find(self, pointer: Pointer) -> tuple[Place, int]:
        """Find a node or its deepest ancestor, and how many steps of the pointer lead there."""
        node, marks = self._marked
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
    def _marked(self) -> tuple[Json, Mapping[int, Mapping[Step, Place]]]:
        if self.loaded.offsets is not None:
            documents = self.loaded.documents
            return documents, Offsets(documents, self.loaded.offsets)
        marks: Marks = {}
        with collector_paused():
            reader = YamlReader(self.text, self.limits, marks, lenient=True)
            return reader.read(), marks
